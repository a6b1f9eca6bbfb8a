//! How a room takes a change: judged, applied, put in line for the journal; or passed over, or refused.

use std::collections::BTreeMap;

use bytes::Bytes;
use tokio::time::Instant;
use tracing::{info, warn};

use super::{Answer, Closing, ConnectionId, Life, Room, Speaks, Standing, Taken, Ticket};
use crate::drafting::Identities;
use crate::drafting::client_message::{Update, refusal_code};
use crate::drafting::opening;
use crate::drafting::scan::{Fault, Judged};
use crate::drafting::wire::{self, Notice, ReadOnlyReason, RefusalCode, Refused};
use crate::negotiation::ActionPointId;
use crate::people::ParticipantId;

/// How often a client is asked for what its changes build on before it is given up.
const ROUNDS: u8 = 3;
/// What a waiting change costs beside its bytes.
const WAITING_OVERHEAD_BYTES: usize = 200;

/// How an update came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Came {
    /// In answer to the server's sync step 1: it holds everything that was passed over.
    AsAnswer,
    /// As a change of its own.
    ByItself,
}

impl Room {
    /// Takes, passes over or refuses a change.
    pub(super) async fn edit(&mut self, from: ConnectionId, update: Update, came: Came) {
        let Some(seat) = self.seats.get_mut(&from) else {
            return;
        };
        match seat.standing {
            Standing::Refused => return,
            Standing::Asked(_) if came == Came::ByItself => return,
            Standing::Asked(_) | Standing::Heard => {}
        }
        if !self.has_room_for(&update) {
            // Not refused: the client keeps it, and is asked for it when there is room again.
            self.seats
                .entry(from)
                .and_modify(|seat| seat.standing = Standing::Asked(0));
            return;
        }
        match self.index.judge(&update.scanned) {
            Ok(judged) if judged.is_nothing_new() => {
                // It may still wait to be committed, taken from an earlier connection of the same author.
                let taken = self.taken;
                self.seats
                    .entry(from)
                    .and_modify(|seat| seat.newest = taken);
            }
            Ok(judged) => match self.admit(from, &judged) {
                Ok(new_clients) => {
                    if !self.take(from, update, judged, new_clients).await {
                        return;
                    }
                }
                Err((code, message)) => return self.refuse(from, code, message),
            },
            Err(Fault::Missing(_)) => return self.ask(from),
            Err(Fault::Refused(err)) => {
                return self.refuse(from, refusal_code(err.code()), err.to_string());
            }
        }
        if came == Came::AsAnswer
            && let Some(seat) = self.seats.get_mut(&from)
        {
            seat.heard_all();
        }
        self.answer_fences(from);
    }

    /// Whether a change can be kept until it is committed. If not, the room turns read-only until it can.
    fn has_room_for(&mut self, update: &Update) -> bool {
        if self.read_only.is_some() {
            return false;
        }
        let limits = &self.context.limits;
        let cost = update.bytes.len() + WAITING_OVERHEAD_BYTES;
        // One alone always fits: what was written offline may be longer than the budget.
        let has_room = self.pending.is_empty()
            || self.pending_bytes + cost <= limits.room_waiting_bytes
                && self.context.journal.waiting_bytes() + cost <= limits.waiting_bytes;
        if !has_room {
            warn!(draft.id = %self.draft, waiting_bytes = self.pending_bytes, "too much waits to be committed: read-only");
            self.turn_read_only(ReadOnlyReason::CannotSave);
        }
        has_room
    }

    pub(super) fn turn_read_only(&mut self, reason: ReadOnlyReason) {
        if self.read_only.replace(reason).is_none() {
            metrics::gauge!("plenary_read_only_rooms").increment(1);
        }
        self.tell(&Notice::read_only(reason, &self.context.limits));
    }

    /// Takes changes again once half of the budget is free, and asks for what was passed over.
    pub(super) fn turn_writable(&mut self) {
        let limits = &self.context.limits;
        let has_room = self.pending_bytes <= limits.room_waiting_bytes / 2
            && self.context.journal.waiting_bytes() <= limits.waiting_bytes / 2;
        if self.read_only != Some(ReadOnlyReason::CannotSave) || !has_room {
            return;
        }
        self.read_only = None;
        metrics::gauge!("plenary_read_only_rooms").decrement(1);
        self.tell(&Notice::Writable);
        let step_1 = wire::sync_step_1(&self.index.state_vector().encode());
        for seat in self
            .seats
            .values()
            .filter(|seat| matches!(seat.standing, Standing::Asked(_)))
        {
            seat.outbox.control(step_1.clone());
        }
    }

