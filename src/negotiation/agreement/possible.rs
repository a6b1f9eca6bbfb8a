//! What somebody may do with a paragraph now, found by asking the rules themselves.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use super::action_point::{self, Sponsors};
use super::correction::{self, Correction, Party};
use super::proposal::{self, Proposed};
use super::{Agreement, Event, Facts, decide};
use crate::identifier::vocabulary;
use crate::negotiation::rights::{self, Action, Situation, Standing};
use crate::negotiation::{ActionPointStatus, ParagraphState};
use crate::people::{DelegationId, ParticipantId};

vocabulary! {
    /// A command about a paragraph, or about all that is open in an action point.
    Act {
        /// Gavel, ad referendum or for good.
        Gavel = "gavel",
        /// Propose to gavel.
        ProposeGavel = "propose_gavel",
        /// Confirm for one's delegation.
        Confirm = "confirm",
        /// Reserve for one's delegation.
        Reserve = "reserve",
        /// Reopen.
        Reopen = "reopen",
        /// Propose to reopen.
        ProposeReopening = "propose_reopening",
        /// Propose a correction.
        ProposeCorrection = "propose_correction",
        /// Confirm the correction that waits.
        ConfirmCorrection = "confirm_correction",
        /// Put the correction that waits aside.
        RejectCorrection = "reject_correction",
        /// Withdraw the action point.
        Withdraw = "withdraw",
        /// Take a withdrawn action point up again, or a merged one out again.
        Restore = "restore",
        /// Propose that the action point becomes part of another.
        Merge = "merge",
        /// Consent to that for one's delegation.
        ConsentToMerger = "consent_to_merger",
        /// Decline it for one's delegation, or take the proposal back.
        DeclineMerger = "decline_merger",
    }
}

/// Who asks.
#[derive(Clone, Copy, Debug)]
pub struct Asking<'a> {
    /// The participant.
    pub participant: ParticipantId,
    /// Their delegation.
    pub delegation: DelegationId,
    /// What they are to the session.
    pub standing: &'a Standing,
    /// How things stand there.
    pub situation: &'a Situation,
}

/// A paragraph that is asked about.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// How far it is agreed.
    pub agreement: &'a Agreement,
    /// How its text stands.
    pub facts: &'a Facts,
    /// Where its action point stands.
    pub point: ActionPointStatus,
    /// The correction that waits, with what its proposer is to the session.
    pub waiting: Option<(&'a Correction, &'a Standing)>,
    /// The delegations that take part in agreement.
    pub parties: &'a BTreeSet<DelegationId>,
}

/// The commands about a paragraph that would not be refused now.
pub fn acts(asking: Asking<'_>, subject: Subject<'_>, now: DateTime<Utc>) -> BTreeSet<Act> {
    use ActionPointStatus as Status;
    let has_right = |action| rights::may(action, asking.standing, asking.situation).is_ok();
    let decides = |event| {
        let (agreement, facts, parties) = (subject.agreement, subject.facts, subject.parties);
        decide(agreement, event, facts, parties, now).is_ok()
    };
    let proposes = |proposed| proposal::check(subject.agreement, proposed).is_ok();
    let is_negotiated = !matches!(subject.point, Status::Merged | Status::Withdrawn);
    let is_ready = subject.facts.ready().is_ok();
    let can = |act| match act {
        Act::Gavel => has_right(Action::Gavel) && decides(Event::Gavel),
        Act::ProposeGavel => {
            has_right(Action::ProposeGavel) && proposes(Proposed::Agreed) && is_ready
        }
        Act::Confirm => has_right(Action::Confirm) && decides(Event::Confirm(asking.delegation)),
        Act::Reserve => has_right(Action::Confirm) && decides(Event::Reserve(asking.delegation)),
        Act::Reopen => has_right(Action::Reopen) && decides(Event::Reopen),
        Act::ProposeReopening => has_right(Action::ProposeGavel) && proposes(Proposed::Reopen),
        Act::ProposeCorrection => {
            has_right(Action::Correct) && decides(Event::Correct) && subject.waiting.is_none()
        }
        Act::ConfirmCorrection => subject.waiting.is_some_and(|(waiting, standing)| {
            let proposer = Party {
                id: waiting.proposed_by,
                standing,
            };
            correction::may_confirm(proposer, party(asking), asking.situation).is_ok()
        }),
        Act::RejectCorrection => subject.waiting.is_some_and(|(waiting, _)| {
            correction::may_reject(waiting.proposed_by, party(asking), asking.situation).is_ok()
        }),
        // These are about whole action points.
        Act::Withdraw | Act::Restore | Act::Merge | Act::ConsentToMerger | Act::DeclineMerger => {
            false
        }
    };
    let acts = ACTS.into_iter().filter(|act| is_negotiated && can(*act));
    acts.collect()
}

/// Whether an action point can be withdrawn or taken up again now by whoever asks.
pub fn withdrawal(
    asking: Asking<'_>,
    status: ActionPointStatus,
    sponsors: Sponsors<'_>,
    paragraphs: impl IntoIterator<Item = ParagraphState>,
) -> Option<Act> {
    use ActionPointStatus as Status;
    let extent = rights::may(Action::Withdraw, asking.standing, asking.situation).ok()?;
    match status {
        _ if !sponsors.leave_it_to(asking.delegation, extent) => None,
        Status::Withdrawn => Some(Act::Restore),
        Status::Merged => {
            let may = rights::may(Action::Arrange, asking.standing, asking.situation);
            may.is_ok().then_some(Act::Restore)
        }
        _ => action_point::check_withdrawable(paragraphs)
            .ok()
            .map(|()| Act::Withdraw),
    }
}

/// What whoever asks can do now about a merger of an action point: `merger` is the one that waits, with those whose consent is
/// missing.
pub fn merging(
    asking: Asking<'_>,
    status: ActionPointStatus,
    merger: Option<&BTreeSet<DelegationId>>,
    paragraphs: impl IntoIterator<Item = ParagraphState>,
) -> BTreeSet<Act> {
    use ActionPointStatus as Status;
    let has_right = |action| rights::may(action, asking.standing, asking.situation).is_ok();
    let is_open = action_point::check_withdrawable(paragraphs).is_ok();
    if matches!(status, Status::Merged | Status::Withdrawn) {
        return BTreeSet::new();
    }
    let arranges = has_right(Action::Arrange);
    let is_asked = merger.is_some_and(|awaiting| awaiting.contains(&asking.delegation))
        && has_right(Action::Confirm);
    let acts = [
        (Act::Merge, arranges && is_open),
        (Act::ConsentToMerger, is_asked && is_open),
        (
            Act::DeclineMerger,
            is_asked || (merger.is_some() && arranges),
        ),
    ];
    let possible = acts.into_iter().filter(|(_, possible)| *possible);
    possible.map(|(act, _)| act).collect()
}

fn party(asking: Asking<'_>) -> Party<'_> {
    Party {
        id: asking.participant,
        standing: asking.standing,
    }
}

const ACTS: [Act; 9] = [
    Act::Gavel,
    Act::ProposeGavel,
    Act::Confirm,
    Act::Reserve,
    Act::Reopen,
    Act::ProposeReopening,
    Act::ProposeCorrection,
    Act::ConfirmCorrection,
    Act::RejectCorrection,
];
