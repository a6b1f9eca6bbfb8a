//! An update read against the draft.

use std::collections::HashMap;

use super::contention::Contention;
use super::entries::Entry;
use super::index::Runs;
use super::place::{Node, PlaceId, PlaceRecord, Places};
use super::{DeleteSet, Fault, Id, Index, Place, ScanError, Scanned, Section, Struct, Touched};

/// What an update would do to the draft; [`Index::apply`] remembers it.
#[derive(Debug, Clone)]
pub struct Judged {
    pub(super) revision: u64,
    pub(super) runs: Vec<(u64, Runs)>,
    pub(super) places: Places,
    pub(super) texts: HashMap<PlaceId, Vec<Id>>,
    pub(super) items: HashMap<PlaceId, u32>,
    pub(super) entries: HashMap<PlaceId, Vec<Entry>>,
    pub(super) deleted: DeleteSet,
    pub(super) new_points: usize,
    new_ranges: Vec<NewRange>,
    touched: Touched,
}

/// Units of one client that the draft did not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewRange {
    /// The client that made them, or says so.
    pub client: u64,
    /// The first clock; the draft has everything before.
    pub from: u32,
    /// The clock after the last.
    pub to: u32,
}

impl Judged {
    /// Whether the draft has all of it already.
    pub fn is_nothing_new(&self) -> bool {
        self.new_ranges.is_empty() && self.deleted.is_empty()
    }

    /// What is new of each client, every client once: whoever sends it must own the client id.
    pub fn new_ranges(&self) -> &[NewRange] {
        &self.new_ranges
    }

    /// What is deleted by it that was not deleted before; also what is new and deleted at once.
    pub fn newly_deleted(&self) -> &DeleteSet {
        &self.deleted
    }

    /// The parts of the draft that it changes.
    pub fn touched(&self) -> &Touched {
        &self.touched
    }
}

/// Reads an update against the draft; see [`Index::judge`].
pub(super) fn judge(
    index: &Index,
    update: &Scanned,
    contention: Contention,
) -> Result<Judged, Fault> {
    let mut judging = Judging::new(index, update, contention)?;
    for section in (0..judging.order.len()).rev() {
        judging.integrate_until(section)?;
    }
    judging.delete_listed()?;
    judging.check_limits()?;
    Ok(judging.finish())
}

/// The draft as it would be: the index, and what the update adds so far.
pub(super) struct Judging<'a> {
    pub(super) index: &'a Index,
    pub(super) update: &'a Scanned,
    /// The sections by client, ascending.
    order: Vec<Progress>,
    pub(super) contention: Contention,
    pub(super) places: Places,
    pub(super) texts: HashMap<PlaceId, Vec<Id>>,
    pub(super) items: HashMap<PlaceId, u32>,
    pub(super) entries: HashMap<PlaceId, Vec<Entry>>,
    pub(super) deleted: DeleteSet,
    pub(super) new_points: usize,
}

/// How far a section has been integrated.
struct Progress {
    client: u64,
    /// Its number in the update.
    section: usize,
    /// Its next struct.
    next: usize,
    /// Where its new units are.
    runs: Runs,
}

/// Passes over what is known of a section.
///
/// Yjs looks up the neighbours even of what it has, and fails if it does not find them; the whole update would wait.
fn begin(index: &Index, number: usize, section: &Section) -> Result<Progress, Fault> {
    let known = index.clock(section.client);
    if section.clock > known {
        return Err(Fault::Missing(Id::new(section.client, known)));
    }
    let next = section.structs.partition_point(|part| part.end() <= known);
    let mut needed = section.structs[..next].iter().flat_map(Struct::needs);
    if let Some(missing) = needed.find(|&id| index.place_of(id).is_none()) {
        return Err(Fault::Missing(missing));
    }
    Ok(Progress {
        client: section.client,
        section: number,
        next,
        runs: Runs::starting_at(known),
    })
}

impl<'a> Judging<'a> {
    fn new(index: &'a Index, update: &'a Scanned, contention: Contention) -> Result<Self, Fault> {
        let mut order = Vec::with_capacity(update.sections.len());
        for (number, section) in update.sections.iter().enumerate() {
            order.push(begin(index, number, section)?);
        }
        order.sort_unstable_by_key(|progress| progress.client);
        Ok(Self {
            index,
            update,
            order,
            contention,
            places: Places::after(&index.places),
            texts: HashMap::new(),
            items: HashMap::new(),
            entries: HashMap::new(),
            deleted: DeleteSet::default(),
            new_points: 0,
        })
    }

    /// Integrates a section, and whatever of the others it builds on first.
    ///
    /// A section waits for another on a stack of our own: references go across sections in any order, and a forged
    /// chain of them must not become a chain of calls.
    fn integrate_until(&mut self, section: usize) -> Result<(), Fault> {
        let mut waiting = vec![(section, u32::MAX)];
        while let Some(&(section, until)) = waiting.last() {
            let progress = &self.order[section];
            let next = self.update.sections[progress.section]
                .structs
                .get(progress.next);
            let Some(part) = next.filter(|_| progress.runs.end < until) else {
                waiting.pop();
                continue;
            };
            let Some(missing) = self.first_missing(part) else {
                self.integrate(section, part)?;
                continue;
            };
            let holder = self.section_with(missing).ok_or(Fault::Missing(missing))?;
            if waiting.iter().any(|&(waits, _)| waits == holder) {
                return Err(ScanError::Malformed("the update builds on itself").into());
            }
            waiting.push((holder, missing.clock + 1));
        }
        Ok(())
    }