    fn author(&self, from: ConnectionId) -> Option<ParticipantId> {
        self.seats.get(&from).map(|seat| seat.person.id)
    }

    /// Whether the sender may make this change; answers which Yjs client ids become theirs.
    fn admit(
        &self,
        from: ConnectionId,
        judged: &Judged,
    ) -> Result<Vec<u64>, (RefusalCode, String)> {
        let participant = self.author(from);
        let mut new_clients = Vec::new();
        for range in judged.new_ranges() {
            match self.owners.get(&range.client) {
                None => new_clients.push(range.client),
                Some(owner) if *owner == participant => {}
                Some(_) => {
                    let sentence = "These changes carry the number of another author. Reload the page to go on.";
                    return Err((RefusalCode::ForeignClientId, sentence.into()));
                }
            }
        }
        Ok(new_clients)
    }

    /// Applies a change and puts it in line for the journal. `false` if it had to be refused after all.
    async fn take(
        &mut self,
        from: ConnectionId,
        update: Update,
        judged: Judged,
        new_clients: Vec<u64>,
    ) -> bool {
        let participant = self.author(from);
        let began = Instant::now();
        let weighed = self.weigh(participant, &judged);
        self.in_gate += began.elapsed();
        let before = match weighed {
            Ok(before) => before,
            Err(refused) => {
                self.turn_away(from, refused);
                return false;
            }
        };
        if let Err(err) = self.document.apply([&*update.bytes]) {
            warn!(draft.id = %self.draft, %err, "the scanner passed what the document engine refuses");
            self.refuse(
                from,
                RefusalCode::Malformed,
                "This change could not be understood. Reload the page to go on.".into(),
            );
            self.rebuild().await;
            return false;
        }
        if !self.keeps_ids_unique(&judged) {
            let sentence =
                "A paragraph with this identity exists already. Reload the page to go on.";
            self.refuse(from, RefusalCode::DuplicateParagraph, sentence.into());
            self.rebuild().await;
            return false;
        }
        let began = Instant::now();
        let passes = self.passes(participant, &before);
        self.in_gate += began.elapsed();
        if let Err(refused) = passes {
            self.turn_away(from, refused);
            self.rebuild().await;
            return false;
        }
        self.index.apply(judged);
        self.owners
            .extend(new_clients.iter().map(|client| (*client, participant)));
        self.line_up(Some(from), update, new_clients);
        true
    }

    fn line_up(&mut self, from: Option<ConnectionId>, update: Update, new_clients: Vec<u64>) {
        self.taken = Ticket(self.taken.0 + 1);
        let cost = update.bytes.len() + WAITING_OVERHEAD_BYTES;
        self.pending_bytes += cost;
        self.context.journal.add_waiting(cost);
        self.text_bytes += update.bytes.len();
        let seat = from.and_then(|from| self.seats.get_mut(&from));
        let participant = seat.map(|seat| {
            seat.newest = self.taken;
            seat.person.id
        });
        self.pending.push_back(Taken {
            ticket: self.taken,
            from,
            participant,
            update,
            new_clients,
            since: Instant::now(),
        });
        if self.pending.len() == 1 {
            self.note_waiting();
        }
    }

    /// Tells the journal since when the oldest change of this room has waited.
    pub(super) fn note_waiting(&self) {
        let since = self.pending.front().map(|oldest| oldest.since);
        self.context.journal.note_waiting(self.draft, since);
    }

    /// Counts a change as no longer waiting.
    pub(super) fn stop_waiting(&mut self, taken: &Taken) {
        let cost = taken.update.bytes.len() + WAITING_OVERHEAD_BYTES;
        self.pending_bytes -= cost;
        self.context.journal.remove_waiting(cost);
    }

    /// Whether this change gave no paragraph an id that another one has. Only action points are read whose blocks changed.
    pub(super) fn keeps_ids_unique(&mut self, judged: &Judged) -> bool {
        let changed = judged
            .touched()
            .points
            .iter()
            .filter(|(_, touch)| touch.structural)
            .map(|(point, _)| ActionPointId(*point))
            .map(|point| (point, self.document.block_ids(point)))
            .collect();
        self.identities.refresh(changed)
    }

    /// Something that this change builds on is not here: takes nothing of it, and asks for all that the client has.
    fn ask(&mut self, from: ConnectionId) {
        let step_1 = wire::sync_step_1(&self.index.state_vector().encode());
        let Some(seat) = self.seats.get_mut(&from) else {
            return;
        };
        let rounds = match seat.standing {
            Standing::Asked(rounds) => rounds + 1,
            Standing::Heard | Standing::Refused => 1,
        };
        if rounds > ROUNDS {
            let reason = "your copy builds on changes that it cannot supply";
            seat.outbox.close(Closing::Irreconcilable, reason);
            seat.standing = Standing::Refused;
            return;
        }
        metrics::counter!("plenary_resyncs").increment(1);
        seat.standing = Standing::Asked(rounds);
        seat.outbox.control(step_1);
    }

