//! Addresses in PostgreSQL.

use std::collections::HashMap;

use sqlx::PgExecutor;

use crate::people::ParticipantId;
use crate::people::email::Email;

/// Where mail reaches those of these participants who have an address, and the language they work in.
pub async fn addresses(
    db: impl PgExecutor<'_>,
    participants: &[ParticipantId],
) -> sqlx::Result<HashMap<ParticipantId, (Email, String)>> {
    let ids: Vec<_> = participants.iter().map(|one| one.0).collect();
    let rows = sqlx::query!(
        r#"select id as "id: ParticipantId", email as "email!", language from participant where id = any($1) and email is not null"#,
        &ids
    )
    .fetch_all(db)
    .await?;
    let parsed = rows
        .into_iter()
        .filter_map(|row| Some((row.id, (row.email.parse().ok()?, row.language))));
    Ok(parsed.collect())
}
