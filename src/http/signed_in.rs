//! Who makes a request: from the cookie of a browser, a bearer token, or a WebSocket subprotocol.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum_extra::extract::CookieJar;
use chrono::{DateTime, Utc};

use super::{App, Problem};
use crate::conference::ConferenceId;
use crate::deciding::Decider;
use crate::people::{self, Person, SignInId, Token};

/// The cookie of a signed-in browser.
pub const COOKIE: &str = "plenary";
/// What a token is put behind in a WebSocket subprotocol.
pub const SUBPROTOCOL_TOKEN: &str = "plenary.token.";

/// A participant who has proved to be one.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// The participant, as others see them.
    pub person: Person,
    /// Their conference.
    pub conference: ConferenceId,
    /// Their sign-in.
    pub sign_in: SignInId,
    /// When it ends by itself.
    pub expires_at: DateTime<Utc>,
}

impl SignedIn {
    /// Them as somebody who decides.
    pub fn decider(&self) -> Decider<'_> {
        Decider {
            person: &self.person,
            conference: self.conference,
        }
    }
}

impl FromRequestParts<App> for SignedIn {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let token = token(&parts.headers).ok_or_else(Problem::not_signed_in)?;
        let signed_in = people::store::signed_in(&app.db, &token, app.clock.now()).await?;
        let (sign_in, person, conference) = signed_in.ok_or_else(Problem::not_signed_in)?;
        people::device::store::note_seen(&app.db, sign_in.id, app.clock.now()).await?;
        Ok(Self {
            person,
            conference,
            sign_in: sign_in.id,
            expires_at: sign_in.expires_at,
        })
    }
}

/// The token that a request shows. A program's own word counts before the browser's cookie.
pub fn token(headers: &HeaderMap) -> Option<Token> {
    let bearer = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
    let subprotocol = || {
        let offered =
            subprotocols(headers).find_map(|offered| offered.strip_prefix(SUBPROTOCOL_TOKEN));
        offered.map(str::to_owned)
    };
    let cookie = || {
        CookieJar::from_headers(headers)
            .get(COOKIE)
            .map(|cookie| cookie.value().to_owned())
    };
    bearer
        .map(str::to_owned)
        .or_else(subprotocol)
        .or_else(cookie)?
        .parse()
        .ok()
}

/// The WebSocket subprotocols that a request offers.
pub fn subprotocols(headers: &HeaderMap) -> impl Iterator<Item = &str> {
    let values = headers
        .get_all(header::SEC_WEBSOCKET_PROTOCOL)
        .iter()
        .filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_found_in_header_subprotocol_and_cookie() {
        let token_shown = Token::new();
        let shown = token_shown.reveal();
        for (name, value) in [
            ("authorization", format!("Bearer {shown}")),
            (
                "sec-websocket-protocol",
                format!("plenary, {SUBPROTOCOL_TOKEN}{shown}"),
            ),
            ("cookie", format!("theme=dark; {COOKIE}={shown}")),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(name, value.parse().expect("a header"));
            assert_eq!(token(&headers), Some(token_shown.clone()), "{name}");
        }
        assert_eq!(token(&HeaderMap::new()), None);
    }
}
