//! Rights in PostgreSQL: what somebody is to a session, and how things stand there.

use std::collections::{BTreeSet, HashMap};

use sqlx::{PgConnection, PgExecutor};

use super::{Situation, Standing, Switch};
use crate::conference::{ConferenceId, SessionId, SessionStatus};
use crate::negotiation::{DraftId, DraftStatus};
use crate::people::{Office, ParticipantId, Role};

/// What the participants of a conference are to one of its sessions; or only what `one` is. Who is nothing to it is left out.
pub async fn standings(
    db: &mut PgConnection,
    session: SessionId,
    one: Option<ParticipantId>,
) -> sqlx::Result<HashMap<ParticipantId, Standing>> {
    let mut standings: HashMap<ParticipantId, Standing> = HashMap::new();
    let roles = sqlx::query!(
        r#"select participant_id as "participant: ParticipantId", role as "role: Role", session_id = $1 as "here!"
        from session_role join session on session.id = session_id
        where conference_id = (select conference_id from session where id = $1) and ($2::uuid is null or participant_id = $2)"#,
        session.0,
        one.map(|one| one.0),
    )
    .fetch_all(&mut *db)
    .await?;
    for row in roles {
        let standing = standings.entry(row.participant).or_default();
        if row.here {
            standing.roles.insert(row.role);
        } else {
            standing.elsewhere.insert(row.role);
        }
    }
    let offices = sqlx::query!(
        r#"select participant_id as "participant: ParticipantId", office as "office: Office" from office
        where conference_id = (select conference_id from session where id = $1) and ($2::uuid is null or participant_id = $2)"#,
        session.0,
        one.map(|one| one.0),
    )
    .fetch_all(&mut *db)
    .await?;
    for row in offices {
        standings
            .entry(row.participant)
            .or_default()
            .offices
            .insert(row.office);
    }
    Ok(standings)
}

/// What one participant is to a session.
pub async fn standing(
    db: &mut PgConnection,
    session: SessionId,
    participant: ParticipantId,
) -> sqlx::Result<Standing> {
    let mut standings = standings(db, session, Some(participant)).await?;
    Ok(standings.remove(&participant).unwrap_or_default())
}

/// The offices that a participant holds at the conference.
pub async fn offices(
    db: impl PgExecutor<'_>,
    conference: ConferenceId,
    participant: ParticipantId,
) -> sqlx::Result<BTreeSet<Office>> {
    let rows = sqlx::query_scalar!(
        r#"select office as "office: Office" from office where conference_id = $1 and participant_id = $2"#,
        conference.0,
        participant.0
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().collect())
}

/// A draft with the session it belongs to and how things stand there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The conference.
    pub conference: ConferenceId,
    /// The session.
    pub session: SessionId,
    /// How things stand.
    pub situation: Situation,
}

/// Where a draft belongs and how things stand there; `None` if there is no such draft.
pub async fn place(db: &mut PgConnection, draft: DraftId) -> sqlx::Result<Option<Place>> {
    let row = sqlx::query!(
        r#"select conference_id as "conference: ConferenceId", session_id as "session: SessionId",
            session.status as "session_status: SessionStatus", draft.status as "draft_status: DraftStatus"
        from draft join session on session.id = session_id where draft.id = $1"#,
        draft.0
    )
    .fetch_optional(&mut *db)
    .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    Ok(Some(Place {
        conference: row.conference,
        session: row.session,
        situation: Situation {
            session: row.session_status,
            draft: row.draft_status,
            switches: switches(&mut *db, row.session).await?,
        },
    }))
}

/// What the chair has switched on in a session.
pub async fn switches(
    db: impl PgExecutor<'_>,
    session: SessionId,
) -> sqlx::Result<BTreeSet<Switch>> {
    let rows = sqlx::query_scalar!(
        r#"select switch as "switch: Switch" from session_switch where session_id = $1"#,
        session.0
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().collect())
}

/// Switches something on in a session; twice changes nothing.
pub async fn switch_on(
    db: impl PgExecutor<'_>,
    session: SessionId,
    switch: Switch,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into session_switch (session_id, switch) values ($1, $2) on conflict do nothing",
        session.0,
        switch.word()
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Switches something off in a session.
pub async fn switch_off(
    db: impl PgExecutor<'_>,
    session: SessionId,
    switch: Switch,
) -> sqlx::Result<()> {
    sqlx::query!(
        "delete from session_switch where session_id = $1 and switch = $2",
        session.0,
        switch.word()
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The rules of a draft have changed: nothing judged by the old ones is committed any more. Locks its head until the end of
/// the transaction, so that a decision and a keystroke are put in order.
pub async fn change_rules(db: impl PgExecutor<'_>, draft: DraftId) -> sqlx::Result<()> {
    sqlx::query!(
        "update draft_head set rules = rules + 1 where draft_id = $1",
        draft.0
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The rules of all drafts of a session have changed; says which drafts these are, so that their rooms can be told.
pub async fn change_rules_of_session(
    db: impl PgExecutor<'_>,
    session: SessionId,
) -> sqlx::Result<Vec<DraftId>> {
    // In one order, so that two decisions never wait for each other.
    sqlx::query_scalar!(
        r#"with heads as (
            select draft_id from draft_head join draft on draft.id = draft_id where session_id = $1
            order by draft_id for update of draft_head
        )
        update draft_head set rules = rules + 1 from heads where draft_head.draft_id = heads.draft_id
        returning draft_head.draft_id as "draft: DraftId""#,
        session.0
    )
    .fetch_all(db)
    .await
}

/// The rules of all drafts of a conference have changed, because somebody's rights or sign-in have; says which drafts these are.
pub async fn change_rules_of_conference(
    db: impl PgExecutor<'_>,
    conference: ConferenceId,
) -> sqlx::Result<Vec<DraftId>> {
    sqlx::query_scalar!(
        r#"with heads as (
            select draft_id from draft_head join draft on draft.id = draft_id join session on session.id = session_id
            where conference_id = $1 order by draft_id for update of draft_head
        )
        update draft_head set rules = rules + 1 from heads where draft_head.draft_id = heads.draft_id
        returning draft_head.draft_id as "draft: DraftId""#,
        conference.0
    )
    .fetch_all(db)
    .await
}
