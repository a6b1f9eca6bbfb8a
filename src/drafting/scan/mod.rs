//! The strict reader of everything a client sends, and what the room knows about every item of a draft.
//!
//! yrs can be crashed by a dozen hostile bytes, so that it never reads a byte that [`scan`] has not read and
//! [`Index::judge`] has not accepted. What passes both is integrated by yrs and by Yjs at once, in full, and they agree
//! with the index on what there is and what is deleted. (Only the order of letters can differ, where an attacker
//! contradicts himself about the neighbours of what he inserts.)
//!
//! 1. [`read_frame`] finds the one message in a WebSocket frame;
//! 2. [`scan`] reads an update on its own: every length against the bytes that are left, only the content a draft holds;
//! 3. [`Index::judge`] reads it against the draft: nothing missing, everything in a place that it fits;
//! 4. [`Index::apply`] remembers it, once the room has taken it.
//!
//! Nothing here recurses without a bound, and no memory is reserved for a count that a client claims.

mod awareness;
mod content;
mod contention;
mod delete_set;
mod deleting;
mod entries;
mod error;
mod frame;
mod index;
mod judge;
mod merge;
mod place;
mod placing;
mod reader;
mod state_vector;
#[cfg(test)]
mod tests;
mod touched;
mod update;
mod writer;

pub use awareness::{AwarenessEntry, AwarenessLimits, read_awareness};
pub use content::Content;
pub use delete_set::{DeleteSet, Ranges};
pub use error::{Fault, ScanError};
pub use frame::{Frame, read_frame};
pub use index::{DraftLimits, Index, LoadError};
pub use judge::{Judged, NewRange};
pub use merge::merge;
pub use place::Place;
pub use reader::Reader;
pub use state_vector::{StateVector, read_state_vector};
pub use touched::{PointTouch, Touched};
pub use update::{DeleteRange, Parent, ScanLimits, Scanned, Section, Struct, scan};
pub use writer::Writer;

/// The name of one unit of content: the client that made it, and its clock then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id {
    /// The Yjs client id, below 2^53.
    pub client: u64,
    /// How many units this client had made before, below 2^31.
    pub clock: u32,
}

impl Id {
    /// The id of this client and clock.
    pub fn new(client: u64, clock: u32) -> Self {
        Self { client, clock }
    }
}
