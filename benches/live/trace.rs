//! A recorded editing session as Yjs updates: keystroke by keystroke, in one paragraph.

use std::fs::File;
use std::path::Path;

use anyhow::{Context, ensure};
use flate2::read::GzDecoder;
use serde::Deserialize;

use crate::conference::Conference;
use crate::writer::{Typed, Writer};

/// Where the traces are, seen from the package.
const DIRECTORY: &str = "tests/data/traces";

/// An editing session of one author.
pub struct Trace {
    /// The Yjs client id of the author.
    pub author: u64,
    /// What the author did, the paragraph itself first.
    pub updates: Vec<Typed>,
    /// What stands in the paragraph at the end.
    pub text: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Recording {
    end_content: String,
    txns: Vec<Transaction>,
}

/// Edits that were made at once: where, how many characters are removed, and what is inserted.
#[derive(Deserialize)]
struct Transaction {
    patches: Vec<(u32, u32, String)>,
}

impl Trace {
    /// Reads a recording and types it anew, into a draft of this conference.
    pub fn read(name: &str, conference: &Conference) -> anyhow::Result<Self> {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join(DIRECTORY)
            .join(name);
        let file =
            File::open(&path).with_context(|| format!("could not open {}", path.display()))?;
        let recording: Recording = serde_json::from_reader(GzDecoder::new(file))?;
        let (mut writer, paragraph) = Writer::begin(0, &conference.first_words, conference.point)?;
        let mut updates = vec![paragraph];
        let patches = recording.txns.iter().flat_map(|txn| &txn.patches);
        updates
            .extend(patches.map(|(at, removed, inserted)| writer.replace(*at, *removed, inserted)));
        let text = writer.words();
        ensure!(
            text == recording.end_content,
            "the recording was not typed as it was made"
        );
        Ok(Self {
            author: writer.client,
            updates,
            text,
        })
    }
}
