//! Suggestions: made, read, revised, sponsored, withdrawn.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;

use super::asked::Asked;
use super::signed_in::SignedIn;
use super::{App, Problem};
use crate::deciding::suggesting::{Support, Target, Wish};
use crate::negotiation::suggestion::{Grounds, Language, Refusal, Suggested, SuggestionId};
use crate::negotiation::{ActionPointId, DraftId, ParagraphId};

pub mod decided;
pub mod fits;
mod view;

pub use view::{SuggestionFit, SuggestionView, SuggestionsView};

/// The most characters of a reason or a note.
const LONGEST_REASON: usize = 2_000;

/// A suggestion as somebody hands it in: either to `paragraph`, or a new paragraph of `action_point`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSuggestion {
    /// The paragraph that is to change.
    paragraph: Option<ParagraphId>,
    /// The action point that is to have a new paragraph.
    action_point: Option<ActionPointId>,
    /// With `action_point`: after which paragraph; absent for the first place below the title.
    after: Option<ParagraphId>,
    #[serde(flatten)]
    words: Words,
    /// The suggestions to the same action point that this one is meant to replace: then it is a bridge.
    #[serde(default)]
    bridges: Vec<SuggestionId>,
}

/// What is suggested, and why.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Words {
    /// With a paragraph that is to change: all its words as they were seen, footnotes included.
    #[serde(default)]
    base_words: String,
    /// All words that should stand there; empty where the paragraph should go. At most 20,000 characters, on one line.
    words: String,
    /// The language of the words, where it is not that of the paragraph: then they are not merged, and wait for somebody to amend.
    #[schema(example = "fr")]
    language: Option<String>,
    /// Why, in at most 2,000 characters.
    reason: Option<String>,
    /// The language of the reason, where it is not the draft's.
    #[schema(example = "zh")]
    reason_language: Option<String>,
}

/// All suggestions to a draft, those that are decided with them, for whoever asks.
#[utoipa::path(
    get, operation_id = "suggestions", path = "/api/drafts/{id}/suggestions", tag = "suggestions",
    params(("id" = DraftId, Path, description = "The draft")),
    responses((status = 200, body = SuggestionsView), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem))
)]
pub async fn list(
    State(app): State<App>,
    me: SignedIn,
    Path(draft): Path<DraftId>,
) -> Result<Json<SuggestionsView>, Problem> {
    Ok(Json(SuggestionsView::load(&app, &me, draft).await?))
}

/// Suggests a change of a paragraph, or a new paragraph.
///
/// Where others have typed in the paragraph since it was seen, the change is carried over to its words of now; where that cannot
/// be, the suggestion keeps the words it was made for, and is `stale`. Also agreed text may be suggested to; it is accepted once the
/// text is reopened.
#[utoipa::path(
    post, operation_id = "suggest", path = "/api/drafts/{id}/suggestions", tag = "suggestions",
    params(("id" = DraftId, Path, description = "The draft")), request_body = NewSuggestion,
    responses((status = 201, body = SuggestionView), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem))
)]
pub async fn suggest(
    State(app): State<App>,
    me: SignedIn,
    Path(draft): Path<DraftId>,
    Asked(asked): Asked<NewSuggestion>,
) -> Result<(StatusCode, Json<SuggestionView>), Problem> {
    let target = match (asked.paragraph, asked.action_point, asked.after) {
        (Some(paragraph), None, None) => Target::Paragraph(paragraph),
        (None, Some(point), after) => Target::New { point, after },
        _ => {
            return Err(Problem::bad_request(
                "Say which paragraph is to change, or which action point is to have a new one.",
            ));
        }
    };
    let (suggested, reason) = asked.words.read()?;
    let wish = Wish {
        target,
        suggested,
        reason,
        bridges: asked.bridges,
    };
    let id = app.chamber.suggest(draft, me.decider(), wish).await?;
    Ok((StatusCode::CREATED, view::one(&app, &me, draft, id).await?))
}

