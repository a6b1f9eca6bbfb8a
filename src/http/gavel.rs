//! The gavel: commands of the chair about a paragraph, or about all that is open in an action point.

use axum::Json;
use axum::extract::{Path, State};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use utoipa::ToSchema;

use super::agreement::{self, PointAgreement};
use super::asked::Asked;
use super::signed_in::SignedIn;
use super::{App, Problem};
use crate::deciding::gavel::{Outcome, SeenParagraph};
use crate::deciding::words::Seen;
use crate::identifier::vocabulary;
use crate::negotiation::{ActionPointId, DraftId, ParagraphId};
use crate::people::DelegationId;

vocabulary! {
    /// How text is gavelled.
    GavelOutcome {
        /// Agreed, subject to confirmation.
        AgreedAdReferendum = "agreed_ad_ref",
        /// Agreed.
        Agreed = "agreed",
    }
}

/// The gavel on a paragraph. Exactly one of `words` and `words_sha256` says what the chair saw.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Gavel {
    outcome: GavelOutcome,
    /// The words that the chair saw: those of all runs of the paragraph, footnotes included, one after the other.
    words: Option<String>,
    /// The SHA-256 of the same in UTF-8, in hexadecimal digits.
    words_sha256: Option<String>,
    /// With `agreed_ad_ref`: the delegations that ask to consult.
    #[serde(default)]
    awaiting: Vec<DelegationId>,
    /// With `agreed_ad_ref`: until when they may reserve.
    until: Option<DateTime<Utc>>,
}

/// The gavel on everything that is open in an action point.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GavelPoint {
    outcome: GavelOutcome,
    /// The open paragraphs as the chair saw them: all of them.
    paragraphs: Vec<ParagraphSeen>,
    /// With `agreed_ad_ref`: the delegations that ask to consult.
    #[serde(default)]
    awaiting: Vec<DelegationId>,
    /// With `agreed_ad_ref`: until when they may reserve.
    until: Option<DateTime<Utc>>,
}

/// A paragraph as somebody saw it. Exactly one of `words` and `words_sha256` says how.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ParagraphSeen {
    id: ParagraphId,
    words: Option<String>,
    words_sha256: Option<String>,
}

/// A chair gavels a paragraph. Refused with `words_changed` if the words are not those that the chair saw.
#[utoipa::path(
    post, operation_id = "gavel", path = "/api/drafts/{id}/paragraphs/{paragraph}/gavel", tag = "agreement",
    params(("id" = DraftId, Path, description = "The draft"), ("paragraph" = ParagraphId, Path, description = "The paragraph")),
    request_body = Gavel,
    responses((status = 200, body = PointAgreement), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem))
)]
pub async fn paragraph(
    State(app): State<App>,
    me: SignedIn,
    Path((draft, paragraph)): Path<(DraftId, ParagraphId)>,
    Asked(asked): Asked<Gavel>,
) -> Result<Json<PointAgreement>, Problem> {
    let seen = SeenParagraph {
        id: paragraph,
        seen: seen(asked.words, asked.words_sha256)?,
    };
    let outcome = outcome(asked.outcome, asked.awaiting, asked.until)?;
    let who = me.decider();
    let settled = app.chamber.gavel(draft, who, &seen, &outcome).await?;
    agreement::point(&app, &me, draft, settled.point).await
}

/// A chair gavels everything that is open in an action point, or nothing of it.
#[utoipa::path(
    post, operation_id = "gavel_action_point", path = "/api/drafts/{id}/action-points/{action_point}/gavel", tag = "agreement",
    params(("id" = DraftId, Path, description = "The draft"),
        ("action_point" = ActionPointId, Path, description = "The action point")),
    request_body = GavelPoint,
    responses((status = 200, body = PointAgreement), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem))
)]
pub async fn action_point(
    State(app): State<App>,
    me: SignedIn,
    Path((draft, point)): Path<(DraftId, ActionPointId)>,
    Asked(asked): Asked<GavelPoint>,
) -> Result<Json<PointAgreement>, Problem> {
    let outcome = outcome(asked.outcome, asked.awaiting, asked.until)?;
    let paragraphs = asked.paragraphs.into_iter().map(|paragraph| {
        Ok(SeenParagraph {
            id: paragraph.id,
            seen: seen(paragraph.words, paragraph.words_sha256)?,
        })
    });
    let paragraphs: Vec<SeenParagraph> = paragraphs.collect::<Result<_, Problem>>()?;
    let who = me.decider();
    let settled = app
        .chamber
        .gavel_point(draft, who, point, &paragraphs, &outcome);
    agreement::point(&app, &me, draft, settled.await?.point).await
}

/// What somebody saw.
pub(super) fn seen(words: Option<String>, sha256: Option<String>) -> Result<Seen, Problem> {
    match (words, sha256) {
        (Some(words), None) => Ok(Seen::Words(words)),
        (None, Some(sha256)) => Ok(Seen::Sha256(sha256)),
        _ => Err(Problem::bad_request(
            "Say what was seen: either the words or their SHA-256.",
        )),
    }
}

fn outcome(
    outcome: GavelOutcome,
    awaiting: Vec<DelegationId>,
    until: Option<DateTime<Utc>>,
) -> Result<Outcome, Problem> {
    match (outcome, until) {
        (GavelOutcome::Agreed, None) if awaiting.is_empty() => Ok(Outcome::Agreed),
        (GavelOutcome::Agreed, _) => Err(Problem::bad_request(
            "Text that is agreed for good awaits nobody and has no deadline.",
        )),
        (GavelOutcome::AgreedAdReferendum, Some(until)) => Ok(Outcome::AdReferendum {
            awaiting: awaiting.into_iter().collect(),
            until,
        }),
        (GavelOutcome::AgreedAdReferendum, None) => Err(Problem::bad_request(
            "Say until when the delegations may reserve.",
        )),
    }
}
