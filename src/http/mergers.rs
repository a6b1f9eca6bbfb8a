//! Action points become part of others.

use axum::Json;
use axum::extract::{Path, State};
use serde::Deserialize;
use utoipa::ToSchema;

use super::agreement::{self, PointAgreement};
use super::answers::Why;
use super::asked::Asked;
use super::signed_in::SignedIn;
use super::{App, Problem};
use crate::negotiation::agreement::Reason;
use crate::negotiation::{ActionPointId, DraftId};

/// Into what an action point is to be merged.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Merge {
    /// Another action point of the same draft.
    into: ActionPointId,
    /// Why, in 1 to 2,000 characters.
    reason: String,
}

/// The rapporteur or a chair proposes that an action point becomes part of another: its text is then kept, read-only.
///
/// The heads of the delegations it comes from are asked for consent, as far as they take part in the session. Where nobody is to be
/// asked, the action points are merged at once.
#[utoipa::path(
    post, operation_id = "merge", path = "/api/drafts/{id}/action-points/{action_point}/merge", tag = "agreement",
    params(("id" = DraftId, Path, description = "The draft"),
        ("action_point" = ActionPointId, Path, description = "The action point that becomes part of another")),
    request_body = Merge,
    responses((status = 200, body = PointAgreement), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem))
)]
pub async fn propose(
    State(app): State<App>,
    me: SignedIn,
    Path((draft, point)): Path<(DraftId, ActionPointId)>,
    Asked(asked): Asked<Merge>,
) -> Result<Json<PointAgreement>, Problem> {
    let reason = asked.reason.parse::<Reason>();
    let reason = reason.map_err(|err| Problem::bad_request(err.to_string()))?;
    let (who, into) = (me.decider(), asked.into);
    let settled = app
        .chamber
        .propose_merger(draft, who, point, into, reason)
        .await?;
    agreement::point(&app, &me, draft, settled.point).await
}

/// The head of a delegation that an action point comes from consents to its merger.
#[utoipa::path(
    post, operation_id = "consent_to_merger", path = "/api/drafts/{id}/action-points/{action_point}/merge/consent",
    tag = "agreement",
    params(("id" = DraftId, Path, description = "The draft"),
        ("action_point" = ActionPointId, Path, description = "The action point that becomes part of another")),
    responses((status = 200, body = PointAgreement), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem))
)]
pub async fn consent(
    State(app): State<App>,
    me: SignedIn,
    Path((draft, point)): Path<(DraftId, ActionPointId)>,
) -> Result<Json<PointAgreement>, Problem> {
    let who = me.decider();
    let settled = app.chamber.consent_to_merger(draft, who, point).await?;
    agreement::point(&app, &me, draft, settled.point).await
}

/// The head of such a delegation declines a merger, or the rapporteur or a chair takes the proposal back.
#[utoipa::path(
    post, operation_id = "decline_merger", path = "/api/drafts/{id}/action-points/{action_point}/merge/decline",
    tag = "agreement",
    params(("id" = DraftId, Path, description = "The draft"),
        ("action_point" = ActionPointId, Path, description = "The action point that would become part of another")),
    request_body = Why,
    responses((status = 200, body = PointAgreement), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem))
)]
pub async fn decline(
    State(app): State<App>,
    me: SignedIn,
    Path((draft, point)): Path<(DraftId, ActionPointId)>,
    Asked(why): Asked<Why>,
) -> Result<Json<PointAgreement>, Problem> {
    let (who, reason) = (me.decider(), why.reason()?);
    let settled = app
        .chamber
        .decline_merger(draft, who, point, reason)
        .await?;
    agreement::point(&app, &me, draft, settled.point).await
}
