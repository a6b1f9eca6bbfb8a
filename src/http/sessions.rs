//! A session: who is what in it, where it stands, and the commands that conduct it.

use std::collections::BTreeSet;

use axum::Json;
use axum::extract::{Path, State};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::agreement::PersonView;
use super::answers::Why;
use super::asked::Asked;
use super::drafts::{self, DraftSummary};
use super::signed_in::SignedIn;
use super::{App, Problem};
use crate::conference::{Meeting, SessionId, SessionStatus, Translations};
use crate::deciding::session::{Turn, least_advanced};
use crate::negotiation::conduct::possible::{SessionAct, acts};
use crate::negotiation::conduct::store::{self, Member};
use crate::negotiation::conduct::{Party, Reopening, Step};
use crate::negotiation::rights::{self, Situation, Standing, Switch};
use crate::people::{self, DelegationId, ParticipantId, Role};

/// A session, for whoever asks.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionPage {
    id: SessionId,
    number: i32,
    code: String,
    title: Translations,
    room: String,
    status: SessionStatus,
    /// What the chair has switched on.
    switches: BTreeSet<Switch>,
    meetings: Vec<Meeting>,
    /// Everybody who holds a role in it, by name.
    members: Vec<MemberView>,
    /// Its drafts, as far as whoever asks may read them.
    drafts: Vec<DraftSummary>,
    /// A proposal to reopen it, once it is closed.
    reopening: Option<ReopeningView>,
    /// The roles held in it by whoever asks.
    roles: BTreeSet<Role>,
    /// The commands about it that would not be refused now.
    may: BTreeSet<SessionAct>,
}

/// Somebody who holds roles in a session.
#[derive(Debug, Serialize, ToSchema)]
pub struct MemberView {
    id: ParticipantId,
    name: String,
    city: String,
    delegation: DelegationId,
    delegation_name: Translations,
    roles: BTreeSet<Role>,
}

/// A proposal to reopen a session.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReopeningView {
    by: PersonView,
    at: DateTime<Utc>,
    reason: String,
}

/// A session.
#[utoipa::path(
    get, operation_id = "session", path = "/api/sessions/{id}", tag = "sessions",
    params(("id" = SessionId, Path, description = "The session")),
    responses((status = 200, body = SessionPage), (status = 401, body = Problem), (status = 404, body = Problem))
)]
pub async fn show(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<SessionId>,
) -> Result<Json<SessionPage>, Problem> {
    page(&app, &me, id).await
}

/// The chair, the rapporteur or the secretariat opens a session, the first time or again.
#[utoipa::path(
    post, operation_id = "open_session", path = "/api/sessions/{id}/open", tag = "sessions",
    params(("id" = SessionId, Path, description = "The session")),
    responses((status = 200, body = SessionPage), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem))
)]
pub async fn open(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<SessionId>,
) -> Result<Json<SessionPage>, Problem> {
    app.chamber.conduct(id, me.decider(), Step::Open).await?;
    page(&app, &me, id).await
}

/// They suspend it: it will meet again.
#[utoipa::path(
    post, operation_id = "suspend_session", path = "/api/sessions/{id}/suspend", tag = "sessions",
    params(("id" = SessionId, Path, description = "The session")),
    responses((status = 200, body = SessionPage), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem))
)]
pub async fn suspend(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<SessionId>,
) -> Result<Json<SessionPage>, Problem> {
    app.chamber.conduct(id, me.decider(), Step::Suspend).await?;
    page(&app, &me, id).await
}

/// They close it, and its drafts are frozen. What is agreed ad referendum keeps its deadline.
#[utoipa::path(
    post, operation_id = "close_session", path = "/api/sessions/{id}/close", tag = "sessions",
    params(("id" = SessionId, Path, description = "The session")),
    responses((status = 200, body = SessionPage), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem))
)]
pub async fn close(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<SessionId>,
) -> Result<Json<SessionPage>, Problem> {
    app.chamber.conduct(id, me.decider(), Step::Close).await?;
    page(&app, &me, id).await
}

/// The chair begins the first reading: from now on the rapporteur types, and members suggest.
#[utoipa::path(
    post, operation_id = "begin_first_reading", path = "/api/sessions/{id}/first-reading", tag = "sessions",
    params(("id" = SessionId, Path, description = "The session")),
    responses((status = 200, body = SessionPage), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem))
)]
pub async fn begin_first_reading(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<SessionId>,
) -> Result<Json<SessionPage>, Problem> {
    app.chamber.begin_first_reading(id, me.decider()).await?;
    page(&app, &me, id).await
}

/// One of the chair or of the secretariat proposes to reopen a closed session; a new proposal takes the place of an old one.
#[utoipa::path(
    post, operation_id = "propose_reopening", path = "/api/sessions/{id}/reopening", tag = "sessions",
    params(("id" = SessionId, Path, description = "The session")), request_body = Why,
    responses((status = 200, body = SessionPage), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem))
)]
pub async fn propose_reopening(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<SessionId>,
    Asked(why): Asked<Why>,
) -> Result<Json<SessionPage>, Problem> {
    let reason = why.reason()?;
    app.chamber
        .propose_reopening(id, me.decider(), reason)
        .await?;
    page(&app, &me, id).await
}

