//! What somebody may do with a session now, found by asking the rules themselves.

use std::collections::BTreeSet;

use super::{Party, Step, may_confirm_reopening, session};
use crate::conference::SessionStatus;
use crate::identifier::vocabulary;
use crate::negotiation::DraftStatus;
use crate::negotiation::rights::{self, Action, Situation};

vocabulary! {
    /// A command about a session.
    SessionAct {
        /// Open it.
        Open = "open",
        /// Suspend it.
        Suspend = "suspend",
        /// Close it.
        Close = "close",
        /// Begin the first reading.
        BeginFirstReading = "begin_first_reading",
        /// Propose to reopen it.
        ProposeReopening = "propose_reopening",
        /// Confirm that it is reopened.
        ConfirmReopening = "confirm_reopening",
        /// Switch something on or off.
        Switch = "switch",
    }
}

/// The commands about a session that would not be refused now; `proposer` proposed to reopen it, if somebody did.
pub fn acts(
    asking: Party<'_>,
    situation: &Situation,
    drafts: &[DraftStatus],
    proposer: Option<Party<'_>>,
) -> BTreeSet<SessionAct> {
    let has_right = |action| rights::may(action, asking.standing, situation).is_ok();
    let steps = |step| session(situation.session, step).is_ok();
    let is_closed = situation.session == SessionStatus::Closed;
    let can = |act| match act {
        SessionAct::Open => has_right(Action::Conduct) && steps(Step::Open),
        SessionAct::Suspend => has_right(Action::Conduct) && steps(Step::Suspend),
        SessionAct::Close => has_right(Action::Conduct) && steps(Step::Close),
        SessionAct::BeginFirstReading => {
            has_right(Action::Gavel) && drafts.contains(&DraftStatus::Drafting)
        }
        SessionAct::ProposeReopening => has_right(Action::ReopenSession) && steps(Step::Reopen),
        SessionAct::ConfirmReopening => proposer.is_some_and(|proposer| {
            steps(Step::Reopen) && may_confirm_reopening(proposer, asking, situation).is_ok()
        }),
        SessionAct::Switch => has_right(Action::Conduct) && !is_closed,
    };
    let acts = ACTS.into_iter().filter(|act| can(*act));
    acts.collect()
}

const ACTS: [SessionAct; 7] = [
    SessionAct::Open,
    SessionAct::Suspend,
    SessionAct::Close,
    SessionAct::BeginFirstReading,
    SessionAct::ProposeReopening,
    SessionAct::ConfirmReopening,
    SessionAct::Switch,
];
