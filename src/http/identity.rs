//! Coming in by an OpenID Connect provider. Browsers walk this way from page to page, so what fails leads to a page.

use axum::Json;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Redirect;
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use serde::{Deserialize, Serialize};
use tracing::warn;
use utoipa::ToSchema;

use super::sign_in::{Browser, is_behind_tls, let_in};
use super::{App, Problem, origin};
use crate::conference;
use crate::people::identity_provider::{Expected, Unproven, store};

/// What a browser keeps while its person is with the provider.
const KEPT: &str = "plenary_oidc";
const PATH: &str = "/api/sign-in/oidc";

/// How one may enter, beside by badge and by link.
#[derive(Debug, Serialize, ToSchema)]
pub struct WaysIn {
    /// The name of the OpenID Connect provider to which `GET /api/sign-in/oidc` leads; null where there is none.
    #[schema(example = "login.city.example")]
    oidc: Option<String>,
}

/// What the provider sends a browser back with.
#[derive(Deserialize)]
pub struct Answer {
    code: Option<String>,
    state: Option<String>,
}

/// Why somebody did not come in; the page of entrance says it in words.
#[derive(Debug)]
enum Turned {
    /// The provider did not answer as it should.
    Unavailable,
    /// The person, or the provider, did not want to.
    Declined,
    /// The answer is to no question of this browser, or to one that was answered.
    Expired,
    /// The provider vouches for no e-mail address.
    Unverified,
    /// No participant has this e-mail address.
    Unknown,
}

/// How one may enter, beside by badge and by link.
#[utoipa::path(
    get, operation_id = "ways_in", path = "/api/sign-in/ways", tag = "people", responses((status = 200, body = WaysIn))
)]
pub async fn ways_in(State(app): State<App>) -> Json<WaysIn> {
    Json(WaysIn {
        oidc: app
            .provider
            .as_ref()
            .map(|provider| provider.name().to_owned()),
    })
}

/// Leads to the OpenID Connect provider.
///
/// For browsers. Where that fails it leads to `/enter?problem=…` with one of the codes of the way back.
#[utoipa::path(
    get, operation_id = "enter_by_oidc", path = "/api/sign-in/oidc", tag = "people",
    responses((status = 303, description = "To the provider"), (status = 404, body = Problem))
)]
pub async fn ask(
    State(app): State<App>,
    headers: HeaderMap,
    jar: CookieJar,
) -> Result<(CookieJar, Redirect), Problem> {
    let provider = app.provider.as_ref().ok_or_else(|| {
        Problem::not_found("This conference is entered by badge or by personal link.")
    })?;
    let origin = origin::of(&app, &headers);
    Ok(match provider.ask(&origin).await {
        Ok(question) => {
            let kept = kept(&headers, question.expected.reveal());
            (jar.add(kept), Redirect::to(&question.address))
        }
        Err(err) => {
            warn!(
                err = format!("{err:#}"),
                "nobody can enter by OpenID Connect"
            );
            (jar, Turned::Unavailable.page())
        }
    })
}

/// Comes back from the OpenID Connect provider: enters as the participant with the e-mail address that it vouches for.
///
/// For browsers. It sets the browser's cookie and leads to `/enter?by=oidc`, or to `/enter?problem=…` with `oidc_unavailable`,
/// `oidc_declined`, `oidc_expired`, `oidc_unverified` (the provider vouches for no e-mail address) or `oidc_unknown` (no
/// participant has that address).
#[utoipa::path(
    get, operation_id = "entered_by_oidc", path = "/api/sign-in/oidc/callback", tag = "people",
    params(
        ("code" = Option<String>, Query, description = "What the provider exchanges for who it is"),
        ("state" = Option<String>, Query, description = "What the browser was sent there with"),
    ),
    responses((status = 303, description = "To the conference, or to the page of entrance"))
)]
pub async fn answered(
    State(app): State<App>,
    headers: HeaderMap,
    jar: CookieJar,
    Query(answer): Query<Answer>,
) -> (CookieJar, Redirect) {
    let expected = jar.get(KEPT).and_then(|kept| kept.value().parse().ok());
    let jar = jar.remove(kept(&headers, String::new()));
    let browser = Browser {
        headers,
        jar: jar.clone(),
    };
    match enter(&app, browser, answer, expected).await {
        Ok(jar) => (jar, Redirect::to("/enter?by=oidc")),
        Err(turned) => (jar, turned.page()),
    }
}

async fn enter(
    app: &App,
    browser: Browser,
    answer: Answer,
    expected: Option<Expected>,
) -> Result<CookieJar, Turned> {
    let provider = app.provider.as_ref().ok_or(Turned::Unavailable)?;
    let expected = expected.ok_or(Turned::Expired)?;
    if !answer.state.is_some_and(|state| expected.fits(&state)) {
        return Err(Turned::Expired);
    }
    let code = answer.code.ok_or(Turned::Declined)?;
    let origin = origin::of(app, &browser.headers);
    let email = provider.email(code, &expected, &origin).await?;
    let conference = conference::store::current(&app.db).await?;
    let conference = conference.ok_or(Turned::Unknown)?.id;
    let mut db = app.db.begin().await?;
    let participant = store::known_by(&mut *db, conference, &email).await?;
    let participant = participant.ok_or(Turned::Unknown)?;
    let (jar, _) = let_in(app, db, browser, (participant, conference)).await?;
    Ok(jar)
}

/// What the browser keeps: it comes with it when the provider sends it back, and to nothing else here.
fn kept(headers: &HeaderMap, value: String) -> Cookie<'static> {
    Cookie::build((KEPT, value))
        .path(PATH)
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(is_behind_tls(headers))
        .build()
}

impl Turned {
    fn page(&self) -> Redirect {
        let code = match self {
            Self::Unavailable => "oidc_unavailable",
            Self::Declined => "oidc_declined",
            Self::Expired => "oidc_expired",
            Self::Unverified => "oidc_unverified",
            Self::Unknown => "oidc_unknown",
        };
        Redirect::to(&format!("/enter?problem={code}"))
    }
}

impl From<Unproven> for Turned {
    fn from(err: Unproven) -> Self {
        match err {
            Unproven::NoEmail => Self::Unverified,
            Unproven::Internal(err) => {
                warn!(
                    err = format!("{err:#}"),
                    "somebody could not enter by OpenID Connect"
                );
                Self::Unavailable
            }
        }
    }
}

impl From<sqlx::Error> for Turned {
    fn from(err: sqlx::Error) -> Self {
        warn!(%err, "somebody could not enter by OpenID Connect");
        Self::Unavailable
    }
}

impl From<Problem> for Turned {
    fn from(_: Problem) -> Self {
        Self::Unavailable // It was written down where it arose.
    }
}
