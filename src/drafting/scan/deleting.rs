//! What an update deletes, and with it.

use uuid::Uuid;

use super::entries::Entry;
use super::judge::Judging;
use super::place::{NodeKind, PlaceId};
use super::{Fault, Id, Place, Touched};

impl Judging<'_> {
    /// Deletes what the update lists, and everything inside it.
    pub(super) fn delete_listed(&mut self) -> Result<(), Fault> {
        let mut nodes = Vec::new();
        for range in &self.update.deletes {
            let end = self.clock(range.client);
            if range.end > end {
                return Err(Fault::Missing(Id::new(range.client, range.start.max(end))));
            }
            for (start, end) in self
                .index
                .deleted
                .gaps(range.client, range.start, range.end)
            {
                for (start, end) in self.deleted.gaps(range.client, start, end) {
                    self.find_nodes(range.client, start, end, &mut nodes);
                    self.deleted.insert(range.client, start, end);
                    self.count_split(range.client, start);
                }
            }
        }
        self.delete_contents(nodes);
        Ok(())
    }

    /// The blocks and texts among these living units.
    fn find_nodes(&self, client: u64, start: u32, end: u32, nodes: &mut Vec<Id>) {
        for (start, end, place) in self.pieces(client, start, end) {
            let holds_nodes = match self.record(place).place {
                Place::Point(_) => true,
                Place::Inside(owner) => self.is_block(owner),
                Place::Gone | Place::Outline(_) | Place::Attribute(..) => false,
            };
            if holds_nodes {
                nodes.extend((start..end).map(|clock| Id::new(client, clock)));
            }
        }
    }

    /// A deletion inside an item splits it.
    fn count_split(&mut self, client: u64, clock: u32) {
        if let Some(place) = self.place_of(Id::new(client, clock)) {
            *self.items.entry(place).or_insert(0) += 1;
        }
    }

    /// Deletes everything inside these nodes, which are deleted themselves.
    fn delete_contents(&mut self, mut nodes: Vec<Id>) {
        let mut texts = Vec::new();
        while let Some(id) = nodes.pop() {
            let Some(node) = self.node(id) else { continue };
            match node.kind {
                NodeKind::Text => texts.push(node.inside),
                NodeKind::Block(tag) => {
                    for &attribute in tag.attributes() {
                        self.delete_value(Place::Attribute(id, attribute));
                    }
                    let living = self.texts_in(node.inside);
                    for text in &living {
                        self.deleted.insert(text.client, text.clock, text.clock + 1);
                    }
                    nodes.extend(living);
                }
            }
        }
        self.delete_units_in(texts);
    }

    /// The texts in a block that are not deleted.
    fn texts_in(&self, place: PlaceId) -> Vec<Id> {
        let known = self.record(place).texts.iter();
        let new = self.texts.get(&place).into_iter().flatten();
        let living = known
            .chain(new)
            .copied()
            .filter(|&text| !self.is_deleted(text));
        living.collect()
    }

    /// Deletes the value that counts in this place.
    fn delete_value(&mut self, place: Place) {
        let Some(place) = self.number_of(place) else {
            return;
        };
        let values = self
            .entries
            .get(&place)
            .or_else(|| self.index.entries.get(&place));
        if let Some(last) = values.and_then(|values| values.last()).copied() {
            self.delete_entry(last);
        }
    }

    /// Deletes the item at the end of this entry: its last units, as far as they live.
    pub(super) fn delete_entry(&mut self, entry: Entry) {
        let (client, start) = (entry.id.client, entry.id.clock);
        let end = start + entry.len;
        let living = (start..end)
            .rev()
            .take_while(|&clock| !self.is_deleted(Id::new(client, clock)))
            .last();
        if let Some(first) = living {
            self.deleted.insert(client, first, end);
        }
    }

    /// Deletes every unit in these places.
    fn delete_units_in(&mut self, mut places: Vec<PlaceId>) {
        if places.is_empty() {
            return;
        }
        places.sort_unstable();
        let known = self
            .index
            .clients
            .iter()
            .map(|(&client, runs)| (client, runs));
        let mut found = Vec::new();
        for (client, runs) in known.chain(self.new_runs()) {
            for (start, end, place) in runs.pieces(runs.start(), runs.end) {
                if places.binary_search(&place).is_ok() {
                    found.extend(
                        self.index
                            .deleted
                            .gaps(client, start, end)
                            .into_iter()
                            .map(|gap| (client, gap)),
                    );
                }
            }
        }
        for (client, (start, end)) in found {
            self.deleted.insert(client, start, end);
        }
    }

    /// The stretches of a client's units, known and new.
    fn pieces(
        &self,
        client: u64,
        start: u32,
        end: u32,
    ) -> impl Iterator<Item = (u32, u32, PlaceId)> {
        let known = self.index.clients.get(&client).into_iter();
        let both = known.chain(self.new_runs_of(client));
        both.flat_map(move |runs| runs.pieces(start, end))
    }

    /// The parts of the draft that the update changes.
    pub(super) fn touched(&self) -> Touched {
        let mut touched = Touched::default();
        for (_, runs) in self.new_runs() {
            for (.., place) in runs.pieces(runs.start(), runs.end) {
                self.touch(place, &mut touched);
            }
        }
        for (client, ranges) in self.deleted.iter() {
            let Some(known) = self.index.clients.get(&client) else {
                continue;
            };
            for (start, end) in ranges.iter() {
                for (.., place) in known.pieces(start, end) {
                    self.touch(place, &mut touched);
                }
            }
        }
        touched
    }

    fn touch(&self, place: PlaceId, touched: &mut Touched) {
        let place = self.record(place).place;
        if place
            .owner()
            .is_some_and(|owner| self.index.deleted.contains(owner))
        {
            return;
        }
        match place {
            Place::Gone => {}
            Place::Outline(point) => drop(touched.outline.insert(point)),
            Place::Point(point) => touched.block(point),
            Place::Attribute(block, _) => {
                if let Some(point) = self.point_of(block) {
                    touched.block(point);
                }
            }
            Place::Inside(owner) => {
                let block = self.block_of(owner);
                if let Some(point) = self.point_of(block) {
                    touched.text(point, block);
                }
            }
        }
    }

    /// The block that this node is, or is in.
    fn block_of(&self, node: Id) -> Id {
        match self.node(node) {
            Some(text) if text.kind == NodeKind::Text => {
                self.record(text.place).place.owner().unwrap_or(node)
            }
            _ => node,
        }
    }

    fn point_of(&self, block: Id) -> Option<Uuid> {
        match self.record(self.node(block)?.place).place {
            Place::Point(point) => Some(point),
            Place::Gone | Place::Outline(_) | Place::Inside(_) | Place::Attribute(..) => None,
        }
    }
}
