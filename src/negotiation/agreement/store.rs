//! Agreement in PostgreSQL.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use sqlx::types::Json;
use sqlx::{PgConnection, PgExecutor};

use super::{AdReferendum, Agreement, Answer, Kept};
use crate::conference::{SessionId, Translations};
use crate::negotiation::{ActionPointId, ActionPointStatus, DraftId, ParagraphId, ParagraphState};
use crate::people::{DelegationId, ParticipantId};

/// Where a draft stands, as its head says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// Its generation.
    pub generation: i32,
    /// Its newest change.
    pub seq: i64,
    /// The rules in force.
    pub rules: i64,
    /// Whether its journal cannot be loaded whole.
    pub quarantined: bool,
}

/// Locks a draft's head until the end of the transaction, so that decisions and keystrokes are put in order; `None` if there is
/// no such draft.
pub async fn lock_head(db: impl PgExecutor<'_>, draft: DraftId) -> sqlx::Result<Option<Head>> {
    sqlx::query_as!(
        Head,
        r#"select generation, seq, rules, quarantined_at is not null as "quarantined!" from draft_head where draft_id = $1 for update"#,
        draft.0
    )
    .fetch_optional(db)
    .await
}

/// Locks a draft's head unless somebody else has it locked; answers whether it did.
pub async fn try_lock_head(db: impl PgExecutor<'_>, draft: DraftId) -> sqlx::Result<bool> {
    let locked = sqlx::query_scalar!(
        "select draft_id from draft_head where draft_id = $1 for update skip locked",
        draft.0
    )
    .fetch_optional(db)
    .await?;
    Ok(locked.is_some())
}

/// What is kept about the agreement of a draft's paragraphs, with the action point of each.
pub async fn kept(
    db: &mut PgConnection,
    draft: DraftId,
) -> sqlx::Result<BTreeMap<ParagraphId, (ActionPointId, Kept)>> {
    let mut awaiting: BTreeMap<ParagraphId, BTreeSet<DelegationId>> = BTreeMap::new();
    let mut confirmed: BTreeMap<ParagraphId, BTreeMap<DelegationId, Answer>> = BTreeMap::new();
    let answers = sqlx::query!(
        r#"select paragraph_id as "paragraph: ParagraphId", delegation_id as "delegation: DelegationId",
            confirmed_by as "by: ParticipantId", confirmed_at as at
        from awaiting join paragraph on paragraph.id = paragraph_id join action_point on action_point.id = action_point_id
        where draft_id = $1"#,
        draft.0
    )
    .fetch_all(&mut *db)
    .await?;
    for row in answers {
        if let (Some(by), Some(at)) = (row.by, row.at) {
            let confirmed = confirmed.entry(row.paragraph).or_default();
            confirmed.insert(row.delegation, Answer { by, at });
        } else {
            let awaiting = awaiting.entry(row.paragraph).or_default();
            awaiting.insert(row.delegation);
        }
    }
    let rows = sqlx::query!(
        r#"select paragraph.id as "id: ParagraphId", action_point_id as "point: ActionPointId", state as "state: ParagraphState",
            decided_at, decided_by as "by: ParticipantId", until
        from paragraph join action_point on action_point.id = action_point_id where draft_id = $1"#,
        draft.0
    )
    .fetch_all(&mut *db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let agreement = match row.state {
                ParagraphState::Open => Agreement::Open,
                ParagraphState::AgreedAdReferendum => Agreement::AdReferendum(AdReferendum {
                    awaiting: awaiting.remove(&row.id).unwrap_or_default(),
                    since: row.decided_at,
                    until: row.until,
                }),
                ParagraphState::Agreed => Agreement::Agreed { at: row.decided_at },
            };
            let kept = Kept {
                agreement,
                by: row.by,
                confirmed: confirmed.remove(&row.id).unwrap_or_default(),
            };
            (row.id, (row.point, kept))
        })
        .collect())
}

/// Makes sure that an action point of the text can be decided about; `false` if its id belongs to another draft.
pub async fn enter_point(
    db: impl PgExecutor<'_>,
    draft: DraftId,
    point: ActionPointId,
    status: ActionPointStatus,
) -> sqlx::Result<bool> {
    let entered = sqlx::query!(
        "insert into action_point (id, draft_id, status, addressees) values ($1, $2, $3, '{}')
        on conflict (id) do update set draft_id = action_point.draft_id where action_point.draft_id = excluded.draft_id",
        point.0,
        draft.0,
        status.word(),
    )
    .execute(db)
    .await?;
    Ok(entered.rows_affected() == 1)
}

