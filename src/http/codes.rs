//! Badge codes, as the secretariat makes and revokes them. A code is shown once, to be printed; only its hash is kept.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use chrono::{DateTime, Utc};
use futures_util::{StreamExt, TryStreamExt, stream};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sqlx::PgConnection;
use utoipa::ToSchema;

use super::administrator::Administrator;
use super::{App, Problem, origin, people};
use crate::people::{BadgeCode, CodeHash, ParticipantId, badge_code};
use crate::record::{self, Deed};

/// Participants whose codes, links or badges are made at once at most.
pub const AT_ONCE: usize = 2_000;
/// Hashes asked for at once; how many are made at once the entrance says.
const IN_FLIGHT: usize = 4;

/// What becomes of the codes that were made before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OldCodes {
    /// They still sign in.
    Keep,
    /// They sign in no more.
    Revoke,
}

/// For whom codes are to be made.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NewCodes {
    participants: Vec<ParticipantId>,
    old: OldCodes,
}

/// A new code, shown this once.
#[derive(Serialize, ToSchema)]
pub struct NewCode {
    participant: ParticipantId,
    #[schema(example = "7K3QF-M2W9X")]
    code: String,
    /// What the QR code on the badge holds.
    #[schema(example = "https://plenary.example/enter#7K3QF-M2W9X")]
    link: String,
}

/// Makes a new badge code for each of these participants. It can be read only in this answer.
#[utoipa::path(
    post, operation_id = "make_codes", path = "/api/people/codes", tag = "administration", request_body = NewCodes,
    responses((status = 200, body = Vec<NewCode>), (status = 403, body = Problem), (status = 404, body = Problem))
)]
pub async fn make(
    State(app): State<App>,
    by: Administrator,
    headers: HeaderMap,
    Json(new): Json<NewCodes>,
) -> Result<Json<Vec<NewCode>>, Problem> {
    let codes = renew(&app, &by, &new.participants, new.old).await?;
    let origin = origin::of(&app, &headers);
    let shown = codes.into_iter().map(|(participant, code)| NewCode {
        participant,
        code: code.reveal(),
        link: origin.badge(code),
    });
    Ok(Json(shown.collect()))
}

/// Revokes all codes of a participant, as when a badge was lost.
#[utoipa::path(
    delete, operation_id = "revoke_codes", path = "/api/people/{id}/codes", tag = "administration",
    params(("id" = ParticipantId, Path, description = "The participant")),
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem))
)]
pub async fn revoke(
    State(app): State<App>,
    by: Administrator,
    Path(participant): Path<ParticipantId>,
) -> Result<StatusCode, Problem> {
    people::must_be_of(&app, by.conference, &[participant]).await?;
    let now = app.clock.now();
    let mut db = app.db.begin().await?;
    let revoked = badge_code::store::revoke(&mut *db, &[participant], now).await?;
    let details = json!({ "participants": [participant], "made": 0, "revoked": revoked });
    let entry = by.entry(Deed::CodesRenewed, details);
    record::append(&mut db, by.conference, now, &entry).await?;
    db.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Makes codes and records it.
pub async fn renew(
    app: &App,
    by: &Administrator,
    participants: &[ParticipantId],
    old: OldCodes,
) -> Result<Vec<(ParticipantId, BadgeCode)>, Problem> {
    people::must_be_of(app, by.conference, participants).await?;
    let codes = fresh(participants)?;
    let hashes = hashes(app, by, &codes).await?;
    let now = app.clock.now();
    let mut db = app.db.begin().await?;
    let details = store(&mut db, by, &hashes, old, now).await?;
    let entry = by.entry(Deed::CodesRenewed, details);
    record::append(&mut db, by.conference, now, &entry).await?;
    db.commit().await?;
    Ok(codes)
}

/// A new code for each of these participants, which signs in nobody yet.
pub fn fresh(participants: &[ParticipantId]) -> Result<Vec<(ParticipantId, BadgeCode)>, Problem> {
    if participants.len() > AT_ONCE {
        return Err(Problem::invalid(
            "too_many",
            format!("At most {AT_ONCE} participants at once: choose fewer."),
        ));
    }
    let codes = participants.iter();
    Ok(codes
        .map(|participant| (*participant, BadgeCode::new()))
        .collect())
}

/// What is stored of these codes.
pub async fn hashes(
    app: &App,
    by: &Administrator,
    codes: &[(ParticipantId, BadgeCode)],
) -> Result<Vec<(ParticipantId, CodeHash)>, Problem> {
    let salt = badge_code::store::salt(&app.db, by.conference).await?;
    let hashed = stream::iter(codes.to_vec()).map(|(participant, code)| {
        let (entrance, salt) = (&app.entrance, &salt);
        async move { anyhow::Ok((participant, entrance.hash(code, salt).await?)) }
    });
    let hashes = hashed.buffered(IN_FLIGHT).try_collect().await;
    hashes.map_err(|err| Problem::internal(&err))
}

/// Lets codes sign in from now on, and answers what the record should say of it.
pub async fn store(
    db: &mut PgConnection,
    by: &Administrator,
    hashes: &[(ParticipantId, CodeHash)],
    old: OldCodes,
    now: DateTime<Utc>,
) -> sqlx::Result<Value> {
    let participants: Vec<ParticipantId> = hashes.iter().map(|(one, _)| *one).collect();
    let revoked = match old {
        OldCodes::Keep => 0,
        OldCodes::Revoke => badge_code::store::revoke(&mut *db, &participants, now).await?,
    };
    badge_code::store::add(&mut *db, by.conference, hashes, now).await?;
    Ok(json!({ "participants": participants, "made": hashes.len(), "revoked": revoked }))
}
