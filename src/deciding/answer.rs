//! The answers of delegations to text agreed ad referendum: they confirm, or come back and reserve.

use serde_json::json;

use super::{Chamber, Decider, Decision, Refused, Settled, Told, words};
use crate::negotiation::agreement::store::{self, Reservation};
use crate::negotiation::agreement::{Agreement, Answer, Event, Facts, Reason, decide, proposal};
use crate::negotiation::rights::Action;
use crate::negotiation::{DraftId, ParagraphId};
use crate::record::Deed;

impl Chamber {
    /// A head of delegation confirms for the delegation.
    ///
    /// # Errors
    /// Why not.
    pub async fn confirm(
        &self,
        draft: DraftId,
        who: Decider<'_>,
        paragraph: ParagraphId,
    ) -> Result<Settled, Refused> {
        let event = Event::Confirm(who.person.delegation);
        let mut answering = self.answering(draft, who, paragraph, event).await?;
        let (decision, spot) = (&mut answering.decision, answering.spot);
        let (delegation, at) = (who.person.delegation, decision.now);
        let answer = Answer {
            by: who.person.id,
            at,
        };
        store::confirm(&mut *decision.transaction, paragraph, delegation, answer).await?;
        // As long as others are awaited, the chair's gavel is what it stands on; the last confirmation makes it agreed.
        let by = match answering.after {
            Agreement::AdReferendum(_) => answering.gavelled_by,
            Agreement::Open | Agreement::Agreed { .. } => None,
        };
        store::keep(
            &mut decision.transaction,
            spot.point,
            paragraph,
            &answering.after,
            by,
        )
        .await?;
        let is_agreed = matches!(answering.after, Agreement::Agreed { .. });
        let told = Told::details(json!({ "delegation": delegation, "agreed": is_agreed }));
        decision
            .record(Some(who), Deed::Confirmed, spot, told)
            .await?;
        self.finish_answer(answering).await
    }

    /// A head of delegation reserves for the delegation: the paragraph is open again.
    ///
    /// # Errors
    /// Why not.
    pub async fn reserve(
        &self,
        draft: DraftId,
        who: Decider<'_>,
        paragraph: ParagraphId,
        reason: Reason,
    ) -> Result<Settled, Refused> {
        let event = Event::Reserve(who.person.delegation);
        let mut answering = self.answering(draft, who, paragraph, event).await?;
        let (decision, spot) = (&mut answering.decision, answering.spot);
        let reservation = Reservation {
            paragraph,
            delegation: who.person.delegation,
            by: who.person.id,
            at: decision.now,
            reason: reason.words().to_owned(),
        };
        let db = &mut decision.transaction;
        store::add_reservation(&mut **db, &reservation).await?;
        store::keep(db, spot.point, paragraph, &answering.after, None).await?;
        proposal::store::drop(&mut **db, paragraph).await?;
        let told = Told {
            reason: Some(reason.into_words()),
            details: json!({ "delegation": who.person.delegation }),
        };
        decision
            .record(Some(who), Deed::Reserved, spot, told)
            .await?;
        self.finish_answer(answering).await
    }

    async fn answering(
        &self,
        draft: DraftId,
        who: Decider<'_>,
        paragraph: ParagraphId,
        event: Event,
    ) -> Result<Answering, Refused> {
        let mut decision = self.on_state(draft, who).await?;
        decision.check(Action::Confirm)?;
        let before = decision.before().await?;
        let spot = decision.spot(&before, paragraph)?;
        let agreement = before.agreement(paragraph);
        let facts = Facts::default();
        let after = decide(&agreement, event, &facts, &before.parties, decision.now)?;
        Ok(Answering {
            decision,
            spot,
            after,
            gavelled_by: before.kept.get(&paragraph).and_then(|(_, kept)| kept.by),
            status: before.status(spot.point),
        })
    }

    async fn finish_answer(&self, mut answering: Answering) -> Result<Settled, Refused> {
        let (point, status) = (answering.spot.point, answering.status);
        let settled = answering.decision.settle(point, status).await?;
        self.make(answering.decision).await?;
        Ok(settled)
    }
}

/// An answer under way.
struct Answering {
    decision: Decision,
    spot: words::Spot,
    after: Agreement,
    gavelled_by: Option<crate::people::ParticipantId>,
    status: crate::negotiation::ActionPointStatus,
}

impl Decision {
    /// Where a paragraph stands: in the text, else where it stood when it was last decided about.
    pub(super) fn spot(
        &self,
        before: &super::standing::Before,
        paragraph: ParagraphId,
    ) -> Result<words::Spot, Refused> {
        let in_text = words::paragraph(&self.reading, paragraph).map(|(spot, _)| spot);
        let kept = || {
            let (point, _) = before.kept.get(&paragraph)?;
            Some(words::Spot {
                point: *point,
                paragraph,
            })
        };
        in_text.or_else(kept).ok_or(Refused::Unknown("paragraph"))
    }
}
