//! The conduct of a session: opening, suspending, closing and reopening it, and what becomes of its drafts.

use chrono::{DateTime, Utc};

use crate::conference::SessionStatus;
use crate::negotiation::DraftStatus;
use crate::negotiation::rights::{self, Action, Situation, Standing};
use crate::people::{Office, ParticipantId, Role};

pub mod possible;
pub mod store;

use crate::identifier::vocabulary;

vocabulary! {
    /// Something that is done with a session.
    Step {
        /// It begins to meet, the first time or again.
        Open = "open",
        /// It will meet again.
        Suspend = "suspend",
        /// It has finished; its drafts are frozen.
        Close = "close",
        /// It has not finished after all.
        Reopen = "reopen",
    }
}

/// Why something cannot be done with a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It is meeting.
    #[error("The session is meeting already.")]
    Meeting,
    /// It is not meeting.
    #[error("The session is not meeting.")]
    NotMeeting,
    /// It is closed.
    #[error("The session is closed. The chair and the secretariat can reopen it together.")]
    Closed,
    /// It is not closed.
    #[error("The session is not closed.")]
    NotClosed,
    /// No draft of it waits for its first reading.
    #[error("The first reading has begun already, or there is no draft to read.")]
    NothingToRead,
    /// Nobody proposed to reopen it.
    #[error("Nobody has proposed to reopen this session, or it is reopened already.")]
    NothingProposed,
    /// Who proposes does not confirm.
    #[error("Another person must confirm this: one of the chair and one of the secretariat.")]
    SamePerson,
    /// The two must be of the chair and of the secretariat.
    #[error(
        "The chair and the secretariat reopen a session together: the other of the two must confirm."
    )]
    OtherSide,
}

/// What becomes of a session.
///
/// # Errors
/// Why it stays as it is.
pub fn session(status: SessionStatus, step: Step) -> Result<SessionStatus, Refusal> {
    use SessionStatus as Status;
    match (step, status) {
        (Step::Open, Status::Scheduled | Status::Suspended) => Ok(Status::InProgress),
        (Step::Open, Status::InProgress) => Err(Refusal::Meeting),
        (Step::Suspend, Status::InProgress) => Ok(Status::Suspended),
        (Step::Close, Status::InProgress | Status::Suspended) => Ok(Status::Closed),
        (Step::Suspend, Status::Scheduled | Status::Suspended)
        | (Step::Close, Status::Scheduled) => Err(Refusal::NotMeeting),
        (Step::Open | Step::Suspend | Step::Close, Status::Closed) => Err(Refusal::Closed),
        // It meets again when it is opened.
        (Step::Reopen, Status::Closed) => Ok(Status::Suspended),
        (Step::Reopen, _) => Err(Refusal::NotClosed),
    }
}

/// Where a draft stands, and where it stood before its session was closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DraftStage {
    /// Where it stands.
    pub status: DraftStatus,
    /// Where it stood when it was frozen.
    pub frozen_from: Option<DraftStatus>,
}

/// What becomes of a draft of the session.
pub fn draft(stage: DraftStage, step: Step) -> DraftStage {
    let unfrozen = |status| DraftStage {
        status,
        frozen_from: None,
    };
    match (step, stage.status) {
        (Step::Open, DraftStatus::Preparing) => unfrozen(DraftStatus::Drafting),
        (
            Step::Close,
            DraftStatus::Preparing | DraftStatus::Drafting | DraftStatus::Negotiating,
        ) => DraftStage {
            status: DraftStatus::Frozen,
            frozen_from: Some(stage.status),
        },
        // What was frozen before this was kept had been read.
        (Step::Reopen, DraftStatus::Frozen) => {
            unfrozen(stage.frozen_from.unwrap_or(DraftStatus::Negotiating))
        }
        _ => stage,
    }
}

/// A proposal to reopen a closed session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reopening {
    /// Who proposed it.
    pub by: ParticipantId,
    /// When.
    pub at: DateTime<Utc>,
    /// Why.
    pub reason: String,
}

/// Somebody who takes part in reopening a session, and what they are to it.
#[derive(Clone, Copy, Debug)]
pub struct Party<'a> {
    /// Who.
    pub id: ParticipantId,
    /// What they are to the session now.
    pub standing: &'a Standing,
}

