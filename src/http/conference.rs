//! The conference page: sessions with their drafts, and the programme.

use std::collections::HashMap;

use axum::Json;
use axum::extract::State;
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::drafts::{self, DraftSummary};
use super::signed_in::SignedIn;
use super::{App, Problem};
use crate::conference::{
    self, ConferenceId, Entering, Language, Meeting, ProgrammeItem, Session, SessionId,
    SessionStatus, Translations,
};
use crate::people::{self, Badge, BadgeSession, ParticipantId, Role};

/// The conference as a participant sees it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConferenceView {
    id: ConferenceId,
    slug: String,
    symbol_root: String,
    title: Translations,
    theme: Translations,
    city: String,
    country: String,
    starts_on: NaiveDate,
    ends_on: NaiveDate,
    working_language: String,
    languages: Vec<Language>,
    time_zone: String,
    notice: Option<String>,
    entering: Entering,
    sessions: Vec<SessionView>,
    programme: Vec<ProgrammeItem>,
}

/// A session as a participant sees it.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionView {
    id: SessionId,
    number: i32,
    code: String,
    title: Translations,
    room: String,
    status: SessionStatus,
    chair: Option<OfficerView>,
    rapporteur: Option<OfficerView>,
    meetings: Vec<Meeting>,
    /// The role of whoever asks, if they hold one.
    my_role: Option<Role>,
    drafts: Vec<DraftSummary>,
}

/// Somebody who holds an office in a session.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OfficerView {
    id: ParticipantId,
    name: String,
    city: String,
}

/// The conference, its sessions and its programme. Where one enters by choosing, anyone may read it, without the drafts.
#[utoipa::path(
    get, operation_id = "conference", path = "/api/conference", tag = "conference",
    responses((status = 200, body = ConferenceView), (status = 401, body = Problem), (status = 404, body = Problem))
)]
pub async fn show(
    State(app): State<App>,
    me: Result<SignedIn, Problem>,
) -> Result<Json<ConferenceView>, Problem> {
    let conference = conference::store::current(&app.db).await?;
    let conference = conference
        .ok_or_else(|| Problem::not_found("There is no conference on this server yet."))?;
    let me = match me {
        Ok(me) => Some(me),
        Err(_) if conference.entering == Entering::ByChoice => None,
        Err(problem) => return Err(problem),
    };
    let mut drafts: HashMap<SessionId, Vec<DraftSummary>> = HashMap::new();
    if let Some(me) = &me {
        for draft in drafts::summaries(&app, me, None).await? {
            drafts.entry(draft.session).or_default().push(draft);
        }
    }
    let badges = people::store::badges(&app.db, conference.id, None).await?;
    let roles = people::store::session_roles(&app.db, conference.id).await?;
    let mut meetings: HashMap<SessionId, Vec<Meeting>> = HashMap::new();
    for (session, meeting) in conference::store::meetings(&app.db, conference.id).await? {
        meetings.entry(session).or_default().push(meeting);
    }
    let sessions = conference::store::sessions(&app.db, conference.id).await?;
    let sessions = sessions.into_iter().map(|session| SessionView {
        chair: officer(&session, Role::Chair, &roles, &badges),
        rapporteur: officer(&session, Role::Rapporteur, &roles, &badges),
        my_role: me
            .as_ref()
            .and_then(|me| role_of(me.person.id, &session, &roles)),
        meetings: meetings.remove(&session.id).unwrap_or_default(),
        drafts: drafts.remove(&session.id).unwrap_or_default(),
        id: session.id,
        number: session.number,
        code: session.code,
        title: session.title,
        room: session.place,
        status: session.status,
    });
    Ok(Json(ConferenceView {
        sessions: sessions.collect(),
        programme: conference::store::programme(&app.db, conference.id).await?,
        id: conference.id,
        slug: conference.slug,
        symbol_root: conference.symbol_root,
        title: conference.title,
        theme: conference.theme,
        city: conference.city,
        country: conference.country,
        starts_on: conference.starts_on,
        ends_on: conference.ends_on,
        working_language: conference.working_language,
        languages: conference.languages,
        time_zone: conference.time_zone,
        notice: conference.notice,
        entering: conference.entering,
    }))
}

fn role_of(
    participant: ParticipantId,
    session: &Session,
    roles: &[(ParticipantId, BadgeSession)],
) -> Option<Role> {
    let mut held = roles
        .iter()
        .filter(|(who, role)| *who == participant && role.session == session.id);
    held.next().map(|(_, role)| role.role)
}

fn officer(
    session: &Session,
    office: Role,
    roles: &[(ParticipantId, BadgeSession)],
    badges: &[Badge],
) -> Option<OfficerView> {
    let (who, _) = roles
        .iter()
        .find(|(_, role)| role.session == session.id && role.role == office)?;
    let badge = badges.iter().find(|badge| badge.id == *who)?;
    Some(OfficerView {
        id: badge.id,
        name: badge.name.clone(),
        city: badge.city.clone(),
    })
}
