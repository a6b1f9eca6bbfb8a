//! What an update changes, as the gate asks.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::Id;

/// The parts of a draft that an update changes.
///
/// It may name a part of which nothing visible changes, such as one where something was inserted and deleted again;
/// it never leaves one out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Touched {
    /// The action points whose entry in the outline is set or removed.
    pub outline: BTreeSet<Uuid>,
    /// The action points whose text changes, and how.
    pub points: BTreeMap<Uuid, PointTouch>,
}

/// What an update changes in an action point.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PointTouch {
    /// Whether a block is inserted or deleted, or an attribute changed.
    pub structural: bool,
    /// The blocks whose text or marks change, by the id of their element.
    pub texts: BTreeSet<Id>,
}

impl Touched {
    /// Whether nothing is touched.
    pub fn is_empty(&self) -> bool {
        self.outline.is_empty() && self.points.is_empty()
    }

    pub(super) fn block(&mut self, point: Uuid) {
        self.points.entry(point).or_default().structural = true;
    }

    pub(super) fn text(&mut self, point: Uuid, block: Id) {
        self.points.entry(point).or_default().texts.insert(block);
    }
}
