//! Editorial corrections to agreed text: one person proposes, another confirms, and one of the two is a chair.

use serde_json::{Value, json};

use super::words::{self, Seen, Spot};
use super::{Chamber, Changed, Decider, Decision, Refused, Settled, Told};
use crate::drafting::text::{Edit, WordsAt};
use crate::negotiation::agreement::correction::{
    self, Correction, CorrectionId, CorrectionState, Party, may_confirm, may_reject,
};
use crate::negotiation::agreement::{Event, Facts, Reason, decide};
use crate::negotiation::rights::{self, Action};
use crate::negotiation::{DraftId, ParagraphId};
use crate::record::Deed;

impl Chamber {
    /// Somebody proposes other words for agreed text.
    ///
    /// # Errors
    /// Why not; above all when the old words are not those that they saw.
    pub async fn propose_correction(
        &self,
        draft: DraftId,
        who: Decider<'_>,
        paragraph: ParagraphId,
        seen: &Seen,
        new_words: String,
        reason: Reason,
    ) -> Result<Settled, Refused> {
        let mut decision = self.on_words(draft, who).await?;
        decision.check(Action::Correct)?;
        let before = decision.before().await?;
        let reading = decision.reading.clone();
        let (spot, block) =
            words::paragraph(&reading, paragraph).ok_or(Refused::Unknown("paragraph"))?;
        before.check_negotiated(spot.point)?;
        let (agreement, facts) = (before.agreement(paragraph), Facts::default());
        decide(
            &agreement,
            Event::Correct,
            &facts,
            &before.parties,
            decision.now,
        )?;
        let old_words = block.text();
        if !seen.is(&old_words) {
            let words = Some(old_words);
            return Err(Refused::WordsChanged(vec![Changed { paragraph, words }]));
        }
        correction::check_words(&old_words, &new_words)?;
        let proposed = Correction {
            id: CorrectionId::new(),
            paragraph,
            old_words,
            new_words,
            reason: reason.into_words(),
            state: CorrectionState::Proposed,
            proposed_by: who.person.id,
            proposed_at: decision.now,
            decided_by: None,
            decided_at: None,
        };
        if !correction::store::add(&mut *decision.transaction, &proposed).await? {
            return Err(Refused::CorrectionWaits);
        }
        let told = Told {
            reason: Some(proposed.reason.clone()),
            details: details(&proposed),
        };
        let deed = Deed::CorrectionProposed;
        decision.record(Some(who), deed, spot, told).await?;
        let status = before.status(spot.point);
        self.make(decision).await?;
        Ok(Settled {
            draft,
            point: spot.point,
            status,
        })
    }

    /// A second person confirms a correction: the words are changed, and stay agreed.
    ///
    /// # Errors
    /// Why not; above all when the words are not the old words of the correction any more.
    pub async fn confirm_correction(
        &self,
        draft: DraftId,
        who: Decider<'_>,
        id: CorrectionId,
    ) -> Result<Settled, Refused> {
        let mut decision = self.on_words(draft, who).await?;
        let waiting = decision.waiting(id).await?;
        decision.check_second(&waiting, who).await?;
        let before = decision.before().await?;
        let reading = decision.reading.clone();
        let (spot, block) =
            words::paragraph(&reading, waiting.paragraph).ok_or(Refused::Unknown("paragraph"))?;
        before.check_negotiated(spot.point)?;
        let (agreement, facts) = (before.agreement(waiting.paragraph), Facts::default());
        decide(
            &agreement,
            Event::Correct,
            &facts,
            &before.parties,
            decision.now,
        )?;
        if block.text() != waiting.old_words {
            let words = Some(block.text());
            let paragraph = waiting.paragraph;
            return Err(Refused::WordsChanged(vec![Changed { paragraph, words }]));
        }
        decision.replace_words(spot, &waiting).await?;
        let (confirmed, by, now) = (CorrectionState::Confirmed, who.person.id, decision.now);
        let db = &mut *decision.transaction;
        correction::store::decide(db, id, confirmed, Some(by), now).await?;
        decision.close(who, Deed::Corrected, spot, &waiting).await?;
        let status = before.status(spot.point);
        self.make(decision).await?;
        Ok(Settled {
            draft,
            point: spot.point,
            status,
        })
    }

