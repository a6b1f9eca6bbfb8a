//! Entering and leaving the conference.

use std::collections::BTreeSet;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sqlx::{PgConnection, Postgres, Transaction};
use utoipa::ToSchema;

use super::signed_in::{COOKIE, SignedIn};
use super::{App, Problem, administrator, effect};
use crate::conference::{self, ConferenceId, Entering};
use crate::negotiation::rights::{self, Action};
use crate::people::{self, Badge, Office, ParticipantId, SignIn, Token};

/// Who is signed in.
#[derive(Debug, Serialize, ToSchema)]
pub struct Me {
    participant: Badge,
    /// The offices they hold at the conference.
    offices: BTreeSet<Office>,
    /// What these let them do, whatever they are in one session or another.
    may: BTreeSet<Action>,
}

/// As whom to enter.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Enter {
    participant: ParticipantId,
}

/// Who is signed in on this browser.
#[utoipa::path(
    get, operation_id = "who_am_i", path = "/api/sign-in", tag = "people",
    responses((status = 200, body = Me), (status = 401, body = Problem))
)]
pub async fn who_am_i(State(app): State<App>, me: SignedIn) -> Result<Json<Me>, Problem> {
    Ok(Json(Me::load(&app, me.conference, me.person.id).await?))
}

/// Enters as a participant of a demonstration conference; the answer sets the browser's cookie.
#[utoipa::path(
    post, operation_id = "enter", path = "/api/sign-in", tag = "people", request_body = Enter,
    responses((status = 200, body = Me), (status = 403, body = Problem), (status = 404, body = Problem))
)]
pub async fn enter(
    State(app): State<App>,
    headers: HeaderMap,
    jar: CookieJar,
    Json(enter): Json<Enter>,
) -> Result<(CookieJar, Json<Me>), Problem> {
    let conference = demonstration(&app).await?;
    badge(&app, conference, enter.participant).await?;
    let db = app.db.begin().await?;
    let browser = Browser { headers, jar };
    let_in(&app, db, browser, (enter.participant, conference)).await
}

/// The browser that somebody enters with.
pub struct Browser {
    /// What it asks with.
    pub headers: HeaderMap,
    /// Its cookies.
    pub jar: CookieJar,
}

/// Lets a participant in on a browser, and commits; the answer sets its cookie. One browser is one person: whoever else was
/// signed in there is not any more, and their open drafts hear of it. Who was there already stays.
pub async fn let_in(
    app: &App,
    mut db: Transaction<'_, Postgres>,
    Browser { headers, jar }: Browser,
    (participant, conference): (ParticipantId, ConferenceId),
) -> Result<(CookieJar, Json<Me>), Problem> {
    let now = app.clock.now();
    let former = former(&mut db, &jar, now).await?;
    if former.as_ref().map(|former| former.participant) == Some(participant) {
        db.commit().await?;
        return Ok((jar, Json(Me::load(app, conference, participant).await?)));
    }
    let mut drafts = Vec::new();
    if let Some(former) = former {
        drafts = rights::store::change_rules_of_conference(&mut *db, conference).await?;
        people::store::sign_out(&mut *db, former.id).await?;
    }
    let token = begin(&mut db, &headers, participant, now).await?;
    effect::commit(app, db, &drafts).await?;
    let me = Me::load(app, conference, participant).await?;
    Ok((jar.add(cookie(&headers, &token)), Json(me)))
}

