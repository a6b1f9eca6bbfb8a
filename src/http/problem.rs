//! The one place where errors become responses: RFC 9457 problem documents.

use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use tracing::error;
use utoipa::ToSchema;

use crate::deciding::Refused;
use crate::drafting::opening::LoadError;
use crate::drafting::{JoinError, OpenError};
use crate::negotiation::agreement::{self, correction, merger};
use crate::negotiation::rights::Refusal;
use crate::negotiation::{ParagraphId, conduct, suggestion};
use crate::people::Turned;

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
    #[schema(value_type = String)]
    detail: Box<str>,
    /// Which field of what was sent it is about, where it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'static str>,
    /// With `words_changed`: the words as they are now.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    #[schema(value_type = Vec<ChangedWords>)]
    changed: Box<[ChangedWords]>,
    /// With `clash`: the numbers of the suggestions that change the same words.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<i32>>)]
    numbers: Option<Box<[i32; 2]>>,
    /// When it is worth trying again, for the header of that name.
    #[serde(skip)]
    retry_after_seconds: Option<u32>,
}

/// Words that are not those that somebody saw.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ChangedWords {
    /// The paragraph.
    pub paragraph: ParagraphId,
    /// Its words as they are now; none if it is gone, or agreed meanwhile.
    pub words: Option<String>,
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
            detail: detail.into().into_boxed_str(),
            field: None,
            changed: Box::default(),
            numbers: None,
            retry_after_seconds: None,
        }
    }

    /// Things are not as they would have to be, or not any more.
    pub fn conflict(code: &'static str, detail: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, code, "Not possible now", detail)
    }

    /// Words are not those that somebody saw.
    pub fn words_changed(detail: impl Into<String>, changed: Vec<ChangedWords>) -> Self {
        Self {
            changed: changed.into(),
            ..Self::conflict("words_changed", detail)
        }
    }

    /// Its HTTP status.
    pub fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.status).expect("made from a status code")
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

    /// The request is well formed, but what it asks for cannot be; `code` says what stands in the way.
    pub fn invalid(code: &'static str, detail: impl Into<String>) -> Self {
        let title = "Not possible like this";
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, code, title, detail)
    }

    /// What was shown does not let anybody in.
    pub fn not_let_in(code: &'static str, detail: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, code, "Not let in", detail)
    }

    /// Says which field of what was sent it is about.
    #[must_use]
    pub fn in_field(self, field: &'static str) -> Self {
        Self {
            field: Some(field),
            ..self
        }
    }

    /// It was tried too often.
    pub fn too_often(detail: impl Into<String>) -> Self {
        let title = "Tried too often";
        Self::new(StatusCode::TOO_MANY_REQUESTS, "too_often", title, detail).after_seconds(60)
    }

    /// Says when it is worth trying again.
    #[must_use]
    pub fn after_seconds(self, seconds: u32) -> Self {
        Self {
            retry_after_seconds: Some(seconds),
            ..self
        }
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
        let status = self.status();
        let retry_after = self.retry_after_seconds;
        let kind = [(header::CONTENT_TYPE, "application/problem+json")];
        let mut response = (status, kind, Json(self)).into_response();
        if let Some(seconds) = retry_after {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, seconds.into());
        }
        response
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
        let code = match refusal {
            Refusal::Role => "not_allowed",
            other => other.word(),
        };
        Self::new(
            StatusCode::FORBIDDEN,
            code,
            "Not allowed",
            refusal.sentence(),
        )
    }
}

impl From<Turned> for Problem {
    fn from(err: Turned) -> Self {
        match err {
            Turned::Busy => Self::unavailable(sentence(&err)).after_seconds(5),
            Turned::TooOften => Self::too_often(sentence(&err)),
            Turned::Internal(err) => Self::internal(&err),
        }
    }
}

