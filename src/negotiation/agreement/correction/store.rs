//! Corrections in PostgreSQL.

use chrono::{DateTime, Utc};
use sqlx::PgExecutor;

use super::{Correction, CorrectionId, CorrectionState};
use crate::negotiation::{DraftId, ParagraphId};
use crate::people::ParticipantId;

/// Adds a correction; `false` if one to this paragraph waits already.
pub async fn add(db: impl PgExecutor<'_>, correction: &Correction) -> sqlx::Result<bool> {
    let added = sqlx::query!(
        "insert into correction (id, paragraph_id, old_words, new_words, reason, state, proposed_by, proposed_at, decided_by, decided_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        on conflict (paragraph_id) where state = 'proposed' do nothing",
        correction.id.0,
        correction.paragraph.0,
        correction.old_words,
        correction.new_words,
        correction.reason,
        correction.state.word(),
        correction.proposed_by.0,
        correction.proposed_at,
        correction.decided_by.map(|by| by.0),
        correction.decided_at,
    )
    .execute(db)
    .await?;
    Ok(added.rows_affected() == 1)
}

/// Says what became of a proposed correction.
pub async fn decide(
    db: impl PgExecutor<'_>,
    id: CorrectionId,
    state: CorrectionState,
    by: Option<ParticipantId>,
    at: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update correction set state = $2, decided_by = $3, decided_at = $4 where id = $1 and state = 'proposed'",
        id.0,
        state.word(),
        by.map(|by| by.0),
        at,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The corrections to a draft's paragraphs, oldest first; or only `one`.
pub async fn list(
    db: impl PgExecutor<'_>,
    draft: DraftId,
    one: Option<CorrectionId>,
) -> sqlx::Result<Vec<Correction>> {
    sqlx::query_as!(
        Correction,
        r#"select correction.id as "id: CorrectionId", paragraph_id as "paragraph: ParagraphId", old_words, new_words, reason,
            correction.state as "state: CorrectionState", proposed_by as "proposed_by: ParticipantId", proposed_at,
            correction.decided_by as "decided_by: ParticipantId", correction.decided_at
        from correction join paragraph on paragraph.id = paragraph_id join action_point on action_point.id = action_point_id
        where draft_id = $1 and ($2::uuid is null or correction.id = $2) order by proposed_at, correction.id"#,
        draft.0,
        one.map(|one| one.0),
    )
    .fetch_all(db)
    .await
}
