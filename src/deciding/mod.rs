//! Decisions about the live text and the sessions that write it: each is one transaction that is put in order with every
//! keystroke, asks for the right, applies the rule, keeps what follows, and is recorded.
//!
//! ```text
//! hold the room → lock the head → rights → rule → keep → record → commit → the room reads the rules anew
//! ```
//!
//! A decision about words holds the room, so that the words it decides about are those that stay; one that needs no words
//! only locks the head.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::{PgPool, Postgres, Transaction};
use tokio::sync::Notify;

use crate::clock::Clock;
use crate::conference::ConferenceId;
use crate::drafting::journal::Batch;
use crate::drafting::text::{Edit, EditError};
use crate::drafting::{self, Held, OpenError, Reading, Rooms};
use crate::negotiation::agreement::{self, store};
use crate::negotiation::agreement::{correction, merger};
use crate::negotiation::rights::store::Place;
use crate::negotiation::rights::{self, Action, Standing};
use crate::negotiation::{DraftId, ParagraphId, conduct, suggestion};
use crate::people::{ParticipantId, Person};
use crate::record::{self, About, Deed, Entry};

pub mod answer;
pub mod correcting;
pub mod gavel;
pub mod merging;
pub mod reopening;
pub mod session;
pub mod silence;
mod standing;
pub mod suggesting;
pub mod taking;
pub mod withdrawing;
pub mod words;

pub use standing::Settled;

/// How often a decision about words is tried when somebody else decided or wrote at the same moment.
const TRIES: usize = 3;

/// Where decisions are made.
#[derive(Clone)]
pub struct Chamber {
    db: PgPool,
    rooms: Rooms,
    clock: Clock,
    /// Told when a deadline was set.
    deadlines: Arc<Notify>,
}

impl Chamber {
    /// A chamber over a database and its rooms.
    pub fn new(db: PgPool, rooms: Rooms, clock: Clock) -> Self {
        Self {
            db,
            rooms,
            clock,
            deadlines: Arc::default(),
        }
    }
}

/// Who decides.
#[derive(Clone, Copy, Debug)]
pub struct Decider<'a> {
    /// The participant.
    pub person: &'a Person,
    /// Their conference.
    pub conference: ConferenceId,
}

/// Words that are not those that somebody saw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// The paragraph.
    pub paragraph: ParagraphId,
    /// Its words as they are now; `None` if it is gone or not open any more.
    pub words: Option<String>,
}

