//! Coming in with the code on the badge, or by a personal link.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum_extra::extract::CookieJar;
use serde::Deserialize;
use utoipa::ToSchema;

use super::problem::sentence;
use super::sign_in::{Browser, Me, let_in};
use super::{App, Problem};
use crate::conference;
use crate::people::{BadgeCode, Token, badge_code, personal_link};

/// The code on a badge.
#[derive(Deserialize, ToSchema)]
pub struct EnterByBadge {
    /// As it was typed: in any case, with or without the hyphen.
    #[schema(example = "7K3QF-M2W9X")]
    code: String,
}

/// What a personal link holds.
#[derive(Deserialize, ToSchema)]
pub struct EnterByLink {
    /// What stands behind the hash sign of the link.
    token: String,
}

/// Enters with the code on the badge; the answer sets the browser's cookie.
///
/// Trying is slow on purpose. Where too many wait it is 503, and 429 for a code that was tried too often; both say when to come again.
#[utoipa::path(
    post, operation_id = "enter_by_badge", path = "/api/sign-in/badge", tag = "people", request_body = EnterByBadge,
    responses(
        (status = 200, body = Me), (status = 403, body = Problem), (status = 422, body = Problem),
        (status = 429, body = Problem), (status = 503, body = Problem),
    )
)]
pub async fn enter_by_badge(
    State(app): State<App>,
    headers: HeaderMap,
    jar: CookieJar,
    Json(enter): Json<EnterByBadge>,
) -> Result<(CookieJar, Json<Me>), Problem> {
    let code: BadgeCode = enter
        .code
        .parse()
        .map_err(|err| Problem::invalid("no_badge_code", sentence(&err)))?;
    let conference = conference::store::current(&app.db).await?;
    let conference = conference
        .ok_or_else(|| Problem::not_found("There is no conference on this server yet."))?
        .id;
    let salt = badge_code::store::salt(&app.db, conference).await?;
    let hash = app.entrance.try_code(code, &salt, app.clock.now()).await?;
    let holder = badge_code::store::holder(&app.db, conference, &hash).await?;
    let participant = holder.ok_or_else(|| {
        Problem::not_let_in(
            "unknown_code",
            "This is not the code of a badge, or the badge was reported lost. Compare it with your badge, or ask the secretariat.",
        )
    })?;
    let db = app.db.begin().await?;
    let browser = Browser { headers, jar };
    let_in(&app, db, browser, (participant, conference)).await
}

/// Enters by a personal link; the answer sets the browser's cookie. A link that signs in once is used up by this.
#[utoipa::path(
    post, operation_id = "enter_by_link", path = "/api/sign-in/link", tag = "people", request_body = EnterByLink,
    responses((status = 200, body = Me), (status = 403, body = Problem))
)]
pub async fn enter_by_link(
    State(app): State<App>,
    headers: HeaderMap,
    jar: CookieJar,
    Json(enter): Json<EnterByLink>,
) -> Result<(CookieJar, Json<Me>), Problem> {
    let unknown = || {
        Problem::not_let_in(
            "unknown_link",
            "This link was used already, or has ended. Ask the secretariat for a new one, or enter with the code on your badge.",
        )
    };
    let link: Token = enter.token.parse().map_err(|_| unknown())?;
    let mut db = app.db.begin().await?;
    let led = personal_link::store::follow(&mut *db, &link, app.clock.now()).await?;
    let browser = Browser { headers, jar };
    let_in(&app, db, browser, led.ok_or_else(unknown)?).await
}
