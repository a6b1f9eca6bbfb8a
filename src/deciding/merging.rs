//! An action point becomes part of another: proposed by the rapporteur or a chair, consented to by those it comes from.

use serde_json::json;

use super::standing::Before;
use super::{Chamber, Decider, Decision, Refused, Settled, Told, words};
use crate::negotiation::agreement::merger::{self, Merger, Refusal, store};
use crate::negotiation::agreement::{self, Answer, Reason, action_point};
use crate::negotiation::rights::Action;
use crate::negotiation::{self, ActionPoint, ActionPointId, ActionPointStatus, DraftId};
use crate::record::Deed;

impl Chamber {
    /// Somebody proposes that an action point becomes part of another; where it comes from nobody who takes part, it does at once.
    ///
    /// # Errors
    /// Why not; above all when a part of it is agreed.
    pub async fn propose_merger(
        &self,
        draft: DraftId,
        who: Decider<'_>,
        point: ActionPointId,
        into: ActionPointId,
        reason: Reason,
    ) -> Result<Settled, Refused> {
        let mut decision = self.on_words(draft, who).await?;
        decision.check(Action::Arrange)?;
        let before = decision.before().await?;
        for known in [point, into] {
            let found = words::point(&decision.reading, known);
            found.ok_or(Refused::Unknown("action point"))?;
            decision.enter_point(&before, known).await?;
        }
        let merger = Merger {
            point,
            into,
            by: who.person.id,
            at: decision.now,
            reason: reason.into_words(),
            consented: std::collections::BTreeMap::new(),
        };
        decision.check_merger(&before, &merger)?;
        store::put(&mut decision.transaction, &merger).await?;
        let told = told(&merger);
        decision
            .record_point(who, Deed::MergerProposed, point, told)
            .await?;
        self.merge_if_all_consent(decision, who, &before, &merger)
            .await
    }

    /// The head of a delegation that an action point comes from consents for it; with the last one the action points are merged.
    ///
    /// # Errors
    /// Why not.
    pub async fn consent_to_merger(
        &self,
        draft: DraftId,
        who: Decider<'_>,
        point: ActionPointId,
    ) -> Result<Settled, Refused> {
        let mut decision = self.on_words(draft, who).await?;
        let before = decision.before().await?;
        let mut merger = decision.check_asked(&before, who, point).await?;
        let (by, at) = (who.person.id, decision.now);
        let (delegation, answer) = (who.person.delegation, Answer { by, at });
        store::consent(&mut *decision.transaction, point, delegation, answer).await?;
        merger.consented.insert(delegation, answer);
        let consented = Told::details(json!({ "into": merger.into, "delegation": delegation }));
        decision
            .record_point(who, Deed::MergerConsented, point, consented)
            .await?;
        self.merge_if_all_consent(decision, who, &before, &merger)
            .await
    }

    /// The head of such a delegation does not consent, or the rapporteur or a chair takes the proposal back: nothing is merged.
    ///
    /// # Errors
    /// Why not.
    pub async fn decline_merger(
        &self,
        draft: DraftId,
        who: Decider<'_>,
        point: ActionPointId,
        reason: Reason,
    ) -> Result<Settled, Refused> {
        let mut decision = self.on_state(draft, who).await?;
        let before = decision.before().await?;
        let merger = match decision.check(Action::Arrange) {
            Ok(()) => decision.proposed_merger(point).await?,
            Err(_) => decision.check_asked(&before, who, point).await?,
        };
        store::drop(&mut *decision.transaction, point).await?;
        let told = Told {
            reason: Some(reason.into_words()),
            details: json!({ "into": merger.into }),
        };
        decision
            .record_point(who, Deed::MergerDeclined, point, told)
            .await?;
        let status = before.status(point);
        self.make(decision).await?;
        Ok(Settled {
            draft,
            point,
            status,
        })
    }

    async fn merge_if_all_consent(
        &self,
        mut decision: Decision,
        who: Decider<'_>,
        before: &Before,
        merger: &Merger,
    ) -> Result<Settled, Refused> {
        let (draft, point) = (decision.draft, merger.point);
        let origin = decision.origin(point).await?;
        let mut status = before.status(point);
        if merger.awaiting(&origin, &before.parties).is_empty() {
            // What was decided since it was proposed counts.
            decision.check_merger(before, merger)?;
            store::merge(&mut decision.transaction, point, merger.into).await?;
            status = ActionPointStatus::Merged;
            let told = told(merger);
            decision
                .record_point(who, Deed::ActionPointMerged, point, told)
                .await?;
        }
        self.make(decision).await?;
        Ok(Settled {
            draft,
            point,
            status,
        })
    }
}

fn told(merger: &Merger) -> Told {
    Told {
        reason: Some(merger.reason.clone()),
        details: json!({ "into": merger.into, "proposed_by": merger.by }),
    }
}

impl Decision {
    fn check_merger(&self, before: &Before, merger: &Merger) -> Result<(), Refused> {
        before.check_negotiated(merger.point)?;
        merger::check(merger.point, merger.into, before.status(merger.into))?;
        let kept = before.kept.values().filter(|(of, _)| *of == merger.point);
        action_point::check_withdrawable(kept.map(|(_, kept)| kept.agreement.state()))?;
        Ok(())
    }

    /// Makes sure that something can be kept about an action point of the text.
    async fn enter_point(&mut self, before: &Before, point: ActionPointId) -> Result<(), Refused> {
        let status = before.status(point);
        let db = &mut *self.transaction;
        let is_ours = agreement::store::enter_point(db, self.draft, point, status).await?;
        is_ours.then_some(()).ok_or(Refused::Foreign)
    }

    async fn proposed_merger(&mut self, point: ActionPointId) -> Result<Merger, Refused> {
        let mut mergers = store::list(&mut self.transaction, self.draft).await?;
        Ok(mergers.remove(&point).ok_or(Refusal::NothingProposed)?)
    }

    /// The merger about which the delegation of a head is asked.
    async fn check_asked(
        &mut self,
        before: &Before,
        who: Decider<'_>,
        point: ActionPointId,
    ) -> Result<Merger, Refused> {
        self.check(Action::Confirm)?;
        let merger = self.proposed_merger(point).await?;
        let origin = self.origin(point).await?;
        let awaiting = merger.awaiting(&origin, &before.parties);
        let is_asked = awaiting.contains(&who.person.delegation);
        Ok(is_asked.then_some(merger).ok_or(Refusal::NotAsked)?)
    }

    async fn origin(
        &mut self,
        point: ActionPointId,
    ) -> sqlx::Result<Vec<crate::people::DelegationId>> {
        let mut points =
            negotiation::store::action_points(&mut self.transaction, self.draft).await?;
        Ok(points
            .remove(&point)
            .map(|ActionPoint { origin, .. }| origin)
            .unwrap_or_default())
    }
}
