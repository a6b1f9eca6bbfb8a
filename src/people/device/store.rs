//! Devices in PostgreSQL.

use chrono::{DateTime, Utc};
use sqlx::PgExecutor;
use uuid::Uuid;

use super::{Device, NOTED_EVERY};
use crate::people::{ParticipantId, SignInId, SignInKind};

/// Notes that a sign-in asked for something, at most once a minute.
pub async fn note_seen(
    db: impl PgExecutor<'_>,
    sign_in: SignInId,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "with seen as (
            update sign_in set last_seen_at = $2 where id = $1 and (last_seen_at is null or last_seen_at <= $3)
            returning participant_id
        )
        update participant set last_seen_at = $2 from seen
        where participant.id = seen.participant_id and (last_seen_at is null or last_seen_at <= $3)",
        sign_in.0,
        now,
        now - NOTED_EVERY,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The devices and programs that a participant is signed in on, newest first. `this_one` is the one that asks.
pub async fn list(
    db: impl PgExecutor<'_>,
    participant: ParticipantId,
    this_one: SignInId,
    now: DateTime<Utc>,
) -> sqlx::Result<Vec<Device>> {
    sqlx::query_as!(
        Device,
        r#"select id as "id: SignInId", kind as "kind: SignInKind", device, created_at, last_seen_at, expires_at,
            id = $2 as "this_one!"
        from sign_in where participant_id = $1 and expires_at > $3 order by created_at desc, id"#,
        participant.0,
        this_one.0,
        now,
    )
    .fetch_all(db)
    .await
}

/// Signs a participant's device out; answers whether there was one.
pub async fn sign_out(
    db: impl PgExecutor<'_>,
    participant: ParticipantId,
    sign_in: SignInId,
) -> sqlx::Result<bool> {
    let ended = sqlx::query!(
        "delete from sign_in where id = $1 and participant_id = $2",
        sign_in.0,
        participant.0
    )
    .execute(db)
    .await?;
    Ok(ended.rows_affected() == 1)
}

/// Signs all devices of these participants out.
pub async fn sign_out_everywhere(
    db: impl PgExecutor<'_>,
    participants: &[ParticipantId],
) -> sqlx::Result<u64> {
    let participants: Vec<Uuid> = participants.iter().map(|one| one.0).collect();
    let ended = sqlx::query!(
        "delete from sign_in where participant_id = any($1)",
        &participants
    )
    .execute(db)
    .await?;
    Ok(ended.rows_affected())
}
