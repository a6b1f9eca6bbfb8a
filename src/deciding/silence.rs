//! Silence: when the deadline of text agreed ad referendum passes and nobody reserved, it is agreed.
//!
//! Any number of servers on one database may watch: whoever gets the lock of a draft's head decides, and the others find
//! nothing left to decide.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use tokio::time::sleep;
use tracing::{info, warn};

use super::words::Spot;
use super::{Chamber, Decision, Refused, Told};
use crate::negotiation::agreement::{Event, Facts, decide, proposal, store};
use crate::negotiation::rights::{self, Standing};
use crate::negotiation::{DraftId, ParagraphId};
use crate::record::Deed;

/// How soon it is tried again after the database was away, or somebody else held the lock.
const AGAIN: Duration = Duration::from_millis(500);
/// How often the next deadline is looked up although nobody set one here: another server may have, and be gone.
const LOOK_AGAIN: TimeDelta = TimeDelta::seconds(60);

impl Chamber {
    /// Watches the deadlines of all drafts, as long as it is polled. What passed while no server ran is decided first.
    pub async fn watch_deadlines(self) {
        loop {
            // Listened for before they are read: the other order could miss one that is set between the two.
            let set = self.deadlines.notified();
            let next = match self.pass_deadlines().await {
                Ok(Passed::Until(next)) => next,
                Ok(Passed::SomeLocked) => {
                    sleep(AGAIN).await;
                    continue;
                }
                Err(err) => {
                    warn!(%err, "could not look at the deadlines; trying again");
                    sleep(AGAIN).await;
                    continue;
                }
            };
            tokio::select! {
                () = self.clock.reach(next) => {}
                () = set => {}
            }
        }
    }

    /// Decides about everything whose deadline has passed.
    async fn pass_deadlines(&self) -> Result<Passed, Refused> {
        let mut some_locked = false;
        for draft in store::due(&self.db, self.clock.now()).await? {
            some_locked |= matches!(self.silence(draft).await?, Silence::Locked);
        }
        if some_locked {
            return Ok(Passed::SomeLocked);
        }
        let latest = self.clock.now() + LOOK_AGAIN;
        let next = store::next_deadline(&self.db).await?;
        Ok(Passed::Until(next.map_or(latest, |next| next.min(latest))))
    }

    /// Decides about everything in a draft whose deadline has passed.
    async fn silence(&self, draft: DraftId) -> Result<Silence, Refused> {
        let reading = self.rooms.read(draft).await?;
        let mut transaction = self.db.begin().await?;
        if !store::try_lock_head(&mut *transaction, draft).await? {
            return Ok(Silence::Locked);
        }
        let place = rights::store::place(&mut transaction, draft).await?;
        let mut decision = Decision {
            transaction,
            draft,
            place: place.ok_or(Refused::Unknown("draft"))?,
            standing: Standing::default(),
            now: self.clock.now(),
            reading,
            held: None,
        };
        let agreed = decision.agree_in_silence().await?;
        if agreed > 0 {
            self.make(decision).await?;
            info!(draft.id = %draft, paragraphs = agreed, "agreed in silence");
        }
        Ok(Silence::Decided)
    }
}

/// What came of looking at the deadlines.
enum Passed {
    /// Nothing more until then.
    Until(DateTime<Utc>),
    /// Somebody else is deciding about one of the drafts.
    SomeLocked,
}

/// What came of one draft.
enum Silence {
    Decided,
    Locked,
}

impl Decision {
    async fn agree_in_silence(&mut self) -> Result<usize, Refused> {
        let before = self.before().await?;
        let paragraphs: Vec<ParagraphId> = before.kept.keys().copied().collect();
        let mut points = std::collections::BTreeSet::new();
        let mut agreed = 0;
        for paragraph in paragraphs {
            let (event, facts) = (Event::Silence, Facts::default());
            let agreement = before.agreement(paragraph);
            let Ok(after) = decide(&agreement, event, &facts, &before.parties, self.now) else {
                continue;
            };
            let spot: Spot = self.spot(&before, paragraph)?;
            store::keep(&mut self.transaction, spot.point, paragraph, &after, None).await?;
            proposal::store::drop(&mut *self.transaction, paragraph).await?;
            let told = Told::details(json!({ "silence_of": silent(&agreement) }));
            self.record(None, Deed::AgreedInSilence, spot, told).await?;
            points.insert(spot.point);
            agreed += 1;
        }
        for point in points {
            self.settle(point, before.status(point)).await?;
        }
        Ok(agreed)
    }
}

/// The delegations that were awaited and said nothing.
fn silent(agreement: &crate::negotiation::agreement::Agreement) -> serde_json::Value {
    match agreement {
        crate::negotiation::agreement::Agreement::AdReferendum(given) => json!(given.awaiting),
        _ => json!([]),
    }
}
