//! How a draft is loaded: from its newest good checkpoint and the journal after it.
//!
//! What cannot be loaded is quarantined: it is shown as far as it could be, takes no changes, and disturbs nobody else. The
//! same happens to a draft while loading which several processes died, one after the other: it may have been the cause.

use std::collections::HashMap;

use sha2::{Digest, Sha256};
use tracing::{error, warn};

use super::Rules;
use super::journal::Entry;
use super::rooms::Context;
use super::scan::{DraftLimits, Fault, Index, ScanLimits, scan};
use super::store::{self, Checkpoint};
use super::text::Document;
use crate::negotiation::DraftId;
use crate::people::ParticipantId;

/// Processes that die one after the other while they load a draft, before it is taken for the cause.
const DEATHS: i32 = 3;

/// A draft's text and all that a room needs beside it.
pub struct Loaded {
    /// Its generation.
    pub generation: i32,
    /// The newest journal entry in it.
    pub seq: i64,
    /// The rules in force.
    pub rules: Rules,
    /// The text.
    pub document: Document,
    /// What is known of its items.
    pub index: Index,
    /// To whom its Yjs client ids belong.
    pub owners: HashMap<u64, Option<ParticipantId>>,
    /// The checkpoint it was loaded from; 0 for none.
    pub checkpoint_seq: i64,
    /// About how long it is when encoded.
    pub text_bytes: usize,
    /// Whether it may only be read.
    pub quarantined: bool,
}

/// Why a draft could not be loaded at all.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// There is no such draft.
    #[error("there is no such draft")]
    Unknown,
    /// The database did not answer.
    #[error("the draft cannot be opened while the database is away")]
    Database(#[from] sqlx::Error),
}

/// An entry or a checkpoint that does not fit.
#[derive(Debug, thiserror::Error)]
#[error("journal entry {seq}: {cause}")]
struct Unloadable {
    seq: i64,
    cause: anyhow::Error,
}

/// A fault in a committed update, as an error.
pub fn not_closed(fault: Fault) -> anyhow::Error {
    match fault {
        Fault::Missing(_) => anyhow::anyhow!("it builds on what is not there"),
        Fault::Refused(err) => err.into(),
    }
}

/// Loads a draft, or as much of it as can be.
///
/// # Errors
/// When there is no such draft, or no database.
pub async fn load(context: &Context, draft: DraftId) -> Result<Loaded, LoadError> {
    let db = &context.db;
    let begun = store::begin_loading(db, draft, context.process).await?;
    let head = begun.ok_or(LoadError::Unknown)?;
    // After the head was read: should something be decided between the two, the journal will say that it has moved.
    let rules = Rules::load(db, draft).await?.ok_or(LoadError::Unknown)?;
    let checkpoints = store::checkpoints(db, draft, head.generation).await?;
    let owners = store::client_owners(db, draft, head.generation).await?;
    let is_suspect = head.load_deaths >= DEATHS;
    let (built, fault) = if is_suspect {
        // It may have taken the process down: nothing is read that was not read back when it was stored.
        let (built, _) = furthest(context, draft, &head, &checkpoints, Tail::Without).await?;
        (
            built,
            Some(format!("{DEATHS} processes died while they loaded it")),
        )
    } else {
        let (built, fault) = furthest(context, draft, &head, &checkpoints, Tail::With).await?;
        store::end_loading(db, draft).await?;
        (built, fault)
    };
    let quarantined = head.quarantined || fault.is_some();
    if let Some(reason) = fault
        && !head.quarantined
    {
        error!(draft.id = %draft, reason, "the draft is quarantined: it is shown as far as it could be loaded");
        metrics::counter!("plenary_quarantines").increment(1);
        store::quarantine(db, draft, &reason, context.clock.now()).await?;
    }
    Ok(Loaded {
        generation: head.generation,
        seq: built.seq,
        rules,
        text_bytes: built.bytes,
        document: built.document,
        index: built.index,
        owners,
        checkpoint_seq: built.checkpoint_seq,
        quarantined,
    })
}

/// Whether the journal after a checkpoint is replayed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tail {
    With,
    Without,
}

/// The whole text, or the longest that can be had, with what stands in the way of the rest. Tried are the
/// checkpoints, newest first, and then the journal from its beginning.
async fn furthest(
    context: &Context,
    draft: DraftId,
    head: &store::Head,
    checkpoints: &[Checkpoint],
    tail: Tail,
) -> sqlx::Result<(Built, Option<String>)> {
    let mut furthest = Built::empty(context.limits.draft);
    let mut reason = None;
    for start in checkpoints.iter().map(Some).chain([None]) {
        let seq = start.map_or(0, |checkpoint| checkpoint.seq);
        let entries = match tail {
            Tail::With => store::entries_after(&context.db, draft, head.generation, seq).await?,
            Tail::Without => Vec::new(),
        };
        let (built, fault) = build(context.limits.draft, start.cloned(), entries).await;
        if fault.is_none() && built.seq >= head.seq {
            return Ok((built, None));
        }
        let fault = fault.map_or_else(
            || format!("the journal ends at {}, not at {}", built.seq, head.seq),
            |fault| fault.to_string(),
        );
        warn!(draft.id = %draft, fault, "could not load the draft from checkpoint {seq}");
        reason.get_or_insert(fault);
        if built.seq > furthest.seq {
            furthest = built;
        }
    }
    Ok((furthest, reason))
}

