//! What a client said, read and within limits.

use bytes::Bytes;

use super::limits::Limits;
use super::scan::{
    AwarenessEntry, AwarenessLimits, Frame, ScanError, ScanLimits, Scanned, StateVector,
    read_awareness, read_frame, read_state_vector, scan,
};
use super::wire::{ClientHello, ClientPresence, RefusalCode};

/// The longest state vector that is read: as many clients as a draft may have.
const STATE_VECTOR_CLIENTS: usize = 50_000;
/// The longest caret that is passed on, in base64.
const CARET_BYTES: usize = 256;

/// An update that the scanner has passed.
#[derive(Clone, Debug)]
pub struct Update {
    /// The bytes as they came.
    pub bytes: Bytes,
    /// What they say.
    pub scanned: Scanned,
}

impl Update {
    /// The clock after the last item of each Yjs client id in it.
    pub fn ends(&self) -> impl Iterator<Item = (u64, u32)> {
        self.scanned
            .sections
            .iter()
            .map(|section| (section.client, section.end))
    }
}

/// A message of a client.
#[derive(Debug)]
pub enum ClientMessage {
    /// Its hello.
    Hello(ClientHello),
    /// What it has: it wants the rest.
    Step1(StateVector),
    /// Everything the server lacked when it asked.
    Step2(Update),
    /// A change.
    Update(Update),
    /// An update that the scanner refused, with the sentence for people.
    Unreadable(RefusalCode, String),
    /// A stock client's awareness.
    Awareness(Vec<AwarenessEntry>),
    /// A stock client wants everyone's awareness.
    QueryAwareness,
    /// It wants to hear when everything so far is committed.
    Fence(u64),
    /// Where it is.
    Presence(ClientPresence),
}

/// The frame is not of this protocol, and its sender cannot be understood.
#[derive(Debug, thiserror::Error)]
#[error("this is no message of the live protocol: {0}")]
pub struct NotUnderstood(String);

impl From<ScanError> for NotUnderstood {
    fn from(err: ScanError) -> Self {
        Self(err.to_string())
    }
}

impl From<serde_json::Error> for NotUnderstood {
    fn from(err: serde_json::Error) -> Self {
        Self(err.to_string())
    }
}

impl ClientMessage {
    /// Reads one frame.
    ///
    /// # Errors
    /// When the frame is none of the protocol's. An update that breaks a rule is no error here: its sender is refused by the room.
    pub fn read(frame: &Bytes, limits: &Limits) -> Result<Self, NotUnderstood> {
        Ok(match read_frame(frame)? {
            Frame::SyncStep1(body) => Self::Step1(read_state_vector(body, STATE_VECTOR_CLIENTS)?),
            Frame::SyncStep2(body) => {
                Self::scanned(frame.slice_ref(body), &limits.of_a_resync(), Self::Step2)
            }
            Frame::Update(body) => {
                Self::scanned(frame.slice_ref(body), &limits.of_an_update(), Self::Update)
            }
            Frame::Awareness(body) => {
                Self::Awareness(read_awareness(body, &AwarenessLimits::default())?)
            }
            Frame::QueryAwareness => Self::QueryAwareness,
            Frame::Hello(body) => Self::Hello(serde_json::from_str(body)?),
            Frame::Fence(n) => Self::Fence(n),
            Frame::Presence(body) => Self::Presence(within_bounds(serde_json::from_str(body)?)),
        })
    }

    fn scanned(bytes: Bytes, limits: &ScanLimits, message: fn(Update) -> Self) -> Self {
        match scan(&bytes, limits) {
            Ok(scanned) => message(Update { bytes, scanned }),
            Err(err) => Self::Unreadable(refusal_code(err.code()), err.to_string()),
        }
    }
}

fn within_bounds(mut presence: ClientPresence) -> ClientPresence {
    let fits = |caret: &super::wire::Caret| {
        caret.anchor.len() <= CARET_BYTES && caret.head.len() <= CARET_BYTES
    };
    presence.caret = presence.caret.filter(fits);
    presence
}

/// The refusal that the scanner's code stands for.
pub fn refusal_code(code: &str) -> RefusalCode {
    match code {
        "not_in_schema" => RefusalCode::NotInSchema,
        "too_large" => RefusalCode::TooLarge,
        _ => RefusalCode::Malformed,
    }
}
