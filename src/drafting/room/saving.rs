//! How a room's changes reach the journal, and what may be said once they have.

use std::mem;

use bytes::Bytes;
use tokio::time::{Instant, sleep};
use tracing::{info, warn};

use super::{Answer, Closing, ConnectionId, Life, Reading, Room, Taken, Ticket};
use crate::drafting::client_message::Update;
use crate::drafting::journal::{Batch, Entry, Outcome};
use crate::drafting::scan::{ScanLimits, merge, scan};
use crate::drafting::wire::{self, ReadOnlyReason};
use crate::drafting::{opening, store};

/// Entries that a room hands over at once.
const BATCH: usize = 500;
/// The pause between attempts to read a journal that has moved.
const RETRY: std::time::Duration = std::time::Duration::from_millis(200);

impl Room {
    /// Hands what waits to the journal, if it has nothing of this room.
    pub(super) async fn submit(&mut self) {
        if self.in_flight.is_some() || self.pending.is_empty() {
            return;
        }
        let entries: Vec<Entry> = self.pending.iter().take(BATCH).map(Taken::entry).collect();
        let count = entries.len();
        let batch = Batch {
            draft: self.draft,
            generation: self.generation,
            after_seq: self.seq,
            rules: self.rules.number,
            entries,
        };
        self.in_flight = Some((count, self.context.journal.append(batch).await));
    }

    /// The journal has decided what it was handed.
    pub(super) async fn decided(&mut self, outcome: Outcome) {
        let count = self.in_flight.take().map_or(0, |(count, _)| count);
        match outcome {
            Outcome::Committed { seq } => {
                let committed: Vec<Taken> = self.pending.drain(..count).collect();
                self.committed(committed, seq);
            }
            Outcome::Moved => self.reconcile().await,
            Outcome::Impossible => {
                self.life = Life::Ended(Closing::Restart, "the draft is loaded again");
            }
        }
    }

    /// These changes are safe now: tells their authors, answers who waited for them, and shows them.
    fn committed(&mut self, changes: Vec<Taken>, seq: i64) {
        self.seq = seq;
        self.settle();
        self.note_waiting();
        metrics::counter!("plenary_committed_updates").increment(changes.len() as u64);
        let in_gate = mem::take(&mut self.in_gate).as_nanos();
        metrics::counter!("plenary_gate_nanoseconds")
            .increment(u64::try_from(in_gate).unwrap_or(u64::MAX));
        for taken in &changes {
            self.stop_waiting(taken);
        }
        // Not only the authors' fences: one that follows something repeated waits for what others made before it.
        for seat in self.seats.values_mut() {
            if let Some(n) = seat.passed(self.committed) {
                seat.outbox.control(wire::fenced(n, seq));
            }
        }
        self.give_answers();
        self.gathered.extend(changes);
        if self.seats.len() < self.context.limits.large_room {
            self.show();
        } else {
            self.show_at
                .get_or_insert(Instant::now() + self.context.limits.window);
        }
        self.turn_writable();
        self.watch_size();
        self.checkpoints.consider(self.seq);
    }

    /// Everything before the first change that waits is committed.
    pub(super) fn settle(&mut self) {
        self.committed = self
            .pending
            .front()
            .map_or(self.taken, |first| Ticket(first.ticket.0 - 1));
    }

    /// Tells a connection how far it is saved.
    pub(super) fn answer_fences(&mut self, connection: ConnectionId) {
        let Some(seat) = self.seats.get_mut(&connection) else {
            return;
        };
        if let Some(n) = seat.passed(self.committed) {
            seat.outbox.control(wire::fenced(n, self.seq));
        }
    }

    /// Gives an answer as soon as everything taken so far is committed.
    pub(super) fn answer(&mut self, answer: Answer) {
        self.answers.push_back((self.taken, answer));
        self.give_answers();
    }

    fn give_answers(&mut self) {
        while let Some((_, answer)) = self
            .answers
            .pop_front_if(|(waits_for, _)| *waits_for <= self.committed)
        {
            match answer {
                Answer::Lacking { to, since, frame } => {
                    let Some(seat) = self.seats.get_mut(&to) else {
                        continue;
                    };
                    if seat.behind_since.take().is_some() {
                        seat.outbox.caught_up();
                    }
                    if !seat.outbox.document(frame) {
                        seat.behind_since = Some(since);
                    }
                }
                Answer::Reading(reply, points) => {
                    let reading = Reading {
                        generation: self.generation,
                        seq: self.seq,
                        points: points.into(),
                    };
                    reply.send(reading).ok(); // The reader may have gone.
                }
            }
        }
    }

