//! How a room keeps to the rules: it judges by those in force, and judges again what waits when they change.

use std::collections::{BTreeSet, HashSet};
use std::mem;
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::timeout;
use tracing::{info, warn};

use super::{ConnectionId, Reading, Room, Speaks, Standing, Taken};
use crate::drafting::gate::{self, Refused, Standings};
use crate::drafting::scan::{Id, Judged};
use crate::drafting::wire::{self, Closing, Notice, RefusalCode};
use crate::drafting::{Held, HoldError, Rules};
use crate::negotiation::ActionPointId;
use crate::negotiation::rights::Action;
use crate::people::{self, ParticipantId};

/// How long a room waits for the journal before it is held, and for whoever holds it.
const HOLD: Duration = Duration::from_secs(5);

impl Room {
    /// Whether the scan alone shows that a change must be refused. Answers how the action points stand that must be compared
    /// afterwards; none if only words of open text change.
    pub(super) fn weigh(
        &self,
        participant: Option<ParticipantId>,
        judged: &Judged,
    ) -> Result<Standings, Refused> {
        let touched = judged.touched();
        let rights = self.rules.text_rights(participant);
        for (point, touch) in &touched.points {
            let point = ActionPointId(*point);
            let is_locked =
                self.rules.locks.holds_point(point) || !touch.texts.is_disjoint(&self.locked);
            if is_locked {
                return Err(Refused::Locked(point));
            }
        }
        let is_structural = touched.points.values().any(|touch| touch.structural);
        match (rights.words, rights.arrange) {
            (Err(refusal), Err(_)) if !touched.is_empty() => return Err(Refused::Words(refusal)),
            (Ok(()), _) if !is_structural && touched.outline.is_empty() => {
                return Ok(Standings::new());
            }
            _ => {}
        }
        let points: BTreeSet<_> = touched
            .outline
            .iter()
            .chain(touched.points.keys())
            .collect();
        Ok(self.standings(points.into_iter().map(|point| ActionPointId(*point))))
    }

    /// Whether a change that was applied is allowed, by what it did.
    pub(super) fn passes(
        &self,
        participant: Option<ParticipantId>,
        before: &Standings,
    ) -> Result<(), Refused> {
        if before.is_empty() {
            return Ok(());
        }
        let after = self.standings(before.keys().copied());
        let rights = self.rules.text_rights(participant);
        gate::judge(rights, &self.rules.locks, before, &after)
    }

    fn standings(&self, points: impl Iterator<Item = ActionPointId>) -> Standings {
        points
            .map(|point| (point, self.document.standing(point)))
            .collect()
    }

    /// Refuses a change as the gate says.
    pub(super) fn turn_away(&mut self, from: ConnectionId, refused: Refused) {
        let code = match refused {
            Refused::Words(_) | Refused::Arrange(_) => RefusalCode::NotAllowed,
            Refused::Locked(_) => RefusalCode::Locked,
        };
        let message = format!("This change was not taken: {refused}. Your words are kept.");
        self.refuse(from, code, message);
    }

    /// Finds the elements of the paragraphs that are locked by themselves, so that a keystroke is judged without reading them.
    pub(super) fn find_locked(&mut self) {
        let locks = &self.rules.locks;
        let holding = self
            .identities
            .points_with(|paragraph| locks.holds_paragraph(paragraph));
        let elements = holding.into_iter().flat_map(|point| {
            let blocks = self.document.standing(point).blocks.into_iter();
            blocks.filter_map(|each| {
                let id = each.block.id?;
                let (client, clock) = each.element;
                locks.holds_paragraph(id).then(|| Id::new(client, clock))
            })
        });
        self.locked = elements.collect();
    }

    /// The rules may have changed: reads them, tells everyone what they may do now, and judges again what waits.
    pub(super) async fn read_rules(&mut self) -> sqlx::Result<()> {
        let Some(rules) = Rules::load(&self.context.db, self.draft).await? else {
            return Ok(()); // The head is gone as well; `catch_up_with_journal` sees to that.
        };
        self.end_signed_out().await?;
        info!(draft.id = %self.draft, rules = rules.number, "new rules");
        self.rules = rules;
        self.find_locked();
        self.tell_rights();
        self.judge_again().await;
        Ok(())
    }

    /// Somebody joins whom HTTP let pass: if they may not read as far as this room knows, it does not know the newest rules.
    pub(super) async fn look_up(&mut self, participant: ParticipantId) {
        if self.rules.may(Action::Read, participant).is_err()
            && let Err(err) = self.read_rules().await
        {
            warn!(draft.id = %self.draft, %err, "could not read the rules");
        }
    }

