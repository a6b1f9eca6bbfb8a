//! How others speak to a room.

use std::sync::Arc;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use rand::RngExt;
use tokio::sync::{mpsc, oneshot};

use super::{Room, Speaks};
use crate::drafting::client_message::ClientMessage;
use crate::drafting::journal::Entry;
use crate::drafting::opening::Loaded;
use crate::drafting::rooms::Context;
use crate::drafting::text::{Document, Edit, EditError, Point};
use crate::drafting::wire::Notice;
use crate::drafting::{ConnectionId, Outbox};
use crate::negotiation::DraftId;
use crate::people::{ParticipantId, Person, SignInId};

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

/// Somebody who wants to join, with the sign-in that says who it is.
#[derive(Clone, Debug)]
pub struct Guest {
    /// Who it is.
    pub person: Person,
    /// By which sign-in.
    pub sign_in: SignInId,
    /// When the sign-in ends by itself.
    pub expires_at: DateTime<Utc>,
}

/// A draft that stands still: everything taken is committed, and nothing is taken until this is dropped, for at most some
/// seconds. Whatever was decided meanwhile is in force when the room goes on.
#[derive(Debug)]
pub struct Held {
    /// The committed words.
    pub reading: Reading,
    /// The number of the rules in force.
    pub rules: i64,
    /// The text as one update (version 1), for changes that belong to a decision.
    pub(super) state: Bytes,
    /// The room goes on when this is dropped.
    #[expect(dead_code, reason = "only its end is heard")]
    pub(super) release: oneshot::Sender<()>,
}

impl Held {
    /// The journal entry with which somebody edits the text as part of the decision, after these entries of the same: to be
    /// appended in its transaction, after `reading.seq` and under `rules`. The words are theirs.
    ///
    /// # Errors
    /// When the words do not stand there.
    pub fn edit(
        &self,
        author: ParticipantId,
        after: &[Entry],
        edits: &[Edit],
    ) -> Result<Entry, EditError> {
        let client_id: u32 = rand::rng().random();
        let earlier = after.iter().map(|entry| &*entry.update);
        let update = Document::edit([&*self.state].into_iter().chain(earlier), client_id, edits)?;
        Ok(Entry {
            participant: Some(author),
            update: update.into(),
            new_clients: vec![client_id.into()],
        })
    }
}

/// Why a draft could not be held.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum HoldError {
    /// What waits cannot be committed now.
    #[error("the draft cannot be saved at this moment; try again when it can")]
    CannotSave,
    /// The room has just ended; another one can be opened.
    #[error("the room has ended; try again")]
    Ended,
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
    /// The participant may not read this draft.
    #[error(
        "you may not read this draft; ask the chair or the secretariat for a role in its session"
    )]
    NotAllowed,
    /// The room has just ended; another one can be opened.
    #[error("the room has ended; try again")]
    Ended,
}

/// A message to a room.
pub(super) enum Command {
    Join {
        connection: ConnectionId,
        guest: Guest,
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
    RulesChanged,
    Tell(Notice),
    Hold {
        reply: oneshot::Sender<Result<Held, HoldError>>,
    },
    Close {
        done: oneshot::Sender<()>,
    },
}

/// A handle to a room.
#[derive(Clone, Debug)]
pub struct RoomHandle {
    commands: mpsc::Sender<Command>,
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
            generation: loaded.generation,
        };
        tokio::spawn(Room::new(context, draft, loaded).run(inbox));
        handle
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
        guest: Guest,
        speaks: Speaks,
        outbox: Arc<Outbox>,
    ) -> Result<(), JoinError> {
        let (reply, answer) = oneshot::channel();
        self.commands
            .send(Command::Join {
                connection,
                guest,
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

    /// Has the draft stand still; see [`Held`].
    ///
    /// # Errors
    /// When what waits cannot be committed, or the room has ended.
    pub async fn hold(&self) -> Result<Held, HoldError> {
        let (reply, answer) = oneshot::channel();
        let sent = self.commands.send(Command::Hold { reply }).await;
        sent.map_err(|_| HoldError::Ended)?;
        answer.await.map_err(|_| HoldError::Ended)?
    }

    /// Something was decided: the room reads the rules anew and tells its connections. Answers at once.
    pub async fn rules_changed(&self) {
        self.commands.send(Command::RulesChanged).await.ok(); // A room opened later reads them anyway.
    }

    /// Tells all connections something. Answers at once.
    pub async fn tell(&self, notice: Notice) {
        self.commands.send(Command::Tell(notice)).await.ok(); // An ended room has nobody to tell.
    }

    /// Takes no more changes, commits what it has, closes all connections, and ends.
    pub async fn close(&self) {
        let (done, closed) = oneshot::channel();
        if self.commands.send(Command::Close { done }).await.is_ok() {
            closed.await.ok(); // An error means that it ended by itself.
        }
    }
}
