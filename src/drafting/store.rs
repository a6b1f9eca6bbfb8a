//! Drafts, their journal and their checkpoints in PostgreSQL.

use std::collections::{BTreeMap, HashMap};

use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures_util::TryStreamExt;
use sqlx::types::Json;
use sqlx::{PgConnection, PgExecutor};
use uuid::Uuid;

use crate::conference::{ConferenceId, SessionId, Translations};
use crate::drafting::Draft;
use crate::drafting::journal::{Batch, Entry};
use crate::negotiation::{DraftId, DraftStatus};
use crate::people::ParticipantId;

/// Adds a draft with an empty journal.
pub async fn add(db: &mut PgConnection, draft: &Draft) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into draft (id, session_id, symbol, title, language, status) values ($1, $2, $3, $4, $5, $6)",
        draft.id.0,
        draft.session.0,
        draft.symbol,
        Json(&draft.title) as _,
        draft.language,
        draft.status.word(),
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!("insert into draft_head (draft_id) values ($1)", draft.id.0)
        .execute(&mut *db)
        .await?;
    Ok(())
}

/// The drafts of a conference, by session and symbol; or only `one`.
pub async fn list(
    db: impl PgExecutor<'_>,
    conference: ConferenceId,
    one: Option<DraftId>,
) -> sqlx::Result<Vec<Draft>> {
    let rows = sqlx::query!(
        r#"select draft.id as "id: DraftId", session_id as "session: SessionId", number, symbol,
            draft.title as "title: Json<Translations>", language, draft.status as "status: DraftStatus",
            generation, seq, quarantined_at
        from draft join session on session.id = session_id join draft_head on draft_id = draft.id
        where conference_id = $1 and ($2::uuid is null or draft.id = $2)
        order by number, symbol"#,
        conference.0,
        one.map(|one| one.0),
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Draft {
            id: row.id,
            session: row.session,
            session_number: row.number,
            symbol: row.symbol,
            title: row.title.0,
            language: row.language,
            status: row.status,
            generation: row.generation,
            seq: row.seq,
            quarantined: row.quarantined_at.is_some(),
        })
        .collect())
}

/// Where a draft's journal stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Its generation.
    pub generation: i32,
    /// The newest sequence number of this generation.
    pub seq: i64,
    /// Grows with every decision that changes who may write what.
    pub rules: i64,
    /// How many processes died one after the other while they loaded it.
    pub load_deaths: i32,
    /// Whether the draft is quarantined.
    pub quarantined: bool,
}

/// The head of a draft, noting that loading it begins; `None` if there is no such draft.
///
/// Whoever finds that another process began and never came to an end counts that as its death; what fails without a death,
/// such as a query while the database is away, does not count. The note need not reach the disk before the answer: it is
/// about processes dying, not the database.
pub async fn begin_loading(
    db: impl PgExecutor<'_>,
    draft: DraftId,
    process: Uuid,
) -> sqlx::Result<Option<Head>> {
    let row = sqlx::query!(
        r#"with quickly as (select set_config('synchronous_commit', 'off', true))
        update draft_head set loading_by = $2,
            load_deaths = load_deaths + (case when loading_by <> $2 then 1 else 0 end)
        from quickly where draft_id = $1
        returning generation, seq, rules, load_deaths, quarantined_at"#,
        draft.0,
        process,
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| Head {
        generation: row.generation,
        seq: row.seq,
        rules: row.rules,
        load_deaths: row.load_deaths,
        quarantined: row.quarantined_at.is_some(),
    }))
}

/// The head of a draft; `None` if there is no such draft.
pub async fn head(db: impl PgExecutor<'_>, draft: DraftId) -> sqlx::Result<Option<Head>> {
    let row = sqlx::query!(
        "select generation, seq, rules, load_deaths, quarantined_at from draft_head where draft_id = $1",
        draft.0
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| Head {
        generation: row.generation,
        seq: row.seq,
        rules: row.rules,
        load_deaths: row.load_deaths,
        quarantined: row.quarantined_at.is_some(),
    }))
}

