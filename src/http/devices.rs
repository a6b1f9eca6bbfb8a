//! What participants are signed in on.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde_json::json;

use super::administrator::Administrator;
use super::signed_in::SignedIn;
use super::{App, Problem, effect, people};
use crate::negotiation::rights;
use crate::people::device::{Device, store};
use crate::people::{ParticipantId, SignInId};
use crate::record::{self, Deed};

/// The devices and programs I am signed in on, newest first.
#[utoipa::path(
    get, operation_id = "my_sign_ins", path = "/api/me/sign-ins", tag = "people",
    responses((status = 200, body = Vec<Device>), (status = 401, body = Problem))
)]
pub async fn mine(State(app): State<App>, me: SignedIn) -> Result<Json<Vec<Device>>, Problem> {
    let devices = store::list(&app.db, me.person.id, me.sign_in, app.clock.now()).await?;
    Ok(Json(devices))
}

/// Signs one of my devices out.
#[utoipa::path(
    delete, operation_id = "sign_my_device_out", path = "/api/me/sign-ins/{id}", tag = "people",
    params(("id" = SignInId, Path, description = "The sign-in")),
    responses((status = 204), (status = 401, body = Problem), (status = 404, body = Problem))
)]
pub async fn sign_mine_out(
    State(app): State<App>,
    me: SignedIn,
    Path(sign_in): Path<SignInId>,
) -> Result<StatusCode, Problem> {
    let mut db = app.db.begin().await?;
    if !store::sign_out(&mut *db, me.person.id, sign_in).await? {
        return Err(unknown());
    }
    let drafts = rights::store::change_rules_of_conference(&mut *db, me.conference).await?;
    effect::commit(&app, db, &drafts).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The devices and programs that a participant is signed in on, newest first.
#[utoipa::path(
    get, operation_id = "sign_ins_of", path = "/api/people/{id}/sign-ins", tag = "administration",
    params(("id" = ParticipantId, Path, description = "The participant")),
    responses((status = 200, body = Vec<Device>), (status = 403, body = Problem), (status = 404, body = Problem))
)]
pub async fn theirs(
    State(app): State<App>,
    by: Administrator,
    Path(participant): Path<ParticipantId>,
) -> Result<Json<Vec<Device>>, Problem> {
    people::must_be_of(&app, by.conference, &[participant]).await?;
    let devices = store::list(&app.db, participant, by.me.sign_in, app.clock.now()).await?;
    Ok(Json(devices))
}

/// Signs a participant's device out.
#[utoipa::path(
    delete, operation_id = "sign_device_out", path = "/api/people/{id}/sign-ins/{sign_in}", tag = "administration",
    params(("id" = ParticipantId, Path, description = "The participant"), ("sign_in" = SignInId, Path, description = "The sign-in")),
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem))
)]
pub async fn sign_theirs_out(
    State(app): State<App>,
    by: Administrator,
    Path((participant, sign_in)): Path<(ParticipantId, SignInId)>,
) -> Result<StatusCode, Problem> {
    people::must_be_of(&app, by.conference, &[participant]).await?;
    let mut db = app.db.begin().await?;
    let drafts = rights::store::change_rules_of_conference(&mut *db, by.conference).await?;
    if !store::sign_out(&mut *db, participant, sign_in).await? {
        return Err(unknown());
    }
    let entry = by.entry(Deed::SignedOut, json!({ "participant": participant }));
    record::append(&mut db, by.conference, app.clock.now(), &entry).await?;
    effect::commit(&app, db, &drafts).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn unknown() -> Problem {
    Problem::not_found("This device is signed out already.")
}
