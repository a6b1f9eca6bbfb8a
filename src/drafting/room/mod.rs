//! A room: one draft held live in memory, owned by one task.
//!
//! Nothing in it is locked; others hold a [`RoomHandle`] whose messages it obeys in turn. What must always hold:
//!
//! - **Saved is saved.** A fence is answered only when everything before it is committed.
//! - **No unlogged truth.** Nothing leaves the room towards another connection before it is committed: updates wait in
//!   `pending`, answers that hold them wait in `answers`. Tickets number what was taken, in order; an answer carries the
//!   ticket of the newest change in it.
//! - **Closed log.** Only what [`Index::judge`] finds complete is taken, so that no prefix of the journal leaves anything pending.
//! - **The room is a cache.** When yrs fails, or the journal has moved, it is made again from PostgreSQL.
//! - **It ends clean.** A room with uncommitted changes is never unloaded.

mod editing;
mod handle;
mod ruling;
mod saving;
mod seat;

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, sleep_until};
use tracing::{info, warn};

use super::client_message::{ClientMessage, Update};
use super::journal::Outcome;
use super::opening::Loaded;
use super::presence::Board;
use super::rooms::Context;
use super::scan::{Id, Index};
use super::text::{Document, Point};
use super::wire::{self, Closing, Hello, HelloParticipant, Notice, ReadOnlyReason};
use super::{ConnectionId, Identities, Rules, checkpoint, schema};
use crate::negotiation::DraftId;
use crate::negotiation::rights::Action;
use crate::people::{ParticipantId, Person};

use handle::Command;
pub use handle::{Guest, Held, HoldError, JoinError, Reading, RoomHandle};
pub use seat::Speaks;
use seat::{Seat, Standing};

/// Commands that a room obeys before it looks at anything else.
const COMMANDS_IN_A_TURN: usize = 256;
/// How often a room that ran out of budget looks whether there is some again.
const BUDGET_CHECK: Duration = Duration::from_millis(250);
/// How often everyone is shown to stock clients again, which forget whom they have not heard of for 30 s.
const RENEWAL: Duration = Duration::from_secs(15);

/// The place of a change in the order in which this room took them, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Ticket(u64);

/// A change that was taken and is not yet committed, or not yet shown.
struct Taken {
    ticket: Ticket,
    from: Option<ConnectionId>,
    participant: Option<ParticipantId>,
    update: Update,
    new_clients: Vec<u64>,
    since: Instant,
}

/// Something that may be said only when all that is in it is committed.
enum Answer {
    /// What a connection lacks, because it asked or because it was too slow for a while.
    Lacking {
        to: ConnectionId,
        since: BTreeMap<u64, u32>,
        frame: Bytes,
    },
    /// The words, for a reader outside.
    Reading(oneshot::Sender<Reading>, Vec<Point>),
}

