//! The conduct of a session: open, suspend, close, the first reading, reopening by two, and what the chair switches on and off.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use sqlx::{Postgres, Transaction};

use super::{Chamber, Decider, Refused};
use crate::conference::{ConferenceId, SessionId, SessionStatus};
use crate::negotiation::agreement::Reason;
use crate::negotiation::conduct::{
    self, DraftStage, Party, Reopening, Step, may_confirm_reopening, store,
};
use crate::negotiation::rights::{self, Action, Situation, Standing, Switch};
use crate::negotiation::{DraftId, DraftStatus};
use crate::record::{self, About, Deed, Entry};

/// A decision about a session under way.
struct Sitting {
    transaction: Transaction<'static, Postgres>,
    session: SessionId,
    conference: ConferenceId,
    status: SessionStatus,
    drafts: Vec<(DraftId, DraftStage)>,
    situation: Situation,
    standing: Standing,
    now: DateTime<Utc>,
}

/// What happens to a switch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// It is switched on.
    On,
    /// It is switched off.
    Off,
}

impl Chamber {
    /// Opens, suspends or closes a session.
    ///
    /// # Errors
    /// Why it stays as it is. A closed session is reopened by two, not by this.
    pub async fn conduct(
        &self,
        session: SessionId,
        who: Decider<'_>,
        step: Step,
    ) -> Result<(), Refused> {
        let mut sitting = self.sitting(session, who).await?;
        sitting.check(Action::Conduct)?;
        let deed = match step {
            Step::Open => Deed::SessionOpened,
            Step::Suspend => Deed::SessionSuspended,
            Step::Close => Deed::SessionClosed,
            Step::Reopen => return Err(conduct::Refusal::NothingProposed.into()),
        };
        sitting.take(step).await?;
        sitting.record(who, deed, None, json!({})).await?;
        sitting.step_drafts(who, step).await?;
        self.end(sitting).await
    }

    /// Begins the first reading of a session's drafts: from now on the rapporteur types, and members suggest.
    ///
    /// # Errors
    /// Why it does not begin.
    pub async fn begin_first_reading(
        &self,
        session: SessionId,
        who: Decider<'_>,
    ) -> Result<(), Refused> {
        let mut sitting = self.sitting(session, who).await?;
        sitting.check(Action::Gavel)?;
        let unread = sitting.unread();
        if unread.is_empty() {
            return Err(conduct::Refusal::NothingToRead.into());
        }
        for draft in unread {
            store::begin_reading(&mut sitting.transaction, draft).await?;
            let details = json!({ "reading": 1 });
            let about = Some(draft);
            sitting
                .record_about(who, Deed::ReadingBegun, about, None, details)
                .await?;
        }
        self.end(sitting).await
    }

    /// One of the chair or of the secretariat proposes to reopen a closed session.
    ///
    /// # Errors
    /// Why not.
    pub async fn propose_reopening(
        &self,
        session: SessionId,
        who: Decider<'_>,
        reason: Reason,
    ) -> Result<(), Refused> {
        let mut sitting = self.sitting(session, who).await?;
        sitting.check(Action::ReopenSession)?;
        conduct::session(sitting.status, Step::Reopen)?;
        let reopening = Reopening {
            by: who.person.id,
            at: sitting.now,
            reason: reason.into_words(),
        };
        store::propose_reopening(&mut *sitting.transaction, session, &reopening).await?;
        let deed = Deed::SessionReopeningProposed;
        let reason = Some(reopening.reason);
        sitting.record(who, deed, reason, json!({})).await?;
        self.end(sitting).await
    }

    /// The other of the two confirms: the session is suspended until it is opened, its drafts stand where they stood.
    ///
    /// # Errors
    /// Why not.
    pub async fn confirm_reopening(
        &self,
        session: SessionId,
        who: Decider<'_>,
    ) -> Result<(), Refused> {
        let mut sitting = self.sitting(session, who).await?;
        sitting.check(Action::ReopenSession)?;
        let proposed = store::reopening(&mut *sitting.transaction, session).await?;
        let proposed = proposed.ok_or(conduct::Refusal::NothingProposed)?;
        let db = &mut sitting.transaction;
        let standing = rights::store::standing(db, session, proposed.by).await?;
        let proposer = Party {
            id: proposed.by,
            standing: &standing,
        };
        let confirmer = Party {
            id: who.person.id,
            standing: &sitting.standing,
        };
        may_confirm_reopening(proposer, confirmer, &sitting.situation)?;
        sitting.take(Step::Reopen).await?;
        store::drop_reopening(&mut *sitting.transaction, session).await?;
        let details = json!({ "proposed_by": proposed.by });
        let reason = Some(proposed.reason);
        sitting
            .record(who, Deed::SessionReopened, reason, details)
            .await?;
        sitting.step_drafts(who, Step::Reopen).await?;
        self.end(sitting).await
    }

