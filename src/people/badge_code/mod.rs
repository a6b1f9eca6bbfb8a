//! Badge codes: what a participant types, or what the QR code on the badge holds, to sign in.
//!
//! A code is short enough to be typed on a phone, so it is stored only through a slow hash and tried only through
//! [`Entrance`](super::Entrance). The hash is the same for the same code, so that a code can be looked up.

use std::fmt;
use std::str::FromStr;

use argon2::{Algorithm, Argon2, Params, Version};
use rand::RngExt;

pub mod store;

/// Crockford's base32: no I, L, O and U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const CHARACTERS: usize = 10;
const BITS_PER_CHARACTER: usize = 5;
const CODES: u64 = 1 << (CHARACTERS * BITS_PER_CHARACTER);
/// Memory that one hash takes: with [`PASSES`] some 25 ms of one processor.
const MEMORY_KIBIBYTES: u32 = 19 * 1024;
const PASSES: u32 = 2;
const HASH_BYTES: usize = 32;

/// A code on a badge: 50 random bits. It does not print.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct BadgeCode(u64);

impl BadgeCode {
    /// A new random code.
    pub fn new() -> Self {
        Self(rand::rng().random_range(0..CODES))
    }

    /// The code as it is printed: `XXXXX-XXXXX`.
    pub fn reveal(self) -> String {
        let characters = self.characters();
        let (front, back) = characters.split_at(CHARACTERS / 2);
        format!("{front}-{back}")
    }

    /// What is stored instead of the code. It takes some 25 ms and 19 MiB, on purpose: call it off the runtime's threads.
    ///
    /// # Panics
    /// Never: the parameters are constants that Argon2 takes.
    pub fn hash(self, salt: &CodeSalt) -> CodeHash {
        let params = Params::new(MEMORY_KIBIBYTES, PASSES, 1, Some(HASH_BYTES))
            .expect("constants within the bounds of Argon2");
        let mut hash = [0; HASH_BYTES];
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(self.characters().as_bytes(), &salt.0, &mut hash)
            .expect("a salt and an output of the right length");
        CodeHash(hash)
    }

    fn characters(self) -> String {
        (0..CHARACTERS)
            .rev()
            .map(|place| {
                let digit = (self.0 >> (place * BITS_PER_CHARACTER)) & 31;
                char::from(ALPHABET[usize::try_from(digit).expect("five bits")])
            })
            .collect()
    }
}

impl Default for BadgeCode {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for BadgeCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BadgeCode(…)")
    }
}

/// The text is no badge code.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no badge code: a code has ten letters and digits, such as 7K3QF-M2W9X")]
pub struct NoBadgeCode;

impl FromStr for BadgeCode {
    type Err = NoBadgeCode;

    /// Reads a code as people type it: in any case, with spaces and hyphens anywhere, with O for 0 and I or L for 1.
    fn from_str(text: &str) -> Result<Self, NoBadgeCode> {
        let mut characters = 0;
        let mut code = 0;
        for typed in text.chars() {
            if typed.is_whitespace() || matches!(typed, '-' | '\u{2010}'..='\u{2015}') {
                continue;
            }
            let meant = match typed.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            };
            let digit = ALPHABET
                .iter()
                .position(|known| char::from(*known) == meant)
                .ok_or(NoBadgeCode)?;
            characters += 1;
            if characters > CHARACTERS {
                return Err(NoBadgeCode);
            }
            code = code << BITS_PER_CHARACTER | u64::try_from(digit).map_err(|_| NoBadgeCode)?;
        }
        if characters == CHARACTERS {
            Ok(Self(code))
        } else {
            Err(NoBadgeCode)
        }
    }
}

/// What the codes of a conference are hashed with.
#[derive(Clone, Debug)]
pub struct CodeSalt(pub Vec<u8>);

/// The hash of a code, by which it is looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeHash(pub [u8; HASH_BYTES]);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_code_is_printed_in_two_groups_of_five_and_does_not_show_itself() {
        let code = BadgeCode::new();
        let shown = code.reveal();
        assert_eq!(shown.len(), 11);
        assert_eq!(shown.find('-'), Some(5));
        assert!(!format!("{code:?}").contains(&shown));
    }

    #[test]
    fn what_is_no_code_is_refused() {
        for text in [
            "",
            "-",
            "7K3QF",
            "7K3QF-M2W9XX",
            "7K3QF-M2W9U",
            "7K3QF-M2W9é",
            "７K3QFM2W9X",
        ] {
            assert_eq!(text.parse::<BadgeCode>(), Err(NoBadgeCode), "{text}");
        }
    }

    #[test]
    fn the_hash_is_the_same_for_the_same_code_and_salt_only() {
        let (code, salt) = (BadgeCode(12_345), CodeSalt(vec![1; 16]));
        assert_eq!(code.hash(&salt), code.hash(&salt));
        assert_ne!(code.hash(&salt), BadgeCode(12_346).hash(&salt));
        assert_ne!(code.hash(&salt), code.hash(&CodeSalt(vec![2; 16])));
    }

    proptest! {
        #[test]
        fn a_code_reads_back_however_it_is_typed(
            bits in 0..CODES,
            typing in prop::collection::vec((any::<bool>(), 0..4_u8, 0..3_usize), CHARACTERS),
        ) {
            let code = BadgeCode(bits);
            let mut typed = String::new();
            for (character, (is_lower, gap, look)) in code.characters().chars().zip(typing) {
                let looks_like = match (character, look) {
                    ('0', 1..) => 'O',
                    ('1', 1) => 'I',
                    ('1', 2..) => 'L',
                    (same, _) => same,
                };
                typed.push(if is_lower { looks_like.to_ascii_lowercase() } else { looks_like });
                typed.push_str(["", "-", " ", "\u{2013}"][usize::from(gap)]);
            }
            prop_assert_eq!(typed.parse(), Ok(code));
            prop_assert_eq!(code.reveal().parse(), Ok(code));
        }
    }
}
