//! What a room remembers of one connection.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use tokio::time::Instant;

use super::{Guest, Ticket};
use crate::drafting::Outbox;
use crate::drafting::presence::Audience;
use crate::people::{Person, SignInId};

/// Which messages a connection understands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Speaks {
    /// Everything in `docs/protocol.md`.
    Plenary,
    /// Only what `y-websocket` knows.
    Yjs,
}

/// How the changes of a connection are taken.
#[derive(Debug, PartialEq, Eq)]
pub enum Standing {
    /// As they come.
    Heard,
    /// Some were passed over; its next sync step 2 holds all of them. Counts how often it was asked.
    Asked(u8),
    /// One was refused, so that its Yjs client id is used up; nothing more is taken.
    Refused,
}

/// A connection in a room.
pub struct Seat {
    /// Who is behind it.
    pub person: Person,
    /// By which sign-in.
    pub sign_in: SignInId,
    /// When the sign-in ends by itself.
    pub expires_at: DateTime<Utc>,
    /// Which messages it understands.
    pub speaks: Speaks,
    /// What waits to be written to it.
    pub outbox: Arc<Outbox>,
    /// How its changes are taken.
    pub standing: Standing,
    /// It is sent what is committed after this ticket; `None` until it asked for the text.
    pub receives_after: Option<Ticket>,
    /// What it had when it was too slow to be sent more.
    pub behind_since: Option<BTreeMap<u64, u32>>,
    /// The ticket of its newest change.
    pub newest: Ticket,
    /// Whether it was told who is here.
    pub knows_people: bool,
    fences: VecDeque<Fence>,
}

/// A question whether everything before it is committed.
struct Fence {
    n: u64,
    /// The newest change before it; `None` while some were passed over.
    waits_for: Option<Ticket>,
    since: Instant,
}

/// Fences of one connection that may wait at once.
const FENCES: usize = 10_000;

impl Seat {
    /// A seat for a connection that has said nothing yet. Its first fence waits for everything taken so far: an
    /// earlier connection of the same author may have sent some of it.
    pub fn new(guest: Guest, speaks: Speaks, outbox: Arc<Outbox>, taken: Ticket) -> Self {
        Self {
            person: guest.person,
            sign_in: guest.sign_in,
            expires_at: guest.expires_at,
            speaks,
            outbox,
            standing: Standing::Heard,
            receives_after: None,
            behind_since: None,
            newest: taken,
            knows_people: false,
            fences: VecDeque::new(),
        }
    }

    /// With whom it hears the same of who is here.
    pub fn audience(&self) -> Audience {
        match (self.speaks, self.knows_people) {
            (Speaks::Plenary, true) => Audience::Ours,
            (Speaks::Plenary, false) => Audience::OursNew,
            (Speaks::Yjs, true) => Audience::Stock,
            (Speaks::Yjs, false) => Audience::StockNew,
        }
    }

    /// Notes a fence: it waits for the newest change before it, or for what was passed over.
    pub fn fence(&mut self, n: u64) {
        if self.standing == Standing::Refused {
            return;
        }
        if self.fences.len() >= FENCES {
            self.fences.pop_back(); // The new fence waits for everything that the one before it waited for.
        }
        let waits_for = (self.standing == Standing::Heard).then_some(self.newest);
        self.fences.push_back(Fence {
            n,
            waits_for,
            since: Instant::now(),
        });
    }

    /// Everything that was passed over has come: the fences after it wait for the newest change.
    pub fn heard_all(&mut self) {
        self.standing = Standing::Heard;
        for fence in &mut self.fences {
            fence.waits_for.get_or_insert(self.newest);
        }
    }

    /// The highest fence before which everything is committed, taken off the list.
    pub fn passed(&mut self, committed: Ticket) -> Option<u64> {
        let mut highest = None;
        let is_passed =
            |fence: &mut Fence| fence.waits_for.is_some_and(|ticket| ticket <= committed);
        while let Some(fence) = self.fences.pop_front_if(is_passed) {
            metrics::histogram!("plenary_fence_seconds").record(fence.since.elapsed());
            highest = Some(fence.n);
        }
        highest
    }
}
