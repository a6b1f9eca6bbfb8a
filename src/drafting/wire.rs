//! The messages that a server and its clients exchange about a draft; `docs/protocol.md` describes them.
//!
//! What clients send is read by [`crate::drafting::scan`]; here is what the server writes and the shapes of the JSON bodies.

use std::collections::BTreeSet;

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::drafting::limits::Limits;
use crate::drafting::scan::Writer;
use crate::identifier::vocabulary;
use crate::negotiation::rights::{Action, Refusal};
use crate::negotiation::{ActionPointId, DraftId};
use crate::people::{DelegationId, ParticipantId};

/// The version of this protocol.
pub const PROTOCOL: u32 = 1;

const SYNC: u8 = 0;
const SYNC_STEP_1: u8 = 0;
const SYNC_STEP_2: u8 = 1;
const SYNC_UPDATE: u8 = 2;
const AWARENESS: u8 = 1;
const HELLO: u8 = 100;
const FENCED: u8 = 102;
const REFUSED: u8 = 103;
const NOTICE: u8 = 104;
const PRESENCE: u8 = 105;

/// Why the server closes a connection; the number is the WebSocket close code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u16)]
pub enum Closing {
    /// The server restarts.
    Restart = 1012,
    /// The client was too slow for too long, or the room cannot take it now.
    TryAgainLater = 1013,
    /// The client does not speak this protocol.
    Malformed = 4400,
    /// The sign-in has ended.
    SignedOut = 4401,
    /// The participant may not read this draft any more.
    NotAllowed = 4403,
    /// The client's copy cannot be reconciled with the draft.
    Irreconcilable = 4409,
    /// The client's copy is of an older generation.
    NewGeneration = 4410,
    /// The client knows an older schema only.
    OldSchema = 4426,
}

impl Closing {
    /// The WebSocket close code.
    pub fn code(self) -> u16 {
        self as u16
    }
}

/// What a client of ours says first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ClientHello {
    /// The version of the protocol it speaks.
    pub protocol: u32,
    /// The schema of the text that it knows.
    pub schema: u32,
    /// The generation of the draft of which it holds a copy.
    pub generation: Option<i32>,
}

/// What the server answers to a hello.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Hello {
    /// The version of the protocol the server speaks.
    pub protocol: u32,
    /// The schema of the text.
    pub schema: u32,
    /// The draft.
    pub draft: DraftId,
    /// Its generation.
    pub generation: i32,
    /// The sequence number of its newest journal entry.
    pub seq: i64,
    /// The name of this connection in presence messages.
    pub connection: String,
    /// Who the server takes this client for.
    pub participant: HelloParticipant,
    /// Whether changes are taken now.
    pub writable: bool,
    /// What the participant may do as things stand.
    pub may: BTreeSet<Action>,
    /// Why the participant may not type now; absent if they may.
    pub typing: Option<Refusal>,
    /// The server sends some frame at least this often, in milliseconds.
    pub heartbeat_ms: u64,
    /// The longest update that is taken, in bytes.
    pub max_update_bytes: usize,
}

/// Who the server takes a client for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct HelloParticipant {
    /// The participant.
    pub id: ParticipantId,
    /// Their name.
    pub name: String,
    /// Their city.
    pub city: String,
}

vocabulary! {
    /// Why an update was refused.
    RefusalCode {
        /// The bytes are no valid update within the limits.
        Malformed = "malformed",
        /// New content under somebody else's Yjs client id.
        ForeignClientId = "foreign_client_id",
        /// Content that a draft cannot hold.
        NotInSchema = "not_in_schema",
        /// A paragraph id that another paragraph has.
        DuplicateParagraph = "duplicate_paragraph",
        /// The update, or the draft with it, is over a limit.
        TooLarge = "too_large",
        /// This participant may not change this text.
        NotAllowed = "not_allowed",
        /// The text is agreed, or its action point is no longer negotiated.
        Locked = "locked",
    }
}

/// An update was not taken and never will be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Refused {
    /// Why, for programs.
    pub code: RefusalCode,
    /// Why and what to do, for people.
    pub message: String,
}

vocabulary! {
    /// Whether changes reach the database.
    SavingState {
        /// They do.
        Saved = "saved",
        /// They do not now; they are kept in memory and not acknowledged.
        Degraded = "degraded",
    }
}

vocabulary! {
    /// Why changes are not taken.
    ReadOnlyReason {
        /// The database has been away for too long; the client keeps its changes and is asked for them later.
        CannotSave = "cannot_save",
        /// The draft's journal cannot be loaded; what is shown is the last text that could be.
        Quarantined = "quarantined",
        /// The draft has reached its greatest size.
        TooLarge = "too_large",
    }
}

/// Something every connection of a draft is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Notice {
    /// Whether changes reach the database now.
    Saving {
        /// Whether they do.
        state: SavingState,
        /// The same for people.
        message: String,
    },
    /// Changes are taken again.
    Writable,
    /// Changes are not taken.
    ReadOnly {
        /// Why.
        reason: ReadOnlyReason,
        /// Why and what to do, for people.
        message: String,
    },
    /// What this connection may do has changed.
    Rights {
        /// What the participant may do as things stand.
        may: BTreeSet<Action>,
        /// Why the participant may not type now; absent if they may.
        typing: Option<Refusal>,
    },
    /// Something was decided about the draft, its session or its paragraphs: what was read of that is old.
    Decided,
    /// Suggestions to the draft were made, revised, sponsored or decided: what was read of them is old.
    Suggestions,
    /// The server stops; connect again soon.
    Closing {
        /// The same for people.
        message: String,
    },
}

