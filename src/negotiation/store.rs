//! Decisions in PostgreSQL.

use std::collections::BTreeMap;

use sqlx::{PgConnection, PgExecutor};

use super::{
    ActionPoint, ActionPointId, ActionPointStatus, DraftId, Paragraph, ParagraphId, ParagraphState,
};
use crate::people::DelegationId;

/// Adds an action point with its origin and its paragraphs to a draft.
pub async fn add_action_point(
    db: &mut PgConnection,
    draft: DraftId,
    point: &ActionPoint,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into action_point (id, draft_id, status, merged_into_id, addressees) values ($1, $2, $3, $4, $5)",
        point.id.0,
        draft.0,
        point.status.word(),
        point.merged_into.map(|into| into.0),
        &point.addressees,
    )
    .execute(&mut *db)
    .await?;
    for delegation in &point.origin {
        sqlx::query!(
            "insert into action_point_origin (action_point_id, delegation_id) values ($1, $2)",
            point.id.0,
            delegation.0
        )
        .execute(&mut *db)
        .await?;
    }
    for paragraph in &point.paragraphs {
        sqlx::query!(
            "insert into paragraph (id, action_point_id, state) values ($1, $2, $3)",
            paragraph.id.0,
            point.id.0,
            paragraph.state.word()
        )
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}

/// What has been decided about the action points of a draft, by id.
pub async fn action_points(
    db: &mut PgConnection,
    draft: DraftId,
) -> sqlx::Result<BTreeMap<ActionPointId, ActionPoint>> {
    let mut points: BTreeMap<ActionPointId, ActionPoint> = sqlx::query!(
        r#"select id as "id: ActionPointId", status as "status: ActionPointStatus",
            merged_into_id as "merged_into: ActionPointId", addressees
        from action_point where draft_id = $1"#,
        draft.0
    )
    .fetch_all(&mut *db)
    .await?
    .into_iter()
    .map(|row| {
        let point = ActionPoint {
            id: row.id,
            status: row.status,
            merged_into: row.merged_into,
            addressees: row.addressees,
            origin: Vec::new(),
            paragraphs: Vec::new(),
        };
        (row.id, point)
    })
    .collect();
    for (point, delegation) in origins(&mut *db, draft).await? {
        points
            .entry(point)
            .and_modify(|point| point.origin.push(delegation));
    }
    for (point, paragraph) in paragraphs(&mut *db, draft).await? {
        points
            .entry(point)
            .and_modify(|point| point.paragraphs.push(paragraph));
    }
    Ok(points)
}

async fn origins(
    db: impl PgExecutor<'_>,
    draft: DraftId,
) -> sqlx::Result<Vec<(ActionPointId, DelegationId)>> {
    let rows = sqlx::query!(
        r#"select action_point_id as "point: ActionPointId", delegation_id as "delegation: DelegationId"
        from action_point_origin join action_point on action_point.id = action_point_id
        where draft_id = $1 order by action_point_id, delegation_id"#,
        draft.0
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.point, row.delegation))
        .collect())
}

async fn paragraphs(
    db: impl PgExecutor<'_>,
    draft: DraftId,
) -> sqlx::Result<Vec<(ActionPointId, Paragraph)>> {
    let rows = sqlx::query!(
        r#"select paragraph.id as "id: ParagraphId", action_point_id as "point: ActionPointId", state as "state: ParagraphState"
        from paragraph join action_point on action_point.id = action_point_id
        where draft_id = $1 order by paragraph.id"#,
        draft.0
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            (
                row.point,
                Paragraph {
                    id: row.id,
                    state: row.state,
                },
            )
        })
        .collect())
}
