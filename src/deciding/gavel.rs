//! The gavel: a chair agrees a paragraph, or all that is open in an action point, ad referendum or for good.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde_json::json;

use super::standing::Before;
use super::words::{self, Seen, Spot};
use super::{Chamber, Changed, Decider, Decision, Refused, Settled, Told};
use crate::drafting::text::Block;
use crate::negotiation::agreement::{Agreement, Event, decide, proposal, store};
use crate::negotiation::rights::Action;
use crate::negotiation::{ActionPointId, DraftId, ParagraphId, ParagraphState};
use crate::people::DelegationId;
use crate::record::Deed;

/// How text is gavelled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Agreed.
    Agreed,
    /// Agreed, subject to confirmation.
    AdReferendum {
        /// The delegations that ask to consult.
        awaiting: BTreeSet<DelegationId>,
        /// Until when they may reserve.
        until: DateTime<Utc>,
    },
}

impl Outcome {
    fn event(&self) -> Event {
        match self.clone() {
            Self::Agreed => Event::Gavel,
            Self::AdReferendum { awaiting, until } => Event::GavelAdReferendum { awaiting, until },
        }
    }
}

/// A paragraph as the chair saw it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenParagraph {
    /// Which.
    pub id: ParagraphId,
    /// Its words.
    pub seen: Seen,
}

impl Chamber {
    /// A chair gavels a paragraph.
    ///
    /// # Errors
    /// Why it stays as it is; above all when the words are not those that the chair saw.
    pub async fn gavel(
        &self,
        draft: DraftId,
        who: Decider<'_>,
        seen: &SeenParagraph,
        outcome: &Outcome,
    ) -> Result<Settled, Refused> {
        let mut decision = self.on_words(draft, who).await?;
        decision.check(Action::Gavel)?;
        let reading = decision.reading.clone();
        let (spot, block) =
            words::paragraph(&reading, seen.id).ok_or(Refused::Unknown("paragraph"))?;
        let before = decision.before().await?;
        before.check_negotiated(spot.point)?;
        if !seen.seen.is(&block.text()) {
            return Err(Refused::WordsChanged(vec![changed(seen.id, Some(block))]));
        }
        decision.agree(who, &before, spot, block, outcome).await?;
        self.finish_gavel(decision, &before, spot.point).await
    }

    /// A chair gavels everything that is open in an action point, or nothing of it.
    ///
    /// # Errors
    /// Why it stays as it is; above all when what is open is not what the chair saw.
    pub async fn gavel_point(
        &self,
        draft: DraftId,
        who: Decider<'_>,
        point: ActionPointId,
        seen: &[SeenParagraph],
        outcome: &Outcome,
    ) -> Result<Settled, Refused> {
        let mut decision = self.on_words(draft, who).await?;
        decision.check(Action::Gavel)?;
        let reading = decision.reading.clone();
        let words = words::point(&reading, point).ok_or(Refused::Unknown("action point"))?;
        let before = decision.before().await?;
        before.check_negotiated(point)?;
        let open: Vec<(ParagraphId, &Block)> = words::paragraphs(words)
            .filter(|(id, _)| before.agreement(*id) == Agreement::Open)
            .collect();
        if open.is_empty() {
            return Err(Refused::NothingOpen);
        }
        let changed = differences(&open, seen);
        if !changed.is_empty() {
            return Err(Refused::WordsChanged(changed));
        }
        for (paragraph, block) in open {
            let spot = Spot { point, paragraph };
            decision.agree(who, &before, spot, block, outcome).await?;
        }
        self.finish_gavel(decision, &before, point).await
    }

    async fn finish_gavel(
        &self,
        mut decision: Decision,
        before: &Before,
        point: ActionPointId,
    ) -> Result<Settled, Refused> {
        let settled = decision.settle(point, before.status(point)).await?;
        self.make(decision).await?;
        self.deadlines.notify_one();
        Ok(settled)
    }
}

impl Decision {
    async fn agree(
        &mut self,
        who: Decider<'_>,
        before: &Before,
        spot: Spot,
        block: &Block,
        outcome: &Outcome,
    ) -> Result<(), Refused> {
        let facts = words::facts(&self.reading, spot, block, &before.suggested);
        let agreement = before.agreement(spot.paragraph);
        let after = decide(
            &agreement,
            outcome.event(),
            &facts,
            &before.parties,
            self.now,
        )?;
        self.keep(who, before, spot, &after).await?;
        proposal::store::drop(&mut *self.transaction, spot.paragraph).await?;
        let words = block.text();
        let mut details = json!({ "words": words, "words_sha256": words::fingerprint(&words) });
        let deed = match outcome {
            Outcome::Agreed => Deed::Agreed,
            Outcome::AdReferendum { awaiting, until } => {
                details["awaiting"] = json!(awaiting);
                details["until"] = json!(until);
                Deed::AgreedAdReferendum
            }
        };
        let told = Told::details(details);
        Ok(self.record(Some(who), deed, spot, told).await?)
    }

    /// Keeps what became of a paragraph that nothing may have been decided about before.
    async fn keep(
        &mut self,
        who: Decider<'_>,
        before: &Before,
        spot: Spot,
        after: &Agreement,
    ) -> Result<(), Refused> {
        let db = &mut self.transaction;
        let status = before.status(spot.point);
        let is_ours = store::enter_point(&mut **db, self.draft, spot.point, status).await?
            && store::keep(db, spot.point, spot.paragraph, after, Some(who.person.id)).await?;
        is_ours.then_some(()).ok_or(Refused::Foreign)
    }

    /// Makes sure that something can be kept about a paragraph that is open.
    pub(super) async fn enter(&mut self, before: &Before, spot: Spot) -> Result<(), Refused> {
        let agreement = before.agreement(spot.paragraph);
        if before.kept.contains_key(&spot.paragraph) || agreement.state() != ParagraphState::Open {
            return Ok(());
        }
        let db = &mut self.transaction;
        let status = before.status(spot.point);
        let is_ours = store::enter_point(&mut **db, self.draft, spot.point, status).await?
            && store::keep(db, spot.point, spot.paragraph, &agreement, None).await?;
        is_ours.then_some(()).ok_or(Refused::Foreign)
    }
}

fn changed(paragraph: ParagraphId, block: Option<&Block>) -> Changed {
    Changed {
        paragraph,
        words: block.map(Block::text),
    }
}

/// In what the open paragraphs are not those that the chair saw.
fn differences(open: &[(ParagraphId, &Block)], seen: &[SeenParagraph]) -> Vec<Changed> {
    let unseen = open.iter().filter(|(id, block)| {
        let words = block.text();
        !seen
            .iter()
            .any(|seen| seen.id == *id && seen.seen.is(&words))
    });
    let gone = seen
        .iter()
        .filter(|seen| !open.iter().any(|(id, _)| *id == seen.id));
    unseen
        .map(|(id, block)| changed(*id, Some(block)))
        .chain(gone.map(|seen| changed(seen.id, None)))
        .collect()
}
