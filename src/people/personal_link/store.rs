//! Personal links in PostgreSQL.

use chrono::{DateTime, Utc};
use sqlx::PgExecutor;
use uuid::Uuid;

use super::LinkUse;
use crate::conference::ConferenceId;
use crate::people::{ParticipantId, Token};

/// Adds a link for each of these participants.
pub async fn add(
    db: impl PgExecutor<'_>,
    links: &[(ParticipantId, Token)],
    (link_use, expires_at): (LinkUse, DateTime<Utc>),
    at: DateTime<Utc>,
) -> sqlx::Result<()> {
    let ids: Vec<Uuid> = links.iter().map(|_| Uuid::now_v7()).collect();
    let participants: Vec<Uuid> = links.iter().map(|(participant, _)| participant.0).collect();
    let tokens: Vec<Vec<u8>> = links.iter().map(|(_, token)| token.sha256()).collect();
    sqlx::query!(
        "insert into personal_link (id, participant_id, token_sha256, made_at, expires_at, use)
        select id, participant, token, $1, $2, $3
        from unnest($4::uuid[], $5::uuid[], $6::bytea[]) as new (id, participant, token)",
        at,
        expires_at,
        link_use.word(),
        &ids,
        &participants,
        &tokens,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Follows a link: whom it signs in where, or `None` if it is unknown, expired or used up. Of two who follow a link that
/// signs in once, at the same time, one is first.
pub async fn follow(
    db: impl PgExecutor<'_>,
    token: &Token,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<(ParticipantId, ConferenceId)>> {
    let row = sqlx::query!(
        r#"update personal_link set used_at = $2 from participant
        where token_sha256 = $1 and expires_at > $2 and (use = 'until' or used_at is null) and participant.id = participant_id
        returning participant_id as "participant: ParticipantId", conference_id as "conference: ConferenceId""#,
        token.sha256(),
        now
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| (row.participant, row.conference)))
}

/// Ends all links of these participants.
pub async fn end(
    db: impl PgExecutor<'_>,
    participants: &[ParticipantId],
    now: DateTime<Utc>,
) -> sqlx::Result<u64> {
    let participants: Vec<Uuid> = participants.iter().map(|one| one.0).collect();
    let ended = sqlx::query!(
        "update personal_link set expires_at = $2 where participant_id = any($1) and expires_at > $2",
        &participants,
        now
    )
    .execute(db)
    .await?;
    Ok(ended.rows_affected())
}

/// One of the secretariat of a conference, if none of them has ever been there.
pub async fn secretariat_never_seen(
    db: impl PgExecutor<'_>,
    conference: ConferenceId,
) -> sqlx::Result<Option<ParticipantId>> {
    sqlx::query_scalar!(
        r#"select id as "participant: ParticipantId"
        from participant join office on office.participant_id = participant.id and office.office = 'secretariat'
        where participant.conference_id = $1 and not exists (
            select 1 from participant seen join office on office.participant_id = seen.id and office.office = 'secretariat'
            where seen.conference_id = $1 and seen.last_seen_at is not null)
        order by reference limit 1"#,
        conference.0
    )
    .fetch_optional(db)
    .await
}
