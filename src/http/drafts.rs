//! Drafts: which there are, what is decided about their parts, and their words.

use std::collections::{BTreeMap, HashMap};

use axum::Json;
use axum::extract::{Path, State};
use serde::Serialize;
use utoipa::ToSchema;

use super::rights::{Asking, Rights};
use super::signed_in::SignedIn;
use super::{App, Problem};
use crate::conference::{ConferenceId, SessionId, Translations};
use crate::drafting::text::{Block, BlockKind, Point, PointKind};
use crate::drafting::{self, Draft, Reading};
use crate::negotiation::rights::Action;
use crate::negotiation::{
    self, ActionPoint, ActionPointId, ActionPointStatus, DraftId, DraftStatus, ParagraphId,
    ParagraphState, bracket,
};
use crate::people::{self, DelegationId};

/// A draft and how far it has come.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DraftSummary {
    /// Its identity.
    pub id: DraftId,
    /// Its unique mark, such as `ICLC/2013/S2/L.1/Rev.1`.
    pub symbol: String,
    /// Its title.
    pub title: Translations,
    /// The language it is written in.
    pub language: String,
    /// Where it stands.
    pub status: DraftStatus,
    /// The session that writes it.
    pub session: SessionId,
    /// That session's number.
    pub session_number: i32,
    /// Its generation.
    pub generation: i32,
    /// The sequence number of its newest change.
    pub seq: i64,
    /// Whether it can only be read, because its journal cannot be loaded whole.
    pub quarantined: bool,
    /// What it consists of.
    pub counts: Counts,
}

/// What a draft consists of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Counts {
    /// Action points in the outline.
    pub action_points: usize,
    /// Paragraphs in them, without titles.
    pub paragraphs: usize,
    /// Matched pairs of brackets.
    pub open_brackets: usize,
    /// Action points being written.
    pub drafting: usize,
    /// Action points read once and not agreed.
    pub under_negotiation: usize,
    /// Action points agreed ad referendum.
    pub agreed_ad_ref: usize,
    /// Agreed action points.
    pub agreed: usize,
    /// Action points that became part of another.
    pub merged: usize,
    /// Withdrawn action points.
    pub withdrawn: usize,
}

/// A draft with what is decided about its parts.
#[derive(Debug, Serialize, ToSchema)]
pub struct DraftView {
    #[serde(flatten)]
    summary: DraftSummary,
    /// What whoever asks may do.
    rights: Rights,
    action_points: Vec<ActionPointView>,
}

/// What is decided about an action point.
#[derive(Debug, Serialize, ToSchema)]
pub struct ActionPointView {
    id: ActionPointId,
    state: ActionPointStatus,
    /// The names of the delegations it comes from.
    origin: Vec<Translations>,
    /// Whom it asks to act.
    addressees: Vec<String>,
    merged_into: Option<ActionPointId>,
    paragraphs: Vec<ParagraphView>,
}

/// What is decided about a paragraph.
#[derive(Debug, Serialize, ToSchema)]
pub struct ParagraphView {
    id: ParagraphId,
    state: ParagraphState,
}

/// The words of a draft at a moment.
#[derive(Debug, Serialize, ToSchema)]
pub struct TextView {
    draft: DraftId,
    generation: i32,
    /// The newest change in it.
    seq: i64,
    points: Vec<PointView>,
}

/// An entry of the outline with its words.
#[derive(Debug, Serialize, ToSchema)]
pub struct PointView {
    id: ActionPointId,
    kind: PointKind,
    order: String,
    /// Its number as shown, such as `2.6`; none for preamble and headings.
    number: Option<String>,
    blocks: Vec<Block>,
}

/// The drafts of the conference, as far as whoever asks may read them.
#[utoipa::path(
    get, operation_id = "drafts", path = "/api/drafts", tag = "drafting",
    responses((status = 200, body = Vec<DraftSummary>), (status = 401, body = Problem), (status = 503, body = Problem))
)]
pub async fn list(
    State(app): State<App>,
    me: SignedIn,
) -> Result<Json<Vec<DraftSummary>>, Problem> {
    Ok(Json(summaries(&app, &me, None).await?))
}

