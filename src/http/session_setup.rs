//! Sessions, as the secretariat sets them up: when and where they meet, and who is what in them.

use std::collections::BTreeSet;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::PgConnection;
use utoipa::ToSchema;

use super::administrator::Administrator;
use super::people::{must_be_of, tidy};
use super::{App, Problem, effect};
use crate::conference::{self, Meeting, Session, SessionId, SessionStatus, Translations};
use crate::drafting::{self, Draft};
use crate::negotiation::rights;
use crate::negotiation::{DraftId, DraftStatus};
use crate::people::{ParticipantId, Role, register};
use crate::record::{self, Deed};

/// Meetings of one session at most.
const MEETINGS: usize = 100;

/// A session as it is set up.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionSetup {
    id: SessionId,
    number: i32,
    code: String,
    title: Translations,
    /// The room of the venue it meets in.
    room: String,
    status: SessionStatus,
    meetings: Vec<Meeting>,
}

/// A session to be added, or what is to be changed about one: what is absent stays as it is.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct SessionEdit {
    /// From 1; a new one follows the last.
    number: Option<i32>,
    /// Such as `S2`; without it that of the number.
    code: Option<String>,
    title: Option<Translations>,
    /// The room of the venue it meets in.
    room: Option<String>,
    /// All its meetings, in the place of those before.
    meetings: Option<Vec<MeetingTime>>,
}

/// When a session meets.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct MeetingTime {
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
}

/// Adds a session, with an empty draft that the secretariat prepares. A title is needed.
#[utoipa::path(
    post, operation_id = "add_session", path = "/api/sessions", tag = "administration", request_body = SessionEdit,
    responses(
        (status = 201, body = SessionSetup), (status = 403, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem),
    )
)]
pub async fn add(
    State(app): State<App>,
    by: Administrator,
    Json(edit): Json<SessionEdit>,
) -> Result<(StatusCode, Json<SessionSetup>), Problem> {
    let mut db = app.db.begin().await?;
    register::store::one_at_a_time(&mut *db, by.conference).await?;
    let sessions = conference::store::sessions(&mut *db, by.conference).await?;
    let number = sessions.last().map_or(1, |last| last.number + 1);
    let number = edit.number.unwrap_or(number);
    let empty = Session {
        id: SessionId::new(),
        number,
        code: format!("S{number}"),
        title: Translations::default(),
        place: String::new(),
        status: SessionStatus::Scheduled,
    };
    let (session, meetings) = edit.apply(empty)?;
    conference::store::add_session(&mut *db, by.conference, &session)
        .await
        .map_err(taken)?;
    let meetings = meetings.unwrap_or_default();
    conference::store::set_meetings(&mut db, session.id, &meetings).await?;
    add_draft(&mut db, &session).await?;
    let entry = by.entry_in(session.id, Deed::SessionChanged, json!({ "added": true }));
    record::append(&mut db, by.conference, app.clock.now(), &entry).await?;
    db.commit().await?;
    Ok((
        StatusCode::CREATED,
        Json(SessionSetup::new(session, meetings)),
    ))
}

/// Changes a session; its state is not set up here, but conducted.
#[utoipa::path(
    patch, operation_id = "change_session", path = "/api/sessions/{id}", tag = "administration", request_body = SessionEdit,
    params(("id" = SessionId, Path, description = "The session")),
    responses(
        (status = 200, body = SessionSetup), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem),
    )
)]
pub async fn change(
    State(app): State<App>,
    by: Administrator,
    Path(id): Path<SessionId>,
    Json(edit): Json<SessionEdit>,
) -> Result<Json<SessionSetup>, Problem> {
    let mut db = app.db.begin().await?;
    register::store::one_at_a_time(&mut *db, by.conference).await?;
    let sessions = conference::store::sessions(&mut *db, by.conference).await?;
    let before = sessions
        .into_iter()
        .find(|one| one.id == id)
        .ok_or_else(unknown)?;
    let (session, meetings) = edit.apply(before)?;
    conference::store::change_session(&mut *db, &session)
        .await
        .map_err(taken)?;
    let meetings = match meetings {
        Some(meetings) => {
            conference::store::set_meetings(&mut db, id, &meetings).await?;
            meetings
        }
        None => {
            let all = conference::store::meetings(&mut *db, by.conference).await?;
            all.into_iter()
                .filter(|(of, _)| *of == id)
                .map(|(_, meeting)| meeting)
                .collect()
        }
    };
    let entry = by.entry_in(id, Deed::SessionChanged, json!({ "added": false }));
    record::append(&mut db, by.conference, app.clock.now(), &entry).await?;
    db.commit().await?;
    Ok(Json(SessionSetup::new(session, meetings)))
}

