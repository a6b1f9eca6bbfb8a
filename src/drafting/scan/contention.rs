//! A bound on what an update can cost yrs.
//!
//! To place an item, Yjs and yrs walk over what others put between its two neighbours. A forged update can make every
//! item walk over every other: 10,000 of them, in 60 KB, kept yrs busy for 11 seconds. The walk itself cannot be
//! repeated here without keeping the order of the whole draft, but two things are known of an author who types,
//! offline or not:
//!
//! - Who inserts a second time to the right of one neighbour finds there what the first insertion left, so that the
//!   right neighbour is from the same update; and likewise to the left. Who does not is a *rival* of the first insertion.
//!   There are none in honest updates of one client; a few tolerate what several tabs made at once.
//! - A walk never leaves the list that it is in. So the number of insertions times the length of the list bounds it,
//!   where insertions directly behind the author's own last unit do not count: between the two is nothing.

use std::collections::HashMap;

use super::place::PlaceId;
use super::{Id, ScanError};

/// Rivals that one neighbour may have in an update.
const MAX_RIVALS: u32 = 64;

/// Steps that all walks of an update may take together, at worst: about half a second in yrs. An author comes to this
/// who, offline, inserts something at two and a half thousand places of one paragraph.
const MAX_STEPS: u64 = 4_000_000;

/// An insertion as the rules above see it.
pub(super) struct Insertion {
    pub(super) place: PlaceId,
    pub(super) origin: Option<Id>,
    pub(super) right_origin: Option<Id>,
    /// Whether the left neighbour is from this update.
    pub(super) left_is_own: bool,
    /// Whether the right neighbour is from this update.
    pub(super) right_is_own: bool,
    /// How many items are in the place.
    pub(super) items: u32,
}

/// Counts what the insertions of one update may cost.
pub(super) struct Contention {
    limited: bool,
    steps: u64,
    lefts: HashMap<(PlaceId, Option<Id>), u32>,
    rights: HashMap<(PlaceId, Option<Id>), u32>,
}

impl Contention {
    /// Counts from zero, for an update from a client.
    pub(super) fn limited() -> Self {
        Self {
            limited: true,
            steps: 0,
            lefts: HashMap::new(),
            rights: HashMap::new(),
        }
    }

    /// Counts nothing, for what the server itself has written.
    pub(super) fn unlimited() -> Self {
        Self {
            limited: false,
            ..Self::limited()
        }
    }

    /// Counts an insertion that is not directly behind its author's last unit.
    pub(super) fn add(&mut self, insertion: &Insertion) -> Result<(), ScanError> {
        if !self.limited {
            return Ok(());
        }
        self.steps += u64::from(insertion.items);
        let place = insertion.place;
        let left = rivals(
            &mut self.lefts,
            (place, insertion.origin),
            insertion.right_is_own,
        );
        let right = rivals(
            &mut self.rights,
            (place, insertion.right_origin),
            insertion.left_is_own,
        );
        if left > MAX_RIVALS || right > MAX_RIVALS || self.steps > MAX_STEPS {
            return Err(ScanError::TooLarge(
                "the update contradicts itself too often",
            ));
        }
        Ok(())
    }
}

/// Counts one more at this neighbour, a rival unless its other side is from this update; how many there are.
fn rivals(
    at: &mut HashMap<(PlaceId, Option<Id>), u32>,
    neighbour: (PlaceId, Option<Id>),
    other_side_is_own: bool,
) -> u32 {
    let count = at.entry(neighbour).or_insert(0);
    if !other_side_is_own {
        *count += 1;
    }
    *count
}
