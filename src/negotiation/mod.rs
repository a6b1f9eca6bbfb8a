//! Negotiation: what has been decided about a draft, its action points and its paragraphs.
//!
//! It knows no sockets and no CRDT: it reads like the rules of procedure.

use crate::identifier::{identifier, vocabulary};
use crate::people::DelegationId;

pub mod agreement;
pub mod bracket;
pub mod conduct;
pub mod rights;
pub mod store;
pub mod suggestion;

identifier! {
    /// Names a draft: a session's text under one symbol.
    DraftId
}
identifier! {
    /// Names an action point of a draft, wherever it is moved.
    ActionPointId
}
identifier! {
    /// Names a paragraph: the smallest unit that is agreed, locked, translated and cited.
    ParagraphId
}

vocabulary! {
    /// Where a draft stands.
    DraftStatus {
        /// The secretariat prepares it.
        Preparing = "preparing",
        /// Members type.
        Drafting = "drafting",
        /// The rapporteur types, members suggest.
        Negotiating = "negotiating",
        /// Read-only.
        Frozen = "frozen",
    }
}

vocabulary! {
    /// Where an action point stands.
    ActionPointStatus {
        /// Being written.
        Drafting = "drafting",
        /// Read once, not agreed.
        UnderNegotiation = "under_negotiation",
        /// Agreed in the room, subject to confirmation.
        AgreedAdReferendum = "agreed_ad_ref",
        /// Agreed.
        Agreed = "agreed",
        /// Part of another action point now.
        Merged = "merged",
        /// Withdrawn by its sponsor.
        Withdrawn = "withdrawn",
    }
}

vocabulary! {
    /// Where a paragraph stands.
    ParagraphState {
        /// It may change.
        Open = "open",
        /// Agreed in the room, subject to confirmation.
        AgreedAdReferendum = "agreed_ad_ref",
        /// Agreed: locked.
        Agreed = "agreed",
    }
}

/// What has been decided about an action point. Its words are in the draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionPoint {
    /// Its identity.
    pub id: ActionPointId,
    /// Where it stands.
    pub status: ActionPointStatus,
    /// The action point it became part of.
    pub merged_into: Option<ActionPointId>,
    /// Whom it asks to act, such as `city_governments`.
    pub addressees: Vec<String>,
    /// The delegations it comes from.
    pub origin: Vec<DelegationId>,
    /// Its paragraphs that something has been decided about.
    pub paragraphs: Vec<Paragraph>,
}

/// What has been decided about a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// Its identity.
    pub id: ParagraphId,
    /// Where it stands.
    pub state: ParagraphState,
}
