//! The live draft: rooms, the gate before them, and the journal behind them.
//!
//! ```text
//! socket → scan → room (index, text) → journal (group commit) → acknowledge + fan out
//! ```
//!
//! A change is committed before its author is told "saved" and before anyone else sees it. The [`scan`] keeps from yrs
//! whatever could harm it; a [`room`] owns one draft and is the only one to touch its text; the [`journal`] is the truth,
//! and what a room holds in memory is a cache of it.

use std::fmt;

use crate::conference::{SessionId, Translations};
use crate::negotiation::{DraftId, DraftStatus};

pub mod checkpoint;
pub mod client_message;
pub mod gate;
mod identities;
pub mod journal;
pub mod limits;
pub mod opening;
pub mod outbox;
pub mod presence;
pub mod room;
pub mod rooms;
pub mod rules;
pub mod scan;
pub mod schema;
pub mod store;
pub mod text;
pub mod wire;

pub use client_message::ClientMessage;
use identities::Identities;
pub use journal::Journal;
pub use limits::Limits;
pub use outbox::{Next, Outbox};
pub use room::{Guest, Held, HoldError, JoinError, Reading, RoomHandle, Speaks};
pub use rooms::{OpenError, Rooms};
pub use rules::Rules;

/// A session's text under one symbol. Its words are in the journal.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// Its identity.
    pub id: DraftId,
    /// The session that writes it.
    pub session: SessionId,
    /// That session's number.
    pub session_number: i32,
    /// Its unique mark, such as `ICLC/2013/S2/L.1/Rev.1`.
    pub symbol: String,
    /// Its title.
    pub title: Translations,
    /// The language it is written in.
    pub language: String,
    /// Where it stands.
    pub status: DraftStatus,
    /// Clients of an older generation never merge into a newer one.
    pub generation: i32,
    /// The sequence number of its newest journal entry.
    pub seq: i64,
    /// Whether its journal cannot be loaded whole.
    pub quarantined: bool,
}

/// Names a connection on this server, for as long as the server runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ConnectionId(pub u64);

impl fmt::Display for ConnectionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