    /// Switches something on or off; what is so already stays so, and is not recorded again.
    ///
    /// # Errors
    /// Why not.
    pub async fn switch(
        &self,
        session: SessionId,
        who: Decider<'_>,
        switch: Switch,
        turn: Turn,
    ) -> Result<(), Refused> {
        let mut sitting = self.sitting(session, who).await?;
        sitting.check(Action::Conduct)?;
        if sitting.status == SessionStatus::Closed {
            return Err(conduct::Refusal::Closed.into());
        }
        let is_on = sitting.situation.switches.contains(&switch);
        if is_on == (turn == Turn::On) {
            return Ok(());
        }
        let db = &mut *sitting.transaction;
        match turn {
            Turn::On => rights::store::switch_on(db, session, switch).await?,
            Turn::Off => rights::store::switch_off(db, session, switch).await?,
        }
        let details = json!({ "switch": switch, "on": turn == Turn::On });
        sitting.record(who, Deed::Switched, None, details).await?;
        self.end(sitting).await
    }

    /// Locks the heads of a session's drafts, then the session: the order in which everybody locks them.
    async fn sitting(&self, session: SessionId, who: Decider<'_>) -> Result<Sitting, Refused> {
        let mut transaction = self.db.begin().await?;
        rights::store::change_rules_of_session(&mut *transaction, session).await?;
        let locked = store::lock(&mut *transaction, session).await?;
        let (conference, status) = locked
            .filter(|(conference, _)| *conference == who.conference)
            .ok_or(Refused::Unknown("session"))?;
        let drafts = store::drafts(&mut *transaction, session).await?;
        let standing = rights::store::standing(&mut transaction, session, who.person.id).await?;
        let situation = Situation {
            session: status,
            draft: least_advanced(&drafts),
            switches: rights::store::switches(&mut *transaction, session).await?,
        };
        Ok(Sitting {
            transaction,
            session,
            conference,
            status,
            drafts,
            situation,
            standing,
            now: self.clock.now(),
        })
    }

    async fn end(&self, sitting: Sitting) -> Result<(), Refused> {
        sitting.transaction.commit().await?;
        let drafts = sitting.drafts.into_iter().map(|(draft, _)| draft);
        self.rooms.rules_changed(drafts).await;
        Ok(())
    }
}

/// Where the drafts of a session stand as far as the session itself is concerned: the least advanced of them.
pub fn least_advanced(drafts: &[(DraftId, DraftStage)]) -> DraftStatus {
    let statuses = drafts.iter().map(|(_, stage)| stage.status);
    statuses.min().unwrap_or(DraftStatus::Preparing)
}

impl Sitting {
    fn check(&self, action: Action) -> Result<(), Refused> {
        rights::may(action, &self.standing, &self.situation)
            .map(|_| ())
            .map_err(|refusal| Refused::NotAllowed(action, refusal))
    }

    fn unread(&self) -> Vec<DraftId> {
        let unread = self
            .drafts
            .iter()
            .filter(|(_, stage)| stage.status == DraftStatus::Drafting);
        unread.map(|(draft, _)| *draft).collect()
    }

    async fn take(&mut self, step: Step) -> Result<(), Refused> {
        let status = conduct::session(self.status, step)?;
        store::set_status(&mut *self.transaction, self.session, status).await?;
        Ok(())
    }

    async fn step_drafts(&mut self, who: Decider<'_>, step: Step) -> Result<(), Refused> {
        for (draft, stage) in self.drafts.clone() {
            let after = conduct::draft(stage, step);
            if after == stage {
                continue;
            }
            store::set_stage(&mut *self.transaction, draft, after).await?;
            if step == Step::Open {
                let deed = Deed::DraftOpened;
                self.record_about(who, deed, Some(draft), None, json!({}))
                    .await?;
            }
        }
        Ok(())
    }

    async fn record(
        &mut self,
        who: Decider<'_>,
        deed: Deed,
        reason: Option<String>,
        details: Value,
    ) -> sqlx::Result<()> {
        self.record_about(who, deed, None, reason, details).await
    }

    async fn record_about(
        &mut self,
        who: Decider<'_>,
        deed: Deed,
        draft: Option<DraftId>,
        reason: Option<String>,
        details: Value,
    ) -> sqlx::Result<()> {
        let entry = Entry {
            actor: Some(who.person.id),
            deed,
            about: About {
                session: Some(self.session),
                draft: draft.map(|draft| draft.0),
                ..About::default()
            },
            reason,
            details,
        };
        record::append(&mut self.transaction, self.conference, self.now, &entry).await?;
        Ok(())
    }
}
