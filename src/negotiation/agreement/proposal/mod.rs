//! What a rapporteur proposes to the chair: to gavel a paragraph, or to reopen it.

use chrono::{DateTime, Utc};

use super::{Agreement, Refusal};
use crate::identifier::vocabulary;
use crate::negotiation::{ParagraphId, ParagraphState};
use crate::people::ParticipantId;

pub mod store;

vocabulary! {
    /// What is proposed to the chair.
    Proposed {
        /// To gavel agreed ad referendum.
        AgreedAdReferendum = "agreed_ad_ref",
        /// To gavel agreed.
        Agreed = "agreed",
        /// To reopen.
        Reopen = "reopen",
    }
}

/// A proposal to the chair. It ends when the paragraph is decided about; a new one takes the place of an old one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// The paragraph.
    pub paragraph: ParagraphId,
    /// What is proposed.
    pub proposed: Proposed,
    /// By whom.
    pub by: ParticipantId,
    /// When.
    pub at: DateTime<Utc>,
    /// Why; due when text is to be reopened.
    pub reason: Option<String>,
}

/// Whether something can be proposed as a paragraph stands.
///
/// # Errors
/// Why the chair could not do it either.
pub fn check(agreement: &Agreement, proposed: Proposed) -> Result<(), Refusal> {
    match (agreement.state(), proposed) {
        (ParagraphState::Open, Proposed::Reopen) => Err(Refusal::NotAgreed),
        (ParagraphState::Open, _) | (_, Proposed::Reopen) => Ok(()),
        _ => Err(Refusal::AlreadyAgreed),
    }
}
