//! The conduct of sessions in PostgreSQL.

use sqlx::types::Json;
use sqlx::{PgConnection, PgExecutor};

use super::{DraftStage, Reopening};
use crate::conference::{ConferenceId, Meeting, Session, SessionId, SessionStatus, Translations};
use crate::negotiation::{DraftId, DraftStatus};
use crate::people::{DelegationId, ParticipantId, Role};

/// A session of a conference, locked until the end of the transaction; `None` if there is no such session.
pub async fn lock(
    db: impl PgExecutor<'_>,
    session: SessionId,
) -> sqlx::Result<Option<(ConferenceId, SessionStatus)>> {
    let row = sqlx::query!(
        r#"select conference_id as "conference: ConferenceId", status as "status: SessionStatus"
        from session where id = $1 for update"#,
        session.0
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| (row.conference, row.status)))
}

/// Keeps where a session stands.
pub async fn set_status(
    db: impl PgExecutor<'_>,
    session: SessionId,
    status: SessionStatus,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update session set status = $2 where id = $1",
        session.0,
        status.word()
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The drafts of a session and where they stand, by symbol.
pub async fn drafts(
    db: impl PgExecutor<'_>,
    session: SessionId,
) -> sqlx::Result<Vec<(DraftId, DraftStage)>> {
    let rows = sqlx::query!(
        r#"select id as "id: DraftId", status as "status: DraftStatus", frozen_from as "frozen_from: DraftStatus"
        from draft where session_id = $1 order by symbol"#,
        session.0
    )
    .fetch_all(db)
    .await?;
    let stages = rows.into_iter().map(|row| {
        let stage = DraftStage {
            status: row.status,
            frozen_from: row.frozen_from,
        };
        (row.id, stage)
    });
    Ok(stages.collect())
}

/// Keeps where a draft stands.
pub async fn set_stage(
    db: impl PgExecutor<'_>,
    draft: DraftId,
    stage: DraftStage,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update draft set status = $2, frozen_from = $3 where id = $1",
        draft.0,
        stage.status.word(),
        stage.frozen_from.map(DraftStatus::word)
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The first reading of a draft has begun: what was being drafted is under negotiation.
pub async fn begin_reading(db: &mut PgConnection, draft: DraftId) -> sqlx::Result<()> {
    sqlx::query!(
        "update draft set status = 'negotiating' where id = $1",
        draft.0
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "update action_point set status = 'under_negotiation' where draft_id = $1 and status = 'drafting'",
        draft.0
    )
    .execute(&mut *db)
    .await?;
    Ok(())
}

/// Proposes to reopen a session, in the place of an older proposal.
pub async fn propose_reopening(
    db: impl PgExecutor<'_>,
    session: SessionId,
    reopening: &Reopening,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into session_reopening (session_id, participant_id, at, reason) values ($1, $2, $3, $4)
        on conflict (session_id) do update set participant_id = excluded.participant_id, at = excluded.at, reason = excluded.reason",
        session.0,
        reopening.by.0,
        reopening.at,
        reopening.reason
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The proposal to reopen a session, if there is one.
pub async fn reopening(
    db: impl PgExecutor<'_>,
    session: SessionId,
) -> sqlx::Result<Option<Reopening>> {
    sqlx::query_as!(
        Reopening,
        r#"select participant_id as "by: ParticipantId", at, reason from session_reopening where session_id = $1"#,
        session.0
    )
    .fetch_optional(db)
    .await
}

/// Takes away the proposal to reopen a session.
pub async fn drop_reopening(db: impl PgExecutor<'_>, session: SessionId) -> sqlx::Result<()> {
    sqlx::query!(
        "delete from session_reopening where session_id = $1",
        session.0
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A session of a conference; `None` if there is no such session in it.
pub async fn session(
    db: impl PgExecutor<'_>,
    conference: ConferenceId,
    session: SessionId,
) -> sqlx::Result<Option<Session>> {
    let row = sqlx::query!(
        r#"select id as "id: SessionId", number, code, title as "title: Json<Translations>", place,
            status as "status: SessionStatus"
        from session where conference_id = $1 and id = $2"#,
        conference.0,
        session.0
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| Session {
        id: row.id,
        number: row.number,
        code: row.code,
        title: row.title.0,
        place: row.place,
        status: row.status,
    }))
}

/// The meetings of a session by time.
pub async fn meetings(db: impl PgExecutor<'_>, session: SessionId) -> sqlx::Result<Vec<Meeting>> {
    sqlx::query_as!(
        Meeting,
        "select starts_at, ends_at from meeting where session_id = $1 order by starts_at",
        session.0
    )
    .fetch_all(db)
    .await
}

/// Somebody who holds a role in a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub id: ParticipantId,
    /// Their name.
    pub name: String,
    /// Their city.
    pub city: String,
    /// Their delegation.
    pub delegation: DelegationId,
    /// Its name.
    pub delegation_name: Translations,
    /// The role.
    pub role: Role,
}

/// Who holds which role in a session, by name; whoever holds two is there twice.
pub async fn members(db: impl PgExecutor<'_>, session: SessionId) -> sqlx::Result<Vec<Member>> {
    let rows = sqlx::query!(
        r#"select participant.id as "id: ParticipantId", participant.name, participant.city,
            delegation.id as "delegation: DelegationId", delegation.name as "delegation_name: Json<Translations>",
            role as "role: Role"
        from session_role join participant on participant.id = participant_id
            join delegation on delegation.id = participant.delegation_id
        where session_id = $1 order by participant.name, participant.id, role"#,
        session.0
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Member {
            id: row.id,
            name: row.name,
            city: row.city,
            delegation: row.delegation,
            delegation_name: row.delegation_name.0,
            role: row.role,
        })
        .collect())
}