/// Makes the text again as it was after entry `seq`.
///
/// # Errors
/// When the database is away, or the journal cannot be replayed.
pub async fn reload(
    context: &Context,
    draft: DraftId,
    generation: i32,
    seq: i64,
) -> anyhow::Result<(Document, Index)> {
    let checkpoint = newest_checkpoint(context, draft, generation, seq).await?;
    let built = replay(context, draft, generation, checkpoint, seq).await?;
    Ok((built.document, built.index))
}

/// The newest checkpoint that is not after `seq`.
pub(super) async fn newest_checkpoint(
    context: &Context,
    draft: DraftId,
    generation: i32,
    seq: i64,
) -> sqlx::Result<Option<Checkpoint>> {
    let checkpoints = store::checkpoints(&context.db, draft, generation).await?;
    Ok(checkpoints
        .into_iter()
        .find(|checkpoint| checkpoint.seq <= seq))
}

/// The text after entry `seq`, replayed from a checkpoint.
pub(super) async fn replay(
    context: &Context,
    draft: DraftId,
    generation: i32,
    checkpoint: Option<Checkpoint>,
    seq: i64,
) -> anyhow::Result<Built> {
    let from = checkpoint.as_ref().map_or(0, |checkpoint| checkpoint.seq);
    let mut entries = store::entries_after(&context.db, draft, generation, from).await?;
    entries.truncate(usize::try_from(seq - from).unwrap_or(0));
    let (built, fault) = build(context.limits.draft, checkpoint, entries).await;
    match fault {
        Some(fault) => Err(fault.into()),
        None => Ok(built),
    }
}

/// A text under construction.
pub(super) struct Built {
    pub(super) document: Document,
    pub(super) index: Index,
    pub(super) seq: i64,
    checkpoint_seq: i64,
    bytes: usize,
}

impl Built {
    fn empty(limits: DraftLimits) -> Self {
        Self {
            document: Document::new(),
            index: Index::new(limits),
            seq: 0,
            checkpoint_seq: 0,
            bytes: 0,
        }
    }
}

/// Builds a text off the async threads; answers how far it came, and what stopped it.
async fn build(
    limits: DraftLimits,
    checkpoint: Option<Checkpoint>,
    entries: Vec<Entry>,
) -> (Built, Option<Unloadable>) {
    tokio::task::spawn_blocking(move || {
        let mut built = Built::empty(limits);
        if let Some(checkpoint) = checkpoint {
            match from_checkpoint(&checkpoint, limits) {
                Ok(from) => built = from,
                Err(cause) => {
                    return (
                        Built::empty(limits),
                        Some(Unloadable {
                            seq: checkpoint.seq,
                            cause,
                        }),
                    );
                }
            }
        }
        let fault = extend(&mut built, &entries).err();
        (built, fault)
    })
    .await
    .unwrap_or_else(|_| {
        let cause = anyhow::anyhow!("it made the document engine panic");
        (Built::empty(limits), Some(Unloadable { seq: 0, cause }))
    })
}

fn from_checkpoint(checkpoint: &Checkpoint, limits: DraftLimits) -> anyhow::Result<Built> {
    anyhow::ensure!(
        Sha256::digest(&checkpoint.state)[..] == checkpoint.state_sha256[..],
        "the checkpoint's bytes have changed"
    );
    // Both read the same bytes, and neither needs the other.
    let (index, document) = std::thread::scope(|scope| {
        let index = scope.spawn(|| Index::load(&checkpoint.state, limits));
        let mut document = Document::new();
        let applied = document.apply([&*checkpoint.state]);
        (index.join(), applied.map(|()| document))
    });
    let index = index.map_err(|_| anyhow::anyhow!("it made the scanner panic"))??;
    let document = document?;
    let bytes = checkpoint.state.len();
    Ok(Built {
        document,
        index,
        seq: checkpoint.seq,
        checkpoint_seq: checkpoint.seq,
        bytes,
    })
}

/// Applies entries one after the other, as far as they go. What comes after the first bad one is left.
fn extend(built: &mut Built, entries: &[Entry]) -> Result<(), Unloadable> {
    let mut good = Vec::with_capacity(entries.len());
    let mut fault = None;
    for (entry, seq) in entries.iter().zip(built.seq + 1..) {
        let judged = scan(&entry.update, &ScanLimits::checkpoint())
            .map_err(anyhow::Error::from)
            .and_then(|scanned| built.index.judge(&scanned).map_err(not_closed));
        match judged {
            Ok(judged) => built.index.apply(judged),
            Err(cause) => {
                fault = Some(Unloadable { seq, cause });
                break;
            }
        }
        built.bytes += entry.update.len();
        good.push(&*entry.update);
    }
    let reached = built.seq + i64::try_from(good.len()).unwrap_or(i64::MAX);
    built.document.apply(good).map_err(|broken| Unloadable {
        seq: reached,
        cause: broken.into(),
    })?;
    built.seq = reached;
    fault.map_or(Ok(()), Err)
}
