//! Editing sessions that real Yjs clients recorded: `node/session.mjs` writes the file.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;

use crate::drafting::scan::{DeleteSet, Reader, StateVector, Writer, read_state_vector};

use super::engine::delete_set_of;

/// One recorded session, and what Yjs made of it.
pub struct Session {
    pub updates: Vec<Vec<u8>>,
    pub state_vector: StateVector,
    pub deleted: DeleteSet,
    pub points: Vec<String>,
    /// The blocks of every action point: the id of each, and its texts.
    pub texts: Vec<Vec<(String, Vec<String>)>>,
}

/// Every recorded session.
pub fn recorded() -> Vec<Session> {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/fixtures/sessions.bin.gz"
    );
    let file = File::open(path).unwrap();
    let mut bytes = Vec::new();
    GzDecoder::new(file).read_to_end(&mut bytes).unwrap();
    let mut reader = Reader::new(&bytes);
    let count = reader.varuint().unwrap();
    (0..count).map(|_| read(&mut reader)).collect()
}

fn read(reader: &mut Reader<'_>) -> Session {
    let count = reader.varuint().unwrap();
    Session {
        updates: (0..count)
            .map(|_| reader.var_bytes().unwrap().to_vec())
            .collect(),
        state_vector: read_state_vector(reader.var_bytes().unwrap(), usize::MAX).unwrap(),
        deleted: delete_set_of(reader.var_bytes().unwrap()),
        points: serde_json::from_str(reader.var_string().unwrap()).unwrap(),
        texts: serde_json::from_str(reader.var_string().unwrap()).unwrap(),
    }
}

/// Writes sessions as they are read, for `node/verify.mjs`.
pub fn write(sessions: &[Session], path: &OsStr) {
    let mut writer = Writer::default();
    writer.len(sessions.len());
    for session in sessions {
        session.write(&mut writer);
    }
    let mut file = GzEncoder::new(File::create(path).unwrap(), Compression::fast());
    file.write_all(&writer.into_bytes()).unwrap();
    file.finish().unwrap();
}

impl Session {
    fn write(&self, writer: &mut Writer) {
        writer.len(self.updates.len());
        for update in &self.updates {
            writer.var_bytes(update);
        }
        writer.var_bytes(&self.state_vector.encode());
        let mut deletions = Writer::default();
        deletions.len(0);
        self.deleted.write(&mut deletions);
        writer.var_bytes(&deletions.into_bytes());
        writer.string(&serde_json::to_string(&self.points).unwrap());
        writer.string(&serde_json::to_string(&self.texts).unwrap());
    }
}
