//! Where the items of a draft are.

use std::collections::HashMap;

use uuid::Uuid;

use super::Id;
use crate::drafting::schema::{Attribute, Tag};

/// A list of items: everything that has the same parent, and the same key if the parent is a map.
///
/// The schema nests no deeper than fragment, block, text, and a place exists only for a parent that fits, so that
/// the depth of a draft needs no further check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// Nowhere: the parent was deleted and forgotten.
    Gone,
    /// The values of an action point's entry in the outline; the last is the entry.
    Outline(Uuid),
    /// The blocks of an action point.
    Point(Uuid),
    /// What is inside the block or text with this id.
    Inside(Id),
    /// The values of an attribute of the block with this id; the last is the attribute.
    Attribute(Id, Attribute),
}

impl Place {
    /// Whether the place keeps one value at a time, and the last wins.
    pub(super) fn is_entry(self) -> bool {
        matches!(self, Self::Outline(_) | Self::Attribute(..))
    }

    /// The block or text that the place belongs to.
    pub(super) fn owner(self) -> Option<Id> {
        match self {
            Self::Inside(id) | Self::Attribute(id, _) => Some(id),
            Self::Gone | Self::Outline(_) | Self::Point(_) => None,
        }
    }
}

/// A place by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct PlaceId(pub(super) u32);

/// The number of [`Place::Gone`].
pub(super) const GONE: PlaceId = PlaceId(0);

/// A place, and what is there.
#[derive(Debug, Clone)]
pub(super) struct PlaceRecord {
    pub(super) place: Place,
    /// About how many items yrs keeps here: what a search for the right position may have to pass.
    pub(super) items: u32,
    /// The runs of text in a block.
    pub(super) texts: Vec<Id>,
}

/// A block or a text: an item that has places of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Node {
    pub(super) kind: NodeKind,
    /// The place that it is in; never gone.
    pub(super) place: PlaceId,
    /// Its place for what is inside.
    pub(super) inside: PlaceId,
}

/// What a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NodeKind {
    Block(Tag),
    Text,
}

/// Numbered places, and the nodes that some of them belong to.
#[derive(Debug, Clone, Default)]
pub(super) struct Places {
    /// The number of the first record: the places before it are in the index that these extend.
    first: u32,
    pub(super) records: Vec<PlaceRecord>,
    pub(super) numbers: HashMap<Place, PlaceId>,
    pub(super) nodes: HashMap<Id, Node>,
}

impl Places {
    /// The places of an empty draft.
    pub(super) fn new() -> Self {
        let mut places = Self::default();
        places.add(Place::Gone);
        places
    }

    /// No places, but numbers that continue those of `known`.
    pub(super) fn after(known: &Self) -> Self {
        Self {
            first: known.next(),
            ..Self::default()
        }
    }

    /// Gives this place the next number.
    pub(super) fn add(&mut self, place: Place) -> PlaceId {
        let id = PlaceId(self.next());
        self.records.push(PlaceRecord {
            place,
            items: 0,
            texts: Vec::new(),
        });
        self.numbers.insert(place, id);
        id
    }

    /// The record of a place, if it is among these.
    pub(super) fn record(&self, id: PlaceId) -> Option<&PlaceRecord> {
        self.records.get(id.0.checked_sub(self.first)? as usize)
    }

    /// Takes over the places and nodes that came after these.
    pub(super) fn extend(&mut self, later: Self) {
        debug_assert_eq!(later.first, self.next());
        self.records.extend(later.records);
        self.numbers.extend(later.numbers);
        self.nodes.extend(later.nodes);
    }

    fn next(&self) -> u32 {
        self.first + u32::try_from(self.records.len()).expect("limits keep places far below 2^32")
    }
}
