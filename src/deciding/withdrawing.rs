//! Withdrawing an action point, and taking it up again.

use serde_json::json;

use super::{Chamber, Decider, Decision, Refused, Settled, Told};
use crate::negotiation::agreement::action_point::{self, Sponsors};
use crate::negotiation::agreement::{Reason, merger, store};
use crate::negotiation::rights::{self, Action};
use crate::negotiation::{self, ActionPoint, ActionPointId, ActionPointStatus, DraftId};
use crate::record::{self, About, Deed, Entry};

impl Chamber {
    /// An action point is withdrawn: its text is kept and locked as a whole.
    ///
    /// # Errors
    /// Why it stays; above all when a part of it is agreed.
    pub async fn withdraw(
        &self,
        draft: DraftId,
        who: Decider<'_>,
        point: ActionPointId,
        reason: Reason,
    ) -> Result<Settled, Refused> {
        let mut decision = self.on_words(draft, who).await?;
        let status = decision.check_withdrawal(who, point).await?;
        let before = decision.before().await?;
        before.check_negotiated(point)?;
        let kept = before.kept.values().filter(|(of, _)| *of == point);
        action_point::check_withdrawable(kept.map(|(_, kept)| kept.agreement.state()))?;
        let db = &mut *decision.transaction;
        let is_ours = store::enter_point(&mut *db, draft, point, status).await?;
        is_ours.then_some(()).ok_or(Refused::Foreign)?;
        let withdrawn = ActionPointStatus::Withdrawn;
        store::set_status(&mut *db, point, withdrawn).await?;
        let told = Told {
            reason: Some(reason.into_words()),
            details: json!({ "was": status }),
        };
        decision
            .record_point(who, Deed::ActionPointWithdrawn, point, told)
            .await?;
        self.make(decision).await?;
        Ok(Settled {
            draft,
            point,
            status: withdrawn,
        })
    }

    /// A withdrawn action point is taken up again, or one that is part of another stands by itself again: its text is open as it was.
    ///
    /// # Errors
    /// Why it stays so.
    pub async fn restore(
        &self,
        draft: DraftId,
        who: Decider<'_>,
        point: ActionPointId,
    ) -> Result<Settled, Refused> {
        let mut decision = self.on_words(draft, who).await?;
        match decision.check_withdrawal(who, point).await? {
            ActionPointStatus::Withdrawn => {}
            // What others made part of something is not taken out by one of them.
            ActionPointStatus::Merged => decision.check(Action::Arrange)?,
            _ => return Err(Refused::NotWithdrawn),
        }
        merger::store::part(&mut *decision.transaction, point).await?;
        let settled = decision.settle(point, ActionPointStatus::Drafting).await?;
        let told = Told::details(json!({ "state": settled.status }));
        decision
            .record_point(who, Deed::ActionPointRestored, point, told)
            .await?;
        self.make(decision).await?;
        Ok(settled)
    }
}

impl Decision {
    /// Whether an action point of the text is theirs to withdraw; answers where it stands.
    async fn check_withdrawal(
        &mut self,
        who: Decider<'_>,
        point: ActionPointId,
    ) -> Result<ActionPointStatus, Refused> {
        let is_in_text = self.reading.points.iter().any(|found| found.id == point);
        let mut points =
            negotiation::store::action_points(&mut self.transaction, self.draft).await?;
        let kept = points.remove(&point);
        if !is_in_text {
            return Err(Refused::Unknown("action point"));
        }
        let situation = &self.place.situation;
        let not_allowed = |refusal| Refused::NotAllowed(Action::Withdraw, refusal);
        let extent =
            rights::may(Action::Withdraw, &self.standing, situation).map_err(not_allowed)?;
        let sponsors = Sponsors(kept.as_ref().map_or(&[], |kept| &kept.origin));
        if !sponsors.leave_it_to(who.person.delegation, extent) {
            return Err(not_allowed(rights::Refusal::Role));
        }
        let drafting = ActionPointStatus::Drafting;
        Ok(kept.map_or(drafting, |ActionPoint { status, .. }| status))
    }

    /// Records something about a whole action point.
    pub(super) async fn record_point(
        &mut self,
        who: Decider<'_>,
        deed: Deed,
        point: ActionPointId,
        told: Told,
    ) -> sqlx::Result<()> {
        let entry = Entry {
            actor: Some(who.person.id),
            deed,
            about: About {
                session: Some(self.place.session),
                draft: Some(self.draft.0),
                action_point: Some(point.0),
                paragraph: None,
            },
            reason: told.reason,
            details: told.details,
        };
        let conference = self.place.conference;
        record::append(&mut self.transaction, conference, self.now, &entry).await?;
        Ok(())
    }
}