/// Why something was not decided.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// There is no such draft, session, paragraph, action point or correction.
    #[error("There is no such {0}.")]
    Unknown(&'static str),
    /// It is not theirs to decide, or not now.
    #[error("no right to {0:?}: {1:?}")]
    NotAllowed(Action, rights::Refusal),
    /// The paragraph cannot be agreed, confirmed, reserved on, reopened or corrected as it stands.
    #[error(transparent)]
    Agreement(#[from] agreement::Refusal),
    /// The words are not those that the decider saw.
    #[error(
        "The words have changed since you saw them. Look at them as they are now, then decide."
    )]
    WordsChanged(Vec<Changed>),
    /// The action point is merged into another or withdrawn.
    #[error(
        "This action point is merged into another or withdrawn; nothing is decided about its text."
    )]
    NotNegotiated,
    /// The action point is neither withdrawn nor merged.
    #[error("This action point is neither withdrawn nor merged into another.")]
    NotWithdrawn,
    /// Action points are not merged.
    #[error(transparent)]
    Merger(#[from] merger::Refusal),
    /// Nothing in the action point is open.
    #[error("Nothing in this action point is open.")]
    NothingOpen,
    /// The words that are there may not be all there are.
    #[error(
        "This draft can only be read now: not all of its text could be loaded. Tell the technician."
    )]
    Quarantined,
    /// Its id is that of a part of another draft.
    #[error("This text bears the mark of another draft. Ask the rapporteur to type it anew.")]
    Foreign,
    /// A correction is not made or rejected.
    #[error(transparent)]
    Correction(#[from] correction::Refusal),
    /// A correction to this paragraph waits already.
    #[error("A correction to this paragraph waits already. Confirm or reject it first.")]
    CorrectionWaits,
    /// A suggestion is not made, revised or decided.
    #[error(transparent)]
    Suggestion(#[from] suggestion::Refusal),
    /// The session is not where it would have to be.
    #[error(transparent)]
    Conduct(#[from] conduct::Refusal),
    /// Others decided or wrote at the same moment, again and again.
    #[error("Somebody else was faster. Look at the text as it is now and try again.")]
    Overtaken,
    /// The words of a correction cannot be replaced.
    #[error(
        "These words cannot be replaced: they stand in two parts of the paragraph. Correct one place at a time."
    )]
    Scattered(#[source] EditError),
    /// The draft could not be held.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The database is away or refused.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

/// A decision under way.
struct Decision {
    transaction: Transaction<'static, Postgres>,
    draft: DraftId,
    place: Place,
    standing: Standing,
    now: DateTime<Utc>,
    reading: Reading,
    /// Keeps the words as they are until the decision is made.
    held: Option<Held>,
}

impl Chamber {
    /// Begins a decision about words: they stay as they are until it is made.
    async fn on_words(&self, draft: DraftId, who: Decider<'_>) -> Result<Decision, Refused> {
        for _ in 0..TRIES {
            self.check_exists(draft, who).await?;
            let held = self.rooms.hold(draft).await?;
            let mut transaction = self.db.begin().await?;
            let head = store::lock_head(&mut *transaction, draft).await?;
            let head = head.ok_or(Refused::Unknown("draft"))?;
            if head.quarantined {
                return Err(Refused::Quarantined);
            }
            let reading = held.reading.clone();
            if (head.generation, head.seq, head.rules)
                == (reading.generation, reading.seq, held.rules)
            {
                return self
                    .decision(transaction, draft, who, reading, Some(held))
                    .await;
            }
        }
        Err(Refused::Overtaken)
    }

    /// Begins a decision that needs no words to stay.
    async fn on_state(&self, draft: DraftId, who: Decider<'_>) -> Result<Decision, Refused> {
        self.check_exists(draft, who).await?;
        let reading = self.rooms.read(draft).await?;
        let mut transaction = self.db.begin().await?;
        let head = store::lock_head(&mut *transaction, draft).await?;
        head.ok_or(Refused::Unknown("draft"))?;
        self.decision(transaction, draft, who, reading, None).await
    }

    /// A room is opened only for those who may know that there is one.
    async fn check_exists(&self, draft: DraftId, who: Decider<'_>) -> Result<(), Refused> {
        let mut db = self.db.acquire().await?;
        let place = rights::store::place(&mut db, draft).await?;
        let exists = place.is_some_and(|place| place.conference == who.conference);
        exists.then_some(()).ok_or(Refused::Unknown("draft"))
    }

    /// Rights are read under the lock: whoever takes one away locks it as well.
    async fn decision(
        &self,
        mut transaction: Transaction<'static, Postgres>,
        draft: DraftId,
        who: Decider<'_>,
        reading: Reading,
        held: Option<Held>,
    ) -> Result<Decision, Refused> {
        let place = rights::store::place(&mut transaction, draft).await?;
        let place = place.ok_or(Refused::Unknown("draft"))?;
        let standing =
            rights::store::standing(&mut transaction, place.session, who.person.id).await?;
        Ok(Decision {
            transaction,
            draft,
            place,
            standing,
            now: self.clock.now(),
            reading,
            held,
        })
    }

    /// Makes a decision: it is committed, and the room tells everyone.
    async fn make(&self, mut decision: Decision) -> Result<(), Refused> {
        rights::store::change_rules(&mut *decision.transaction, decision.draft).await?;
        decision.transaction.commit().await?;
        match decision.held {
            Some(held) => drop(held),
            None => self.rooms.rules_changed([decision.draft]).await,
        }
        Ok(())
    }
}

impl Chamber {
    /// Keeps something about suggestions: it is committed, and the room tells everyone. The rules stay as they are.
    async fn keep_suggestions(&self, decision: Decision) -> Result<(), Refused> {
        decision.transaction.commit().await?;
        drop(decision.held);
        self.rooms.suggestions_changed(decision.draft).await;
        Ok(())
    }
}

impl Decision {
    fn check(&self, action: Action) -> Result<(), Refused> {
        rights::may(action, &self.standing, &self.place.situation)
            .map(|_| ())
            .map_err(|refusal| Refused::NotAllowed(action, refusal))
    }

    /// Edits the live text as part of the decision: one entry of the journal for each author, whose words they are.
    async fn edit(&mut self, edits: &[(ParticipantId, Vec<Edit>)]) -> Result<(), Refused> {
        let held = self.held.as_ref().ok_or(Refused::Overtaken)?;
        let mut entries = Vec::new();
        for (author, edits) in edits {
            let entry = held.edit(*author, &entries, edits);
            entries.push(entry.map_err(Refused::Scattered)?);
        }
        let batch = Batch {
            draft: self.draft,
            generation: held.reading.generation,
            after_seq: held.reading.seq,
            rules: held.rules,
            entries,
        };
        let db = &mut self.transaction;
        let appended = drafting::store::append(db, &[batch], self.now).await?;
        let is_appended = appended.contains_key(&self.draft);
        is_appended.then_some(()).ok_or(Refused::Overtaken)
    }

    /// Records something about a paragraph.
    async fn record(
        &mut self,
        who: Option<Decider<'_>>,
        deed: Deed,
        about: words::Spot,
        told: Told,
    ) -> sqlx::Result<()> {
        let entry = Entry {
            actor: who.map(|who| who.person.id),
            deed,
            about: About {
                session: Some(self.place.session),
                draft: Some(self.draft.0),
                action_point: Some(about.point.0),
                paragraph: Some(about.paragraph.0),
            },
            reason: told.reason,
            details: told.details,
        };
        let conference = self.place.conference;
        record::append(&mut self.transaction, conference, self.now, &entry).await?;
        Ok(())
    }
}

/// What is recorded beside the deed.
struct Told {
    reason: Option<String>,
    details: Value,
}

impl Told {
    fn details(details: Value) -> Self {
        Self {
            reason: None,
            details,
        }
    }
}