/// Where a client says it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ClientPresence {
    /// The action point it is in.
    pub point: Option<ActionPointId>,
    /// Its selection there.
    pub caret: Option<Caret>,
}

/// A selection: two encoded Yjs relative positions in base64.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Caret {
    /// Where the selection began.
    pub anchor: String,
    /// Where it ends.
    pub head: String,
}

/// Who is here, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Presence {
    /// Who came, moved and left since the last such message; or everyone.
    People {
        /// Whether `here` lists everyone.
        complete: bool,
        /// How many connections there are.
        total: usize,
        /// Who came or moved.
        here: Vec<Here>,
        /// Which connections left.
        left: Vec<String>,
    },
    /// The newest carets in the action point that the receiver is in.
    Carets {
        /// The action point.
        point: ActionPointId,
        /// The carets, newest first, at most twenty.
        carets: Vec<OthersCaret>,
    },
}

/// One connection of a draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Here {
    /// The connection.
    pub connection: String,
    /// The participant, as the server verified.
    pub participant: ParticipantId,
    /// Their name.
    pub name: String,
    /// Their city.
    pub city: String,
    /// Their delegation.
    pub delegation: DelegationId,
    /// The action point they are in.
    pub point: Option<ActionPointId>,
}

/// Somebody's caret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OthersCaret {
    /// The connection.
    pub connection: String,
    /// The city to show at it.
    pub city: String,
    /// Where the selection began.
    pub anchor: String,
    /// Where it ends.
    pub head: String,
}

/// Sync step 1: the server's state vector, in its encoded form.
pub fn sync_step_1(state_vector: &[u8]) -> Bytes {
    sync(SYNC_STEP_1, state_vector)
}

/// Sync step 2: what the client lacks.
pub fn sync_step_2(update: &[u8]) -> Bytes {
    sync(SYNC_STEP_2, update)
}

/// An update.
pub fn update(update: &[u8]) -> Bytes {
    sync(SYNC_UPDATE, update)
}

fn sync(step: u8, body: &[u8]) -> Bytes {
    let mut frame = Writer::default();
    frame.raw(&[SYNC, step]);
    frame.var_bytes(body);
    frame.into_bytes().into()
}

/// Awareness for clients that know no presence message: Yjs client id, clock and state of each; a state of `None`
/// takes it away.
pub fn awareness(states: &[(u64, u32, Option<serde_json::Value>)]) -> Bytes {
    let mut body = Writer::default();
    body.len(states.len());
    for (client, clock, state) in states {
        body.varuint(*client);
        body.varuint(u64::from(*clock));
        match state {
            Some(state) => body.string(&state.to_string()),
            None => body.string("null"),
        }
    }
    let mut frame = Writer::default();
    frame.byte(AWARENESS);
    frame.var_bytes(&body.into_bytes());
    frame.into_bytes().into()
}

/// The smallest frame every client understands: awareness of nobody. It keeps a client's watchdog quiet.
pub fn heartbeat() -> Bytes {
    awareness(&[])
}

/// Everything sent before the fence `n` is committed; the journal stands at `seq`.
pub fn fenced(n: u64, seq: i64) -> Bytes {
    let mut frame = Writer::default();
    frame.byte(FENCED);
    frame.varuint(n);
    frame.varuint(u64::try_from(seq).unwrap_or_default());
    frame.into_bytes().into()
}

/// The server's hello.
pub fn hello(body: &Hello) -> Bytes {
    json(HELLO, body)
}

/// A refusal.
pub fn refused(body: &Refused) -> Bytes {
    json(REFUSED, body)
}

/// A notice.
pub fn notice(body: &Notice) -> Bytes {
    json(NOTICE, body)
}

/// A presence message.
pub fn presence(body: &Presence) -> Bytes {
    json(PRESENCE, body)
}

fn json(kind: u8, body: &impl Serialize) -> Bytes {
    let mut frame = Writer::default();
    frame.byte(kind);
    frame.var_bytes(&serde_json::to_vec(body).expect("these messages have string keys only"));
    frame.into_bytes().into()
}

/// The notices that say the same in every room.
impl Notice {
    /// Changes reach the database.
    pub fn saved() -> Self {
        Self::Saving {
            state: SavingState::Saved,
            message: "Changes are saved again.".into(),
        }
    }

    /// Changes do not reach the database.
    pub fn degraded() -> Self {
        Self::Saving {
            state: SavingState::Degraded,
            message: "The database is away. You can go on writing; your changes are kept and will be saved when it is back.".into(),
        }
    }

    /// Changes are not taken, with the sentence for people.
    pub fn read_only(reason: ReadOnlyReason, limits: &Limits) -> Self {
        let message = match reason {
            ReadOnlyReason::CannotSave => {
                "The database has been away too long to take more changes. What you wrote is kept on this device and will be saved when it is back.".into()
            }
            ReadOnlyReason::Quarantined => {
                "This draft could not be loaded whole. You see the last text that could be; the technician has been told.".into()
            }
            ReadOnlyReason::TooLarge => format!(
                "This draft has reached its greatest size of {} MiB. Ask the rapporteur to start a new revision.",
                limits.draft_bytes >> 20
            ),
        };
        Self::ReadOnly { reason, message }
    }
}