    fn integrate(&mut self, section: usize, part: &Struct) -> Result<(), Fault> {
        let progress = &self.order[section];
        let (client, from) = (progress.client, progress.runs.end);
        let place = self.place_struct(client, from, part)?;
        let progress = &mut self.order[section];
        progress.next += 1;
        progress.runs.push(part.end(), place);
        Ok(())
    }

    /// The first unit that a struct builds on and that is not integrated yet.
    fn first_missing(&self, part: &Struct) -> Option<Id> {
        part.needs().find(|&id| self.place_of(id).is_none())
    }

    /// The section that will bring this unit.
    fn section_with(&self, id: Id) -> Option<usize> {
        let section = self.section_of(id.client)?;
        let end = self.update.sections[self.order[section].section].end;
        (id.clock < end).then_some(section)
    }

    fn section_of(&self, client: u64) -> Option<usize> {
        self.order
            .binary_search_by_key(&client, |progress| progress.client)
            .ok()
    }

    /// Whether a unit is new with this update.
    pub(super) fn is_new(&self, id: Id) -> bool {
        self.section_of(id.client)
            .is_some_and(|section| id.clock >= self.order[section].runs.start())
    }

    /// The clock after what is integrated of this client.
    pub(super) fn clock(&self, client: u64) -> u32 {
        match self.section_of(client) {
            Some(section) => self.order[section].runs.end,
            None => self.index.clock(client),
        }
    }

    pub(super) fn place_of(&self, id: Id) -> Option<PlaceId> {
        self.index.place_of(id).or_else(|| {
            let section = self.section_of(id.client)?;
            self.order[section].runs.place(id.clock)
        })
    }

    pub(super) fn record(&self, place: PlaceId) -> &PlaceRecord {
        self.index
            .places
            .record(place)
            .or_else(|| self.places.record(place))
            .expect("only numbers that were given out are stored")
    }

    pub(super) fn node(&self, id: Id) -> Option<Node> {
        let known = self.index.places.nodes.get(&id);
        known.or_else(|| self.places.nodes.get(&id)).copied()
    }

    /// The number of a place, if it has one.
    pub(super) fn number_of(&self, place: Place) -> Option<PlaceId> {
        let known = self.index.places.numbers.get(&place);
        known.or_else(|| self.places.numbers.get(&place)).copied()
    }

    /// The new units of this client.
    pub(super) fn new_runs_of(&self, client: u64) -> Option<&Runs> {
        Some(&self.order[self.section_of(client)?].runs)
    }

    /// The new units of every client.
    pub(super) fn new_runs(&self) -> impl Iterator<Item = (u64, &Runs)> {
        self.order
            .iter()
            .map(|progress| (progress.client, &progress.runs))
    }

    fn check_limits(&self) -> Result<(), Fault> {
        let (index, limits) = (self.index, self.index.limits);
        let is_new = |&&(client, runs): &&(u64, &Runs)| index.clock(client) == 0 && runs.end > 0;
        let new: Vec<_> = self.new_runs().collect();
        let new_clients = new.iter().filter(is_new).count();
        let new_items: u64 = self.items.values().map(|&items| u64::from(items)).sum();
        let over =
            |have: usize, new: usize, limit: usize| new > 0 && have.saturating_add(new) > limit;
        if over(index.clients.len(), new_clients, limits.max_clients) {
            return Err(ScanError::TooLarge("the draft has too many clients").into());
        }
        if new_items > 0 && index.items + new_items > limits.max_items {
            return Err(ScanError::TooLarge("the draft has too many parts").into());
        }
        if over(index.points, self.new_points, limits.max_points) {
            return Err(ScanError::TooLarge("the draft has too many action points").into());
        }
        if over(
            index.places.nodes.len(),
            self.places.nodes.len(),
            limits.max_nodes,
        ) {
            return Err(ScanError::TooLarge("the draft has too many paragraphs").into());
        }
        Ok(())
    }

    fn finish(self) -> Judged {
        let touched = self.touched();
        let mut new_ranges = Vec::with_capacity(self.order.len());
        let mut runs = Vec::with_capacity(self.order.len());
        for progress in self.order {
            let (client, from, to) = (progress.client, progress.runs.start(), progress.runs.end);
            if from < to {
                new_ranges.push(NewRange { client, from, to });
                runs.push((client, progress.runs));
            }
        }
        Judged {
            revision: self.index.revision(),
            runs,
            places: self.places,
            texts: self.texts,
            items: self.items,
            entries: self.entries,
            deleted: self.deleted,
            new_points: self.new_points,
            new_ranges,
            touched,
        }
    }
}
