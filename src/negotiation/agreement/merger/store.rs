//! Mergers in PostgreSQL.

use std::collections::BTreeMap;

use sqlx::{PgConnection, PgExecutor};

use super::Merger;
use crate::negotiation::agreement::Answer;
use crate::negotiation::{ActionPointId, DraftId};
use crate::people::{DelegationId, ParticipantId};

/// Puts a merger before the delegations, in the place of an older one of the same action point.
pub async fn put(db: &mut PgConnection, merger: &Merger) -> sqlx::Result<()> {
    drop(&mut *db, merger.point).await?;
    sqlx::query!(
        "insert into merger (action_point_id, into_id, proposed_by, proposed_at, reason) values ($1, $2, $3, $4, $5)",
        merger.point.0,
        merger.into.0,
        merger.by.0,
        merger.at,
        merger.reason
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Keeps that a delegation consents.
pub async fn consent(
    db: impl PgExecutor<'_>,
    point: ActionPointId,
    delegation: DelegationId,
    answer: Answer,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into merger_consent (action_point_id, delegation_id, participant_id, at) values ($1, $2, $3, $4)
        on conflict do nothing",
        point.0,
        delegation.0,
        answer.by.0,
        answer.at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Takes away the merger that was proposed of an action point.
pub async fn drop(db: impl PgExecutor<'_>, point: ActionPointId) -> sqlx::Result<()> {
    sqlx::query!("delete from merger where action_point_id = $1", point.0)
        .execute(db)
        .await?;
    Ok(())
}

/// The mergers that are proposed in a draft, by the action point that would become part of another.
pub async fn list(
    db: &mut PgConnection,
    draft: DraftId,
) -> sqlx::Result<BTreeMap<ActionPointId, Merger>> {
    let rows = sqlx::query!(
        r#"select action_point_id as "point: ActionPointId", into_id as "into: ActionPointId", proposed_by as "by: ParticipantId",
            proposed_at, reason
        from merger join action_point on action_point.id = action_point_id where draft_id = $1"#,
        draft.0
    )
    .fetch_all(&mut *db)
    .await?;
    let mut mergers: BTreeMap<ActionPointId, Merger> = rows
        .into_iter()
        .map(|row| {
            let merger = Merger {
                point: row.point,
                into: row.into,
                by: row.by,
                at: row.proposed_at,
                reason: row.reason,
                consented: BTreeMap::new(),
            };
            (row.point, merger)
        })
        .collect();
    let consents = sqlx::query!(
        r#"select consent.action_point_id as "point: ActionPointId", delegation_id as "delegation: DelegationId",
            participant_id as "by: ParticipantId", at
        from merger_consent consent join action_point on action_point.id = consent.action_point_id where draft_id = $1"#,
        draft.0
    )
    .fetch_all(&mut *db)
    .await?;
    for row in consents {
        let answer = Answer {
            by: row.by,
            at: row.at,
        };
        if let Some(merger) = mergers.get_mut(&row.point) {
            merger.consented.insert(row.delegation, answer);
        }
    }
    Ok(mergers)
}

/// One action point is part of another from now on, and those it comes from are among those of the other.
pub async fn merge(
    db: &mut PgConnection,
    point: ActionPointId,
    into: ActionPointId,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update action_point set status = 'merged', merged_into_id = $2 where id = $1",
        point.0,
        into.0
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "insert into action_point_origin (action_point_id, delegation_id)
        select $2, delegation_id from action_point_origin where action_point_id = $1 on conflict do nothing",
        point.0,
        into.0
    )
    .execute(&mut *db)
    .await?;
    drop(db, point).await
}

/// An action point stands by itself again.
pub async fn part(db: impl PgExecutor<'_>, point: ActionPointId) -> sqlx::Result<()> {
    sqlx::query!(
        "update action_point set merged_into_id = null where id = $1",
        point.0
    )
    .execute(db)
    .await?;
    Ok(())
}