/// An error as a sentence for people.
pub fn sentence(err: &dyn std::fmt::Display) -> String {
    let text = err.to_string();
    let mut characters = text.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect::<String>() + ".",
        None => text,
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

impl From<Refused> for Problem {
    fn from(refused: Refused) -> Self {
        let detail = refused.to_string();
        match refused {
            Refused::Unknown(_) => Self::not_found(detail),
            Refused::NotAllowed(_, refusal) => refusal.into(),
            Refused::Agreement(refusal) => Self::of_agreement(&refusal),
            Refused::WordsChanged(changed) => {
                let changed = changed.into_iter().map(|changed| ChangedWords {
                    paragraph: changed.paragraph,
                    words: changed.words,
                });
                Self::words_changed(detail, changed.collect())
            }
            Refused::NotNegotiated => Self::conflict("not_negotiated", detail),
            Refused::NotWithdrawn => Self::conflict("not_withdrawn", detail),
            Refused::Merger(refusal) => Self::of_merger(refusal),
            Refused::NothingOpen => Self::conflict("nothing_open", detail),
            Refused::Quarantined => Self::conflict("quarantined", detail),
            Refused::Foreign => Self::conflict("foreign", detail),
            Refused::Correction(refusal) => Self::of_correction(refusal),
            Refused::Suggestion(refusal) => Self::of_suggestion(&refusal),
            Refused::CorrectionWaits => Self::conflict("correction_waits", detail),
            Refused::Conduct(refusal) => Self::of_conduct(refusal),
            Refused::Overtaken => Self::conflict("overtaken", detail),
            Refused::Scattered(_) => Self::conflict("scattered", detail),
            Refused::Open(err) => err.into(),
            Refused::Database(err) => err.into(),
        }
    }
}

impl Problem {
    fn of_agreement(refusal: &agreement::Refusal) -> Self {
        use agreement::Refusal as No;
        let detail = refusal.to_string();
        let code = match refusal {
            No::NotReady(_) => "not_ready",
            No::AlreadyAgreed => "already_agreed",
            No::NotAgreed => "not_agreed",
            No::AgreedForGood => "agreed_for_good",
            No::NothingToCorrect => "nothing_to_correct",
            No::NotAwaited => "not_awaited",
            No::DeadlinePassed => "deadline_passed",
            No::TooEarly => "too_early",
            No::PartsAgreed => "parts_agreed",
            No::DeadlineNotAhead | No::CannotAwait(_) => return Self::bad_request(detail),
            No::NotParty => return Self::not_allowed(detail),
        };
        Self::conflict(code, detail)
    }

    fn of_correction(refusal: correction::Refusal) -> Self {
        use correction::Refusal as No;
        let detail = refusal.to_string();
        match refusal {
            No::Decided => Self::conflict("correction_decided", detail),
            No::SamePerson => Self::conflict("same_person", detail),
            No::NoChair => Self::not_allowed(detail),
            No::Nothing | No::Brackets | No::Words => Self::bad_request(detail),
        }
    }

    fn of_merger(refusal: merger::Refusal) -> Self {
        use merger::Refusal as No;
        let detail = refusal.to_string();
        match refusal {
            No::Itself => Self::bad_request(detail),
            No::IntoNothing => Self::conflict("not_negotiated", detail),
            No::NothingProposed => Self::conflict("nothing_proposed", detail),
            No::NotAsked => Self::conflict("not_awaited", detail),
        }
    }

    fn of_suggestion(refusal: &suggestion::Refusal) -> Self {
        use suggestion::Refusal as No;
        let detail = refusal.to_string();
        let code = match refusal {
            No::Decided => "suggestion_decided",
            No::NotTheirs => return Self::not_allowed(detail),
            No::OwnSuggestion => "own_suggestion",
            No::Nothing => "nothing_suggested",
            No::Words | No::Empty | No::Language | No::Bridge => return Self::bad_request(detail),
            No::Stale => "stale",
            No::Gone => "paragraph_gone",
            No::OtherLanguage => "other_language",
            No::Agreed => "agreed",
            No::Clash(one, other) => {
                return Self {
                    numbers: Some(Box::new([*one, *other])),
                    ..Self::conflict("clash", detail)
                };
            }
        };
        Self::conflict(code, detail)
    }

    fn of_conduct(refusal: conduct::Refusal) -> Self {
        use conduct::Refusal as No;
        let code = match refusal {
            No::Meeting => "meeting",
            No::NotMeeting => "not_meeting",
            No::Closed => "closed",
            No::NotClosed => "not_closed",
            No::NothingToRead => "nothing_to_read",
            No::NothingProposed => "nothing_proposed",
            No::SamePerson => "same_person",
            No::OtherSide => "other_side",
        };
        Self::conflict(code, refusal.to_string())
    }
}
