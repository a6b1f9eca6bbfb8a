//! Agreement: how a paragraph comes to be agreed and to be open again, as a pure function from state and event.
//!
//! ```text
//! open ──gavel──► agreed ad referendum ──silence, or all awaited confirm──► agreed
//!   ▲                   │                                                     │ correction: stays agreed
//!   └── reservation ────┴──────────────────── reopen ─────────────────────────┘
//! ```
//!
//! Who may cause an event is asked of [`super::rights`]; here only what is possible as the text stands.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::ParagraphState;
use crate::people::{DelegationId, ParticipantId};

pub mod action_point;
pub mod correction;
pub mod facts;
pub mod merger;
pub mod possible;
pub mod proposal;
pub mod reason;
pub mod store;

pub use facts::{Facts, Obstacle};
pub use reason::Reason;

/// The longest time that delegations are given to consult.
pub const LONGEST_PERIOD: TimeDelta = TimeDelta::days(366);

/// How far a paragraph is agreed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// It may change.
    Open,
    /// Agreed in the room, subject to confirmation.
    AdReferendum(AdReferendum),
    /// Agreed: locked.
    Agreed {
        /// Since when; unknown for what was agreed before this was kept.
        at: Option<DateTime<Utc>>,
    },
}

/// An agreement that is still subject to confirmation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AdReferendum {
    /// The delegations that asked to consult and have not confirmed.
    pub awaiting: BTreeSet<DelegationId>,
    /// Since when; unknown for what was agreed before this was kept.
    pub since: Option<DateTime<Utc>>,
    /// When silence becomes agreement; without it only confirmation, or the chair, ends the waiting.
    pub until: Option<DateTime<Utc>>,
}

impl Agreement {
    /// The state without its data.
    pub fn state(&self) -> ParagraphState {
        match self {
            Self::Open => ParagraphState::Open,
            Self::AdReferendum(_) => ParagraphState::AgreedAdReferendum,
            Self::Agreed { .. } => ParagraphState::Agreed,
        }
    }
}

/// Something that happens to a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// The chair gavels it agreed ad referendum.
    GavelAdReferendum {
        /// The delegations that ask to consult.
        awaiting: BTreeSet<DelegationId>,
        /// Until when they may reserve.
        until: DateTime<Utc>,
    },
    /// The chair gavels it agreed.
    Gavel,
    /// A head of delegation confirms.
    Confirm(DelegationId),
    /// A head of delegation reserves.
    Reserve(DelegationId),
    /// The time may have come at which silence is agreement.
    Silence,
    /// The chair reopens it.
    Reopen,
    /// An editorial correction is made to its words.
    Correct,
}

/// Why something cannot happen to a paragraph.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The text is not ready to be agreed.
    #[error("This paragraph cannot be agreed yet: {}.", facts::sentence(.0))]
    NotReady(BTreeSet<Obstacle>),
    /// It is agreed already, ad referendum or for good.
    #[error(
        "This paragraph is agreed already. Look at it again; only the chair can reopen it, with a reason."
    )]
    AlreadyAgreed,
    /// It is open.
    #[error("This paragraph is open: there is nothing to confirm, to reserve on or to reopen.")]
    NotAgreed,
    /// It is not agreed ad referendum any more.
    #[error("This paragraph is agreed for good. Ask the chair to reopen it.")]
    AgreedForGood,
    /// Only what is agreed for good is corrected.
    #[error(
        "Only agreed text is corrected this way. This paragraph is not agreed for good; change it as a suggestion."
    )]
    NothingToCorrect,
    /// The delegation is not awaited.
    #[error("Your delegation is not awaited here, or has confirmed already.")]
    NotAwaited,
    /// The deadline has passed.
    #[error("The deadline has passed; in silence the paragraph is agreed.")]
    DeadlinePassed,
    /// The deadline has not come.
    #[error("The deadline has not come yet.")]
    TooEarly,
    /// A deadline must be ahead.
    #[error("The deadline must lie ahead, within a year.")]
    DeadlineNotAhead,
    /// A delegation cannot be awaited.
    #[error(
        "Only delegations that take part in agreement and have a head or a delegate in this session can be awaited."
    )]
    CannotAwait(DelegationId),
    /// An action point is withdrawn only while all of it is open.
    #[error(
        "Parts of this action point are agreed. Ask the chair to reopen them; then it can be withdrawn."
    )]
    PartsAgreed,
    /// A delegation does not take part in agreement in this session.
    #[error("Your delegation does not take part in agreement in this session.")]
    NotParty,
}

