//! Sign-ins: what lets a browser or a program act as a participant.

use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use rand::RngExt;
use sha2::{Digest, Sha256};

use super::{ParticipantId, device};
use crate::identifier::{identifier, vocabulary};

identifier! {
    /// Names a sign-in.
    SignInId
}

vocabulary! {
    /// What signed in.
    SignInKind {
        /// A person's browser, known by its cookie.
        Browser = "browser",
        /// A program, known by its bearer token.
        Program = "program",
    }
}

/// How long a sign-in lasts: the conference and the days around it.
pub const LASTS: TimeDelta = TimeDelta::days(14);

const TOKEN_BYTES: usize = 32;

/// A secret that proves a sign-in: 32 random bytes. It does not print.
#[derive(Clone, PartialEq, Eq)]
pub struct Token([u8; TOKEN_BYTES]);

impl Token {
    /// A new random token.
    pub fn new() -> Self {
        Self(rand::rng().random())
    }

    /// The token as its bearer shows it: 43 characters of unpadded base64url.
    pub fn reveal(&self) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(self.0)
    }

    /// What is stored instead of the token.
    pub fn sha256(&self) -> Vec<u8> {
        Sha256::digest(self.0).to_vec()
    }
}

impl Default for Token {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// The text is no token.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no token: a token has 43 letters, digits, hyphens and underscores")]
pub struct NoToken;

impl FromStr for Token {
    type Err = NoToken;

    fn from_str(text: &str) -> Result<Self, NoToken> {
        let bytes = BASE64_URL_SAFE_NO_PAD
            .decode(text.trim())
            .map_err(|_| NoToken)?;
        Ok(Self(bytes.try_into().map_err(|_| NoToken)?))
    }
}

/// A device or a program that may act as a participant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignIn {
    /// Its identity.
    pub id: SignInId,
    /// As whom.
    pub participant: ParticipantId,
    /// What signed in.
    pub kind: SignInKind,
    /// What it is, in short words such as `Chrome on Android`.
    pub device: String,
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// Until when.
    pub expires_at: DateTime<Utc>,
}

impl SignIn {
    /// A sign-in that begins `now`.
    pub fn new(participant: ParticipantId, kind: SignInKind, now: DateTime<Utc>) -> Self {
        Self {
            id: SignInId::new(),
            participant,
            kind,
            device: String::new(),
            created_at: now,
            expires_at: now + LASTS,
        }
    }

    /// A sign-in of the browser that names itself so.
    pub fn of_browser(participant: ParticipantId, user_agent: &str, now: DateTime<Utc>) -> Self {
        Self {
            device: device::name(user_agent),
            ..Self::new(participant, SignInKind::Browser, now)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_reads_back_as_it_was_shown() {
        let token = Token::new();
        assert_eq!(token.reveal().parse(), Ok(token.clone()));
        assert_eq!(token.reveal().len(), 43);
        assert!(!format!("{token:?}").contains(&token.reveal()));
    }

    #[test]
    fn what_is_no_token_is_refused() {
        for text in ["", "short", "a b", &"a".repeat(44), &"é".repeat(43)] {
            assert_eq!(text.parse::<Token>(), Err(NoToken));
        }
    }
}
