//! How others speak to a room.

use std::sync::Arc;

use tokio::sync::{mpsc, oneshot};

use super::{Room, Speaks};
use crate::conference::ConferenceId;
use crate::drafting::client_message::ClientMessage;
use crate::drafting::opening::Loaded;
use crate::drafting::rooms::Context;
use crate::drafting::text::Point;
use crate::drafting::{ConnectionId, Outbox};
use crate::negotiation::DraftId;
use crate::people::Person;

/// Commands that may wait for a room; whoever sends more waits.
const COMMANDS: usize = 1_024;

/// The words of a draft at a moment.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The draft's generation.
    pub generation: i32,
    /// The newest journal entry when they were read; everything in them is committed.
    pub seq: i64,
    /// The points of the outline in their order.
    pub points: Arc<[Point]>,
}

/// Why a connection could not join a room.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum JoinError {
    /// There are as many connections as there may be.
    #[error("this draft has as many connections as it may have ({limit}); try again in a minute")]
    Full {
        /// How many there may be.
        limit: usize,
    },
    /// The room has just ended; another one can be opened.
    #[error("the room has ended; try again")]
    Ended,
}

/// A message to a room.
pub(super) enum Command {
    Join {
        connection: ConnectionId,
        person: Person,
        speaks: Speaks,
        outbox: Arc<Outbox>,
        reply: oneshot::Sender<Result<(), JoinError>>,
    },
    Hear {
        from: ConnectionId,
        message: ClientMessage,
    },
    CatchUp {
        from: ConnectionId,
    },
    Leave {
        from: ConnectionId,
    },
    Read {
        reply: oneshot::Sender<Reading>,
    },
    Close {
        done: oneshot::Sender<()>,
    },
}

/// A handle to a room.
#[derive(Clone, Debug)]
pub struct RoomHandle {
    commands: mpsc::Sender<Command>,
    conference: ConferenceId,
    generation: i32,
}

impl RoomHandle {
    /// Starts a room with a text that was just loaded.
    pub(in crate::drafting) fn start(
        context: Arc<Context>,
        draft: DraftId,
        loaded: Loaded,
    ) -> Self {
        let (commands, inbox) = mpsc::channel(COMMANDS);
        let handle = Self {
            commands,
            conference: loaded.conference,
            generation: loaded.generation,
        };
        tokio::spawn(Room::new(context, draft, loaded).run(inbox));
        handle
    }

    /// The conference that this draft belongs to.
    pub fn conference(&self) -> ConferenceId {
        self.conference
    }

    /// The generation of the draft that this room holds.
    pub fn generation(&self) -> i32 {
        self.generation
    }

    /// Whether the room has ended.
    pub fn has_ended(&self) -> bool {
        self.commands.is_closed()
    }

    /// Takes a connection in: from now on the room writes to its outbox.
    ///
    /// # Errors
    /// When the room is full or has ended.
    pub async fn join(
        &self,
        connection: ConnectionId,
        person: Person,
        speaks: Speaks,
        outbox: Arc<Outbox>,
    ) -> Result<(), JoinError> {
        let (reply, answer) = oneshot::channel();
        self.commands
            .send(Command::Join {
                connection,
                person,
                speaks,
                outbox,
                reply,
            })
            .await
            .map_err(|_| JoinError::Ended)?;
        answer.await.map_err(|_| JoinError::Ended)?
    }

    /// Passes on what a connection said. Waits while the room is busy, so that the client feels it.
    pub async fn hear(&self, from: ConnectionId, message: ClientMessage) {
        self.commands
            .send(Command::Hear { from, message })
            .await
            .ok(); // An ended room has closed the outbox.
    }

    /// A connection has written all that waited, and wants what it was not sent meanwhile.
    pub async fn catch_up(&self, from: ConnectionId) {
        self.commands.send(Command::CatchUp { from }).await.ok();
    }

    /// A connection is gone.
    pub async fn leave(&self, from: ConnectionId) {
        self.commands.send(Command::Leave { from }).await.ok();
    }

    /// The committed words; `None` if the room has ended.
    pub async fn read(&self) -> Option<Reading> {
        let (reply, answer) = oneshot::channel();
        self.commands.send(Command::Read { reply }).await.ok()?;
        answer.await.ok()
    }

    /// Takes no more changes, commits what it has, closes all connections, and ends.
    pub async fn close(&self) {
        let (done, closed) = oneshot::channel();
        if self.commands.send(Command::Close { done }).await.is_ok() {
            closed.await.ok(); // An error means that it ended by itself.
        }
    }
}
