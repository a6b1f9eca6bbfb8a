//! Editorial corrections to agreed text.

use axum::Json;
use axum::extract::{Path, State};
use serde::Deserialize;
use utoipa::ToSchema;

use super::agreement::{self, PointAgreement};
use super::answers::Why;
use super::asked::Asked;
use super::gavel::seen;
use super::signed_in::SignedIn;
use super::{App, Problem};
use crate::negotiation::agreement::Reason;
use crate::negotiation::agreement::correction::CorrectionId;
use crate::negotiation::{DraftId, ParagraphId};

/// Other words for agreed text. Exactly one of `words` and `words_sha256` says which words they are to replace.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Correct {
    /// The whole paragraph as it is: the words of all its runs, one after the other.
    words: Option<String>,
    /// The SHA-256 of the same in UTF-8, in hexadecimal digits.
    words_sha256: Option<String>,
    /// The whole paragraph as it should be.
    new_words: String,
    /// Why: 1 to 2,000 characters.
    reason: String,
}

/// A rapporteur, the secretariat or a chair proposes an editorial correction to agreed text.
#[utoipa::path(
    post, operation_id = "propose_correction", path = "/api/drafts/{id}/paragraphs/{paragraph}/corrections", tag = "agreement",
    params(("id" = DraftId, Path, description = "The draft"), ("paragraph" = ParagraphId, Path, description = "The paragraph")),
    request_body = Correct,
    responses((status = 200, body = PointAgreement), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem))
)]
pub async fn propose(
    State(app): State<App>,
    me: SignedIn,
    Path((draft, paragraph)): Path<(DraftId, ParagraphId)>,
    Asked(asked): Asked<Correct>,
) -> Result<Json<PointAgreement>, Problem> {
    let seen = seen(asked.words, asked.words_sha256)?;
    let reason = asked.reason.parse::<Reason>();
    let reason = reason.map_err(|err| Problem::bad_request(err.to_string()))?;
    let (who, words) = (me.decider(), asked.new_words);
    let proposed = app
        .chamber
        .propose_correction(draft, who, paragraph, &seen, words, reason);
    agreement::point(&app, &me, draft, proposed.await?.point).await
}

/// A second person confirms a correction; one of the two is a chair. The words are changed and stay agreed.
#[utoipa::path(
    post, operation_id = "confirm_correction", path = "/api/drafts/{id}/corrections/{correction}/confirm", tag = "agreement",
    params(("id" = DraftId, Path, description = "The draft"), ("correction" = CorrectionId, Path, description = "The correction")),
    responses((status = 200, body = PointAgreement), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem))
)]
pub async fn confirm(
    State(app): State<App>,
    me: SignedIn,
    Path((draft, correction)): Path<(DraftId, CorrectionId)>,
) -> Result<Json<PointAgreement>, Problem> {
    let confirmed = app
        .chamber
        .confirm_correction(draft, me.decider(), correction);
    agreement::point(&app, &me, draft, confirmed.await?.point).await
}

/// A chair, or whoever proposed it, puts a correction aside.
#[utoipa::path(
    post, operation_id = "reject_correction", path = "/api/drafts/{id}/corrections/{correction}/reject", tag = "agreement",
    params(("id" = DraftId, Path, description = "The draft"), ("correction" = CorrectionId, Path, description = "The correction")),
    request_body = Why,
    responses((status = 200, body = PointAgreement), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem))
)]
pub async fn reject(
    State(app): State<App>,
    me: SignedIn,
    Path((draft, correction)): Path<(DraftId, CorrectionId)>,
    Asked(why): Asked<Why>,
) -> Result<Json<PointAgreement>, Problem> {
    let (who, reason) = (me.decider(), why.reason()?);
    let rejected = app
        .chamber
        .reject_correction(draft, who, correction, reason);
    agreement::point(&app, &me, draft, rejected.await?.point).await
}