/// Gives a participant a role in a session; giving it twice changes nothing.
#[utoipa::path(
    put, operation_id = "give_role", path = "/api/sessions/{id}/roles/{role}/{participant}", tag = "administration",
    params(
        ("id" = SessionId, Path, description = "The session"), ("role" = Role, Path, description = "The role"),
        ("participant" = ParticipantId, Path, description = "The participant"),
    ),
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem))
)]
pub async fn give_role(
    State(app): State<App>,
    by: Administrator,
    Path((session, role, participant)): Path<(SessionId, Role, ParticipantId)>,
) -> Result<StatusCode, Problem> {
    must_be_of(&app, by.conference, &[participant]).await?;
    let mut db = app.db.begin().await?;
    let drafts = rights::store::change_rules_of_conference(&mut *db, by.conference).await?;
    must_be_there(&mut db, &by, session).await?;
    if register::store::give_role(&mut *db, session, participant, role).await? {
        let details = json!({ "participant": participant, "role": role });
        let entry = by.entry_in(session, Deed::RoleGiven, details);
        record::append(&mut db, by.conference, app.clock.now(), &entry).await?;
    }
    effect::commit(&app, db, &drafts).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes a role in a session from a participant; taking it twice changes nothing.
#[utoipa::path(
    delete, operation_id = "take_role", path = "/api/sessions/{id}/roles/{role}/{participant}", tag = "administration",
    params(
        ("id" = SessionId, Path, description = "The session"), ("role" = Role, Path, description = "The role"),
        ("participant" = ParticipantId, Path, description = "The participant"),
    ),
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem))
)]
pub async fn take_role(
    State(app): State<App>,
    by: Administrator,
    Path((session, role, participant)): Path<(SessionId, Role, ParticipantId)>,
) -> Result<StatusCode, Problem> {
    must_be_of(&app, by.conference, &[participant]).await?;
    let mut db = app.db.begin().await?;
    let drafts = rights::store::change_rules_of_conference(&mut *db, by.conference).await?;
    must_be_there(&mut db, &by, session).await?;
    if register::store::take_role(&mut *db, session, participant, role).await? {
        let details = json!({ "participant": participant, "role": role });
        let entry = by.entry_in(session, Deed::RoleTaken, details);
        record::append(&mut db, by.conference, app.clock.now(), &entry).await?;
    }
    effect::commit(&app, db, &drafts).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn must_be_there(
    db: &mut PgConnection,
    by: &Administrator,
    session: SessionId,
) -> Result<(), Problem> {
    let sessions = conference::store::sessions(&mut *db, by.conference).await?;
    let is_there = sessions.iter().any(|one| one.id == session);
    is_there.then_some(()).ok_or_else(unknown)
}

/// An empty draft for a new session, under the first symbol of its kind.
async fn add_draft(db: &mut PgConnection, session: &Session) -> Result<(), Problem> {
    let conference = conference::store::current(&mut *db).await?;
    let conference = conference
        .ok_or_else(|| Problem::not_found("There is no conference on this server yet."))?;
    let draft = Draft {
        id: DraftId::new(),
        session: session.id,
        session_number: session.number,
        symbol: format!("{}/{}/L.1", conference.symbol_root, session.code),
        title: session.title.clone(),
        language: conference.working_language,
        status: DraftStatus::Preparing,
        generation: 1,
        seq: 0,
        quarantined: false,
    };
    drafting::store::add(&mut *db, &draft).await.map_err(taken)
}

impl SessionEdit {
    fn apply(self, mut to: Session) -> Result<(Session, Option<Vec<Meeting>>), Problem> {
        to.number = self.number.unwrap_or(to.number);
        if !(1..=999).contains(&to.number) {
            return Err(
                Problem::invalid("bad_number", "Sessions are numbered from 1 to 999.")
                    .in_field("number"),
            );
        }
        if let Some(code) = self.code {
            let fits = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '.');
            if code.is_empty() || code.len() > 12 || !code.chars().all(fits) {
                let detail = "A code has 1 to 12 letters, digits, dots and hyphens, such as S2.";
                return Err(Problem::invalid("bad_code", detail).in_field("code"));
            }
            to.code = code;
        }
        if let Some(Translations(titles)) = self.title {
            to.title = Translations::default();
            for (language, title) in titles {
                let title = tidy(&title).map_err(|problem| problem.in_field("title"))?;
                if !title.is_empty() {
                    to.title.0.insert(language, title);
                }
            }
        }
        if to.title.0.is_empty() {
            return Err(
                Problem::invalid("missing_title", "A session needs a title.").in_field("title"),
            );
        }
        if let Some(room) = self.room {
            to.place = tidy(&room).map_err(|problem| problem.in_field("room"))?;
        }
        Ok((to, self.meetings.map(timetable).transpose()?))
    }
}

/// Meetings in their order, none over another.
fn timetable(mut times: Vec<MeetingTime>) -> Result<Vec<Meeting>, Problem> {
    times.sort_by_key(|meeting| meeting.starts_at);
    let has_no_length = times
        .iter()
        .any(|meeting| meeting.ends_at <= meeting.starts_at);
    let overlap = times
        .windows(2)
        .any(|pair| pair[1].starts_at < pair[0].ends_at);
    if has_no_length || overlap || times.len() > MEETINGS {
        return Err(Problem::invalid(
            "bad_meetings",
            "A meeting ends after it begins, and before the next one of the session. Correct the times.",
        )
        .in_field("meetings"));
    }
    let meetings = times.into_iter().map(|meeting| Meeting {
        starts_at: meeting.starts_at,
        ends_at: meeting.ends_at,
    });
    Ok(meetings.collect())
}

impl SessionSetup {
    fn new(of: Session, meetings: Vec<Meeting>) -> Self {
        Self {
            id: of.id,
            number: of.number,
            code: of.code,
            title: of.title,
            room: of.place,
            status: of.status,
            meetings,
        }
    }
}

fn taken(err: sqlx::Error) -> Problem {
    let constraint = err.as_database_error().and_then(|err| err.constraint());
    let taken: BTreeSet<&str> = [
        "session_number_unique",
        "session_code_unique",
        "draft_symbol_unique",
    ]
    .into();
    match constraint {
        Some(constraint) if taken.contains(constraint) => {
            let is_number = constraint == "session_number_unique";
            let detail = "Another session has this number or code; choose another.";
            Problem::conflict("session_exists", detail).in_field(if is_number {
                "number"
            } else {
                "code"
            })
        }
        _ => err.into(),
    }
}

fn unknown() -> Problem {
    Problem::not_found("There is no such session.")
}
