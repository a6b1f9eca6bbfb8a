//! Suggestions: a recorded change to one paragraph, with author, delegation, reason, sponsors, and a fate.
//!
//! A suggestion holds words, not edits: those of the whole paragraph that it is based on, and those that should stand there. It
//! becomes an edit when it is accepted, by a three-way merge with the words that stand there then ([`fit`]). So people may go on
//! typing in the paragraph, and a suggestion whose words are gone keeps showing them.

use chrono::{DateTime, Utc};

use crate::conference::SessionId;
use crate::identifier::{identifier, vocabulary};
use crate::negotiation::{ActionPointId, DraftId, ParagraphId};
use crate::people::{DelegationId, ParticipantId};

pub mod fit;
pub mod possible;
pub mod store;
mod words;

pub use fit::Fit;
pub use words::{Language, Suggested, kind};

identifier! {
    /// Names a suggestion.
    SuggestionId
}

vocabulary! {
    /// What a suggestion does.
    SuggestionKind {
        /// Other words for words.
        Replace = "replace",
        /// Words are added.
        Insert = "insert",
        /// Words go, or the whole paragraph.
        Delete = "delete",
        /// A paragraph is added.
        NewParagraph = "new_paragraph",
    }
}

vocabulary! {
    /// The fate of a suggestion.
    SuggestionState {
        /// Nobody has decided.
        Open = "open",
        /// Its words are in the text.
        Accepted = "accepted",
        /// Other words are in the text because of it.
        AcceptedAmended = "accepted_amended",
        /// It is not taken.
        NotRetained = "not_retained",
        /// Its delegation took it back.
        Withdrawn = "withdrawn",
    }
}

/// A suggestion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// Its identity.
    pub id: SuggestionId,
    /// The draft.
    pub draft: DraftId,
    /// The session that numbers it.
    pub session: SessionId,
    /// Its number in the session, from 1.
    pub number: i32,
    /// Where it belongs.
    pub place: Place,
    /// What it does.
    pub kind: SuggestionKind,
    /// All words of the paragraph that it is based on; empty with a new paragraph.
    pub base: String,
    /// All words that should stand there; empty where the paragraph should go.
    pub words: String,
    /// The language of the words, where it is not that of the paragraph: then they cannot be merged.
    pub language: Option<String>,
    /// Why.
    pub reason: Option<Grounds>,
    /// Who made it.
    pub author: ParticipantId,
    /// For whom.
    pub delegation: DelegationId,
    /// When.
    pub made_at: DateTime<Utc>,
    /// When it was last revised.
    pub revised_at: Option<DateTime<Utc>>,
    /// Its fate.
    pub fate: Fate,
    /// The other delegations that stand behind it, in the order in which they came.
    pub sponsors: Vec<DelegationId>,
    /// The suggestions that it is meant to replace: then it is a bridge.
    pub bridges: Vec<SuggestionId>,
}

/// Where a suggestion belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The action point.
    pub point: ActionPointId,
    /// The paragraph that it changes or, with a new paragraph, after which it comes; `None` for the first place.
    pub paragraph: Option<ParagraphId>,
}

/// Why something is suggested.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grounds {
    /// The reason.
    pub words: String,
    /// Its language, as an ISO 639-1 code, where it is not the draft's.
    pub language: Option<String>,
}

/// What became of a suggestion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Nobody has decided.
    Open,
    /// Somebody has.
    Decided(Decided),
}

/// How a suggestion was decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// What it is now; never open.
    pub state: SuggestionState,
    /// Who decided; none where it is not known.
    pub by: Option<ParticipantId>,
    /// When.
    pub at: DateTime<Utc>,
    /// What they say about it.
    pub note: Option<String>,
    /// With an acceptance: the words of the paragraph before and after it.
    pub change: Option<(String, String)>,
}

/// Why a suggestion is not made, revised or decided.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It is decided already.
    #[error("This suggestion is decided already. Look at it again.")]
    Decided,
    /// It is somebody else's.
    #[error("This is done by whoever made the suggestion, or by the head of their delegation.")]
    NotTheirs,
    /// A delegation need not sponsor what it suggested itself.
    #[error("Your delegation made this suggestion: it stands behind it already.")]
    OwnSuggestion,
    /// It would change nothing.
    #[error("This suggestion changes nothing: the words are the same. Change them, then send it.")]
    Nothing,
    /// The words are no words of a paragraph.
    #[error("A suggestion has at most 20,000 characters, on one line.")]
    Words,
    /// A new paragraph without words.
    #[error("A new paragraph needs words.")]
    Empty,
    /// No code of a language.
    #[error("A language is given by its two letters, such as fr.")]
    Language,
    /// What it is based on is gone.
    #[error(
        "The words that this suggestion changes have changed meanwhile. Accept it with the words that should stand there, or ask its author."
    )]
    Stale,
    /// Its paragraph is gone.
    #[error("The paragraph of this suggestion is gone. Do not retain it, or ask its author.")]
    Gone,
    /// Its words are in another language.
    #[error(
        "This suggestion is in another language. Accept it with the words that should stand there."
    )]
    OtherLanguage,
    /// The paragraph is agreed.
    #[error("This paragraph is agreed. It must be reopened before a suggestion to it is accepted.")]
    Agreed,
    /// Two that are to be accepted together change the same words.
    #[error("The suggestions {0} and {1} change the same words. Choose one of them.")]
    Clash(i32, i32),
    /// A bridge goes over suggestions to the same action point.
    #[error("A bridge replaces open suggestions to the same action point.")]
    Bridge,
}

impl Suggestion {
    /// Where it stands.
    pub fn state(&self) -> SuggestionState {
        match &self.fate {
            Fate::Open => SuggestionState::Open,
            Fate::Decided(decided) => decided.state,
        }
    }

    /// Nothing is done to what is decided.
    ///
    /// # Errors
    /// When it is.
    pub fn check_open(&self) -> Result<(), Refusal> {
        match self.fate {
            Fate::Open => Ok(()),
            Fate::Decided(_) => Err(Refusal::Decided),
        }
    }
}
