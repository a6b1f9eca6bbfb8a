//! Everything that is known about the agreement of a draft, and how it is shown.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, Utc};

use super::{
    AnswerView, CorrectionView, MergerView, NamedDelegation, ParagraphAgreement, PersonView,
    PointAgreement, ProposalView, ReservationView,
};
use crate::conference::Translations;
use crate::deciding::words::{self, Spot};
use crate::drafting::Reading;
use crate::http::drafts::unknown;
use crate::http::signed_in::SignedIn;
use crate::http::{App, Problem};
use crate::negotiation::agreement::action_point::Sponsors;
use crate::negotiation::agreement::correction::{self, Correction, CorrectionState};
use crate::negotiation::agreement::merger::{self, Merger};
use crate::negotiation::agreement::possible::{self, Act, Asking, Subject, acts};
use crate::negotiation::agreement::proposal::{self, Proposal};
use crate::negotiation::agreement::store::{self, Reservation};
use crate::negotiation::agreement::{Agreement, Facts, Kept};
use crate::negotiation::rights::store::Place;
use crate::negotiation::rights::{self, Standing};
use crate::negotiation::{
    self, ActionPoint, ActionPointId, ActionPointStatus, DraftId, ParagraphId, ParagraphState,
    suggestion,
};
use crate::people::{self, DelegationId, ParticipantId, Person};

/// Everything that is known about the agreement of a draft.
pub(super) struct Known {
    me: Person,
    now: DateTime<Utc>,
    pub(super) place: Place,
    pub(super) standing: Standing,
    pub(super) reading: Reading,
    points: BTreeMap<ActionPointId, ActionPoint>,
    kept: BTreeMap<ParagraphId, (ActionPointId, Kept)>,
    pub(super) parties: Vec<store::Party>,
    reservations: Vec<Reservation>,
    proposals: Vec<Proposal>,
    corrections: Vec<Correction>,
    /// The mergers that are proposed.
    mergers: BTreeMap<ActionPointId, Merger>,
    /// The paragraphs to which a suggestion is open.
    suggested: BTreeSet<ParagraphId>,
    /// What those are to the session whose corrections wait.
    proposers: HashMap<ParticipantId, Standing>,
    persons: HashMap<ParticipantId, Person>,
    delegations: HashMap<DelegationId, Translations>,
}

impl Known {
    pub(super) async fn load(app: &App, me: &SignedIn, draft: DraftId) -> Result<Self, Problem> {
        let mut db = app.db.acquire().await?;
        let place = rights::store::place(&mut db, draft).await?;
        let place = place
            .filter(|place| place.conference == me.conference)
            .ok_or_else(unknown)?;
        drop(db);
        let reading = app.rooms.read(draft).await?;
        let mut db = app.db.acquire().await?;
        let points = negotiation::store::action_points(&mut db, draft).await?;
        let corrections = correction::store::list(&mut *db, draft, None).await?;
        let mut proposers = HashMap::new();
        for waiting in corrections
            .iter()
            .filter(|correction| is_waiting(correction))
        {
            let by = waiting.proposed_by;
            let standing = rights::store::standing(&mut db, place.session, by).await?;
            proposers.insert(by, standing);
        }
        let mut known = Self {
            me: me.person.clone(),
            now: app.clock.now(),
            standing: rights::store::standing(&mut db, place.session, me.person.id).await?,
            reading,
            points,
            kept: store::kept(&mut db, draft).await?,
            parties: store::parties(&mut *db, place.session).await?,
            reservations: store::reservations(&mut *db, draft).await?,
            proposals: proposal::store::list(&mut *db, draft).await?,
            delegations: people::store::delegation_names(&mut *db, me.conference).await?,
            suggested: suggestion::store::open_paragraphs(&mut *db, draft).await?,
            mergers: merger::store::list(&mut db, draft).await?,
            corrections,
            proposers,
            persons: HashMap::new(),
            place,
        };
        known.persons = people::store::persons(&mut *db, &known.acting()).await?;
        Ok(known)
    }

    /// Everybody who did something.
    fn acting(&self) -> Vec<ParticipantId> {
        let kept = self.kept.values().map(|(_, kept)| kept);
        let gavelled = kept.clone().filter_map(|kept| kept.by);
        let confirmed = kept.flat_map(|kept| kept.confirmed.values().map(|answer| answer.by));
        let reserved = self.reservations.iter().map(|reservation| reservation.by);
        let proposed = self.proposals.iter().map(|proposal| proposal.by);
        let corrected = self.corrections.iter().flat_map(|correction| {
            std::iter::once(correction.proposed_by).chain(correction.decided_by)
        });
        let merging = self.mergers.values().flat_map(|merger| {
            let consented = merger.consented.values().map(|answer| answer.by);
            std::iter::once(merger.by).chain(consented)
        });
        gavelled
            .chain(confirmed)
            .chain(merging)
            .chain(reserved)
            .chain(proposed)
            .chain(corrected)
            .collect()
    }

