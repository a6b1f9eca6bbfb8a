//! Suggestions are decided by the rapporteur or a chair.

use axum::Json;
use axum::extract::{Path, State};
use serde::Deserialize;
use utoipa::ToSchema;

use super::remark;
use super::view::{self, SuggestionView, SuggestionsView};
use crate::deciding::taking::Amended;
use crate::deciding::words::Seen;
use crate::http::asked::Asked;
use crate::http::signed_in::SignedIn;
use crate::http::{App, Problem};
use crate::negotiation::DraftId;
use crate::negotiation::suggestion::SuggestionId;

/// The most suggestions that are accepted at once.
const AT_ONCE: usize = 100;

/// Suggestions that are accepted together.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Accept {
    /// In the order in which they are merged; 1 to 100.
    suggestions: Vec<SuggestionId>,
    /// What the decider says about them, in at most 2,000 characters.
    note: Option<String>,
}

/// Other words than were suggested.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Amend {
    /// All words that are to stand in the paragraph.
    words: String,
    /// All words of the paragraph that the decider saw; absent with a new paragraph.
    words_seen: Option<String>,
    /// What the decider says about it, in at most 2,000 characters.
    note: Option<String>,
}

/// What a decider says.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// In at most 2,000 characters.
    note: Option<String>,
}

/// Accepts suggestions, all or none: each is merged into the words that stand there. Answers all suggestions of the draft.
///
/// Refused with `stale` where words that one of them changes have changed, and with `clash` where two of them change the same words.
#[utoipa::path(
    post, operation_id = "accept_suggestions", path = "/api/drafts/{id}/suggestions/accept", tag = "suggestions",
    params(("id" = DraftId, Path, description = "The draft")), request_body = Accept,
    responses((status = 200, body = SuggestionsView), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem))
)]
pub async fn accept(
    State(app): State<App>,
    me: SignedIn,
    Path(draft): Path<DraftId>,
    Asked(asked): Asked<Accept>,
) -> Result<Json<SuggestionsView>, Problem> {
    let mut ids: Vec<SuggestionId> = Vec::new();
    for id in asked.suggestions {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    if ids.is_empty() || ids.len() > AT_ONCE {
        return Err(Problem::bad_request(
            "Choose 1 to 100 suggestions to accept.",
        ));
    }
    let (who, note) = (me.decider(), remark(asked.note)?);
    app.chamber
        .accept_suggestions(draft, who, &ids, note)
        .await?;
    Ok(Json(SuggestionsView::load(&app, &me, draft).await?))
}

/// Accepts a suggestion as amended: with other words than were suggested. Refused with `words_changed` if the words of the paragraph
/// are not those that were seen.
#[utoipa::path(
    post, operation_id = "amend_suggestion", path = "/api/drafts/{id}/suggestions/{suggestion}/amend", tag = "suggestions",
    params(("id" = DraftId, Path, description = "The draft"), ("suggestion" = SuggestionId, Path, description = "The suggestion")),
    request_body = Amend,
    responses((status = 200, body = SuggestionView), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem))
)]
pub async fn amend(
    State(app): State<App>,
    me: SignedIn,
    Path((draft, id)): Path<(DraftId, SuggestionId)>,
    Asked(asked): Asked<Amend>,
) -> Result<Json<SuggestionView>, Problem> {
    let (who, note) = (me.decider(), remark(asked.note)?);
    let amended = Amended {
        seen: asked.words_seen.map(Seen::Words),
        words: asked.words,
    };
    app.chamber
        .accept_amended(draft, who, id, amended, note)
        .await?;
    view::one(&app, &me, draft, id).await
}

/// Does not retain a suggestion.
#[utoipa::path(
    post, operation_id = "do_not_retain_suggestion", path = "/api/drafts/{id}/suggestions/{suggestion}/not-retain",
    tag = "suggestions",
    params(("id" = DraftId, Path, description = "The draft"), ("suggestion" = SuggestionId, Path, description = "The suggestion")),
    request_body = Note,
    responses((status = 200, body = SuggestionView), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem))
)]
pub async fn do_not_retain(
    State(app): State<App>,
    me: SignedIn,
    Path((draft, id)): Path<(DraftId, SuggestionId)>,
    Asked(asked): Asked<Note>,
) -> Result<Json<SuggestionView>, Problem> {
    let (who, note) = (me.decider(), remark(asked.note)?);
    app.chamber.do_not_retain(draft, who, id, note).await?;
    view::one(&app, &me, draft, id).await
}
