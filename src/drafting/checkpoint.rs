//! Checkpoints: the encoded text at a point of the journal, so that opening a draft need not replay everything.
//!
//! A checkpoint is made on a copy of its own, replayed from the journal, and stored only after its bytes were read back and
//! found equal. It is derived: one that cannot be made costs time at the next opening, never words. The distance to the next one
//! grows with the journal, so that all of them together cost no more than the journal's length.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use sha2::{Digest, Sha256};
use tokio::task::JoinHandle;
use tracing::{debug, warn};

use super::opening::{self, Built};
use super::rooms::Context;
use super::scan::{DraftLimits, Index};
use super::store::{self, Checkpoint};
use super::text::Document;
use crate::negotiation::DraftId;

/// Entries after a checkpoint that make another one worth while when a room ends.
const WORTH_AT_THE_END: i64 = 100;

/// Keeps the checkpoints of one room.
pub struct Keeper {
    job: Arc<Job>,
    running: Option<JoinHandle<()>>,
}

struct Job {
    context: Arc<Context>,
    draft: DraftId,
    generation: i32,
    /// The newest checkpoint.
    newest: AtomicI64,
}

impl Keeper {
    /// A keeper for a room whose newest checkpoint is at `newest`; 0 for none.
    pub fn new(context: Arc<Context>, draft: DraftId, generation: i32, newest: i64) -> Self {
        let job = Job {
            context,
            draft,
            generation,
            newest: AtomicI64::new(newest),
        };
        Self {
            job: Arc::new(job),
            running: None,
        }
    }

    /// Makes a checkpoint in the background if the journal has grown enough, one at a time.
    pub fn consider(&mut self, seq: i64) {
        let newest = self.job.newest.load(Ordering::Relaxed);
        let distance = self.job.context.limits.checkpoint_entries.max(newest / 2);
        let is_running = self
            .running
            .as_ref()
            .is_some_and(|running| !running.is_finished());
        if seq - newest < distance || is_running {
            return;
        }
        let job = Arc::clone(&self.job);
        self.running = Some(tokio::spawn(async move {
            if let Err(err) = job.make(seq).await {
                warn!(draft.id = %job.draft, seq, %err, "could not make a checkpoint; the journal has everything");
            }
        }));
    }

    /// Waits for a checkpoint under way, and makes a last one when a room ends, if it is worth while.
    ///
    /// # Errors
    /// When it could not be made or stored.
    pub async fn finish(self, seq: i64) -> anyhow::Result<()> {
        if let Some(running) = self.running {
            running.await.ok(); // It has said itself what went wrong.
        }
        if seq - self.job.newest.load(Ordering::Relaxed) < WORTH_AT_THE_END {
            return Ok(());
        }
        self.job.make(seq).await
    }
}

impl Job {
    async fn make(&self, seq: i64) -> anyhow::Result<()> {
        let start =
            opening::newest_checkpoint(&self.context, self.draft, self.generation, seq).await?;
        let built = opening::replay(&self.context, self.draft, self.generation, start, seq).await?;
        let checkpoint = tokio::task::spawn_blocking({
            let limits = self.context.limits.draft;
            move || verified(&built, limits)
        })
        .await??;
        let mut db = self.context.db.acquire().await?;
        store::add_checkpoint(
            &mut db,
            self.draft,
            self.generation,
            &checkpoint,
            self.context.clock.now(),
        )
        .await?;
        self.newest.store(seq, Ordering::Relaxed);
        debug!(draft.id = %self.draft, seq, bytes = checkpoint.state.len(), "checkpoint");
        Ok(())
    }
}

/// The checkpoint of a text, once its bytes were read back and found equal.
fn verified(built: &Built, limits: DraftLimits) -> anyhow::Result<Checkpoint> {
    let state = built.document.encode();
    let index = Index::load(&state, limits)?;
    anyhow::ensure!(
        index.state_vector() == built.index.state_vector(),
        "the checkpoint has another state vector"
    );
    anyhow::ensure!(
        index.delete_set() == built.index.delete_set(),
        "the checkpoint has another delete set"
    );
    let mut copy = Document::new();
    copy.apply([&*state])?;
    anyhow::ensure!(
        copy.points() == built.document.points(),
        "the checkpoint has other words"
    );
    let state_sha256 = Sha256::digest(&state).to_vec();
    Ok(Checkpoint {
        seq: built.seq,
        state,
        state_sha256,
    })
}