/// How a room's life goes on.
#[derive(Debug, PartialEq, Eq)]
enum Life {
    /// It takes changes.
    Open,
    /// It commits what it has, then ends.
    Closing,
    /// It ends now; its connections are told why.
    Ended(Closing, &'static str),
}

struct Room {
    context: Arc<Context>,
    draft: DraftId,
    generation: i32,
    /// The rules in force, as far as this room knows.
    rules: Rules,
    /// The elements of the paragraphs that are locked by themselves.
    locked: BTreeSet<Id>,
    /// The newest committed entry that this room knows.
    seq: i64,
    document: Document,
    index: Index,
    /// To whom the Yjs client ids belong.
    owners: HashMap<u64, Option<ParticipantId>>,
    identities: Identities,
    /// About how long the text is when encoded.
    text_bytes: usize,
    seats: HashMap<ConnectionId, Seat>,
    board: Board,
    tick_at: Option<Instant>,
    renew_at: Instant,
    /// The newest ticket given, and the newest committed one.
    taken: Ticket,
    committed: Ticket,
    pending: VecDeque<Taken>,
    pending_bytes: usize,
    /// Time spent in the gate since the last commit.
    in_gate: Duration,
    /// How many of `pending` the journal has, and where its answer comes.
    in_flight: Option<(usize, oneshot::Receiver<Outcome>)>,
    answers: VecDeque<(Ticket, Answer)>,
    /// Committed and not yet shown.
    gathered: Vec<Taken>,
    show_at: Option<Instant>,
    /// What has been shown: the clock of each Yjs client.
    shown: BTreeMap<u64, u32>,
    /// The whole text encoded, with the newest ticket in it.
    encoded: Option<(Ticket, Bytes)>,
    read_only: Option<ReadOnlyReason>,
    checkpoints: checkpoint::Keeper,
    life: Life,
    idle_since: Instant,
}

impl Room {
    fn new(context: Arc<Context>, draft: DraftId, loaded: Loaded) -> Self {
        let now = Instant::now();
        let mut room = Self {
            draft,
            generation: loaded.generation,
            rules: loaded.rules,
            locked: BTreeSet::new(),
            seq: loaded.seq,
            identities: Identities::of(&loaded.document),
            shown: loaded.index.state_vector().iter().collect(),
            document: loaded.document,
            index: loaded.index,
            owners: loaded.owners,
            text_bytes: loaded.text_bytes,
            seats: HashMap::new(),
            board: Board::default(),
            tick_at: None,
            renew_at: now + RENEWAL,
            taken: Ticket(0),
            committed: Ticket(0),
            pending: VecDeque::new(),
            pending_bytes: 0,
            in_gate: Duration::ZERO,
            in_flight: None,
            answers: VecDeque::new(),
            gathered: Vec::new(),
            show_at: None,
            encoded: None,
            read_only: loaded.quarantined.then_some(ReadOnlyReason::Quarantined),
            checkpoints: checkpoint::Keeper::new(
                Arc::clone(&context),
                draft,
                loaded.generation,
                loaded.checkpoint_seq,
            ),
            context,
            life: Life::Open,
            idle_since: now,
        };
        room.find_locked();
        room
    }

    async fn run(mut self, mut commands: mpsc::Receiver<Command>) {
        metrics::gauge!("plenary_rooms").increment(1);
        if self.read_only.is_some() {
            metrics::gauge!("plenary_read_only_rooms").increment(1);
        }
        let mut away = self.context.journal.away();
        let mut turn = Vec::new();
        let mut closers = Vec::new();
        loop {
            let wake_at = self.wake_at();
            tokio::select! {
                count = commands.recv_many(&mut turn, COMMANDS_IN_A_TURN) => {
                    if count == 0 {
                        self.life = Life::Closing;
                    }
                    for command in turn.drain(..) {
                        self.obey(command, &mut closers).await;
                    }
                }
                outcome = decided(&mut self.in_flight) => self.decided(outcome).await,
                Ok(()) = away.changed() => self.tell_saving(),
                () = sleep_until(wake_at) => self.wake(Instant::now()),
            }
            self.submit().await;
            if self.has_ended() {
                break;
            }
        }
        self.end(commands).await;
        metrics::gauge!("plenary_rooms").decrement(1);
        for done in closers {
            done.send(()).ok(); // The closer may have lost patience.
        }
    }

    async fn obey(&mut self, command: Command, closers: &mut Vec<oneshot::Sender<()>>) {
        match command {
            Command::Join {
                connection,
                guest,
                speaks,
                outbox,
                reply,
            } => {
                self.look_up(guest.person.id).await;
                reply
                    .send(self.seat(connection, Seat::new(guest, speaks, outbox, self.taken)))
                    .ok(); // It may have gone already.
            }
            Command::RulesChanged => self.rules_changed().await,
            Command::Tell(notice) => self.tell(&notice),
            Command::Hold { reply } => self.hold(reply).await,
            Command::Hear { from, message } => self.hear(from, message).await,
            Command::CatchUp { from } => self.catch_up(from),
            Command::Leave { from } => self.leave(from),
            Command::Read { reply } => self.answer(Answer::Reading(reply, self.document.points())),
            Command::Close { done } => {
                self.life = Life::Closing;
                self.tell(&Notice::Closing {
                    message: "The server restarts; your changes are kept.".into(),
                });
                closers.push(done);
            }
        }
    }

