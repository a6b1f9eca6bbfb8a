//! Where an action point stands after its paragraphs were decided about.

use std::collections::{BTreeMap, BTreeSet};

use super::{Decision, Refused, words};
use crate::negotiation::agreement::action_point::{self, FirstReading};
use crate::negotiation::agreement::{Agreement, Kept, store};
use crate::negotiation::{
    self, ActionPointId, ActionPointStatus, DraftId, DraftStatus, ParagraphId, ParagraphState,
    suggestion,
};
use crate::people::DelegationId;

/// What was kept about a draft's paragraphs before a decision.
pub(super) struct Before {
    pub(super) kept: BTreeMap<ParagraphId, (ActionPointId, Kept)>,
    pub(super) statuses: BTreeMap<ActionPointId, ActionPointStatus>,
    pub(super) parties: BTreeSet<DelegationId>,
    /// The paragraphs to which a suggestion is open.
    pub(super) suggested: BTreeSet<ParagraphId>,
}

impl Before {
    pub(super) fn agreement(&self, paragraph: ParagraphId) -> Agreement {
        let kept = self.kept.get(&paragraph);
        kept.map_or(Agreement::Open, |(_, kept)| kept.agreement.clone())
    }

    pub(super) fn status(&self, point: ActionPointId) -> ActionPointStatus {
        let status = self.statuses.get(&point).copied();
        status.unwrap_or(ActionPointStatus::Drafting)
    }

    /// Whether the text of an action point is locked as a whole, because all of it is agreed.
    pub(super) fn locks_point(&self, point: ActionPointId) -> bool {
        let status = self.status(point);
        matches!(
            status,
            ActionPointStatus::AgreedAdReferendum | ActionPointStatus::Agreed
        )
    }

    /// Nothing is decided about what is not negotiated any more.
    pub(super) fn check_negotiated(&self, point: ActionPointId) -> Result<(), Refused> {
        match self.status(point) {
            ActionPointStatus::Merged | ActionPointStatus::Withdrawn => Err(Refused::NotNegotiated),
            _ => Ok(()),
        }
    }
}

/// An action point whose status was kept anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settled {
    /// The draft.
    pub draft: DraftId,
    /// The action point.
    pub point: ActionPointId,
    /// Where it stands now.
    pub status: ActionPointStatus,
}

impl Decision {
    /// Reads, under the lock, what is kept about the draft.
    pub(super) async fn before(&mut self) -> sqlx::Result<Before> {
        let db = &mut self.transaction;
        let points = negotiation::store::action_points(db, self.draft).await?;
        let parties = store::parties(&mut **db, self.place.session).await?;
        Ok(Before {
            kept: store::kept(db, self.draft).await?,
            statuses: points
                .values()
                .map(|point| (point.id, point.status))
                .collect(),
            parties: parties.iter().map(|party| party.delegation).collect(),
            suggested: suggestion::store::open_paragraphs(&mut **db, self.draft).await?,
        })
    }

    /// Where an action point stands follows from its paragraphs: those in the text, as they are kept now.
    pub(super) async fn settle(
        &mut self,
        point: ActionPointId,
        before: ActionPointStatus,
    ) -> Result<Settled, Refused> {
        let kept = store::kept(&mut self.transaction, self.draft).await?;
        let in_text: Vec<ParagraphId> = words::point(&self.reading, point)
            .map(|point| words::paragraphs(point).map(|(id, _)| id).collect())
            .unwrap_or_default();
        let states = in_text.iter().map(|id| {
            let kept = kept.get(id);
            kept.map_or(ParagraphState::Open, |(_, kept)| kept.agreement.state())
        });
        let reading = match self.place.situation.draft {
            DraftStatus::Preparing | DraftStatus::Drafting => FirstReading::Ahead,
            DraftStatus::Negotiating | DraftStatus::Frozen => FirstReading::Begun,
        };
        let status = action_point::status(before, states, reading);
        store::set_status(&mut *self.transaction, point, status).await?;
        Ok(Settled {
            draft: self.draft,
            point,
            status,
        })
    }
}