    /// A chair, or whoever proposed it, puts a correction aside.
    ///
    /// # Errors
    /// Why not.
    pub async fn reject_correction(
        &self,
        draft: DraftId,
        who: Decider<'_>,
        id: CorrectionId,
        reason: Reason,
    ) -> Result<Settled, Refused> {
        let mut decision = self.on_state(draft, who).await?;
        let waiting = decision.waiting(id).await?;
        let party = Party {
            id: who.person.id,
            standing: &decision.standing,
        };
        let situation = &decision.place.situation;
        if may_reject(waiting.proposed_by, party, situation).is_err() {
            let refused = (Action::ConfirmCorrection, rights::Refusal::Role);
            return Err(Refused::NotAllowed(refused.0, refused.1));
        }
        let before = decision.before().await?;
        let spot = decision.spot(&before, waiting.paragraph)?;
        let (rejected, by, now) = (CorrectionState::Rejected, who.person.id, decision.now);
        let db = &mut *decision.transaction;
        correction::store::decide(db, id, rejected, Some(by), now).await?;
        let told = Told {
            reason: Some(reason.into_words()),
            details: details(&waiting),
        };
        let deed = Deed::CorrectionRejected;
        decision.record(Some(who), deed, spot, told).await?;
        let status = before.status(spot.point);
        self.make(decision).await?;
        Ok(Settled {
            draft,
            point: spot.point,
            status,
        })
    }
}

fn details(correction: &Correction) -> Value {
    json!({
        "correction": correction.id,
        "old_words": correction.old_words,
        "new_words": correction.new_words,
        "proposed_by": correction.proposed_by,
    })
}

impl Decision {
    /// Changes the live text as part of the decision: one entry of the journal, with the words of whoever proposed them.
    async fn replace_words(&mut self, spot: Spot, correction: &Correction) -> Result<(), Refused> {
        let replaced = correction::replaced(&correction.old_words, &correction.new_words);
        let after = replaced.before.encode_utf16().count();
        let edit = Edit::Words {
            point: spot.point,
            paragraph: spot.paragraph,
            changes: vec![WordsAt {
                after: u32::try_from(after).unwrap_or(u32::MAX),
                words: replaced.old.to_owned(),
                new: replaced.new.to_owned(),
            }],
        };
        self.edit(&[(correction.proposed_by, vec![edit])]).await
    }

    /// The correction with this id in this draft, if nobody decided about it.
    async fn waiting(&mut self, id: CorrectionId) -> Result<Correction, Refused> {
        let found = correction::store::list(&mut *self.transaction, self.draft, Some(id)).await?;
        let found = found.into_iter().next();
        let found = found.ok_or(Refused::Unknown("correction"))?;
        match found.state {
            CorrectionState::Proposed => Ok(found),
            CorrectionState::Confirmed | CorrectionState::Rejected => {
                Err(correction::Refusal::Decided.into())
            }
        }
    }

    /// The proposer counts as what they are now, not as what they were.
    async fn check_second(
        &mut self,
        waiting: &Correction,
        who: Decider<'_>,
    ) -> Result<(), Refused> {
        let (session, proposer) = (self.place.session, waiting.proposed_by);
        let standing = rights::store::standing(&mut self.transaction, session, proposer).await?;
        let proposer = Party {
            id: proposer,
            standing: &standing,
        };
        let confirmer = Party {
            id: who.person.id,
            standing: &self.standing,
        };
        let checked = may_confirm(proposer, confirmer, &self.place.situation);
        checked.map_err(|refusal| match refusal {
            correction::Refusal::NoChair => {
                Refused::NotAllowed(Action::ConfirmCorrection, rights::Refusal::Role)
            }
            other => other.into(),
        })
    }

    async fn close(
        &mut self,
        who: Decider<'_>,
        deed: Deed,
        spot: Spot,
        correction: &Correction,
    ) -> Result<(), Refused> {
        let told = Told {
            reason: Some(correction.reason.clone()),
            details: details(correction),
        };
        Ok(self.record(Some(who), deed, spot, told).await?)
    }
}