/// The other of the two confirms: the session is suspended until it is opened, its drafts stand where they stood.
#[utoipa::path(
    post, operation_id = "confirm_reopening", path = "/api/sessions/{id}/reopening/confirm", tag = "sessions",
    params(("id" = SessionId, Path, description = "The session")),
    responses((status = 200, body = SessionPage), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem))
)]
pub async fn confirm_reopening(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<SessionId>,
) -> Result<Json<SessionPage>, Problem> {
    app.chamber.confirm_reopening(id, me.decider()).await?;
    page(&app, &me, id).await
}

/// The chair, the rapporteur or the secretariat switches something on.
#[utoipa::path(
    put, operation_id = "switch_on", path = "/api/sessions/{id}/switches/{switch}", tag = "sessions",
    params(("id" = SessionId, Path, description = "The session"), ("switch" = Switch, Path, description = "What")),
    responses((status = 200, body = SessionPage), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem))
)]
pub async fn switch_on(
    State(app): State<App>,
    me: SignedIn,
    Path((id, switch)): Path<(SessionId, Switch)>,
) -> Result<Json<SessionPage>, Problem> {
    app.chamber
        .switch(id, me.decider(), switch, Turn::On)
        .await?;
    page(&app, &me, id).await
}

/// They switch it off.
#[utoipa::path(
    delete, operation_id = "switch_off", path = "/api/sessions/{id}/switches/{switch}", tag = "sessions",
    params(("id" = SessionId, Path, description = "The session"), ("switch" = Switch, Path, description = "What")),
    responses((status = 200, body = SessionPage), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem))
)]
pub async fn switch_off(
    State(app): State<App>,
    me: SignedIn,
    Path((id, switch)): Path<(SessionId, Switch)>,
) -> Result<Json<SessionPage>, Problem> {
    app.chamber
        .switch(id, me.decider(), switch, Turn::Off)
        .await?;
    page(&app, &me, id).await
}

async fn page(app: &App, me: &SignedIn, id: SessionId) -> Result<Json<SessionPage>, Problem> {
    let mut db = app.db.acquire().await?;
    let session = store::session(&mut *db, me.conference, id).await?;
    let session = session.ok_or_else(|| Problem::not_found("There is no such session."))?;
    let stages = store::drafts(&mut *db, id).await?;
    let standing = rights::store::standing(&mut db, id, me.person.id).await?;
    let situation = Situation {
        session: session.status,
        draft: least_advanced(&stages),
        switches: rights::store::switches(&mut *db, id).await?,
    };
    let reopening = store::reopening(&mut *db, id).await?;
    let proposer = match &reopening {
        Some(reopening) => Some((
            reopening.by,
            rights::store::standing(&mut db, id, reopening.by).await?,
        )),
        None => None,
    };
    let members = members(store::members(&mut *db, id).await?);
    let meetings = store::meetings(&mut *db, id).await?;
    let reopening = match reopening {
        Some(reopening) => Some(reopening_view(app, reopening).await?),
        None => None,
    };
    drop(db);
    let mut drafts = Vec::new();
    for (draft, _) in &stages {
        drafts.extend(drafts::summaries(app, me, Some(*draft)).await?);
    }
    let statuses: Vec<_> = stages.iter().map(|(_, stage)| stage.status).collect();
    let asking = Party {
        id: me.person.id,
        standing: &standing,
    };
    let proposer = proposer
        .as_ref()
        .map(|(id, standing): &(_, Standing)| Party { id: *id, standing });
    Ok(Json(SessionPage {
        may: acts(asking, &situation, &statuses, proposer),
        id,
        number: session.number,
        code: session.code,
        title: session.title,
        room: session.place,
        status: session.status,
        switches: situation.switches,
        meetings,
        members,
        drafts,
        reopening,
        roles: standing.roles,
    }))
}

/// Everybody once, with all their roles.
fn members(rows: Vec<Member>) -> Vec<MemberView> {
    let mut members: Vec<MemberView> = Vec::new();
    for row in rows {
        match members.last_mut() {
            Some(last) if last.id == row.id => {
                last.roles.insert(row.role);
            }
            _ => members.push(MemberView {
                id: row.id,
                name: row.name,
                city: row.city,
                delegation: row.delegation,
                delegation_name: row.delegation_name,
                roles: [row.role].into(),
            }),
        }
    }
    members
}

async fn reopening_view(app: &App, reopening: Reopening) -> Result<ReopeningView, Problem> {
    let persons = people::store::persons(&app.db, &[reopening.by]).await?;
    Ok(ReopeningView {
        by: PersonView::of(&persons, reopening.by),
        at: reopening.at,
        reason: reopening.reason,
    })
}