/// Notes that loading a draft came to an end.
pub async fn end_loading(db: impl PgExecutor<'_>, draft: DraftId) -> sqlx::Result<()> {
    sqlx::query!(
        "with quickly as (select set_config('synchronous_commit', 'off', true))
        update draft_head set loading_by = null, load_deaths = 0 from quickly where draft_id = $1",
        draft.0
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Puts a draft into quarantine: it is shown, and takes no changes.
pub async fn quarantine(
    db: impl PgExecutor<'_>,
    draft: DraftId,
    reason: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update draft_head set quarantined_at = coalesce(quarantined_at, $2), quarantine_reason = $3
        where draft_id = $1",
        draft.0,
        now,
        reason
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The stored state of a document after entry `seq`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// The newest entry in it.
    pub seq: i64,
    /// The document as one update.
    pub state: Vec<u8>,
    /// SHA-256 of `state`, taken when it was verified.
    pub state_sha256: Vec<u8>,
}

/// The checkpoints of a draft, newest first.
pub async fn checkpoints(
    db: impl PgExecutor<'_>,
    draft: DraftId,
    generation: i32,
) -> sqlx::Result<Vec<Checkpoint>> {
    sqlx::query_as!(
        Checkpoint,
        "select seq, state, state_sha256 from checkpoint where draft_id = $1 and generation = $2 order by seq desc",
        draft.0,
        generation
    )
    .fetch_all(db)
    .await
}

/// How many checkpoints of a draft are kept.
const CHECKPOINTS_KEPT: i64 = 3;

/// Adds a checkpoint and drops all but the newest few.
pub async fn add_checkpoint(
    db: &mut PgConnection,
    draft: DraftId,
    generation: i32,
    checkpoint: &Checkpoint,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into checkpoint (draft_id, generation, seq, state, state_sha256, made_at) values ($1, $2, $3, $4, $5, $6)
        on conflict do nothing",
        draft.0,
        generation,
        checkpoint.seq,
        checkpoint.state,
        checkpoint.state_sha256,
        now
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "delete from checkpoint where draft_id = $1 and generation = $2 and seq not in
            (select seq from checkpoint where draft_id = $1 and generation = $2 order by seq desc limit $3)",
        draft.0,
        generation,
        CHECKPOINTS_KEPT
    )
    .execute(&mut *db)
    .await?;
    Ok(())
}

/// The journal entries after `seq`, in their order.
pub async fn entries_after(
    db: impl PgExecutor<'_>,
    draft: DraftId,
    generation: i32,
    seq: i64,
) -> sqlx::Result<Vec<Entry>> {
    sqlx::query!(
        r#"select participant_id as "participant: ParticipantId", update
        from journal_entry where draft_id = $1 and generation = $2 and seq > $3 order by seq"#,
        draft.0,
        generation,
        seq
    )
    .fetch(db)
    .map_ok(|row| Entry {
        participant: row.participant,
        update: Bytes::from(row.update),
        new_clients: Vec::new(),
    })
    .try_collect()
    .await
}

/// To whom the Yjs client ids of a draft belong; `None` stands for the server itself.
pub async fn client_owners(
    db: impl PgExecutor<'_>,
    draft: DraftId,
    generation: i32,
) -> sqlx::Result<HashMap<u64, Option<ParticipantId>>> {
    let rows = sqlx::query!(
        r#"select client_id, participant_id as "participant: ParticipantId"
        from draft_client where draft_id = $1 and generation = $2"#,
        draft.0,
        generation
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.client_id.cast_unsigned(), row.participant))
        .collect())
}

