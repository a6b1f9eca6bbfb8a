//! Proposals to the chair in PostgreSQL.

use sqlx::PgExecutor;

use super::{Proposal, Proposed};
use crate::negotiation::{DraftId, ParagraphId};
use crate::people::ParticipantId;

/// Puts a proposal before the chair, in the place of an older one to the same paragraph.
pub async fn put(db: impl PgExecutor<'_>, proposal: &Proposal) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into gavel_proposal (paragraph_id, proposal, participant_id, at, reason) values ($1, $2, $3, $4, $5)
        on conflict (paragraph_id) do update set proposal = excluded.proposal, participant_id = excluded.participant_id,
            at = excluded.at, reason = excluded.reason",
        proposal.paragraph.0,
        proposal.proposed.word(),
        proposal.by.0,
        proposal.at,
        proposal.reason,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Takes away what was proposed about a paragraph.
pub async fn drop(db: impl PgExecutor<'_>, paragraph: ParagraphId) -> sqlx::Result<()> {
    sqlx::query!(
        "delete from gavel_proposal where paragraph_id = $1",
        paragraph.0
    )
    .execute(db)
    .await?;
    Ok(())
}

/// What is proposed about a draft's paragraphs.
pub async fn list(db: impl PgExecutor<'_>, draft: DraftId) -> sqlx::Result<Vec<Proposal>> {
    sqlx::query_as!(
        Proposal,
        r#"select paragraph_id as "paragraph: ParagraphId", proposal as "proposed: Proposed",
            participant_id as "by: ParticipantId", at, reason
        from gavel_proposal join paragraph on paragraph.id = paragraph_id join action_point on action_point.id = action_point_id
        where draft_id = $1 order by at"#,
        draft.0
    )
    .fetch_all(db)
    .await
}
