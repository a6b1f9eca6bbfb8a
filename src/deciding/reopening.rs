//! Opening agreed text again, and what a rapporteur proposes to the chair.

use serde_json::json;

use super::{Chamber, Decider, Refused, Settled, Told, words};
use crate::negotiation::agreement::correction::{self, CorrectionState};
use crate::negotiation::agreement::proposal::{self, Proposal, Proposed};
use crate::negotiation::agreement::{Event, Facts, Reason, decide, store};
use crate::negotiation::rights::Action;
use crate::negotiation::{DraftId, ParagraphId, ParagraphState};
use crate::record::Deed;

impl Chamber {
    /// A chair opens agreed text again. A correction that waited for it is put aside.
    ///
    /// # Errors
    /// Why it stays agreed.
    pub async fn reopen(
        &self,
        draft: DraftId,
        who: Decider<'_>,
        paragraph: ParagraphId,
        reason: Reason,
    ) -> Result<Settled, Refused> {
        let mut decision = self.on_state(draft, who).await?;
        decision.check(Action::Reopen)?;
        let before = decision.before().await?;
        let spot = decision.spot(&before, paragraph)?;
        before.check_negotiated(spot.point)?;
        let agreement = before.agreement(paragraph);
        let (facts, now) = (Facts::default(), decision.now);
        let after = decide(&agreement, Event::Reopen, &facts, &before.parties, now)?;
        let db = &mut decision.transaction;
        store::keep(db, spot.point, paragraph, &after, None).await?;
        proposal::store::drop(&mut **db, paragraph).await?;
        for correction in correction::store::list(&mut **db, draft, None).await? {
            if correction.paragraph == paragraph && correction.state == CorrectionState::Proposed {
                let (id, by) = (correction.id, Some(who.person.id));
                let rejected = CorrectionState::Rejected;
                correction::store::decide(&mut **db, id, rejected, by, now).await?;
            }
        }
        let told = Told {
            reason: Some(reason.into_words()),
            details: json!({ "was": agreement.state() }),
        };
        decision
            .record(Some(who), Deed::Reopened, spot, told)
            .await?;
        let status = before.status(spot.point);
        let settled = decision.settle(spot.point, status).await?;
        self.make(decision).await?;
        Ok(settled)
    }

    /// A rapporteur proposes to the chair to gavel or to reopen a paragraph.
    ///
    /// # Errors
    /// Why the chair could not do it either.
    pub async fn propose(
        &self,
        draft: DraftId,
        who: Decider<'_>,
        paragraph: ParagraphId,
        proposed: Proposed,
        reason: Option<Reason>,
    ) -> Result<Settled, Refused> {
        let mut decision = self.on_words(draft, who).await?;
        decision.check(Action::ProposeGavel)?;
        let before = decision.before().await?;
        let spot = decision.spot(&before, paragraph)?;
        before.check_negotiated(spot.point)?;
        let agreement = before.agreement(paragraph);
        proposal::check(&agreement, proposed)?;
        if agreement.state() == ParagraphState::Open {
            let reading = decision.reading.clone();
            let (_, block) =
                words::paragraph(&reading, paragraph).ok_or(Refused::Unknown("paragraph"))?;
            words::facts(&reading, spot, block, &before.suggested).ready()?;
            decision.enter(&before, spot).await?;
        }
        let reason = reason.map(Reason::into_words);
        let proposal = Proposal {
            paragraph,
            proposed,
            by: who.person.id,
            at: decision.now,
            reason: reason.clone(),
        };
        proposal::store::put(&mut *decision.transaction, &proposal).await?;
        let details = json!({ "proposed": proposed });
        let told = Told { reason, details };
        decision
            .record(Some(who), Deed::GavelProposed, spot, told)
            .await?;
        let status = before.status(spot.point);
        self.make(decision).await?;
        Ok(Settled {
            draft,
            point: spot.point,
            status,
        })
    }
}
