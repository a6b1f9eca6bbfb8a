//! The words of a suggestion, as somebody hands them in.

use std::str::FromStr;

use plenary_words::Change;

use super::{Refusal, SuggestionKind};

/// The most characters of a paragraph.
const MOST: usize = 20_000;

/// An ISO 639-1 code, such as `fr`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Language(pub String);

impl FromStr for Language {
    type Err = Refusal;

    fn from_str(code: &str) -> Result<Self, Refusal> {
        let is_code = code.len() == 2 && code.bytes().all(|letter| letter.is_ascii_lowercase());
        is_code
            .then(|| Self(code.to_owned()))
            .ok_or(Refusal::Language)
    }
}

/// What is suggested.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggested {
    /// All words of the paragraph as the author saw them; empty with a new paragraph.
    pub base: String,
    /// All words that should stand there.
    pub words: String,
    /// Their language, where it is not the paragraph's.
    pub language: Option<Language>,
}

impl Suggested {
    /// Whether it can be a suggestion at all.
    ///
    /// # Errors
    /// Why not.
    pub fn check(&self) -> Result<(), Refusal> {
        let is_line =
            |text: &str| text.chars().count() <= MOST && !text.chars().any(char::is_control);
        if !is_line(&self.base) || !is_line(&self.words) {
            Err(Refusal::Words)
        } else if self.base == self.words {
            Err(Refusal::Nothing)
        } else {
            Ok(())
        }
    }
}

/// What a change of a paragraph's words does.
pub fn kind(base: &str, words: &str) -> SuggestionKind {
    match plenary_words::kind(base, words) {
        Change::Insert => SuggestionKind::Insert,
        Change::Delete => SuggestionKind::Delete,
        Change::Replace | Change::Nothing => SuggestionKind::Replace,
    }
}