    async fn hear(&mut self, from: ConnectionId, message: ClientMessage) {
        match message {
            ClientMessage::Hello(_) => {} // Said once, before joining; afterwards it changes nothing.
            ClientMessage::Step1(known) => self.bring_up_to_date(from, known.iter().collect()),
            ClientMessage::Step2(update) => self.edit(from, update, editing::Came::AsAnswer).await,
            ClientMessage::Update(update) => self.edit(from, update, editing::Came::ByItself).await,
            ClientMessage::Unreadable(code, message) => self.refuse(from, code, message),
            ClientMessage::Fence(n) => {
                let committed = self.committed;
                if let Some(seat) = self.seats.get_mut(&from) {
                    seat.fence(n);
                    if let Some(n) = seat.passed(committed) {
                        seat.outbox.control(wire::fenced(n, self.seq));
                    }
                }
            }
            ClientMessage::Presence(presence) => {
                self.board.place(from, presence);
                self.stir();
            }
            ClientMessage::Awareness(entries) => {
                if let Some(entry) = entries.first() {
                    self.board.hear_awareness(
                        from,
                        entry.client,
                        entry.clock,
                        entry.state.as_ref(),
                    );
                    self.stir();
                }
            }
            ClientMessage::QueryAwareness => {
                if let Some(seat) = self.seats.get_mut(&from) {
                    seat.knows_people = false;
                    self.stir();
                }
            }
        }
    }

    fn seat(&mut self, connection: ConnectionId, seat: Seat) -> Result<(), JoinError> {
        if self.life != Life::Open {
            return Err(JoinError::Ended);
        }
        let limit = self.context.limits.room_connections;
        if self.seats.len() >= limit {
            return Err(JoinError::Full { limit });
        }
        if self.rules.may(Action::Read, seat.person.id).is_err() {
            return Err(JoinError::NotAllowed);
        }
        if seat.speaks == Speaks::Plenary {
            seat.outbox
                .control(wire::hello(&self.hello(connection, &seat.person)));
            if let Some(reason) = self.read_only {
                seat.outbox.control(wire::notice(&Notice::read_only(
                    reason,
                    &self.context.limits,
                )));
            }
            if self.context.journal.is_away() {
                seat.outbox.control(wire::notice(&Notice::degraded()));
            }
        }
        seat.outbox
            .control(wire::sync_step_1(&self.index.state_vector().encode()));
        self.board.enter(connection, seat.person.clone());
        self.seats.insert(connection, seat);
        self.stir();
        Ok(())
    }

    fn hello(&self, connection: ConnectionId, person: &Person) -> Hello {
        let limits = &self.context.limits;
        Hello {
            protocol: wire::PROTOCOL,
            schema: schema::SCHEMA,
            draft: self.draft,
            generation: self.generation,
            seq: self.seq,
            connection: connection.to_string(),
            participant: HelloParticipant {
                id: person.id,
                name: person.name.to_string(),
                city: person.city.to_string(),
            },
            writable: self.read_only.is_none(),
            may: self.rules.all(person.id),
            typing: self.rules.may(Action::Type, person.id).err(),
            heartbeat_ms: u64::try_from(limits.heartbeat.as_millis()).unwrap_or(u64::MAX),
            max_update_bytes: limits.update_bytes,
        }
    }

    fn leave(&mut self, connection: ConnectionId) {
        if self.seats.remove(&connection).is_some() {
            self.board.leave(connection);
            self.stir();
            self.idle_since = Instant::now();
        }
    }

    /// Says something to every connection that understands it.
    fn tell(&self, notice: &Notice) {
        let frame = wire::notice(notice);
        for seat in self
            .seats
            .values()
            .filter(|seat| seat.speaks == Speaks::Plenary)
        {
            seat.outbox.control(frame.clone());
        }
    }

    fn tell_saving(&self) {
        self.tell(&if self.context.journal.is_away() {
            Notice::degraded()
        } else {
            Notice::saved()
        });
    }

    /// Something about who is where changed: there will be a tick.
    fn stir(&mut self) {
        let tick_at = Instant::now() + self.board.tick_length();
        self.tick_at.get_or_insert(tick_at);
    }