/// Whether a second person may confirm that a session is reopened: one of the two is of the chair, the other of the secretariat.
///
/// # Errors
/// Why not.
pub fn may_confirm_reopening(
    proposer: Party<'_>,
    confirmer: Party<'_>,
    situation: &Situation,
) -> Result<(), Refusal> {
    if proposer.id == confirmer.id {
        return Err(Refusal::SamePerson);
    }
    let both_may = [proposer, confirmer]
        .iter()
        .all(|party| rights::may(Action::ReopenSession, party.standing, situation).is_ok());
    let two_sides = (is_chair(proposer) && is_secretariat(confirmer))
        || (is_secretariat(proposer) && is_chair(confirmer));
    (both_may && two_sides)
        .then_some(())
        .ok_or(Refusal::OtherSide)
}

fn is_chair(party: Party<'_>) -> bool {
    party.standing.roles.contains(&Role::Chair)
}

fn is_secretariat(party: Party<'_>) -> bool {
    party.standing.roles.contains(&Role::Secretariat)
        || party.standing.offices.contains(&Office::Secretariat)
}

#[cfg(test)]
mod tests {
    use super::*;

    const STATUSES: [SessionStatus; 4] = [
        SessionStatus::Scheduled,
        SessionStatus::InProgress,
        SessionStatus::Suspended,
        SessionStatus::Closed,
    ];

    #[test]
    fn every_step_from_every_status() {
        use SessionStatus as S;
        let table = [
            (
                Step::Open,
                [
                    Ok(S::InProgress),
                    Err(Refusal::Meeting),
                    Ok(S::InProgress),
                    Err(Refusal::Closed),
                ],
            ),
            (
                Step::Suspend,
                [
                    Err(Refusal::NotMeeting),
                    Ok(S::Suspended),
                    Err(Refusal::NotMeeting),
                    Err(Refusal::Closed),
                ],
            ),
            (
                Step::Close,
                [
                    Err(Refusal::NotMeeting),
                    Ok(S::Closed),
                    Ok(S::Closed),
                    Err(Refusal::Closed),
                ],
            ),
            (
                Step::Reopen,
                [
                    Err(Refusal::NotClosed),
                    Err(Refusal::NotClosed),
                    Err(Refusal::NotClosed),
                    Ok(S::Suspended),
                ],
            ),
        ];
        for (step, row) in table {
            assert_eq!(
                STATUSES.map(|status| session(status, step)),
                row,
                "{step:?}"
            );
        }
    }

    #[test]
    fn a_reopened_draft_stands_where_it_stood() {
        for status in [DraftStatus::Drafting, DraftStatus::Negotiating] {
            let stage = DraftStage {
                status,
                frozen_from: None,
            };
            for step in [Step::Open, Step::Suspend, Step::Reopen] {
                assert_eq!(draft(stage, step), stage);
            }
            let frozen = draft(stage, Step::Close);
            assert_eq!(frozen.status, DraftStatus::Frozen);
            assert_eq!(draft(frozen, Step::Reopen), stage);
        }
    }

    #[test]
    fn chair_and_secretariat_reopen_together() {
        let closed = Situation {
            session: SessionStatus::Closed,
            draft: DraftStatus::Frozen,
            switches: [].into(),
        };
        let chair = Standing {
            roles: [Role::Chair].into(),
            ..Standing::default()
        };
        let secretariat = Standing {
            offices: [Office::Secretariat].into(),
            ..Standing::default()
        };
        let both = Standing {
            roles: [Role::Chair].into(),
            offices: [Office::Secretariat].into(),
            ..Standing::default()
        };
        let rapporteur = Standing {
            roles: [Role::Rapporteur].into(),
            ..Standing::default()
        };
        let (one, other) = (ParticipantId::new(), ParticipantId::new());
        for (first, second, expected) in [
            (&chair, &secretariat, Ok(())),
            (&secretariat, &chair, Ok(())),
            (&both, &chair, Ok(())),
            (&both, &secretariat, Ok(())),
            (&chair, &chair, Err(Refusal::OtherSide)),
            (&secretariat, &secretariat, Err(Refusal::OtherSide)),
            (&chair, &rapporteur, Err(Refusal::OtherSide)),
            (&rapporteur, &secretariat, Err(Refusal::OtherSide)),
        ] {
            let party = |id, standing| Party { id, standing };
            let confirmed =
                |who| may_confirm_reopening(party(one, first), party(who, second), &closed);
            assert_eq!(confirmed(other), expected);
            assert_eq!(confirmed(one), Err(Refusal::SamePerson));
        }
    }
}