/// Keeps where an action point stands.
pub async fn set_status(
    db: impl PgExecutor<'_>,
    point: ActionPointId,
    status: ActionPointStatus,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update action_point set status = $2 where id = $1",
        point.0,
        status.word()
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Keeps how far a paragraph is agreed, through whom; `false` if its id belongs to another draft.
///
/// What delegations had confirmed is kept while it stays agreed, and forgotten when it opens: the record knows it.
pub async fn keep(
    db: &mut PgConnection,
    point: ActionPointId,
    paragraph: ParagraphId,
    agreement: &Agreement,
    by: Option<ParticipantId>,
) -> sqlx::Result<bool> {
    let (at, until, awaiting) = match agreement {
        Agreement::Open => (None, None, None),
        Agreement::AdReferendum(given) => (given.since, given.until, Some(&given.awaiting)),
        Agreement::Agreed { at } => (*at, None, None),
    };
    // A paragraph may have been moved to another action point of the same draft since it was last decided about.
    let kept = sqlx::query!(
        "insert into paragraph (id, action_point_id, state, decided_at, decided_by, until) values ($1, $2, $3, $4, $5, $6)
        on conflict (id) do update set action_point_id = excluded.action_point_id, state = excluded.state,
            decided_at = excluded.decided_at, decided_by = excluded.decided_by, until = excluded.until
        where (select draft_id from action_point where id = paragraph.action_point_id)
            = (select draft_id from action_point where id = excluded.action_point_id)",
        paragraph.0,
        point.0,
        agreement.state().word(),
        at,
        by.map(|by| by.0),
        until,
    )
    .execute(&mut *db)
    .await?;
    if *agreement == Agreement::Open {
        sqlx::query!("delete from awaiting where paragraph_id = $1", paragraph.0)
            .execute(&mut *db)
            .await?;
    }
    for delegation in awaiting.into_iter().flatten() {
        sqlx::query!(
            "insert into awaiting (paragraph_id, delegation_id) values ($1, $2) on conflict do nothing",
            paragraph.0,
            delegation.0
        )
        .execute(&mut *db)
        .await?;
    }
    Ok(kept.rows_affected() == 1)
}

/// Keeps that a delegation that was awaited has confirmed.
pub async fn confirm(
    db: impl PgExecutor<'_>,
    paragraph: ParagraphId,
    delegation: DelegationId,
    answer: Answer,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update awaiting set confirmed_by = $3, confirmed_at = $4 where paragraph_id = $1 and delegation_id = $2",
        paragraph.0,
        delegation.0,
        answer.by.0,
        answer.at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A delegation that came back and could not confirm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reservation {
    /// The paragraph.
    pub paragraph: ParagraphId,
    /// The delegation.
    pub delegation: DelegationId,
    /// Who reserved for it.
    pub by: ParticipantId,
    /// When.
    pub at: DateTime<Utc>,
    /// Why.
    pub reason: String,
}

/// Keeps a reservation.
pub async fn add_reservation(
    db: impl PgExecutor<'_>,
    reservation: &Reservation,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into reservation (id, paragraph_id, delegation_id, participant_id, at, reason) values ($1, $2, $3, $4, $5, $6)",
        uuid::Uuid::now_v7(),
        reservation.paragraph.0,
        reservation.delegation.0,
        reservation.by.0,
        reservation.at,
        reservation.reason,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The reservations on a draft's paragraphs, oldest first.
pub async fn reservations(
    db: impl PgExecutor<'_>,
    draft: DraftId,
) -> sqlx::Result<Vec<Reservation>> {
    sqlx::query_as!(
        Reservation,
        r#"select paragraph_id as "paragraph: ParagraphId", delegation_id as "delegation: DelegationId",
            participant_id as "by: ParticipantId", at, reason
        from reservation join paragraph on paragraph.id = paragraph_id join action_point on action_point.id = action_point_id
        where draft_id = $1 order by at, reservation.id"#,
        draft.0
    )
    .fetch_all(db)
    .await
}

/// A delegation that takes part in agreement in a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// The delegation.
    pub delegation: DelegationId,
    /// Its name.
    pub name: Translations,
    /// Its city.
    pub city: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
}

/// The delegations that take part in agreement in a session: they may agree, and have a head or a delegate there.
pub async fn parties(db: impl PgExecutor<'_>, session: SessionId) -> sqlx::Result<Vec<Party>> {
    let rows = sqlx::query!(
        r#"select id as "delegation: DelegationId", name as "name: Json<Translations>", city, country from delegation
        where may_agree and exists (
            select from session_role join participant on participant.id = participant_id
            where session_id = $1 and delegation_id = delegation.id and role in ('delegate', 'head_of_delegation')
        )
        order by city, id"#,
        session.0
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Party {
            delegation: row.delegation,
            name: row.name.0,
            city: row.city,
            country: row.country,
        })
        .collect())
}

/// The drafts in which a deadline has passed.
pub async fn due(db: impl PgExecutor<'_>, now: DateTime<Utc>) -> sqlx::Result<Vec<DraftId>> {
    sqlx::query_scalar!(
        r#"select distinct draft_id as "draft: DraftId" from paragraph join action_point on action_point.id = action_point_id
        where until <= $1"#,
        now
    )
    .fetch_all(db)
    .await
}

/// The next deadline of all.
pub async fn next_deadline(db: impl PgExecutor<'_>) -> sqlx::Result<Option<DateTime<Utc>>> {
    sqlx::query_scalar!("select min(until) from paragraph where until is not null")
        .fetch_one(db)
        .await
}
