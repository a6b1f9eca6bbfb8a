//! The record in PostgreSQL.

use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use futures_util::TryStreamExt;
use serde_json::Value;
use sqlx::{PgConnection, PgExecutor};
use uuid::Uuid;

use super::chain::{self, Sha256Bytes, Walk};
use super::{About, Deed, Entry, Fault, Recorded, Verified};
use crate::conference::{ConferenceId, SessionId};
use crate::people::ParticipantId;

/// Records something, inside the transaction that decides it. Entries of one conference wait for each other until the end of
/// their transactions.
pub async fn append(
    db: &mut PgConnection,
    conference: ConferenceId,
    at: DateTime<Utc>,
    entry: &Entry,
) -> sqlx::Result<i64> {
    // PostgreSQL keeps microseconds; what is chained is what comes back.
    let at = at.duration_trunc(TimeDelta::microseconds(1)).unwrap_or(at);
    let beginning = chain::beginning(conference);
    let head = sqlx::query!(
        "insert into record_head (conference_id, sha256) values ($1, $2)
        on conflict (conference_id) do update set seq = record_head.seq
        returning seq, sha256",
        conference.0,
        &beginning[..],
    )
    .fetch_one(&mut *db)
    .await?;
    let before: Sha256Bytes = head
        .sha256
        .try_into()
        .map_err(|_| sqlx::Error::Protocol("the head of the record holds no SHA-256".into()))?;
    let seq = head.seq + 1;
    let link = chain::link(&before, seq, at, entry);
    sqlx::query!(
        "insert into record_entry (conference_id, seq, at, participant_id, deed, session_id, draft_id, action_point_id,
            paragraph_id, reason, details, sha256)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        conference.0,
        seq,
        at,
        entry.actor.map(|actor| actor.0),
        entry.deed.word(),
        entry.about.session.map(|session| session.0),
        entry.about.draft,
        entry.about.action_point,
        entry.about.paragraph,
        entry.reason,
        entry.details,
        &link[..],
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "update record_head set seq = $2, sha256 = $3 where conference_id = $1",
        conference.0,
        seq,
        &link[..]
    )
    .execute(&mut *db)
    .await?;
    Ok(seq)
}

/// Which entries are wanted.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Only of this session.
    pub session: Option<SessionId>,
    /// Only of this draft.
    pub draft: Option<Uuid>,
    /// Only of this action point.
    pub action_point: Option<Uuid>,
    /// Only of this participant.
    pub actor: Option<ParticipantId>,
    /// Only these deeds; all if empty.
    pub deeds: Vec<Deed>,
    /// Only before this entry, for the next page.
    pub before: Option<i64>,
    /// Not of these drafts: whoever asks may not read them.
    pub hidden: Vec<Uuid>,
}

/// The newest entries that a filter lets through, at most `limit`, newest first.
pub async fn entries(
    db: impl PgExecutor<'_>,
    conference: ConferenceId,
    filter: &Filter,
    limit: i64,
) -> sqlx::Result<Vec<Recorded>> {
    let deeds: Vec<String> = filter
        .deeds
        .iter()
        .map(|deed| deed.word().to_owned())
        .collect();
    let rows = sqlx::query!(
        r#"select seq, at, participant_id as "actor: ParticipantId", deed as "deed: Deed", session_id as "session: SessionId",
            draft_id, action_point_id, paragraph_id, reason, details, encode(sha256, 'hex') as "sha256!"
        from record_entry
        where conference_id = $1 and ($2::uuid is null or session_id = $2) and ($3::uuid is null or draft_id = $3)
            and ($4::uuid is null or action_point_id = $4) and ($5::uuid is null or participant_id = $5)
            and (cardinality($6::text[]) = 0 or deed = any($6)) and ($7::bigint is null or seq < $7)
            and (draft_id is null or draft_id <> all($8::uuid[]))
        order by seq desc limit $9"#,
        conference.0,
        filter.session.map(|session| session.0),
        filter.draft,
        filter.action_point,
        filter.actor.map(|actor| actor.0),
        &deeds,
        filter.before,
        &filter.hidden,
        limit,
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Recorded {
            seq: row.seq,
            at: row.at,
            actor: row.actor,
            deed: row.deed,
            about: About {
                session: row.session,
                draft: row.draft_id,
                action_point: row.action_point_id,
                paragraph: row.paragraph_id,
            },
            reason: row.reason,
            details: row.details,
            sha256: row.sha256,
        })
        .collect())
}

/// Walks the whole record of a conference; the inner error is what does not fit.
pub async fn verify(
    db: &mut PgConnection,
    conference: ConferenceId,
) -> sqlx::Result<Result<Verified, Fault>> {
    let mut walk = Walk::new(conference);
    let mut rows = sqlx::query!(
        r#"select seq, at, participant_id as "actor: ParticipantId", deed, session_id as "session: SessionId", draft_id,
            action_point_id, paragraph_id, reason, details as "details: Value", sha256
        from record_entry where conference_id = $1 order by seq"#,
        conference.0
    )
    .fetch(&mut *db);
    while let Some(row) = rows.try_next().await? {
        let Some(deed) = Deed::of_word(&row.deed) else {
            return Ok(Err(Fault::Changed(row.seq)));
        };
        let entry = Entry {
            actor: row.actor,
            deed,
            about: About {
                session: row.session,
                draft: row.draft_id,
                action_point: row.action_point_id,
                paragraph: row.paragraph_id,
            },
            reason: row.reason,
            details: row.details,
        };
        if let Err(fault) = walk.step(row.seq, row.at, &entry, &row.sha256) {
            return Ok(Err(fault));
        }
    }
    drop(rows);
    let head = sqlx::query!(
        "select seq, sha256 from record_head where conference_id = $1",
        conference.0
    )
    .fetch_optional(&mut *db)
    .await?;
    let (seq, link) = head.map_or((0, chain::beginning(conference).to_vec()), |head| {
        (head.seq, head.sha256)
    });
    Ok(walk.end(seq, &link))
}
