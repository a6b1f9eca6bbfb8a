//! An action point becomes part of another: the rapporteur or a chair proposes it, and the delegations it comes from consent.
//!
//! Its text is kept, read-only; the delegations it comes from are then among those of the other.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use super::Answer;
use crate::negotiation::{ActionPointId, ActionPointStatus};
use crate::people::{DelegationId, ParticipantId};

pub mod store;

/// A merger that waits for consent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merger {
    /// The action point that becomes part of another.
    pub point: ActionPointId,
    /// The other.
    pub into: ActionPointId,
    /// Who proposed it.
    pub by: ParticipantId,
    /// When.
    pub at: DateTime<Utc>,
    /// Why.
    pub reason: String,
    /// The delegations that consented, and through whom.
    pub consented: BTreeMap<DelegationId, Answer>,
}

/// Why action points are not merged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// An action point and itself.
    #[error("An action point cannot become part of itself. Choose another.")]
    Itself,
    /// The other is merged or withdrawn.
    #[error(
        "The other action point is merged into another or withdrawn itself. Choose one that is negotiated."
    )]
    IntoNothing,
    /// No merger is proposed.
    #[error("No merger of this action point is proposed any more.")]
    NothingProposed,
    /// Nobody asks this delegation.
    #[error(
        "Your consent is not awaited: the action point does not come from your delegation, or you have consented."
    )]
    NotAsked,
}

/// Whether one action point can become part of another.
///
/// # Errors
/// Why not.
pub fn check(
    point: ActionPointId,
    into: ActionPointId,
    status_of_other: ActionPointStatus,
) -> Result<(), Refusal> {
    if point == into {
        return Err(Refusal::Itself);
    }
    match status_of_other {
        ActionPointStatus::Merged | ActionPointStatus::Withdrawn => Err(Refusal::IntoNothing),
        _ => Ok(()),
    }
}

impl Merger {
    /// The delegations whose consent is missing: of those that the action point comes from, those that take part here.
    pub fn awaiting(
        &self,
        origin: &[DelegationId],
        parties: &BTreeSet<DelegationId>,
    ) -> BTreeSet<DelegationId> {
        awaited(origin, parties)
            .filter(|delegation| !self.consented.contains_key(delegation))
            .collect()
    }
}

fn awaited<'a>(
    origin: &'a [DelegationId],
    parties: &'a BTreeSet<DelegationId>,
) -> impl Iterator<Item = DelegationId> + 'a {
    origin
        .iter()
        .copied()
        .filter(|delegation| parties.contains(delegation))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_it_comes_from_and_who_take_part_are_asked() {
        let [one, other, absent] = [(); 3].map(|()| DelegationId::new());
        let parties = BTreeSet::from([one, other, DelegationId::new()]);
        let mut merger = Merger {
            point: ActionPointId::new(),
            into: ActionPointId::new(),
            by: ParticipantId::new(),
            at: DateTime::default(),
            reason: "Twins.".into(),
            consented: BTreeMap::new(),
        };
        let origin = [one, absent, other];
        assert_eq!(
            merger.awaiting(&origin, &parties),
            BTreeSet::from([one, other])
        );
        let (by, at) = (ParticipantId::new(), DateTime::default());
        merger.consented.insert(one, Answer { by, at });
        assert_eq!(merger.awaiting(&origin, &parties), BTreeSet::from([other]));
        assert_eq!(merger.awaiting(&[], &parties), BTreeSet::new());
    }

    #[test]
    fn nothing_becomes_part_of_itself_or_of_what_is_not_negotiated() {
        use ActionPointStatus as Status;
        let (one, other) = (ActionPointId::new(), ActionPointId::new());
        assert_eq!(check(one, one, Status::Drafting), Err(Refusal::Itself));
        for status in [Status::Merged, Status::Withdrawn] {
            assert_eq!(check(one, other, status), Err(Refusal::IntoNothing));
        }
        for status in [Status::Drafting, Status::UnderNegotiation, Status::Agreed] {
            assert_eq!(check(one, other, status), Ok(()));
        }
    }
}
