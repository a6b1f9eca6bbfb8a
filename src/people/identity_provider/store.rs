//! Whom an e-mail address belongs to.

use sqlx::PgExecutor;

use crate::conference::ConferenceId;
use crate::people::ParticipantId;
use crate::people::email::Email;

/// The participant with this address; no two have the same. Until the end of the transaction it stays theirs.
pub async fn known_by(
    db: impl PgExecutor<'_>,
    conference: ConferenceId,
    email: &Email,
) -> sqlx::Result<Option<ParticipantId>> {
    sqlx::query_scalar!(
        r#"select id as "id: ParticipantId" from participant
        where conference_id = $1 and lower(email) = lower($2) for share"#,
        conference.0,
        email.to_string(),
    )
    .fetch_optional(db)
    .await
}