/// What becomes of a paragraph.
///
/// `parties` are the delegations that take part in agreement in this session: they may agree, and their head, or where it has
/// none there any delegate, is a member.
///
/// # Errors
/// Why it stays as it is.
pub fn decide(
    agreement: &Agreement,
    event: Event,
    facts: &Facts,
    parties: &BTreeSet<DelegationId>,
    now: DateTime<Utc>,
) -> Result<Agreement, Refusal> {
    match (agreement, event) {
        (Agreement::Open, Event::GavelAdReferendum { awaiting, until }) => {
            facts.ready()?;
            let ahead = until - now;
            if ahead <= TimeDelta::zero() || ahead > LONGEST_PERIOD {
                return Err(Refusal::DeadlineNotAhead);
            }
            if let Some(stranger) = awaiting.difference(parties).next() {
                return Err(Refusal::CannotAwait(*stranger));
            }
            Ok(Agreement::AdReferendum(AdReferendum {
                awaiting,
                since: Some(now),
                until: Some(until),
            }))
        }
        (Agreement::Open, Event::Gavel) => {
            facts.ready()?;
            Ok(Agreement::Agreed { at: Some(now) })
        }
        (_, Event::GavelAdReferendum { .. } | Event::Gavel) => Err(Refusal::AlreadyAgreed),

        (Agreement::AdReferendum(given), Event::Confirm(delegation)) => {
            given.before_deadline(now)?;
            let mut given = given.clone();
            if !given.awaiting.remove(&delegation) {
                return Err(Refusal::NotAwaited);
            }
            Ok(if given.awaiting.is_empty() {
                Agreement::Agreed { at: Some(now) }
            } else {
                Agreement::AdReferendum(given)
            })
        }
        (Agreement::AdReferendum(given), Event::Reserve(delegation)) => {
            given.before_deadline(now)?;
            let is_party = parties.contains(&delegation);
            is_party.then_some(Agreement::Open).ok_or(Refusal::NotParty)
        }
        (Agreement::Agreed { .. }, Event::Confirm(_) | Event::Reserve(_)) => {
            Err(Refusal::AgreedForGood)
        }
        (Agreement::Open, Event::Confirm(_) | Event::Reserve(_) | Event::Reopen) => {
            Err(Refusal::NotAgreed)
        }

        (Agreement::AdReferendum(given), Event::Silence) => match given.before_deadline(now) {
            Ok(()) => Err(Refusal::TooEarly),
            Err(_) => Ok(Agreement::Agreed { at: Some(now) }),
        },
        (Agreement::Open, Event::Silence) => Err(Refusal::NotAgreed),
        (Agreement::Agreed { .. }, Event::Silence) => Err(Refusal::AlreadyAgreed),

        (Agreement::AdReferendum(_) | Agreement::Agreed { .. }, Event::Reopen) => {
            Ok(Agreement::Open)
        }
        (agreed @ Agreement::Agreed { .. }, Event::Correct) => Ok(agreed.clone()),
        (Agreement::Open | Agreement::AdReferendum(_), Event::Correct) => {
            Err(Refusal::NothingToCorrect)
        }
    }
}

impl AdReferendum {
    fn before_deadline(&self, now: DateTime<Utc>) -> Result<(), Refusal> {
        match self.until {
            Some(until) if until <= now => Err(Refusal::DeadlinePassed),
            _ => Ok(()),
        }
    }
}

/// A paragraph with everything that is kept about its agreement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// How far it is agreed.
    pub agreement: Agreement,
    /// Who gavelled it, as far as it is agreed; `None` for the server, or if unknown.
    pub by: Option<ParticipantId>,
    /// Who confirmed since it was agreed ad referendum.
    pub confirmed: BTreeMap<DelegationId, Answer>,
}

/// What a delegation answered, through whom and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Answer {
    /// Who answered for it.
    pub by: ParticipantId,
    /// When.
    pub at: DateTime<Utc>,
}

#[cfg(test)]
mod tests;
