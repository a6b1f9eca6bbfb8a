//! How far a draft is agreed: state by state, who is awaited until when, and what whoever asks may do about it.

use std::collections::{BTreeSet, HashMap};

use axum::Json;
use axum::extract::{Path, State};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::signed_in::SignedIn;
use super::{App, Problem};
use crate::conference::{SessionId, SessionStatus, Translations};
use crate::negotiation::agreement::correction::{CorrectionId, CorrectionState};
use crate::negotiation::agreement::possible::Act;
use crate::negotiation::agreement::proposal::Proposed;
use crate::negotiation::agreement::{Obstacle, store};
use crate::negotiation::rights::{self, Action, Switch};
use crate::negotiation::{
    ActionPointId, ActionPointStatus, DraftId, DraftStatus, ParagraphId, ParagraphState,
};
use crate::people::{DelegationId, ParticipantId, Person, Role};

mod known;

use known::Known;

/// How far a draft is agreed, for whoever asks.
#[derive(Debug, Serialize, ToSchema)]
pub struct AgreementView {
    draft: DraftId,
    draft_status: DraftStatus,
    session: SessionId,
    session_status: SessionStatus,
    /// What the chair has switched on.
    switches: BTreeSet<Switch>,
    /// The draft's generation.
    generation: i32,
    /// The newest change in the words that this is about.
    seq: i64,
    /// The roles held in the session by whoever asks.
    roles: BTreeSet<Role>,
    /// Everything that they may do in this draft now.
    may: BTreeSet<Action>,
    /// The delegations that take part in agreement: these can be awaited.
    parties: Vec<PartyView>,
    /// The points of the outline in their order.
    action_points: Vec<PointAgreement>,
}

/// A delegation that takes part in agreement.
#[derive(Debug, Serialize, ToSchema)]
pub struct PartyView {
    id: DelegationId,
    name: Translations,
    city: String,
    country: String,
}

/// How far an action point is agreed.
#[derive(Debug, Serialize, ToSchema)]
pub struct PointAgreement {
    id: ActionPointId,
    /// The lowest state of its paragraphs.
    state: ActionPointStatus,
    /// What whoever asks may do with it as a whole now: `gavel` everything that is open in it, `withdraw` or `restore` it, `merge`
    /// it into another, `consent_to_merger` or `decline_merger`.
    may: BTreeSet<Act>,
    /// The action point it became part of.
    merged_into: Option<ActionPointId>,
    /// The merger into another that is proposed.
    merger: Option<MergerView>,
    paragraphs: Vec<ParagraphAgreement>,
}

/// How far a paragraph is agreed.
#[derive(Debug, Serialize, ToSchema)]
pub struct ParagraphAgreement {
    id: ParagraphId,
    state: ParagraphState,
    /// Since when it is agreed, ad referendum or for good.
    since: Option<DateTime<Utc>>,
    /// Who gavelled it; none if silence or the last confirmation made it agreed.
    by: Option<PersonView>,
    /// When silence becomes agreement.
    until: Option<DateTime<Utc>>,
    /// The delegations that have not confirmed yet.
    awaiting: Vec<NamedDelegation>,
    /// The delegations that were awaited and have confirmed.
    confirmed: Vec<AnswerView>,
    /// All reservations that were ever made on it, oldest first.
    reservations: Vec<ReservationView>,
    /// What the rapporteur proposes to the chair.
    proposal: Option<ProposalView>,
    /// All editorial corrections to it, oldest first.
    corrections: Vec<CorrectionView>,
    /// What stands in the way of agreeing it.
    obstacles: BTreeSet<Obstacle>,
    /// The SHA-256 of its words.
    words_sha256: String,
    /// The commands about it that would not be refused now.
    may: BTreeSet<Act>,
}

/// A merger into another action point that waits for consent.
#[derive(Debug, Serialize, ToSchema)]
pub struct MergerView {
    /// The other action point.
    into: ActionPointId,
    by: PersonView,
    at: DateTime<Utc>,
    reason: String,
    /// The delegations that it comes from and that have not consented yet.
    awaiting: Vec<NamedDelegation>,
    /// The delegations that have.
    consented: Vec<AnswerView>,
}

/// Somebody who did something.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PersonView {
    id: ParticipantId,
    name: String,
    city: String,
}

/// A delegation by its name.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct NamedDelegation {
    pub(super) id: DelegationId,
    pub(super) name: Translations,
}

/// A delegation that confirmed.
#[derive(Debug, Serialize, ToSchema)]
pub struct AnswerView {
    delegation: NamedDelegation,
    by: PersonView,
    at: DateTime<Utc>,
}

/// A delegation that reserved.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReservationView {
    delegation: NamedDelegation,
    by: PersonView,
    at: DateTime<Utc>,
    reason: String,
}

/// What is proposed to the chair.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProposalView {
    proposed: Proposed,
    by: PersonView,
    at: DateTime<Utc>,
    reason: Option<String>,
}

/// An editorial correction.
#[derive(Debug, Serialize, ToSchema)]
pub struct CorrectionView {
    id: CorrectionId,
    state: CorrectionState,
    old_words: String,
    new_words: String,
    reason: String,
    proposed_by: PersonView,
    proposed_at: DateTime<Utc>,
    decided_by: Option<PersonView>,
    decided_at: Option<DateTime<Utc>>,
}

/// How far a draft is agreed, and what whoever asks may do about it.
#[utoipa::path(
    get, operation_id = "agreement", path = "/api/drafts/{id}/agreement", tag = "agreement",
    params(("id" = DraftId, Path, description = "The draft")),
    responses((status = 200, body = AgreementView), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem))
)]
pub async fn show(
    State(app): State<App>,
    me: SignedIn,
    Path(id): Path<DraftId>,
) -> Result<Json<AgreementView>, Problem> {
    let known = Known::load(&app, &me, id).await?;
    rights::may(Action::Read, &known.standing, &known.place.situation)?;
    Ok(Json(AgreementView {
        draft: id,
        draft_status: known.place.situation.draft,
        session: known.place.session,
        session_status: known.place.situation.session,
        switches: known.place.situation.switches.clone(),
        generation: known.reading.generation,
        seq: known.reading.seq,
        roles: known.standing.roles.clone(),
        may: rights::all(&known.standing, &known.place.situation),
        action_points: known.points(),
        parties: known.parties.into_iter().map(PartyView::from).collect(),
    }))
}

/// An action point after something was decided about it.
pub(super) async fn point(
    app: &App,
    me: &SignedIn,
    draft: DraftId,
    point: ActionPointId,
) -> Result<Json<PointAgreement>, Problem> {
    let points = Known::load(app, me, draft).await?.points();
    let found = points.into_iter().find(|found| found.id == point);
    found
        .map(Json)
        .ok_or_else(|| Problem::not_found("This action point is not in the text any more."))
}

impl PersonView {
    /// Somebody by their id.
    pub(super) fn of(persons: &HashMap<ParticipantId, Person>, id: ParticipantId) -> Self {
        let person = persons.get(&id);
        Self {
            id,
            name: person.map_or_else(String::new, |person| person.name.to_string()),
            city: person.map_or_else(String::new, |person| person.city.to_string()),
        }
    }

    /// Their name and city.
    pub(super) fn words(&self) -> String {
        format!("{} ({})", self.name, self.city)
    }
}

impl From<store::Party> for PartyView {
    fn from(party: store::Party) -> Self {
        Self {
            id: party.delegation,
            name: party.name,
            city: party.city,
            country: party.country,
        }
    }
}