/// The sign-in that a browser's cookie holds, if it still is one.
async fn former(
    db: &mut PgConnection,
    jar: &CookieJar,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<SignIn>> {
    let token: Option<Token> = jar
        .get(COOKIE)
        .and_then(|cookie| cookie.value().parse().ok());
    let Some(token) = token else { return Ok(None) };
    let found = people::store::signed_in(db, &token, now).await?;
    Ok(found.map(|(sign_in, ..)| sign_in))
}

impl Me {
    /// A participant of a conference.
    pub async fn load(
        app: &App,
        conference: ConferenceId,
        participant: ParticipantId,
    ) -> Result<Self, Problem> {
        let offices = rights::store::offices(&app.db, conference, participant).await?;
        Ok(Self {
            participant: badge(app, conference, participant).await?,
            may: administrator::by_office(offices.clone()),
            offices,
        })
    }
}

/// Signs a participant in on the browser that asks, and answers the token for its cookie.
pub async fn begin(
    db: &mut PgConnection,
    headers: &HeaderMap,
    participant: ParticipantId,
    now: DateTime<Utc>,
) -> sqlx::Result<Token> {
    let user_agent = headers.get(header::USER_AGENT);
    let user_agent = user_agent.and_then(|value| value.to_str().ok());
    let sign_in = SignIn::of_browser(participant, user_agent.unwrap_or_default(), now);
    let token = Token::new();
    people::store::sign_in(&mut *db, &sign_in, &token).await?;
    people::device::store::note_seen(&mut *db, sign_in.id, now).await?;
    Ok(token)
}

/// The cookie that holds a token. Behind a proxy that ends TLS it must never travel in the clear; in a room network without
/// TLS it has to.
pub fn cookie(headers: &HeaderMap, token: &Token) -> Cookie<'static> {
    Cookie::build((COOKIE, token.reveal()))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(is_behind_tls(headers))
        .permanent()
        .build()
}

/// Whether the browser reaches this server over TLS, as the proxy in between says.
pub fn is_behind_tls(headers: &HeaderMap) -> bool {
    headers
        .get("x-forwarded-proto")
        .is_some_and(|proto| proto == "https")
}

/// Signs this browser or program out.
#[utoipa::path(delete, operation_id = "leave", path = "/api/sign-in", tag = "people", responses((status = 204)))]
pub async fn leave(
    State(app): State<App>,
    me: SignedIn,
    jar: CookieJar,
) -> Result<
    (
        StatusCode,
        [(header::HeaderName, &'static str); 1],
        CookieJar,
    ),
    Problem,
> {
    let mut db = app.db.begin().await?;
    people::store::sign_out(&mut *db, me.sign_in).await?;
    let drafts = rights::store::change_rules_of_conference(&mut *db, me.conference).await?;
    effect::commit(&app, db, &drafts).await?;
    let jar = jar.remove(Cookie::build(COOKIE).path("/"));
    Ok((
        StatusCode::NO_CONTENT,
        [(
            header::HeaderName::from_static("clear-site-data"),
            "\"cache\"",
        )],
        jar,
    ))
}

/// The participants of the conference. Where one enters by choosing, anyone may read them; else only participants.
#[utoipa::path(
    get, operation_id = "participants", path = "/api/participants", tag = "people",
    responses((status = 200, body = Vec<Badge>), (status = 401, body = Problem))
)]
pub async fn participants(
    State(app): State<App>,
    me: Result<SignedIn, Problem>,
) -> Result<Json<Vec<Badge>>, Problem> {
    let conference = match me {
        Ok(me) => me.conference,
        Err(problem) => demonstration(&app).await.map_err(|_| problem)?,
    };
    Ok(Json(badges(&app, conference, None).await?))
}

async fn demonstration(app: &App) -> Result<ConferenceId, Problem> {
    let conference = conference::store::current(&app.db).await?;
    let conference = conference
        .ok_or_else(|| Problem::not_found("There is no conference on this server yet."))?;
    match conference.entering {
        Entering::ByChoice => Ok(conference.id),
        Entering::ByBadge => Err(Problem::not_allowed(
            "This conference is entered with the code on the badge.",
        )),
    }
}

/// The badge of a participant.
pub async fn badge(
    app: &App,
    conference: ConferenceId,
    participant: ParticipantId,
) -> Result<Badge, Problem> {
    let mut badges = badges(app, conference, Some(participant)).await?;
    badges
        .pop()
        .ok_or_else(|| Problem::not_found("There is no such participant."))
}

/// The badges of all participants, or only of one.
pub async fn badges(
    app: &App,
    conference: ConferenceId,
    one: Option<ParticipantId>,
) -> Result<Vec<Badge>, Problem> {
    let mut badges = people::store::badges(&app.db, conference, one).await?;
    let mut roles = std::collections::HashMap::<ParticipantId, Vec<_>>::new();
    for (participant, role) in people::store::session_roles(&app.db, conference).await? {
        roles.entry(participant).or_default().push(role);
    }
    for badge in &mut badges {
        badge.sessions = roles.remove(&badge.id).unwrap_or_default();
    }
    Ok(badges)
}
