//! A reason, where one is due.

use std::str::FromStr;

/// Why somebody decides something: 1 to 2,000 characters, not only spaces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason(String);

/// The most characters of a reason.
const MOST: usize = 2_000;

/// Words that are no reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Give a reason of 1 to {MOST} characters.")]
pub struct NoReason;

impl FromStr for Reason {
    type Err = NoReason;

    fn from_str(words: &str) -> Result<Self, NoReason> {
        let words = words.trim();
        let fits = !words.is_empty() && words.chars().count() <= MOST && !words.contains('\0');
        fits.then(|| Self(words.to_owned())).ok_or(NoReason)
    }
}

impl Reason {
    /// The words.
    pub fn into_words(self) -> String {
        self.0
    }

    /// The words.
    pub fn words(&self) -> &str {
        &self.0
    }
}