/// Appends batches of several drafts in one statement, which is one transaction.
///
/// Each draft's head row is locked, checked against what its batch was judged by, and advanced; a batch whose head has moved is
/// left out. Answers, for each draft whose batch was appended, its new head. Appending again what was already
/// committed (the answer to a commit can be lost) finds the head moved, and changes nothing.
pub async fn append(
    db: &mut PgConnection,
    batches: &[Batch],
    now: DateTime<Utc>,
) -> sqlx::Result<BTreeMap<DraftId, i64>> {
    let mut heads = Heads::default();
    let mut rows = Rows::default();
    let mut clients = Clients::default();
    for batch in batches {
        heads.draft.push(batch.draft.0);
        heads.generation.push(batch.generation);
        heads.after_seq.push(batch.after_seq);
        heads.rules.push(batch.rules);
        heads
            .length
            .push(i64::try_from(batch.entries.len()).unwrap_or(i64::MAX));
        for (nth, entry) in (1i64..).zip(&batch.entries) {
            rows.draft.push(batch.draft.0);
            rows.nth.push(nth);
            rows.participant
                .push(entry.participant.map(|participant| participant.0));
            rows.update.push(&entry.update);
            for client in &entry.new_clients {
                clients.draft.push(batch.draft.0);
                clients.id.push(client.cast_signed());
                clients
                    .participant
                    .push(entry.participant.map(|participant| participant.0));
                clients.nth.push(nth);
            }
        }
    }
    let appended = sqlx::query!(
        r#"with head as (
            update draft_head set seq = seq + batch.length
            from unnest($1::uuid[], $2::integer[], $3::bigint[], $4::bigint[], $5::bigint[])
                as batch (draft_id, generation, after_seq, rules, length)
            where draft_head.draft_id = batch.draft_id and draft_head.generation = batch.generation
                and draft_head.seq = batch.after_seq and draft_head.rules = batch.rules
                and draft_head.quarantined_at is null
            returning draft_head.draft_id, draft_head.generation, batch.after_seq, draft_head.seq
        ), entry as (
            insert into journal_entry (draft_id, generation, seq, participant_id, committed_at, update)
            select head.draft_id, head.generation, head.after_seq + row.nth, row.participant_id, $10, row.update
            from unnest($6::uuid[], $7::bigint[], $8::uuid[], $9::bytea[]) as row (draft_id, nth, participant_id, update)
            join head on head.draft_id = row.draft_id
        ), client as (
            insert into draft_client (draft_id, generation, client_id, participant_id, first_seq)
            select head.draft_id, head.generation, row.client_id, row.participant_id, head.after_seq + row.nth
            from unnest($11::uuid[], $12::bigint[], $13::uuid[], $14::bigint[]) as row (draft_id, client_id, participant_id, nth)
            join head on head.draft_id = row.draft_id
        )
        select draft_id as "draft: DraftId", seq from head"#,
        &heads.draft,
        &heads.generation,
        &heads.after_seq,
        &heads.rules,
        &heads.length,
        &rows.draft,
        &rows.nth,
        &rows.participant as &[Option<Uuid>],
        &rows.update as &[&[u8]],
        now,
        &clients.draft,
        &clients.id,
        &clients.participant as &[Option<Uuid>],
        &clients.nth,
    )
    .fetch_all(db)
    .await?;
    Ok(appended
        .into_iter()
        .map(|row| (row.draft, row.seq))
        .collect())
}

/// The columns of the heads to advance.
#[derive(Default)]
struct Heads {
    draft: Vec<Uuid>,
    generation: Vec<i32>,
    after_seq: Vec<i64>,
    rules: Vec<i64>,
    length: Vec<i64>,
}

/// The columns of the entries to insert.
#[derive(Default)]
struct Rows<'a> {
    draft: Vec<Uuid>,
    nth: Vec<i64>,
    participant: Vec<Option<Uuid>>,
    update: Vec<&'a [u8]>,
}

/// The columns of the Yjs client ids that are new.
#[derive(Default)]
struct Clients {
    draft: Vec<Uuid>,
    id: Vec<i64>,
    participant: Vec<Option<Uuid>>,
    nth: Vec<i64>,
}
