//! How much of everything there may be.

use std::time::Duration;

use super::scan::{DraftLimits, ScanLimits};

/// Pieces of text in an answer to sync step 1.
const RESYNC_STRUCTS: usize = 200_000;

/// The limits of rooms and connections; every one is a setting.
#[derive(Clone, Debug)]
pub struct Limits {
    /// The longest update or frame taken from a client, in bytes.
    pub update_bytes: usize,
    /// The longest answer to the server's question for everything it lacks: what was written offline comes at once.
    pub resync_bytes: usize,
    /// What a draft may hold.
    pub draft: DraftLimits,
    /// The greatest size of a draft's state, in bytes; beyond it the draft is read-only.
    pub draft_bytes: usize,
    /// Connections per room.
    pub room_connections: usize,
    /// Connections per participant, over all rooms of this server.
    pub participant_connections: usize,
    /// Document bytes waiting for one connection before it is brought up to date by one update instead.
    pub outbox_bytes: usize,
    /// Updates per second that one connection is read at; a faster one is slowed down, not cut off.
    pub updates_per_second: u32,
    /// Uncommitted bytes per room before it turns read-only.
    pub room_waiting_bytes: usize,
    /// Uncommitted bytes of all rooms before they turn read-only.
    pub waiting_bytes: usize,
    /// From how many connections on what was committed is gathered for `window` before it is sent.
    pub large_room: usize,
    /// How long a large room gathers.
    pub window: Duration,
    /// How long a room without connections stays loaded.
    pub idle_room: Duration,
    /// How often a connection gets some frame.
    pub heartbeat: Duration,
    /// How long a connection may take nothing, or send nothing, before it is closed.
    pub stall: Duration,
    /// Journal entries after a checkpoint before the next one is made; more for a long journal.
    pub checkpoint_entries: i64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            update_bytes: 1 << 20,
            resync_bytes: 8 << 20,
            draft: DraftLimits::default(),
            draft_bytes: 20 << 20,
            room_connections: 2_000,
            participant_connections: 24,
            outbox_bytes: 256 << 10,
            updates_per_second: 200,
            room_waiting_bytes: 8 << 20,
            waiting_bytes: 32 << 20,
            large_room: 50,
            window: Duration::from_millis(20),
            idle_room: Duration::from_secs(60),
            heartbeat: Duration::from_secs(15),
            stall: Duration::from_secs(60),
            checkpoint_entries: 2_000,
        }
    }
}

impl Limits {
    /// The limits of one update.
    pub fn of_an_update(&self) -> ScanLimits {
        ScanLimits {
            max_bytes: self.update_bytes,
            ..ScanLimits::default()
        }
    }

    /// The limits of an answer to the server's sync step 1.
    pub fn of_a_resync(&self) -> ScanLimits {
        ScanLimits {
            max_bytes: self.resync_bytes,
            max_structs: RESYNC_STRUCTS,
            ..ScanLimits::default()
        }
    }
}
