//! Where a struct goes, and whether it fits there.

use super::contention::Insertion;
use super::entries::{self, Entry, Outcome};
use super::judge::Judging;
use super::place::{GONE, Node, NodeKind, PlaceId};
use super::{Content, Fault, Id, Parent, Place, ScanError, Struct};
use crate::drafting::schema::ValueRule;

impl Judging<'_> {
    /// Puts the units of a struct from the clock `from` on into their place; those before it are known.
    ///
    /// Everything that it builds on has its place already.
    pub(super) fn place_struct(
        &mut self,
        client: u64,
        from: u32,
        part: &Struct,
    ) -> Result<PlaceId, Fault> {
        let place = self.claimed_place(part)?;
        if part.content != Content::Collected {
            self.check_continuation(client, from, part, place)?;
            self.check_fit(place, part)?;
        }
        let own_last = (from > 0).then(|| Id::new(client, from - 1));
        let origin = if from > part.clock {
            own_last
        } else {
            part.origin
        };
        let continues = origin.is_some() && origin == own_last;
        if place != GONE {
            self.count(place, origin, part, continues)?;
        }
        let id = Id::new(client, from);
        if self.arrives_deleted(place, part) {
            self.deleted.insert(client, from, part.end());
        }
        if self.record(place).place.is_entry() {
            let len = part.end() - from;
            self.order_entry(place, Entry { id, len, origin });
        }
        self.add_node(id, place, part.content);
        Ok(place)
    }

    /// The place that a struct claims: that of its neighbours, or else the one it names.
    ///
    /// Both neighbours must be in the same place; they may be the same unit, as Yjs sometimes writes it when it undoes
    /// a deletion. yrs takes the key of an attribute from the right neighbour where Yjs
    /// does not, so that an item between a block and an attribute would be a block for one and the attribute for the other.
    fn claimed_place(&mut self, part: &Struct) -> Result<PlaceId, Fault> {
        let left = part.origin.and_then(|id| self.place_of(id));
        let right = part.right_origin.and_then(|id| self.place_of(id));
        match (left, right) {
            (Some(left), Some(right)) if left != right => {
                Err(ScanError::Malformed("the neighbours are in different places").into())
            }
            (Some(place), _) | (None, Some(place)) => Ok(place),
            (None, None) => self.named_place(part.parent),
        }
    }

    fn named_place(&mut self, parent: Parent) -> Result<PlaceId, Fault> {
        match parent {
            Parent::Copied => Ok(GONE),
            Parent::Outline(point) => Ok(self.number(Place::Outline(point))),
            Parent::Point(point) => Ok(self.number(Place::Point(point))),
            Parent::Inside(id) => match self.node(id) {
                Some(node) => Ok(node.inside),
                None => self.forgotten(id),
            },
            Parent::Attribute(id, attribute) => match self.node(id).map(|node| node.kind) {
                Some(NodeKind::Block(tag)) if tag.attributes().contains(&attribute) => {
                    Ok(self.number(Place::Attribute(id, attribute)))
                }
                Some(_) => Err(ScanError::NotInSchema("no such attribute here").into()),
                None => self.forgotten(id),
            },
        }
    }

    /// Nowhere, if this unit is one that can have been a block or a text and is forgotten by its author.
    ///
    /// Yjs and yrs make the same of it. Any other parent makes yrs fail in the middle of an update.
    fn forgotten(&self, id: Id) -> Result<PlaceId, Fault> {
        let held_nodes = self
            .place_of(id)
            .is_some_and(|place| match self.record(place).place {
                Place::Gone | Place::Point(_) => true,
                Place::Inside(owner) => self.is_block(owner),
                Place::Outline(_) | Place::Attribute(..) => false,
            });
        if held_nodes {
            Ok(GONE)
        } else {
            Err(ScanError::Malformed("the parent is neither a block nor a text").into())
        }
    }

    pub(super) fn is_block(&self, id: Id) -> bool {
        self.node(id)
            .is_some_and(|node| matches!(node.kind, NodeKind::Block(_)))
    }

    /// The number of this place, a new one if it has none.
    fn number(&mut self, place: Place) -> PlaceId {
        if let Some(number) = self.number_of(place) {
            return number;
        }
        let sibling = match place {
            Place::Outline(point) => Some(Place::Point(point)),
            Place::Point(point) => Some(Place::Outline(point)),
            Place::Gone | Place::Inside(_) | Place::Attribute(..) => None,
        };
        if sibling.is_some_and(|sibling| self.number_of(sibling).is_none()) {
            self.new_points += 1;
        }
        self.places.add(place)
    }

    /// A struct that is known in part must go on where its known part is.
    fn check_continuation(
        &self,
        client: u64,
        from: u32,
        part: &Struct,
        place: PlaceId,
    ) -> Result<(), Fault> {
        if from == part.clock || self.place_of(Id::new(client, from - 1)) == Some(place) {
            Ok(())
        } else {
            Err(ScanError::Malformed("what is known of the update is somewhere else").into())
        }
    }

    fn check_fit(&self, place: PlaceId, part: &Struct) -> Result<(), Fault> {
        let place = self.record(place).place;
        if place.is_entry() && part.right_origin.is_some() {
            return Err(ScanError::Malformed("a value has a right neighbour").into());
        }
        let satisfies = |rule: ValueRule| match part.content {
            Content::Values(satisfied) => satisfied.includes(rule),
            _ => false,
        };
        let fits = match place {
            Place::Gone => true,
            _ if part.content == Content::Deleted => true,
            Place::Outline(_) => satisfies(ValueRule::OutlineEntry),
            Place::Attribute(_, attribute) => satisfies(attribute.rule()),
            Place::Point(_) => matches!(part.content, Content::Element(_)),
            Place::Inside(owner) if self.is_block(owner) => part.content == Content::TextNode,
            Place::Inside(_) => matches!(part.content, Content::Text | Content::Format),
        };
        if fits {
            Ok(())
        } else {
            Err(ScanError::NotInSchema("the content does not belong there").into())
        }
    }

    /// Counts what a struct may cost, now and later.
    fn count(
        &mut self,
        place: PlaceId,
        origin: Option<Id>,
        part: &Struct,
        continues: bool,
    ) -> Result<(), Fault> {
        if continues && part.content == Content::Text {
            return Ok(());
        }
        let added = self.items.entry(place).or_insert(0);
        *added += 1;
        let added = *added;
        if continues {
            return Ok(());
        }
        let insertion = Insertion {
            place,
            origin,
            right_origin: part.right_origin,
            left_is_own: origin.is_some_and(|id| self.is_new(id)),
            right_is_own: part.right_origin.is_some_and(|id| self.is_new(id)),
            items: self.record(place).items.saturating_add(added),
        };
        Ok(self.contention.add(&insertion)?)
    }

    fn arrives_deleted(&self, place: PlaceId, part: &Struct) -> bool {
        matches!(part.content, Content::Collected | Content::Deleted)
            || place == GONE
            || self
                .record(place)
                .place
                .owner()
                .is_some_and(|owner| self.is_deleted(owner))
    }

    pub(super) fn is_deleted(&self, id: Id) -> bool {
        self.index.deleted.contains(id) || self.deleted.contains(id)
    }

    /// Puts a value among the values of its key, and deletes the one that it replaces, or itself.
    fn order_entry(&mut self, place: PlaceId, entry: Entry) {
        let known = &self.index.entries;
        let values = self
            .entries
            .entry(place)
            .or_insert_with(|| known.get(&place).cloned().unwrap_or_default());
        match entries::insert(values, entry) {
            Outcome::Replaces(Some(replaced)) => self.delete_entry(replaced),
            Outcome::Replaces(None) => {}
            Outcome::Overtaken => {
                let (start, end) = (entry.id.clock, entry.id.clock + entry.len);
                self.deleted.insert(entry.id.client, start, end);
            }
        }
    }

    fn add_node(&mut self, id: Id, place: PlaceId, content: Content) {
        let kind = match content {
            Content::Element(tag) => NodeKind::Block(tag),
            Content::TextNode => NodeKind::Text,
            Content::Collected
            | Content::Deleted
            | Content::Text
            | Content::Format
            | Content::Values(_) => return,
        };
        if place == GONE {
            return;
        }
        if kind == NodeKind::Text {
            self.texts.entry(place).or_default().push(id);
        }
        let inside = self.places.add(Place::Inside(id));
        self.places.nodes.insert(
            id,
            Node {
                kind,
                place,
                inside,
            },
        );
    }
}
