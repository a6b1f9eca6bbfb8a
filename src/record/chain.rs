//! The chain of the record: what each entry's SHA-256 is taken over, and how a change is found.

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::Entry;
use crate::conference::ConferenceId;

/// A link of the chain.
pub type Sha256Bytes = [u8; 32];

/// What the first entry follows: the SHA-256 of the conference's id in its usual spelling.
pub fn beginning(conference: ConferenceId) -> Sha256Bytes {
    Sha256::digest(conference.to_string()).into()
}

/// The link of an entry: SHA-256 over the 32 bytes of the link before, then the entry as JSON (RFC 8259) in UTF-8 without spaces,
/// the names of every object in the order of their bytes, times as RFC 3339 in UTC with six digits of the second.
pub fn link(before: &Sha256Bytes, seq: i64, at: DateTime<Utc>, entry: &Entry) -> Sha256Bytes {
    let mut hasher = Sha256::new();
    hasher.update(before);
    hasher.update(canonical(seq, at, entry).to_string());
    hasher.finalize().into()
}

/// `serde_json` keeps the names of an object sorted.
fn canonical(seq: i64, at: DateTime<Utc>, entry: &Entry) -> Value {
    json!({
        "action_point": entry.about.action_point,
        "actor": entry.actor,
        "at": at.to_rfc3339_opts(SecondsFormat::Micros, true),
        "deed": entry.deed.word(),
        "details": entry.details,
        "draft": entry.about.draft,
        "paragraph": entry.about.paragraph,
        "reason": entry.reason,
        "seq": seq,
        "session": entry.about.session,
    })
}

/// A record that fits together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verified {
    /// How many entries it has.
    pub entries: i64,
    /// Its last link: whoever wrote it down can tell later that nothing before was changed.
    pub sha256: Sha256Bytes,
}

impl Verified {
    /// The last link in hexadecimal digits.
    pub fn hex(&self) -> String {
        self.sha256
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }
}

/// What does not fit.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// An entry is missing.
    #[error("entry {0} is missing")]
    Missing(i64),
    /// An entry, or the link before it, is not what it was.
    #[error("entry {0} is not what was recorded")]
    Changed(i64),
    /// The head does not name the last entry.
    #[error("the record ends at entry {last}, but its head says {head}")]
    Head {
        /// The last entry.
        last: i64,
        /// What the head says.
        head: i64,
    },
    /// The head's link is not that of the last entry.
    #[error("the head of the record does not hold the link of its last entry")]
    HeadLink,
}

/// Walks the chain.
pub struct Walk {
    seq: i64,
    link: Sha256Bytes,
}

impl Walk {
    /// From before the first entry.
    pub fn new(conference: ConferenceId) -> Self {
        Self {
            seq: 0,
            link: beginning(conference),
        }
    }

    /// One entry further.
    ///
    /// # Errors
    /// When it is not the next one, or not what was recorded.
    pub fn step(
        &mut self,
        seq: i64,
        at: DateTime<Utc>,
        entry: &Entry,
        stored: &[u8],
    ) -> Result<(), Fault> {
        if seq != self.seq + 1 {
            return Err(Fault::Missing(self.seq + 1));
        }
        self.seq = seq;
        self.link = link(&self.link, seq, at, entry);
        if self.link.as_slice() == stored {
            Ok(())
        } else {
            Err(Fault::Changed(seq))
        }
    }

    /// At the end, with what the head says.
    ///
    /// # Errors
    /// When the head says something else.
    pub fn end(self, head_seq: i64, head_link: &[u8]) -> Result<Verified, Fault> {
        if head_seq != self.seq {
            return Err(Fault::Head {
                last: self.seq,
                head: head_seq,
            });
        }
        if self.link.as_slice() != head_link {
            return Err(Fault::HeadLink);
        }
        Ok(Verified {
            entries: self.seq,
            sha256: self.link,
        })
    }
}
