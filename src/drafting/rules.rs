//! The rules in force in a draft: who is what to its session, how things stand there, and what is locked.

use std::collections::{BTreeSet, HashMap};

use sqlx::{Connection, PgPool};

use super::gate::{Locks, TextRights};
use super::store;
use crate::negotiation::rights::store::Place;
use crate::negotiation::rights::{self, Action, Extent, Refusal, Standing};
use crate::negotiation::{self, DraftId};
use crate::people::ParticipantId;

/// The rules of a draft as they were decided up to one moment.
#[derive(Clone, Debug)]
pub struct Rules {
    /// The number that `draft_head` gives them: it grows with every decision, and the journal takes nothing judged by others.
    pub number: i64,
    /// The session, and how things stand there.
    pub place: Place,
    /// What nobody may change.
    pub locks: Locks,
    standings: HashMap<ParticipantId, Standing>,
}

impl Rules {
    /// Reads the rules in force, all as of the same moment; `None` if there is no such draft.
    pub async fn load(db: &PgPool, draft: DraftId) -> sqlx::Result<Option<Self>> {
        let mut db = db.acquire().await?;
        let mut snapshot = db
            .begin_with("begin isolation level repeatable read read only")
            .await?;
        let Some(place) = rights::store::place(&mut snapshot, draft).await? else {
            return Ok(None);
        };
        let head = store::head(&mut *snapshot, draft).await?;
        let decided = negotiation::store::action_points(&mut snapshot, draft).await?;
        let standings = rights::store::standings(&mut snapshot, place.session, None).await?;
        snapshot.commit().await?;
        Ok(Some(Self {
            number: head.map_or(0, |head| head.rules),
            locks: Locks::of(decided.values()),
            place,
            standings,
        }))
    }

    /// Whether a participant may do something as things stand.
    ///
    /// # Errors
    /// Why not.
    pub fn may(&self, action: Action, participant: ParticipantId) -> Result<Extent, Refusal> {
        let standing = self.standings.get(&participant).ok_or(Refusal::Role)?;
        rights::may(action, standing, &self.place.situation)
    }

    /// Everything a participant may do as things stand.
    pub fn all(&self, participant: ParticipantId) -> BTreeSet<Action> {
        self.standings
            .get(&participant)
            .map(|standing| rights::all(standing, &self.place.situation))
            .unwrap_or_default()
    }

    /// What a participant may do in the live text. The server itself, which has no participant, may do what is open.
    pub fn text_rights(&self, participant: Option<ParticipantId>) -> TextRights {
        let may = |action| match participant {
            Some(participant) => self.may(action, participant).map(|_| ()),
            None => Ok(()),
        };
        TextRights {
            words: may(Action::Type),
            arrange: may(Action::Arrange),
        }
    }
}
