//! The sockets of this server: how many each participant has, and what waits for them.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

use super::Problem;
use crate::drafting::{ConnectionId, Limits, Outbox};
use crate::people::ParticipantId;

/// The connections of this server.
#[derive(Default)]
pub struct Connections {
    newest: AtomicU64,
    open: Mutex<Open>,
    is_stopping: AtomicBool,
}

#[derive(Default)]
struct Open {
    per_participant: HashMap<ParticipantId, usize>,
    outboxes: HashMap<ConnectionId, Arc<Outbox>>,
}

impl Connections {
    /// A place for one more connection of a participant; given back when it is dropped.
    ///
    /// # Errors
    /// When they have as many as they may.
    pub fn take(
        self: &Arc<Self>,
        participant: ParticipantId,
        limits: &Limits,
    ) -> Result<Place, Problem> {
        let mut open = self.open();
        let limit = limits.participant_connections;
        let count = open.per_participant.entry(participant).or_default();
        if *count >= limit {
            let detail = format!(
                "You have {limit} drafts open already, the most there may be. Close another tab."
            );
            return Err(Problem::too_many_connections(detail));
        }
        *count += 1;
        let id = ConnectionId(self.newest.fetch_add(1, Ordering::Relaxed) + 1);
        let outbox = Arc::new(Outbox::new(limits.outbox_bytes));
        open.outboxes.insert(id, Arc::clone(&outbox));
        drop(open);
        metrics::gauge!("plenary_connections").increment(1);
        Ok(Place {
            connections: Arc::clone(self),
            participant,
            id,
            outbox,
        })
    }

    /// Document bytes that wait to be written, over all connections.
    pub fn waiting_bytes(&self) -> usize {
        self.open()
            .outboxes
            .values()
            .map(|outbox| outbox.waiting_bytes())
            .sum()
    }

    /// Takes no new connections from now on.
    pub fn stop(&self) {
        self.is_stopping.store(true, Ordering::Relaxed);
    }

    /// Whether no new connections are taken.
    pub fn is_stopping(&self) -> bool {
        self.is_stopping.load(Ordering::Relaxed)
    }

    fn open(&self) -> MutexGuard<'_, Open> {
        self.open
            .lock()
            .expect("no code panics while it holds this lock")
    }
}

/// One of the connections that a participant may have; given back when dropped.
pub struct Place {
    connections: Arc<Connections>,
    participant: ParticipantId,
    /// The connection's name on this server.
    pub id: ConnectionId,
    /// What waits for it.
    pub outbox: Arc<Outbox>,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = self.connections.open();
        open.outboxes.remove(&self.id);
        if let Some(count) = open.per_participant.get_mut(&self.participant) {
            *count -= 1;
            if *count == 0 {
                open.per_participant.remove(&self.participant);
            }
        }
        drop(open);
        metrics::gauge!("plenary_connections").decrement(1);
    }
}
