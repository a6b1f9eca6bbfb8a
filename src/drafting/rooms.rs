//! All rooms of this server: each is opened once, however many arrive at nine o'clock.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

use sqlx::PgPool;
use tokio::sync::OnceCell;
use tokio::time::Instant;
use tracing::info;
use uuid::Uuid;

use super::journal::Journal;
use super::limits::Limits;
use super::opening::{self, LoadError};
use super::room::{Held, HoldError, Reading, RoomHandle};
use super::wire::Notice;
use crate::clock::Clock;
use crate::negotiation::DraftId;

/// Why a room could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The draft could not be loaded.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// What waits cannot be committed now.
    #[error("the draft cannot be saved at this moment; try again when it can")]
    CannotSave,
    /// The server is stopping.
    #[error("the server is stopping; try again in a moment")]
    Stopping,
}

/// What every room needs.
pub struct Context {
    /// PostgreSQL, for loading; changes go through the journal.
    pub db: PgPool,
    /// Commits changes.
    pub journal: Journal,
    /// Tells the time.
    pub clock: Clock,
    /// How much of everything there may be.
    pub limits: Limits,
    /// This process, in notes to those after it.
    pub process: Uuid,
    open: Mutex<HashMap<DraftId, Arc<OnceCell<RoomHandle>>>>,
    is_stopping: AtomicBool,
}

impl Context {
    fn open(&self) -> MutexGuard<'_, HashMap<DraftId, Arc<OnceCell<RoomHandle>>>> {
        self.open
            .lock()
            .expect("no code panics while it holds this lock")
    }

    /// Removes a room that ends; only then can another one take its place.
    pub(super) fn forget(&self, draft: DraftId) {
        self.open().remove(&draft);
    }
}

/// A handle to all rooms of this server.
#[derive(Clone)]
pub struct Rooms {
    pub(super) context: Arc<Context>,
}

impl Rooms {
    /// No rooms yet.
    pub fn new(db: PgPool, journal: Journal, clock: Clock, limits: Limits) -> Self {
        Self {
            context: Arc::new(Context {
                db,
                journal,
                clock,
                limits,
                process: Uuid::now_v7(),
                open: Mutex::default(),
                is_stopping: AtomicBool::new(false),
            }),
        }
    }

    /// The room of a draft, loaded if it is not. Many who ask at once wait for one loading.
    ///
    /// # Errors
    /// When there is no such draft or it cannot be loaded now.
    pub async fn room(&self, draft: DraftId) -> Result<RoomHandle, OpenError> {
        if self.context.is_stopping.load(Ordering::Acquire) {
            return Err(OpenError::Stopping);
        }
        let cell = Arc::clone(self.context.open().entry(draft).or_default());
        let opened = cell
            .get_or_try_init(|| async {
                let began = Instant::now();
                let loaded = opening::load(&self.context, draft).await?;
                metrics::histogram!("plenary_load_seconds").record(began.elapsed());
                info!(draft.id = %draft, seq = loaded.seq, quarantined = loaded.quarantined, "room opened");
                Ok(RoomHandle::start(Arc::clone(&self.context), draft, loaded))
            })
            .await;
        opened
            .cloned()
            .inspect_err(|_: &LoadError| self.drop_failed(draft, &cell))
            .map_err(OpenError::from)
    }

    /// The committed words of a draft.
    ///
    /// # Errors
    /// When there is no such draft or it cannot be loaded now.
    pub async fn read(&self, draft: DraftId) -> Result<Reading, OpenError> {
        loop {
            if let Some(reading) = self.room(draft).await?.read().await {
                return Ok(reading);
            }
            tokio::task::yield_now().await; // The room has just ended; it is being forgotten.
        }
    }

    /// Has a draft stand still for a decision; see [`Held`].
    ///
    /// # Errors
    /// When there is no such draft, it cannot be loaded, or what waits cannot be committed.
    pub async fn hold(&self, draft: DraftId) -> Result<Held, OpenError> {
        loop {
            match self.room(draft).await?.hold().await {
                Ok(held) => return Ok(held),
                Err(HoldError::Ended) => tokio::task::yield_now().await, // It is being forgotten.
                Err(HoldError::CannotSave) => return Err(OpenError::CannotSave),
            }
        }
    }

    /// Something was decided about these drafts: their rooms, if they are open, read the rules anew.
    pub async fn rules_changed(&self, drafts: impl IntoIterator<Item = DraftId>) {
        for draft in drafts {
            let cell = self.context.open().get(&draft).cloned();
            if let Some(room) = cell.as_ref().and_then(|cell| cell.get()) {
                room.rules_changed().await;
            }
        }
    }

    /// The suggestions to a draft changed: its room, if it is open, tells its connections.
    pub async fn suggestions_changed(&self, draft: DraftId) {
        let cell = self.context.open().get(&draft).cloned();
        if let Some(room) = cell.as_ref().and_then(|cell| cell.get()) {
            room.tell(Notice::Suggestions).await;
        }
    }

    /// How much of everything there may be.
    pub fn limits(&self) -> &Limits {
        &self.context.limits
    }

    /// The journal behind the rooms.
    pub fn journal(&self) -> &Journal {
        &self.context.journal
    }

    /// Closes all rooms: each commits what it has and takes leave of its connections.
    pub async fn close(&self) {
        self.context.is_stopping.store(true, Ordering::Release);
        let rooms: Vec<RoomHandle> = self
            .context
            .open()
            .values()
            .filter_map(|cell| cell.get().cloned())
            .collect();
        futures_util::future::join_all(rooms.iter().map(RoomHandle::close)).await;
    }

    fn drop_failed(&self, draft: DraftId, cell: &Arc<OnceCell<RoomHandle>>) {
        let mut open = self.context.open();
        if open
            .get(&draft)
            .is_some_and(|held| Arc::ptr_eq(held, cell) && !held.initialized())
        {
            open.remove(&draft);
        }
    }
}
