//! The answers of delegations to text agreed ad referendum, the chair's and rapporteur's word on agreed text, and withdrawals.

use axum::Json;
use axum::extract::{Path, State};
use serde::Deserialize;
use utoipa::ToSchema;

use super::agreement::{self, PointAgreement};
use super::asked::Asked;
use super::signed_in::SignedIn;
use super::{App, Problem};
use crate::negotiation::agreement::Reason;
use crate::negotiation::agreement::proposal::Proposed;
use crate::negotiation::{ActionPointId, DraftId, ParagraphId};

/// Why somebody decides something.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Why {
    /// 1 to 2,000 characters.
    reason: String,
}

impl Why {
    pub(super) fn reason(&self) -> Result<Reason, Problem> {
        reason(&self.reason)
    }
}

/// What a rapporteur proposes to the chair.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Propose {
    proposed: Proposed,
    /// Why; due with `reopen`.
    reason: Option<String>,
}

fn reason(words: &str) -> Result<Reason, Problem> {
    let reason = words.parse::<Reason>();
    reason.map_err(|err| Problem::bad_request(err.to_string()))
}

/// A head of delegation confirms text agreed ad referendum for the delegation.
#[utoipa::path(
    post, operation_id = "confirm", path = "/api/drafts/{id}/paragraphs/{paragraph}/confirm", tag = "agreement",
    params(("id" = DraftId, Path, description = "The draft"), ("paragraph" = ParagraphId, Path, description = "The paragraph")),
    responses((status = 200, body = PointAgreement), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem))
)]
pub async fn confirm(
    State(app): State<App>,
    me: SignedIn,
    Path((draft, paragraph)): Path<(DraftId, ParagraphId)>,
) -> Result<Json<PointAgreement>, Problem> {
    let settled = app.chamber.confirm(draft, me.decider(), paragraph).await?;
    agreement::point(&app, &me, draft, settled.point).await
}

/// A head of delegation reserves on text agreed ad referendum: it is open again.
#[utoipa::path(
    post, operation_id = "reserve", path = "/api/drafts/{id}/paragraphs/{paragraph}/reserve", tag = "agreement",
    params(("id" = DraftId, Path, description = "The draft"), ("paragraph" = ParagraphId, Path, description = "The paragraph")),
    request_body = Why,
    responses((status = 200, body = PointAgreement), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem))
)]
pub async fn reserve(
    State(app): State<App>,
    me: SignedIn,
    Path((draft, paragraph)): Path<(DraftId, ParagraphId)>,
    Asked(why): Asked<Why>,
) -> Result<Json<PointAgreement>, Problem> {
    let (who, reason) = (me.decider(), why.reason()?);
    let settled = app.chamber.reserve(draft, who, paragraph, reason).await?;
    agreement::point(&app, &me, draft, settled.point).await
}

/// A chair opens agreed text again, for a reason that everybody is told.
#[utoipa::path(
    post, operation_id = "reopen", path = "/api/drafts/{id}/paragraphs/{paragraph}/reopen", tag = "agreement",
    params(("id" = DraftId, Path, description = "The draft"), ("paragraph" = ParagraphId, Path, description = "The paragraph")),
    request_body = Why,
    responses((status = 200, body = PointAgreement), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem))
)]
pub async fn reopen(
    State(app): State<App>,
    me: SignedIn,
    Path((draft, paragraph)): Path<(DraftId, ParagraphId)>,
    Asked(why): Asked<Why>,
) -> Result<Json<PointAgreement>, Problem> {
    let (who, reason) = (me.decider(), why.reason()?);
    let settled = app.chamber.reopen(draft, who, paragraph, reason).await?;
    agreement::point(&app, &me, draft, settled.point).await
}

/// A rapporteur proposes to the chair to gavel or to reopen a paragraph.
#[utoipa::path(
    post, operation_id = "propose_gavel", path = "/api/drafts/{id}/paragraphs/{paragraph}/propose", tag = "agreement",
    params(("id" = DraftId, Path, description = "The draft"), ("paragraph" = ParagraphId, Path, description = "The paragraph")),
    request_body = Propose,
    responses((status = 200, body = PointAgreement), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem))
)]
pub async fn propose(
    State(app): State<App>,
    me: SignedIn,
    Path((draft, paragraph)): Path<(DraftId, ParagraphId)>,
    Asked(asked): Asked<Propose>,
) -> Result<Json<PointAgreement>, Problem> {
    let given = asked.reason.as_deref().map(reason).transpose()?;
    if asked.proposed == Proposed::Reopen && given.is_none() {
        return Err(Problem::bad_request("Give the reason to reopen."));
    }
    let (who, proposed) = (me.decider(), asked.proposed);
    let settled = app.chamber.propose(draft, who, paragraph, proposed, given);
    agreement::point(&app, &me, draft, settled.await?.point).await
}

/// The rapporteur, a chair or the head of the delegation it comes from withdraws an action point: its text is kept, and locked.
#[utoipa::path(
    post, operation_id = "withdraw", path = "/api/drafts/{id}/action-points/{action_point}/withdraw", tag = "agreement",
    params(("id" = DraftId, Path, description = "The draft"),
        ("action_point" = ActionPointId, Path, description = "The action point")),
    request_body = Why,
    responses((status = 200, body = PointAgreement), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem))
)]
pub async fn withdraw(
    State(app): State<App>,
    me: SignedIn,
    Path((draft, point)): Path<(DraftId, ActionPointId)>,
    Asked(why): Asked<Why>,
) -> Result<Json<PointAgreement>, Problem> {
    let (who, reason) = (me.decider(), why.reason()?);
    let settled = app.chamber.withdraw(draft, who, point, reason).await?;
    agreement::point(&app, &me, draft, settled.point).await
}

/// Whoever may withdraw an action point takes a withdrawn one up again, and the rapporteur or a chair takes a merged one out of the
/// other again: its text is open as it was.
#[utoipa::path(
    post, operation_id = "restore", path = "/api/drafts/{id}/action-points/{action_point}/restore", tag = "agreement",
    params(("id" = DraftId, Path, description = "The draft"),
        ("action_point" = ActionPointId, Path, description = "The action point")),
    responses((status = 200, body = PointAgreement), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem))
)]
pub async fn restore(
    State(app): State<App>,
    me: SignedIn,
    Path((draft, point)): Path<(DraftId, ActionPointId)>,
) -> Result<Json<PointAgreement>, Problem> {
    let settled = app.chamber.restore(draft, me.decider(), point).await?;
    agreement::point(&app, &me, draft, settled.point).await
}