/// A draft and what is decided about its parts.
#[utoipa::path(
    get, operation_id = "draft", path = "/api/drafts/{id}", tag = "drafting", params(("id" = DraftId, Path, description = "The draft")),
    responses((status = 200, body = DraftView), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem))
)]
pub async fn show(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<DraftId>,
) -> Result<Json<DraftView>, Problem> {
    let asking = Asking::about(&app, &me, id).await?;
    asking.may(Action::Read)?;
    let summary = summaries(&app, &me, Some(id))
        .await?
        .pop()
        .ok_or_else(unknown)?;
    let names: HashMap<DelegationId, Translations> =
        people::store::delegation_names(&app.db, me.conference).await?;
    let mut db = app.db.acquire().await?;
    let points = negotiation::store::action_points(&mut db, id).await?;
    let action_points = points.into_values().map(|point| ActionPointView {
        id: point.id,
        state: point.status,
        origin: point
            .origin
            .iter()
            .filter_map(|delegation| names.get(delegation).cloned())
            .collect(),
        addressees: point.addressees,
        merged_into: point.merged_into,
        paragraphs: point
            .paragraphs
            .iter()
            .map(|paragraph| ParagraphView {
                id: paragraph.id,
                state: paragraph.state,
            })
            .collect(),
    });
    Ok(Json(DraftView {
        summary,
        rights: asking.rights(),
        action_points: action_points.collect(),
    }))
}

/// The committed words of a draft.
#[utoipa::path(
    get, operation_id = "draft_text", path = "/api/drafts/{id}/text", tag = "drafting", params(("id" = DraftId, Path, description = "The draft")),
    responses((status = 200, body = TextView), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem))
)]
pub async fn text(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<DraftId>,
) -> Result<Json<TextView>, Problem> {
    Asking::about(&app, &me, id).await?.may(Action::Read)?;
    let draft = find(&app, me.conference, id).await?;
    let reading = app.rooms.read(id).await?;
    let mut ordinal = 0;
    let points = reading.points.iter().map(|point| {
        let is_numbered = point.kind == PointKind::ActionPoint;
        ordinal += usize::from(is_numbered);
        PointView {
            id: point.id,
            kind: point.kind,
            order: point.order.clone(),
            number: is_numbered.then(|| format!("{}.{ordinal}", draft.session_number)),
            blocks: point.blocks.clone(),
        }
    });
    Ok(Json(TextView {
        draft: id,
        generation: reading.generation,
        seq: reading.seq,
        points: points.collect(),
    }))
}

/// The draft with this id in a conference.
pub(super) async fn find(
    app: &App,
    conference: ConferenceId,
    id: DraftId,
) -> Result<Draft, Problem> {
    drafting::store::list(&app.db, conference, Some(id))
        .await?
        .pop()
        .ok_or_else(unknown)
}

pub(super) fn unknown() -> Problem {
    Problem::not_found("There is no such draft.")
}

/// The drafts that somebody may read, with their counts, by session; or only `one`.
pub(super) async fn summaries(
    app: &App,
    me: &SignedIn,
    one: Option<DraftId>,
) -> Result<Vec<DraftSummary>, Problem> {
    let mut summaries = Vec::new();
    for draft in drafting::store::list(&app.db, me.conference, one).await? {
        let asking = Asking::about(app, me, draft.id).await?;
        if asking.may(Action::Read).is_err() {
            continue;
        }
        let reading = app.rooms.read(draft.id).await?;
        let mut db = app.db.acquire().await?;
        let decided = negotiation::store::action_points(&mut db, draft.id).await?;
        summaries.push(DraftSummary {
            counts: Counts::of(&reading, &decided),
            id: draft.id,
            symbol: draft.symbol,
            title: draft.title,
            language: draft.language,
            status: draft.status,
            session: draft.session,
            session_number: draft.session_number,
            generation: draft.generation,
            seq: reading.seq,
            quarantined: draft.quarantined,
        });
    }
    Ok(summaries)
}

impl Counts {
    fn of(reading: &Reading, decided: &BTreeMap<ActionPointId, ActionPoint>) -> Self {
        let mut counts = Self::default();
        for point in reading.points.iter() {
            counts.open_brackets += point
                .blocks
                .iter()
                .flat_map(Block::strands)
                .map(|words| bracket::count(&words))
                .sum::<usize>();
            if point.kind == PointKind::ActionPoint {
                counts.action_points += 1;
                counts.paragraphs += paragraphs(point);
                *counts.with(
                    decided
                        .get(&point.id)
                        .map_or(ActionPointStatus::Drafting, |point| point.status),
                ) += 1;
            }
        }
        counts
    }

    fn with(&mut self, status: ActionPointStatus) -> &mut usize {
        match status {
            ActionPointStatus::Drafting => &mut self.drafting,
            ActionPointStatus::UnderNegotiation => &mut self.under_negotiation,
            ActionPointStatus::AgreedAdReferendum => &mut self.agreed_ad_ref,
            ActionPointStatus::Agreed => &mut self.agreed,
            ActionPointStatus::Merged => &mut self.merged,
            ActionPointStatus::Withdrawn => &mut self.withdrawn,
        }
    }
}

fn paragraphs(point: &Point) -> usize {
    point
        .blocks
        .iter()
        .filter(|block| block.kind == BlockKind::Paragraph)
        .count()
}
