//! Whether a suggestion still fits the words that stand in the text, and how two of them get on with each other.

use std::collections::{BTreeMap, BTreeSet};

use plenary_words::{Hunk, merge};

use super::{Refusal, Suggestion, SuggestionId, SuggestionKind};
use crate::negotiation::ParagraphId;

/// How a suggestion fits the text as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fit {
    /// So would the paragraph read.
    Fits {
        /// All its words.
        words: String,
        /// What changes in the words that stand there.
        hunks: Vec<Hunk>,
    },
    /// It would be a paragraph of its own.
    NewParagraph,
    /// The paragraph would go.
    ParagraphGoes,
    /// The words that it changes have changed.
    Stale,
    /// Its paragraph is not in the text any more.
    Gone,
    /// Its words are in another language than the paragraph.
    OtherLanguage,
}

/// The words of the paragraphs of a draft, by id.
pub type Texts = BTreeMap<ParagraphId, String>;

/// How a suggestion fits the text.
pub fn fit(suggestion: &Suggestion, texts: &Texts) -> Fit {
    let now = match suggestion.place.paragraph {
        None => return Fit::NewParagraph,
        Some(paragraph) => match texts.get(&paragraph) {
            Some(now) => now,
            None => return Fit::Gone,
        },
    };
    match suggestion.kind {
        SuggestionKind::NewParagraph => Fit::NewParagraph,
        _ if suggestion.language.is_some() => Fit::OtherLanguage,
        // A paragraph that others went on writing is not thrown away with what they wrote.
        SuggestionKind::Delete if suggestion.words.is_empty() => {
            if *now == suggestion.base {
                Fit::ParagraphGoes
            } else {
                Fit::Stale
            }
        }
        _ => match merge(&suggestion.base, now, &suggestion.words) {
            Ok(merged) => Fit::Fits {
                words: merged.words,
                hunks: merged.hunks,
            },
            Err(_) => Fit::Stale,
        },
    }
}

impl Fit {
    /// Whether it is one of its author's to mend.
    pub fn is_stale(&self) -> bool {
        matches!(self, Self::Stale | Self::Gone)
    }

    /// Why it cannot be accepted as it is.
    ///
    /// # Errors
    /// When it cannot.
    pub fn check(&self) -> Result<(), Refusal> {
        match self {
            Self::Fits { .. } | Self::NewParagraph | Self::ParagraphGoes => Ok(()),
            Self::Stale => Err(Refusal::Stale),
            Self::Gone => Err(Refusal::Gone),
            Self::OtherLanguage => Err(Refusal::OtherLanguage),
        }
    }
}

/// Changes with so many UTF-16 units between them are in nobody's way.
const APART: usize = 64;

/// The open suggestions that cannot both be accepted, each with those that it clashes with; what does not fit by itself clashes
/// with nothing.
///
/// Quadratic in the suggestions to the same words only.
pub fn clashes(
    open: &[&Suggestion],
    texts: &Texts,
) -> BTreeMap<SuggestionId, BTreeSet<SuggestionId>> {
    let mut by_paragraph: BTreeMap<ParagraphId, Vec<Wanted<'_>>> = BTreeMap::new();
    for suggestion in open {
        let Some(paragraph) = suggestion.place.paragraph else {
            continue;
        };
        if let Some(wanted) = Wanted::of(suggestion, texts) {
            by_paragraph.entry(paragraph).or_default().push(wanted);
        }
    }
    let mut clashes: BTreeMap<SuggestionId, BTreeSet<SuggestionId>> = BTreeMap::new();
    for wanted in by_paragraph.values() {
        for (index, one) in wanted.iter().enumerate() {
            for other in wanted[index + 1..]
                .iter()
                .filter(|other| one.clashes_with(other))
            {
                let (one, other) = (one.suggestion.id, other.suggestion.id);
                clashes.entry(one).or_default().insert(other);
                clashes.entry(other).or_default().insert(one);
            }
        }
    }
    clashes
}

/// A suggestion that would change the words of a paragraph.
struct Wanted<'a> {
    suggestion: &'a Suggestion,
    /// How the paragraph would read; nothing if it would go.
    after: Option<String>,
    /// From where to where something changes in the words of now, in UTF-16 units.
    span: (usize, usize),
}

impl<'a> Wanted<'a> {
    fn of(suggestion: &'a Suggestion, texts: &Texts) -> Option<Self> {
        match fit(suggestion, texts) {
            Fit::Fits { words, hunks } => {
                let end = |hunk: &Hunk| hunk.at + hunk.deleted.encode_utf16().count();
                Some(Self {
                    suggestion,
                    after: Some(words),
                    span: (hunks.first()?.at, end(hunks.last()?)),
                })
            }
            Fit::ParagraphGoes => Some(Self {
                suggestion,
                after: None,
                span: (0, usize::MAX),
            }),
            Fit::NewParagraph | Fit::Stale | Fit::Gone | Fit::OtherLanguage => None,
        }
    }

    /// Whether the second cannot follow the first.
    fn clashes_with(&self, other: &Self) -> bool {
        let (Some(after), Some(_)) = (&self.after, &other.after) else {
            return true;
        };
        let is_apart = |one: &Self, other: &Self| other.span.0.saturating_sub(one.span.1) > APART;
        if is_apart(self, other) || is_apart(other, self) {
            return false;
        }
        merge(&other.suggestion.base, after, &other.suggestion.words).is_err()
    }
}