/// Gives one's own open suggestion other words or another reason; it rests on the words of the paragraph of now.
#[utoipa::path(
    put, operation_id = "revise_suggestion", path = "/api/drafts/{id}/suggestions/{suggestion}", tag = "suggestions",
    params(("id" = DraftId, Path, description = "The draft"), ("suggestion" = SuggestionId, Path, description = "The suggestion")),
    request_body = Words,
    responses((status = 200, body = SuggestionView), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem))
)]
pub async fn revise(
    State(app): State<App>,
    me: SignedIn,
    Path((draft, id)): Path<(DraftId, SuggestionId)>,
    Asked(words): Asked<Words>,
) -> Result<Json<SuggestionView>, Problem> {
    let (suggested, reason) = words.read()?;
    let who = me.decider();
    app.chamber
        .revise_suggestion(draft, who, id, suggested, reason)
        .await?;
    view::one(&app, &me, draft, id).await
}

/// Takes one's own suggestion back.
#[utoipa::path(
    post, operation_id = "withdraw_suggestion", path = "/api/drafts/{id}/suggestions/{suggestion}/withdraw", tag = "suggestions",
    params(("id" = DraftId, Path, description = "The draft"), ("suggestion" = SuggestionId, Path, description = "The suggestion")),
    responses((status = 200, body = SuggestionView), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem))
)]
pub async fn withdraw(
    State(app): State<App>,
    me: SignedIn,
    Path((draft, id)): Path<(DraftId, SuggestionId)>,
) -> Result<Json<SuggestionView>, Problem> {
    app.chamber
        .withdraw_suggestion(draft, me.decider(), id)
        .await?;
    view::one(&app, &me, draft, id).await
}

/// One's own delegation stands behind the suggestion of another.
#[utoipa::path(
    put, operation_id = "sponsor_suggestion", path = "/api/drafts/{id}/suggestions/{suggestion}/sponsor", tag = "suggestions",
    params(("id" = DraftId, Path, description = "The draft"), ("suggestion" = SuggestionId, Path, description = "The suggestion")),
    responses((status = 200, body = SuggestionView), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem))
)]
pub async fn sponsor(
    State(app): State<App>,
    me: SignedIn,
    Path((draft, id)): Path<(DraftId, SuggestionId)>,
) -> Result<Json<SuggestionView>, Problem> {
    let (who, support) = (me.decider(), Support::Given);
    app.chamber
        .support_suggestion(draft, who, id, support)
        .await?;
    view::one(&app, &me, draft, id).await
}

/// One's own delegation stands behind the suggestion of another no more.
#[utoipa::path(
    delete, operation_id = "leave_suggestion", path = "/api/drafts/{id}/suggestions/{suggestion}/sponsor", tag = "suggestions",
    params(("id" = DraftId, Path, description = "The draft"), ("suggestion" = SuggestionId, Path, description = "The suggestion")),
    responses((status = 200, body = SuggestionView), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem))
)]
pub async fn leave(
    State(app): State<App>,
    me: SignedIn,
    Path((draft, id)): Path<(DraftId, SuggestionId)>,
) -> Result<Json<SuggestionView>, Problem> {
    let (who, support) = (me.decider(), Support::Taken);
    app.chamber
        .support_suggestion(draft, who, id, support)
        .await?;
    view::one(&app, &me, draft, id).await
}

impl Words {
    fn read(self) -> Result<(Suggested, Option<Grounds>), Problem> {
        let language = language(self.language)?;
        let reason = match remark(self.reason)? {
            None => None,
            Some(words) => Some(Grounds {
                words,
                language: self::language(self.reason_language)?.map(|Language(code)| code),
            }),
        };
        let suggested = Suggested {
            base: self.base_words,
            words: self.words,
            language,
        };
        Ok((suggested, reason))
    }
}

fn language(code: Option<String>) -> Result<Option<Language>, Problem> {
    let read = code.map(|code| code.parse::<Language>()).transpose();
    read.map_err(|refusal: Refusal| Problem::bad_request(refusal.to_string()))
}

/// Words beside the text; none where there is nothing to read.
fn remark(words: Option<String>) -> Result<Option<String>, Problem> {
    let words = words
        .map(|words| words.trim().to_owned())
        .filter(|words| !words.is_empty());
    if words
        .as_ref()
        .is_some_and(|words| words.chars().count() > LONGEST_REASON)
    {
        return Err(Problem::bad_request(
            "A reason or a note has at most 2,000 characters.",
        ));
    }
    Ok(words)
}
