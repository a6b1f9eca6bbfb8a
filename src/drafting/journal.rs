//! The journal: commits what rooms hand it, several drafts in one statement.
//!
//! A few writers share the drafts between them. Each writes whatever is waiting, so that a batch grows with the load and
//! hardly needs a timer. While the database is away a writer keeps its batch and tries again until it is committed: a room hears
//! of its batch only when that is decided.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use bytes::Bytes;
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions, PgConnection};
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::{Instant, sleep_until, timeout};
use tracing::{info, warn};

use super::store;
use crate::clock::Clock;
use crate::negotiation::DraftId;
use crate::people::ParticipantId;

/// Batches that one statement takes.
const BATCHES_AT_ONCE: usize = 256;
/// Entries after which a statement takes no further batch.
const ENTRIES_AT_ONCE: usize = 2_000;
/// Batches that may wait for a writer; a room has one at a time, so this is a bound on busy rooms.
const WAITING: usize = 4_096;
/// The least time between two commits while several drafts wait for each: a transaction costs the database more than the
/// updates in it. A draft that is alone never waits.
const GATHER: Duration = Duration::from_millis(2);
/// How long a commit may take before the connection is given up.
const PATIENCE: Duration = Duration::from_secs(10);
/// The first and the longest pause between attempts.
const RETRY: (Duration, Duration) = (Duration::from_millis(50), Duration::from_secs(1));

/// An update to be committed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its author; `None` for the server itself.
    pub participant: Option<ParticipantId>,
    /// The update as its author sent it.
    pub update: Bytes,
    /// The Yjs client ids that it introduces, which belong to its author from now on.
    pub new_clients: Vec<u64>,
}

/// Consecutive updates of one draft.
#[derive(Clone, Debug)]
pub struct Batch {
    /// The draft.
    pub draft: DraftId,
    /// Its generation.
    pub generation: i32,
    /// The sequence number that the first entry follows.
    pub after_seq: i64,
    /// The rules that the entries were judged by.
    pub rules: i64,
    /// The updates in their order.
    pub entries: Vec<Entry>,
}

/// What became of a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is committed; the journal stands at `seq`.
    Committed {
        /// The sequence number of its last entry.
        seq: i64,
    },
    /// The draft's head is not where the batch expected it: something else was committed, or the rules changed.
    Moved,
    /// The database refuses this batch, and would again.
    Impossible,
}

struct Request {
    batch: Batch,
    done: oneshot::Sender<Outcome>,
}

/// A handle to the journal's writers.
#[derive(Clone)]
pub struct Journal {
    writers: Arc<[mpsc::Sender<Request>]>,
    away: watch::Receiver<usize>,
    waiting_bytes: Arc<AtomicUsize>,
    waiting_since: Arc<Mutex<HashMap<DraftId, Instant>>>,
}

impl Journal {
    /// Starts the writers. They end when the last handle is dropped and everything is committed.
    pub fn start(connect: &PgConnectOptions, writers: usize, clock: &Clock) -> Self {
        let (away_sender, away) = watch::channel(0);
        let away_sender = Arc::new(away_sender);
        let writers = (0..writers.max(1)).map(|_| {
            let (sender, requests) = mpsc::channel(WAITING);
            let writer = Writer {
                connect: connect.clone().disable_statement_logging(),
                connection: None,
                clock: clock.clone(),
                away: Arc::clone(&away_sender),
            };
            tokio::spawn(writer.run(requests));
            sender
        });
        Self {
            writers: writers.collect(),
            away,
            waiting_bytes: Arc::default(),
            waiting_since: Arc::default(),
        }
    }

    /// Hands a batch over; the answer comes when its fate is decided, however long the database is away.
    pub async fn append(&self, batch: Batch) -> oneshot::Receiver<Outcome> {
        let (done, outcome) = oneshot::channel();
        let writer = batch.draft.0.as_u128() % self.writers.len() as u128;
        let writer =
            &self.writers[usize::try_from(writer).expect("smaller than the number of writers")];
        // A writer ends only when all handles are gone, and we hold one.
        writer
            .send(Request { batch, done })
            .await
            .expect("the writer runs as long as there is a handle");
        outcome
    }

    /// How many writers cannot reach the database now; changes wake the receiver.
    pub fn away(&self) -> watch::Receiver<usize> {
        self.away.clone()
    }

    /// Whether the database is away.
    pub fn is_away(&self) -> bool {
        *self.away.borrow() > 0
    }

    /// The uncommitted bytes of all rooms.
    pub fn waiting_bytes(&self) -> usize {
        self.waiting_bytes.load(Ordering::Relaxed)
    }

    /// How long the oldest uncommitted change has waited.
    pub fn oldest_waits(&self) -> Duration {
        let oldest = self.waiting_since().values().min().copied();
        oldest.map(|since| since.elapsed()).unwrap_or_default()
    }

    /// Notes since when the oldest uncommitted change of a draft has waited; `None` if none does.
    pub fn note_waiting(&self, draft: DraftId, since: Option<Instant>) {
        match since {
            Some(since) => self.waiting_since().insert(draft, since),
            None => self.waiting_since().remove(&draft),
        };
    }