    /// Takes nothing more from this connection; it keeps the words.
    pub(super) fn refuse(&mut self, from: ConnectionId, code: RefusalCode, message: String) {
        let Some(seat) = self.seats.get_mut(&from) else {
            return;
        };
        if seat.standing == Standing::Refused {
            return;
        }
        info!(draft.id = %self.draft, connection = from.0, code = code.word(), "refused a change");
        metrics::counter!("plenary_refusals", "code" => code.word()).increment(1);
        seat.standing = Standing::Refused;
        match seat.speaks {
            Speaks::Plenary => seat
                .outbox
                .control(wire::refused(&Refused { code, message })),
            Speaks::Yjs => seat.outbox.close(Closing::Irreconcilable, code.word()),
        }
    }

    /// Answers sync step 1: what the client lacks, as soon as all of it is committed.
    pub(super) fn bring_up_to_date(&mut self, from: ConnectionId, known: BTreeMap<u64, u32>) {
        let update = if known.is_empty() {
            self.encoded()
        } else {
            self.document.encode_since(known.clone()).into()
        };
        self.supply(from, known, wire::sync_step_2(&update));
    }

    /// Brings a connection up to date that was too slow, with one update.
    pub(super) fn catch_up(&mut self, from: ConnectionId) {
        let Some(since) = self
            .seats
            .get(&from)
            .and_then(|seat| seat.behind_since.clone())
        else {
            return;
        };
        metrics::counter!("plenary_catch_ups").increment(1);
        let frame = wire::update(&self.document.encode_since(since.clone()));
        self.supply(from, since, frame);
    }

    /// Sends what a connection lacks once it is committed; afterwards it receives what is committed later.
    fn supply(&mut self, to: ConnectionId, since: BTreeMap<u64, u32>, frame: Bytes) {
        let taken = self.taken;
        self.seats
            .entry(to)
            .and_modify(|seat| seat.receives_after = Some(taken));
        self.answer(Answer::Lacking { to, since, frame });
    }

    /// The whole text; encoded once for all who open it before the next change.
    pub(super) fn encoded(&mut self) -> Bytes {
        match &self.encoded {
            Some((at, bytes)) if *at == self.taken => bytes.clone(),
            _ => {
                let bytes = Bytes::from(self.document.encode());
                self.text_bytes = bytes.len();
                self.encoded = Some((self.taken, bytes.clone()));
                bytes
            }
        }
    }

    /// Turns read-only when the text has reached its greatest size.
    pub(super) fn watch_size(&mut self) {
        let limit = self.context.limits.draft_bytes;
        if self.text_bytes > limit && self.encoded().len() > limit && self.read_only.is_none() {
            warn!(draft.id = %self.draft, bytes = self.text_bytes, "the draft has reached its greatest size: read-only");
            self.turn_read_only(ReadOnlyReason::TooLarge);
        }
    }

    /// Makes the text again from the journal and what waits for it, because the one in memory cannot be trusted.
    async fn rebuild(&mut self) {
        self.await_journal().await;
        let mut pending = std::mem::take(&mut self.pending);
        self.remake(pending.make_contiguous()).await.ok(); // A room without its text has ended.
        self.pending = pending;
    }

    /// Makes the text again from the journal and these changes, in their order. If that fails the room ends.
    ///
    /// # Errors
    /// When it failed.
    pub(super) async fn remake(&mut self, changes: &[Taken]) -> Result<(), ()> {
        match opening::reload(&self.context, self.draft, self.generation, self.seq).await {
            Ok((document, index)) => {
                self.document = document;
                self.index = index;
                self.encoded = None;
                let remade = self.reapply(changes);
                if remade.is_err() {
                    self.life = Life::Ended(Closing::Restart, "the draft is loaded again");
                }
                remade
            }
            Err(err) => {
                warn!(draft.id = %self.draft, %err, "could not make the text again");
                self.life = Life::Ended(Closing::Restart, "the draft is loaded again");
                Err(())
            }
        }
    }

    fn reapply(&mut self, changes: &[Taken]) -> Result<(), ()> {
        for taken in changes {
            let judged = self.index.judge(&taken.update.scanned).map_err(|_| ())?;
            self.document
                .apply([&*taken.update.bytes])
                .map_err(|_| ())?;
            self.index.apply(judged);
        }
        self.identities = Identities::of(&self.document);
        Ok(())
    }
}
