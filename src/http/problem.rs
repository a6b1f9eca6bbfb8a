//! The one place where errors become responses: RFC 9457 problem documents.

use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use tracing::error;
use utoipa::ToSchema;

use crate::drafting::opening::LoadError;
use crate::drafting::{JoinError, OpenError};
use crate::negotiation::rights::Refusal;

/// What went wrong, for programs and for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Problem {
    /// Always `about:blank`: `code` tells the kinds apart.
    #[serde(rename = "type")]
    kind: &'static str,
    /// What went wrong, in a few words.
    title: &'static str,
    /// The HTTP status.
    status: u16,
    /// What went wrong, for programs; it never changes.
    code: &'static str,
    /// What went wrong and what to do.
    detail: String,
}

impl Problem {
    fn new(
        status: StatusCode,
        code: &'static str,
        title: &'static str,
        detail: impl Into<String>,
    ) -> Self {
        Self {
            kind: "about:blank",
            title,
            status: status.as_u16(),
            code,
            detail: detail.into(),
        }
    }

    /// Nobody is signed in, or no longer.
    pub fn not_signed_in() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "not_signed_in",
            "Not signed in",
            "Sign in and try again.",
        )
    }

    /// This is not theirs to do.
    pub fn not_allowed(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, "not_allowed", "Not allowed", detail)
    }

    /// There is nothing under this address.
    pub fn not_found(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", "Not found", detail)
    }

    /// The request makes no sense.
    pub fn bad_request(detail: impl Into<String>) -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "bad_request",
            "Bad request",
            detail,
        )
    }

    /// A limit on connections is reached.
    pub fn too_many_connections(detail: impl Into<String>) -> Self {
        Self::new(
            StatusCode::TOO_MANY_REQUESTS,
            "too_many_connections",
            "Too many connections",
            detail,
        )
    }

    /// It can be had again soon.
    pub fn unavailable(detail: impl Into<String>) -> Self {
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "unavailable",
            "Not available now",
            detail,
        )
    }

    /// The server is at fault; the cause goes to the log only.
    pub fn internal(cause: &dyn std::fmt::Display) -> Self {
        error!(%cause, "a request failed");
        let detail =
            "Something went wrong on the server. Try again; if it stays so, tell the technician.";
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "internal",
            "Internal error",
            detail,
        )
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).expect("made from a status code");
        (
            status,
            [(header::CONTENT_TYPE, "application/problem+json")],
            Json(self),
        )
            .into_response()
    }
}

impl From<sqlx::Error> for Problem {
    fn from(err: sqlx::Error) -> Self {
        match err {
            sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed => {
                error!(%err, "a request failed");
                Self::unavailable("The database is away. Try again in a moment.")
            }
            err => Self::internal(&err),
        }
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        Self::not_allowed(refusal.sentence())
    }
}

impl From<OpenError> for Problem {
    fn from(err: OpenError) -> Self {
        match err {
            OpenError::Load(LoadError::Unknown) => Self::not_found("There is no such draft."),
            OpenError::Load(LoadError::Database(err)) => err.into(),
            OpenError::Stopping | OpenError::CannotSave => Self::unavailable(err.to_string()),
        }
    }
}

impl From<JoinError> for Problem {
    fn from(err: JoinError) -> Self {
        match err {
            JoinError::Full { .. } => Self::too_many_connections(err.to_string()),
            JoinError::Ended => Self::unavailable(err.to_string()),
            JoinError::NotAllowed => Self::not_allowed(err.to_string()),
        }
    }
}