    fn waiting_since(&self) -> MutexGuard<'_, HashMap<DraftId, Instant>> {
        self.waiting_since
            .lock()
            .expect("no code panics while it holds this lock")
    }

    /// Counts bytes that a room has taken and not yet seen committed.
    pub fn add_waiting(&self, bytes: usize) {
        self.waiting_bytes.fetch_add(bytes, Ordering::Relaxed);
    }

    /// Takes back what was counted by [`Self::add_waiting`].
    pub fn remove_waiting(&self, bytes: usize) {
        self.waiting_bytes.fetch_sub(bytes, Ordering::Relaxed);
    }
}

struct Writer {
    connect: PgConnectOptions,
    connection: Option<PgConnection>,
    clock: Clock,
    away: Arc<watch::Sender<usize>>,
}

impl Writer {
    async fn run(mut self, mut requests: mpsc::Receiver<Request>) {
        let mut taken = Vec::new();
        let mut began = Instant::now();
        let mut is_busy = false;
        while let Some(first) = requests.recv().await {
            if is_busy {
                sleep_until(began + GATHER).await;
            }
            began = Instant::now();
            let mut entries = first.batch.entries.len();
            taken.push(first);
            while taken.len() < BATCHES_AT_ONCE && entries < ENTRIES_AT_ONCE {
                let Ok(next) = requests.try_recv() else { break };
                entries += next.batch.entries.len();
                taken.push(next);
            }
            is_busy = taken.len() > 1;
            let (batches, dones): (Vec<Batch>, Vec<_>) = taken
                .drain(..)
                .map(|request| (request.batch, request.done))
                .unzip();
            let outcomes = self.commit(&batches).await;
            for (done, outcome) in dones.into_iter().zip(outcomes) {
                done.send(outcome).ok(); // The room may be gone; the entries are safe.
            }
        }
    }

    /// Commits, trying again for as long as the database is away.
    async fn commit(&mut self, batches: &[Batch]) -> Vec<Outcome> {
        let began = Instant::now();
        let mut attempts = 0u32;
        let outcomes = loop {
            match self.attempt(batches).await {
                Ok(seqs) => break outcomes(batches, &seqs),
                Err(Failure::Refused(err)) if batches.len() > 1 => {
                    warn!(%err, drafts = batches.len(), "the database refused a commit of several drafts; committing each alone");
                    let mut outcomes = Vec::new();
                    for batch in batches {
                        outcomes.extend(Box::pin(self.commit(std::slice::from_ref(batch))).await);
                    }
                    break outcomes;
                }
                Err(Failure::Refused(err)) => {
                    warn!(draft.id = %batches[0].draft, %err, "the database refused a commit");
                    break vec![Outcome::Impossible];
                }
                Err(Failure::Away(err)) => {
                    if attempts == 0 {
                        self.away.send_modify(|away| *away += 1);
                    }
                    warn!(drafts = batches.len(), attempts, %err, "could not save; trying again");
                    tokio::time::sleep((RETRY.0 * 2u32.pow(attempts.min(5))).min(RETRY.1)).await;
                    attempts += 1;
                }
            }
        };
        if attempts > 0 {
            info!(attempts, "saving works again");
            self.away.send_modify(|away| *away -= 1);
        }
        let entries: usize = batches.iter().map(|batch| batch.entries.len()).sum();
        metrics::histogram!("plenary_commit_seconds").record(began.elapsed().as_secs_f64());
        #[expect(
            clippy::cast_precision_loss,
            reason = "a batch has some thousand entries"
        )]
        metrics::histogram!("plenary_commit_entries").record(entries as f64);
        outcomes
    }

    async fn attempt(&mut self, batches: &[Batch]) -> Result<BTreeMap<DraftId, i64>, Failure> {
        let appended = timeout(PATIENCE, async {
            let mut connection = match self.connection.take() {
                Some(connection) => connection,
                None => self.connect.connect().await?,
            };
            let appended = store::append(&mut connection, batches, self.clock.now()).await?;
            self.connection = Some(connection); // Kept only after a success: what failed is not used again.
            Ok::<_, sqlx::Error>(appended)
        });
        match appended.await {
            Ok(Ok(seqs)) => Ok(seqs),
            Ok(Err(err)) => Err(Failure::from(err)),
            Err(_) => Err(Failure::Away(sqlx::Error::PoolTimedOut)),
        }
    }
}

enum Failure {
    /// Trying again can help.
    Away(sqlx::Error),
    /// The database understood and refused.
    Refused(sqlx::Error),
}

impl From<sqlx::Error> for Failure {
    fn from(err: sqlx::Error) -> Self {
        // SQLSTATE classes 22 (data) and 23 (constraint): the same statement would fail the same way.
        let class = err.as_database_error().and_then(|err| {
            err.code()
                .map(|code| code.get(..2).unwrap_or_default().to_owned())
        });
        match class.as_deref() {
            Some("22" | "23") => Self::Refused(err),
            _ => Self::Away(err),
        }
    }
}

fn outcomes(batches: &[Batch], seqs: &BTreeMap<DraftId, i64>) -> Vec<Outcome> {
    let outcome = |batch: &Batch| {
        seqs.get(&batch.draft)
            .map_or(Outcome::Moved, |seq| Outcome::Committed { seq: *seq })
    };
    batches.iter().map(outcome).collect()
}