    /// Takes leave of connections whose sign-in has ended.
    pub(super) async fn end_signed_out(&mut self) -> sqlx::Result<()> {
        let sign_ins: Vec<_> = self.seats.values().map(|seat| seat.sign_in).collect();
        if sign_ins.is_empty() {
            return Ok(());
        }
        let now = self.context.clock.now();
        let valid = people::store::still_signed_in(&self.context.db, &sign_ins, now).await?;
        let ended = self
            .seats
            .values_mut()
            .filter(|seat| !valid.contains(&seat.sign_in));
        for seat in ended {
            seat.standing = Standing::Refused;
            seat.outbox.close(Closing::SignedOut, "you were signed out");
        }
        Ok(())
    }

    /// Takes leave of connections whose sign-in has lasted as long as it may.
    pub(super) fn end_expired(&mut self) {
        let now = self.context.clock.now();
        for seat in self
            .seats
            .values_mut()
            .filter(|seat| seat.expires_at <= now)
        {
            seat.standing = Standing::Refused;
            seat.outbox
                .close(Closing::SignedOut, "your sign-in has ended");
        }
    }

    fn tell_rights(&mut self) {
        for seat in self.seats.values_mut() {
            let participant = seat.person.id;
            if self.rules.may(Action::Read, participant).is_err() {
                seat.standing = Standing::Refused;
                seat.outbox
                    .close(Closing::NotAllowed, "you may not read this draft any more");
            } else if seat.speaks == Speaks::Plenary {
                let may = self.rules.all(participant);
                let typing = self.rules.may(Action::Type, participant).err();
                seat.outbox
                    .control(wire::notice(&Notice::Rights { may, typing }));
                seat.outbox.control(wire::notice(&Notice::Decided));
            }
        }
    }

    /// Judges by the rules in force what was taken under others and is not committed. What is not allowed any more is taken
    /// out, with everything its connection sent after it.
    async fn judge_again(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        let waiting = mem::take(&mut self.pending);
        let mut kept: Vec<Taken> = Vec::new();
        let mut refused: HashSet<Option<ConnectionId>> = HashSet::new();
        if self.remake(&[]).await.is_err() {
            return;
        }
        for taken in waiting {
            if refused.contains(&taken.from) {
                self.stop_waiting(&taken);
                continue;
            }
            match self.take_again(&taken) {
                Ok(()) => kept.push(taken),
                Err(why) => {
                    self.stop_waiting(&taken);
                    refused.insert(taken.from);
                    if let (Some(from), Some(why)) = (taken.from, why) {
                        self.turn_away(from, why);
                    }
                    if self.remake(&kept).await.is_err() {
                        return;
                    }
                }
            }
        }
        self.pending = kept.into();
        self.note_waiting();
        self.settle();
    }

    /// The inner `None` means that it builds on what was taken out.
    fn take_again(&mut self, taken: &Taken) -> Result<(), Option<Refused>> {
        let judged = self.index.judge(&taken.update.scanned).map_err(|_| None)?;
        let before = self.weigh(taken.participant, &judged).map_err(Some)?;
        self.document
            .apply([&*taken.update.bytes])
            .map_err(|_| None)?;
        self.passes(taken.participant, &before).map_err(Some)?;
        self.keeps_ids_unique(&judged);
        self.index.apply(judged);
        Ok(())
    }

    /// The rules may have changed, says somebody who changed them.
    pub(super) async fn rules_changed(&mut self) {
        self.await_journal().await;
        self.reconcile().await;
    }

    /// Commits everything taken, then takes nothing until whoever asked has decided.
    pub(super) async fn hold(&mut self, reply: oneshot::Sender<Result<Held, HoldError>>) {
        if self.read_only.is_some() || timeout(HOLD, self.commit_all()).await.is_err() {
            reply.send(Err(HoldError::CannotSave)).ok(); // Whoever asked may have gone.
            return;
        }
        let (release, released) = oneshot::channel();
        let held = Held {
            reading: Reading {
                generation: self.generation,
                seq: self.seq,
                points: self.document.points().into(),
            },
            rules: self.rules.number,
            state: self.encoded(),
            release,
        };
        if reply.send(Ok(held)).is_ok() {
            if timeout(HOLD, released).await.is_err() {
                warn!(draft.id = %self.draft, "a decision took too long; the draft goes on without it");
            }
            self.reconcile().await;
        }
    }

    async fn commit_all(&mut self) {
        while !self.is_clean() && self.life == super::Life::Open {
            self.submit().await;
            self.await_journal().await;
        }
    }

    /// Waits for the journal's answer, if one is awaited.
    pub(super) async fn await_journal(&mut self) {
        if self.in_flight.is_some() {
            let outcome = super::decided(&mut self.in_flight).await;
            self.decided(outcome).await;
        }
    }
}