    pub(super) fn points(&self) -> Vec<PointAgreement> {
        let parties = self.parties.iter().map(|party| party.delegation).collect();
        let points = self.reading.points.iter();
        points
            .map(|point| {
                let decided = self.points.get(&point.id);
                let status = decided.map_or(ActionPointStatus::Drafting, |point| point.status);
                let paragraphs: Vec<ParagraphAgreement> = words::paragraphs(point)
                    .map(|(paragraph, block)| {
                        let spot = Spot {
                            point: point.id,
                            paragraph,
                        };
                        let facts = words::facts(&self.reading, spot, block, &self.suggested);
                        self.paragraph(spot, status, facts, &block.text(), &parties)
                    })
                    .collect();
                let open: Vec<&ParagraphAgreement> = paragraphs
                    .iter()
                    .filter(|paragraph| paragraph.state == ParagraphState::Open)
                    .collect();
                let all_can = open
                    .iter()
                    .all(|paragraph| paragraph.may.contains(&Act::Gavel));
                let can_gavel = !open.is_empty() && all_can;
                let sponsors = Sponsors(decided.map_or(&[], |point| &point.origin));
                let states = paragraphs.iter().map(|paragraph| paragraph.state);
                let withdrawal = possible::withdrawal(self.asking(), status, sponsors, states);
                let gavel = can_gavel.then_some(Act::Gavel);
                let origin = decided.map_or(&[][..], |point| &point.origin);
                let merger = self.mergers.get(&point.id);
                let awaiting = merger.map(|merger| merger.awaiting(origin, &parties));
                let states = paragraphs.iter().map(|paragraph| paragraph.state);
                let merging = possible::merging(self.asking(), status, awaiting.as_ref(), states);
                PointAgreement {
                    id: point.id,
                    state: status,
                    may: gavel.into_iter().chain(withdrawal).chain(merging).collect(),
                    merged_into: decided.and_then(|point| point.merged_into),
                    merger: merger.map(|merger| self.merger(merger, awaiting.unwrap_or_default())),
                    paragraphs,
                }
            })
            .collect()
    }

    fn paragraph(
        &self,
        spot: Spot,
        status: ActionPointStatus,
        facts: Facts,
        words: &str,
        parties: &BTreeSet<DelegationId>,
    ) -> ParagraphAgreement {
        let id = spot.paragraph;
        let kept = self.kept.get(&id).map(|(_, kept)| kept);
        let agreement = kept.map_or(Agreement::Open, |kept| kept.agreement.clone());
        let (since, until, awaiting) = match &agreement {
            Agreement::Open => (None, None, BTreeSet::new()),
            Agreement::AdReferendum(given) => (given.since, given.until, given.awaiting.clone()),
            Agreement::Agreed { at } => (*at, None, BTreeSet::new()),
        };
        let about = |paragraph: ParagraphId| paragraph == id;
        let corrections: Vec<&Correction> = self
            .corrections
            .iter()
            .filter(|correction| about(correction.paragraph))
            .collect();
        let waiting = corrections.iter().find(|correction| is_waiting(correction));
        let waiting = waiting.and_then(|waiting| {
            let standing = self.proposers.get(&waiting.proposed_by)?;
            Some((*waiting, standing))
        });
        let subject = Subject {
            agreement: &agreement,
            facts: &facts,
            point: status,
            waiting,
            parties,
        };
        let confirmed = kept.map(|kept| &kept.confirmed).into_iter().flatten();
        let reservations = self.reservations.iter();
        let proposal = self
            .proposals
            .iter()
            .find(|proposal| about(proposal.paragraph));
        ParagraphAgreement {
            id,
            state: agreement.state(),
            since,
            by: kept.and_then(|kept| kept.by).map(|by| self.person(by)),
            until,
            awaiting: awaiting.into_iter().map(|id| self.delegation(id)).collect(),
            confirmed: confirmed
                .map(|(delegation, answer)| AnswerView {
                    delegation: self.delegation(*delegation),
                    by: self.person(answer.by),
                    at: answer.at,
                })
                .collect(),
            reservations: reservations
                .filter(|reservation| about(reservation.paragraph))
                .map(|reservation| ReservationView {
                    delegation: self.delegation(reservation.delegation),
                    by: self.person(reservation.by),
                    at: reservation.at,
                    reason: reservation.reason.clone(),
                })
                .collect(),
            proposal: proposal.map(|proposal| ProposalView {
                proposed: proposal.proposed,
                by: self.person(proposal.by),
                at: proposal.at,
                reason: proposal.reason.clone(),
            }),
            may: acts(self.asking(), subject, self.now),
            corrections: corrections
                .into_iter()
                .map(|correction| self.correction(correction))
                .collect(),
            obstacles: facts.obstacles,
            words_sha256: words::fingerprint(words),
        }
    }

    fn asking(&self) -> Asking<'_> {
        Asking {
            participant: self.me.id,
            delegation: self.me.delegation,
            standing: &self.standing,
            situation: &self.place.situation,
        }
    }

    fn merger(&self, merger: &Merger, awaiting: BTreeSet<DelegationId>) -> MergerView {
        let consented = merger.consented.iter();
        MergerView {
            into: merger.into,
            by: self.person(merger.by),
            at: merger.at,
            reason: merger.reason.clone(),
            awaiting: awaiting.into_iter().map(|id| self.delegation(id)).collect(),
            consented: consented
                .map(|(delegation, answer)| AnswerView {
                    delegation: self.delegation(*delegation),
                    by: self.person(answer.by),
                    at: answer.at,
                })
                .collect(),
        }
    }

    fn correction(&self, correction: &Correction) -> CorrectionView {
        CorrectionView {
            id: correction.id,
            state: correction.state,
            old_words: correction.old_words.clone(),
            new_words: correction.new_words.clone(),
            reason: correction.reason.clone(),
            proposed_by: self.person(correction.proposed_by),
            proposed_at: correction.proposed_at,
            decided_by: correction.decided_by.map(|by| self.person(by)),
            decided_at: correction.decided_at,
        }
    }

    fn person(&self, id: ParticipantId) -> PersonView {
        PersonView::of(&self.persons, id)
    }

    fn delegation(&self, id: DelegationId) -> NamedDelegation {
        let name = self.delegations.get(&id).cloned();
        NamedDelegation {
            id,
            name: name.unwrap_or_default(),
        }
    }
}

fn is_waiting(correction: &Correction) -> bool {
    correction.state == CorrectionState::Proposed
}
