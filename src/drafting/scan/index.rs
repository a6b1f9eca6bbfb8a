//! What the room knows about every item of its draft, without asking yrs.

use std::collections::{BTreeMap, HashMap};

use super::contention::Contention;
use super::entries::Entry;
use super::judge::{Judged, judge};
use super::place::{Node, PlaceId, PlaceRecord, Places};
use super::{DeleteSet, Fault, Id, Place, ScanError, ScanLimits, Scanned, StateVector, scan};

/// What a whole draft may hold, deleted things included.
#[derive(Debug, Clone, Copy)]
pub struct DraftLimits {
    /// Client ids. Every connection brings one.
    pub max_clients: usize,
    /// Items, roughly as yrs counts them: text typed in one go is one.
    pub max_items: u64,
    /// Action points.
    pub max_points: usize,
    /// Blocks and runs of text.
    pub max_nodes: usize,
}

impl Default for DraftLimits {
    fn default() -> Self {
        Self {
            max_clients: 20_000,
            max_items: 1_000_000,
            max_points: 1_000,
            max_nodes: 200_000,
        }
    }
}

/// Why a checkpoint could not be read back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LoadError {
    /// The bytes could not be read.
    #[error("the checkpoint cannot be read: {0}")]
    Scan(#[from] ScanError),
    /// What they hold does not fit together.
    #[error("the checkpoint does not hold together: {0}")]
    Fault(#[from] Fault),
}

/// Where every item of a draft is, and what is deleted.
///
/// It is in step with the document: what [`judge`](Self::judge) accepts and yrs has applied, [`apply`](Self::apply)
/// adds. It costs a few bytes for each run of units that one client made in one place, not for each unit.
#[derive(Debug, Clone)]
pub struct Index {
    pub(super) limits: DraftLimits,
    /// How many updates it has applied.
    revision: u64,
    pub(super) clients: BTreeMap<u64, Runs>,
    pub(super) places: Places,
    pub(super) entries: HashMap<PlaceId, Vec<Entry>>,
    pub(super) deleted: DeleteSet,
    pub(super) items: u64,
    pub(super) points: usize,
}

impl Index {
    /// The index of an empty draft.
    pub fn new(limits: DraftLimits) -> Self {
        Self {
            limits,
            revision: 0,
            clients: BTreeMap::new(),
            places: Places::new(),
            entries: HashMap::new(),
            deleted: DeleteSet::default(),
            items: 0,
            points: 0,
        }
    }

    /// The index of the draft that this state holds: an update of everything, as yrs encodes it.
    ///
    /// The limits are for what comes later: a draft that is over them still loads.
    ///
    /// # Errors
    ///
    /// The state is damaged.
    pub fn load(state: &[u8], limits: DraftLimits) -> Result<Self, LoadError> {
        let scanned = scan(state, &ScanLimits::checkpoint())?;
        let mut index = Self::new(DraftLimits {
            max_clients: usize::MAX,
            max_items: u64::MAX,
            max_points: usize::MAX,
            max_nodes: usize::MAX,
        });
        let judged = judge(&index, &scanned, Contention::unlimited())?;
        index.apply(judged);
        index.limits = limits;
        Ok(index)
    }

    /// What this update would do to the draft; changes nothing.
    ///
    /// Known structs are passed over. What is put into something deleted is accepted: its author could not know.
    ///
    /// # Errors
    ///
    /// [`Fault::Missing`] if it builds on something unknown, [`Fault::Refused`] if it breaks a rule.
    pub fn judge(&self, update: &Scanned) -> Result<Judged, Fault> {
        judge(self, update, Contention::limited())
    }

    /// Remembers what an update did, after the document has it.
    ///
    /// # Panics
    ///
    /// If another update was applied since this one was judged.
    pub fn apply(&mut self, judged: Judged) {
        assert_eq!(
            judged.revision, self.revision,
            "a verdict holds for the index that gave it, as it was then"
        );
        self.revision += 1;
        for (client, runs) in judged.runs {
            match self.clients.get_mut(&client) {
                Some(known) => known.extend(&runs),
                None => drop(self.clients.insert(client, runs)),
            }
        }
        self.places.extend(judged.places);
        for (place, texts) in judged.texts {
            self.record_mut(place).texts.extend(texts);
        }
        for (place, items) in judged.items {
            let record = self.record_mut(place);
            record.items = record.items.saturating_add(items);
            self.items += u64::from(items);
        }
        self.entries.extend(judged.entries);
        for (client, ranges) in judged.deleted.iter() {
            for (start, end) in ranges.iter() {
                self.deleted.insert(client, start, end);
            }
        }
        self.points += judged.new_points;
    }

    /// How many updates it has applied; a verdict holds for one revision.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// How much of every client the draft holds.
    pub fn state_vector(&self) -> StateVector {
        self.clients
            .iter()
            .map(|(&client, runs)| (client, runs.end))
            .collect()
    }

    /// How many units this client has made.
    pub fn clock(&self, client: u64) -> u32 {
        self.clients.get(&client).map_or(0, |runs| runs.end)
    }

    /// Everything deleted, in canonical form.
    pub fn delete_set(&self) -> &DeleteSet {
        &self.deleted
    }

    /// Where this unit is; `None` if it is unknown.
    pub fn place(&self, id: Id) -> Option<Place> {
        self.places
            .record(self.place_of(id)?)
            .map(|record| record.place)
    }

    /// About how many items yrs keeps for this draft.
    pub fn item_count(&self) -> u64 {
        self.items
    }

    /// About how much memory the index takes.
    pub fn memory_bytes(&self) -> usize {
        let runs: usize = self.clients.values().map(Runs::memory_bytes).sum();
        let entries: usize = self.entries.values().map(Vec::capacity).sum();
        // Trees and tables keep about half of their room free.
        runs + self.clients.len() * 64
            + self.places.records.capacity() * size_of::<PlaceRecord>()
            + self.places.numbers.capacity() * 2 * size_of::<(Place, PlaceId)>()
            + self.places.nodes.capacity() * 2 * size_of::<(Id, Node)>()
            + self.entries.capacity() * 2 * size_of::<(PlaceId, Vec<Entry>)>()
            + entries * size_of::<Entry>()
            + self.deleted.range_count() * 2 * size_of::<(u32, u32)>()
    }

    pub(super) fn place_of(&self, id: Id) -> Option<PlaceId> {
        self.clients.get(&id.client)?.place(id.clock)
    }

    fn record_mut(&mut self, place: PlaceId) -> &mut PlaceRecord {
        &mut self.places.records[place.0 as usize]
    }
}

/// Where the units of one client are: a run for each stretch of clocks in one place.
#[derive(Debug, Clone, Default)]
pub(super) struct Runs {
    runs: Vec<Run>,
    /// The clock after the last unit.
    pub(super) end: u32,
}

/// From this clock on, until the next run, everything is in this place.
#[derive(Debug, Clone, Copy)]
struct Run {
    start: u32,
    place: PlaceId,
}

impl Runs {
    /// No units, but the next has this clock.
    pub(super) fn starting_at(clock: u32) -> Self {
        Self {
            runs: Vec::new(),
            end: clock,
        }
    }

    /// The clock of the first unit.
    pub(super) fn start(&self) -> u32 {
        self.runs.first().map_or(self.end, |run| run.start)
    }

    /// Where the unit with this clock is.
    pub(super) fn place(&self, clock: u32) -> Option<PlaceId> {
        if clock >= self.end {
            return None;
        }
        let after = self.runs.partition_point(|run| run.start <= clock);
        Some(self.runs[after.checked_sub(1)?].place)
    }

    /// Appends the units up to before `end`, all in one place.
    pub(super) fn push(&mut self, end: u32, place: PlaceId) {
        if self.runs.last().is_none_or(|last| last.place != place) {
            self.runs.push(Run {
                start: self.end,
                place,
            });
        }
        self.end = end;
    }

    /// The stretches between two clocks: start, end, place.
    pub(super) fn pieces(&self, start: u32, end: u32) -> impl Iterator<Item = (u32, u32, PlaceId)> {
        let first = self
            .runs
            .partition_point(|run| run.start <= start)
            .saturating_sub(1);
        self.runs[first..]
            .iter()
            .enumerate()
            .map(move |(offset, run)| {
                let next = self.runs.get(first + offset + 1);
                let run_end = next.map_or(self.end, |next| next.start);
                (run.start.max(start), run_end.min(end), run.place)
            })
            .take_while(move |piece| piece.0 < end)
            .filter(|piece| piece.0 < piece.1)
    }

    fn extend(&mut self, later: &Self) {
        for (_, end, place) in later.pieces(later.start(), later.end) {
            self.push(end, place);
        }
    }

    fn memory_bytes(&self) -> usize {
        size_of::<Self>() + self.runs.capacity() * size_of::<Run>()
    }
}
