//! Badge codes in PostgreSQL.

use chrono::{DateTime, Utc};
use sqlx::PgExecutor;
use uuid::Uuid;

use super::{CodeHash, CodeSalt};
use crate::conference::ConferenceId;
use crate::people::ParticipantId;

/// What the codes of a conference are hashed with.
pub async fn salt(db: impl PgExecutor<'_>, conference: ConferenceId) -> sqlx::Result<CodeSalt> {
    let salt = sqlx::query_scalar!(
        "select code_salt from conference where id = $1",
        conference.0
    )
    .fetch_one(db)
    .await?;
    Ok(CodeSalt(salt))
}

/// Gives each of these participants the code with this hash.
pub async fn add(
    db: impl PgExecutor<'_>,
    conference: ConferenceId,
    codes: &[(ParticipantId, CodeHash)],
    at: DateTime<Utc>,
) -> sqlx::Result<()> {
    let ids: Vec<Uuid> = codes.iter().map(|_| Uuid::now_v7()).collect();
    let participants: Vec<Uuid> = codes.iter().map(|(participant, _)| participant.0).collect();
    let hashes: Vec<Vec<u8>> = codes.iter().map(|(_, hash)| hash.0.to_vec()).collect();
    sqlx::query!(
        "insert into badge_code (id, conference_id, participant_id, hash, made_at)
        select id, $1, participant, hash, $2
        from unnest($3::uuid[], $4::uuid[], $5::bytea[]) as new (id, participant, hash)",
        conference.0,
        at,
        &ids,
        &participants,
        &hashes,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Revokes all codes of these participants: they sign in no more.
pub async fn revoke(
    db: impl PgExecutor<'_>,
    participants: &[ParticipantId],
    at: DateTime<Utc>,
) -> sqlx::Result<u64> {
    let participants: Vec<Uuid> = participants.iter().map(|one| one.0).collect();
    let revoked = sqlx::query!(
        "update badge_code set revoked_at = $2 where participant_id = any($1) and revoked_at is null",
        &participants,
        at
    )
    .execute(db)
    .await?;
    Ok(revoked.rows_affected())
}

/// Whose code this is; `None` if it is nobody's or revoked. Until the end of the transaction it is not revoked, so that
/// whoever revokes it also finds the sign-in it leads to.
pub async fn holder(
    db: impl PgExecutor<'_>,
    conference: ConferenceId,
    hash: &CodeHash,
) -> sqlx::Result<Option<ParticipantId>> {
    sqlx::query_scalar!(
        r#"select participant_id as "participant: ParticipantId" from badge_code
        where conference_id = $1 and hash = $2 and revoked_at is null for share"#,
        conference.0,
        &hash.0[..],
    )
    .fetch_optional(db)
    .await
}
