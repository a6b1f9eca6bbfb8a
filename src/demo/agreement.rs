//! How far the demonstration's drafts are agreed. Its decisions keep their distance from the moment in which it is frozen, and that
//! moment is when it is loaded: so its deadlines lie ahead, as they do in the file.

use chrono::{DateTime, FixedOffset, TimeDelta, Utc};
use sqlx::PgConnection;

use super::file::{File, FileActionPoint, FileCorrection, FileDraft};
use super::id;
use crate::negotiation::agreement::correction::{self, Correction, CorrectionId, CorrectionState};
use crate::negotiation::agreement::{AdReferendum, Agreement, store};
use crate::negotiation::{ActionPointId, ActionPointStatus, ParagraphId, ParagraphState};
use crate::people::{DelegationId, ParticipantId};

impl File {
    /// Adds since when and through whom the paragraphs of an action point are agreed, who is awaited until when, and what was
    /// corrected.
    pub(super) async fn add_agreement(
        &self,
        db: &mut PgConnection,
        draft: &FileDraft,
        point: &FileActionPoint,
        loaded_at: DateTime<Utc>,
    ) -> anyhow::Result<()> {
        let shift = loaded_at - self.demo_clock.to_utc();
        for paragraph in &point.paragraphs {
            let (agreement, by) = match paragraph.status {
                ParagraphState::Open => continue,
                ParagraphState::AgreedAdReferendum => ad_referendum(point, shift),
                ParagraphState::Agreed => agreed(point, shift),
            };
            let (paragraph, point) = (ParagraphId(id(&paragraph.id)), ActionPointId(id(&point.id)));
            store::keep(&mut *db, point, paragraph, &agreement, by).await?;
        }
        for from in &point.corrections {
            if let Some(correction) = self.correction(draft, point, from, shift) {
                correction::store::add(&mut *db, &correction).await?;
            }
        }
        Ok(())
    }

    /// A correction as it was made: proposed by whoever made it, confirmed by the chair of the session.
    fn correction(
        &self,
        draft: &FileDraft,
        point: &FileActionPoint,
        from: &FileCorrection,
        shift: TimeDelta,
    ) -> Option<Correction> {
        let mut paragraphs = point.paragraphs.iter();
        let paragraph = paragraphs.find(|paragraph| paragraph.id == from.paragraph_id)?;
        let mut sessions = self.sessions.iter();
        let session = sessions.find(|session| session.id == draft.session_id)?;
        let at = shifted(from.at, shift);
        Some(Correction {
            id: CorrectionId(id(&format!("{}-correction", paragraph.id))),
            paragraph: ParagraphId(id(&paragraph.id)),
            old_words: paragraph.text.replacen(&from.to_text, &from.from_text, 1),
            new_words: paragraph.text.clone(),
            reason: self.reason_of(&from.corrigendum_id)?.to_owned(),
            state: CorrectionState::Confirmed,
            proposed_by: ParticipantId(id(&from.by_id)),
            proposed_at: at,
            decided_by: Some(ParticipantId(id(&session.chair_id))),
            decided_at: Some(at),
        })
    }

    fn reason_of(&self, corrigendum: &str) -> Option<&str> {
        let mut corrigenda = self
            .editions
            .iter()
            .filter_map(|edition| edition["corrigenda"].as_array())
            .flatten();
        let found = corrigenda.find(|found| found["id"] == corrigendum)?;
        found["reason"].as_str()
    }
}

fn ad_referendum(point: &FileActionPoint, shift: TimeDelta) -> (Agreement, Option<ParticipantId>) {
    let given = point.ad_referendum.as_ref();
    let agreement = given.map_or_else(AdReferendum::default, |given| AdReferendum {
        awaiting: given
            .awaiting_delegation_ids
            .iter()
            .map(|delegation| DelegationId(id(delegation)))
            .collect(),
        since: Some(shifted(given.asked_at, shift)),
        until: Some(shifted(given.deadline, shift)),
    });
    let (by, _) = decided(point, ActionPointStatus::AgreedAdReferendum, shift);
    (Agreement::AdReferendum(agreement), by)
}

fn agreed(point: &FileActionPoint, shift: TimeDelta) -> (Agreement, Option<ParticipantId>) {
    let (by, at) = decided(point, ActionPointStatus::Agreed, shift);
    (Agreement::Agreed { at }, by)
}

/// Through whom and when an action point last came to a status, as far as its history tells.
fn decided(
    point: &FileActionPoint,
    status: ActionPointStatus,
    shift: TimeDelta,
) -> (Option<ParticipantId>, Option<DateTime<Utc>>) {
    let last = point.history.iter().rfind(|change| change.to == status);
    let by = last.and_then(|change| change.by_id.as_deref());
    (
        by.map(|by| ParticipantId(id(by))),
        last.map(|change| shifted(change.at, shift)),
    )
}

pub(super) fn shifted(at: DateTime<FixedOffset>, shift: TimeDelta) -> DateTime<Utc> {
    at.to_utc() + shift
}
