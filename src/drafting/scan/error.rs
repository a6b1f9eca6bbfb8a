//! Why bytes are not taken.

use super::Id;

/// Why a frame, an update or a state vector is refused; the sentence is for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ScanError {
    /// The bytes are not a valid message of the protocol.
    #[error("{0}")]
    Malformed(&'static str),
    /// The content is none that a draft can hold.
    #[error("{0}")]
    NotInSchema(&'static str),
    /// The message, or the draft with it, is over a limit.
    #[error("{0}")]
    TooLarge(&'static str),
}

impl ScanError {
    /// The stable code of `docs/protocol.md`, "Refused".
    pub fn code(self) -> &'static str {
        match self {
            Self::Malformed(_) => "malformed",
            Self::NotInSchema(_) => "not_in_schema",
            Self::TooLarge(_) => "too_large",
        }
    }
}

/// Why an update that could be read does not go into the draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The update builds on this unit, which is neither in the draft nor in the update.
    ///
    /// Nothing of it is taken; the room asks for what is missing with its state vector.
    #[error("the update builds on {}:{}, which the server does not have", .0.client, .0.clock)]
    Missing(Id),
    /// The update is refused for good.
    #[error(transparent)]
    Refused(#[from] ScanError),
}