    /// When the room must look after something although nobody says anything.
    fn wake_at(&self) -> Instant {
        let is_idle = self.seats.is_empty() && self.is_clean();
        let idle_at = is_idle.then(|| self.idle_since + self.context.limits.idle_room);
        // Other rooms can free the budget that this one waits for.
        let is_waiting = self.read_only == Some(ReadOnlyReason::CannotSave);
        let retry_at = is_waiting.then(|| Instant::now() + BUDGET_CHECK);
        let wakes = [self.show_at, self.tick_at, idle_at, retry_at];
        wakes
            .into_iter()
            .flatten()
            .fold(self.renew_at, Instant::min)
    }

    /// Whether everything that was taken is committed.
    fn is_clean(&self) -> bool {
        self.pending.is_empty() && self.in_flight.is_none()
    }

    fn wake(&mut self, now: Instant) {
        if self.show_at.is_some_and(|at| at <= now) {
            self.show();
        }
        if self.tick_at.is_some_and(|at| at <= now) {
            self.tick();
        }
        if self.renew_at <= now {
            self.renew_at = now + RENEWAL;
            self.renew();
            self.end_expired();
        }
        self.turn_writable();
        let idle_at = self.idle_since + self.context.limits.idle_room;
        if self.seats.is_empty() && self.is_clean() && idle_at <= now && self.life == Life::Open {
            self.life = Life::Closing;
        }
    }

    /// Tells everyone what changed about who is where.
    fn tick(&mut self) {
        self.tick_at = None;
        let tick = self.board.tick(self.seats.values().map(Seat::audience));
        for (connection, seat) in &mut self.seats {
            let people = tick.people(seat.audience());
            let point = self
                .board
                .point_of(*connection)
                .filter(|_| seat.speaks == Speaks::Plenary);
            let carets = point.and_then(|point| tick.carets(point));
            let mut frames = people.chain(carets);
            seat.knows_people = frames.all(|frame| seat.outbox.presence(frame));
        }
    }

    /// Shows everyone to the stock clients again.
    fn renew(&mut self) {
        let mut stock = self
            .seats
            .values_mut()
            .filter(|seat| seat.speaks == Speaks::Yjs)
            .peekable();
        if stock.peek().is_none() {
            return;
        }
        for seat in stock {
            seat.knows_people = false;
        }
        self.board.renew();
        self.stir();
    }

    fn has_ended(&self) -> bool {
        match self.life {
            Life::Open => false,
            Life::Closing => self.is_clean(),
            Life::Ended(..) => true,
        }
    }

    /// Takes leave of everyone. What is not committed stays with its authors, who were never told that it is saved.
    async fn end(mut self, mut commands: mpsc::Receiver<Command>) {
        self.context.forget(self.draft);
        commands.close();
        self.show();
        let (closing, reason) = match self.life {
            Life::Ended(closing, reason) => (closing, reason),
            Life::Open | Life::Closing => (Closing::Restart, "the server restarts"),
        };
        for seat in self.seats.values() {
            seat.outbox.close(closing, reason);
        }
        self.context.journal.remove_waiting(self.pending_bytes);
        self.context.journal.note_waiting(self.draft, None);
        if self.read_only.is_some() {
            metrics::gauge!("plenary_read_only_rooms").decrement(1);
        }
        while let Some(command) = commands.recv().await {
            if let Command::Join { reply, .. } = command {
                reply.send(Err(JoinError::Ended)).ok(); // It may have gone already.
            }
        }
        if let Err(err) = self.checkpoints.finish(self.seq).await {
            warn!(draft.id = %self.draft, %err, "no checkpoint at the end of a room; the journal has everything");
        }
        info!(draft.id = %self.draft, seq = self.seq, "room ended");
    }
}

/// The journal's answer, when one is awaited.
async fn decided(in_flight: &mut Option<(usize, oneshot::Receiver<Outcome>)>) -> Outcome {
    match in_flight {
        // The journal answers everything it was handed; it ends only after its last handle, which the room holds.
        Some((_, outcome)) => outcome.await.unwrap_or(Outcome::Impossible),
        None => std::future::pending().await,
    }
}