    /// Shows the others what was committed: one update for everything that was gathered, encoded once.
    pub(super) fn show(&mut self) {
        self.show_at = None;
        let gathered = std::mem::take(&mut self.gathered);
        let Some(newest) = gathered.last().map(|taken| taken.ticket) else {
            return;
        };
        let frames = frames(&gathered);
        let sole_author = sole_author(&gathered);
        for (connection, seat) in &mut self.seats {
            let wants = seat.receives_after.is_some_and(|after| after < newest)
                && seat.behind_since.is_none();
            if !wants || sole_author == Some(*connection) {
                continue;
            }
            if !frames
                .iter()
                .all(|frame| seat.outbox.document(frame.clone()))
            {
                seat.behind_since = Some(self.shown.clone());
            }
        }
        metrics::counter!("plenary_shown_updates").increment(gathered.len() as u64);
        for (client, clock) in gathered.iter().flat_map(|taken| taken.update.ends()) {
            let shown = self.shown.entry(client).or_default();
            *shown = clock.max(*shown);
        }
    }

    /// Something else was committed to this draft, or the rules have changed: reads what is new, then goes on.
    pub(super) async fn reconcile(&mut self) {
        while let Err(err) = self.catch_up_with_journal().await {
            warn!(draft.id = %self.draft, %err, "could not read the journal; trying again");
            sleep(RETRY).await;
        }
    }

    async fn catch_up_with_journal(&mut self) -> sqlx::Result<()> {
        let db = &self.context.db;
        let Some(head) = store::head(db, self.draft).await? else {
            self.life = Life::Ended(Closing::Irreconcilable, "this draft no longer exists");
            return Ok(());
        };
        if head.generation != self.generation {
            self.life = Life::Ended(Closing::NewGeneration, "this draft has a new generation");
            return Ok(());
        }
        let entries = store::entries_after(db, self.draft, self.generation, self.seq).await?;
        if !entries.is_empty() {
            info!(draft.id = %self.draft, entries = entries.len(), "the journal has moved");
        }
        for entry in entries {
            let seq = self.seq + 1;
            match self.pending.pop_front_if(|taken| taken.is(&entry)) {
                // Our own: the answer to its commit was lost.
                Some(taken) => self.committed(vec![taken], seq),
                None => self.adopt(&entry, seq),
            }
        }
        if head.quarantined {
            self.turn_read_only(ReadOnlyReason::Quarantined);
            self.life = Life::Ended(Closing::Restart, "the draft is loaded again");
        }
        if head.rules != self.rules.number {
            self.read_rules().await?;
        }
        Ok(())
    }

    /// Takes over a change that another writer committed.
    fn adopt(&mut self, entry: &Entry, seq: i64) {
        self.seq = seq;
        let replayed = scan(&entry.update, &ScanLimits::checkpoint())
            .map_err(anyhow::Error::from)
            .and_then(|scanned| {
                let judged = self.index.judge(&scanned).map_err(opening::not_closed)?;
                self.document.apply([&*entry.update])?;
                self.index.apply(judged);
                Ok(scanned)
            });
        match replayed {
            Ok(scanned) => {
                let update = Update {
                    bytes: entry.update.clone(),
                    scanned,
                };
                self.encoded = None;
                // It is committed already; the newest ticket makes everyone receive it who has asked for the text.
                self.taken = Ticket(self.taken.0 + 1);
                self.settle();
                let ticket = self.taken;
                self.gathered.push(Taken {
                    ticket,
                    from: None,
                    participant: entry.participant,
                    update,
                    new_clients: Vec::new(),
                    since: Instant::now(),
                });
                self.show();
            }
            Err(err) => {
                warn!(draft.id = %self.draft, seq, %err, "could not take over a committed change");
                self.life = Life::Ended(Closing::Restart, "the draft is loaded again");
            }
        }
    }
}

/// The frames that show these changes: one if they can be merged.
fn frames(gathered: &[Taken]) -> Vec<Bytes> {
    if let [only] = gathered {
        return vec![wire::update(&only.update.bytes)];
    }
    let parts: Vec<_> = gathered
        .iter()
        .map(|taken| (&taken.update.scanned, &*taken.update.bytes))
        .collect();
    match merge(&parts) {
        Some(merged) => vec![wire::update(&merged)],
        None => gathered
            .iter()
            .map(|taken| wire::update(&taken.update.bytes))
            .collect(),
    }
}

/// The connection that made all of these changes, if one did.
fn sole_author(gathered: &[Taken]) -> Option<ConnectionId> {
    let first = gathered.first()?.from?;
    gathered
        .iter()
        .all(|taken| taken.from == Some(first))
        .then_some(first)
}

impl Taken {
    fn entry(&self) -> Entry {
        Entry {
            participant: self.participant,
            update: self.update.bytes.clone(),
            new_clients: self.new_clients.clone(),
        }
    }

    fn is(&self, entry: &Entry) -> bool {
        self.participant == entry.participant && self.update.bytes == entry.update
    }
}
