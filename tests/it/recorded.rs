//! Simulated sessions of real Yjs clients through real sockets: rooms, gate, journal and fan-out take every honest
//! update. The scanner's own tests replay sessions in which paragraph ids come twice; a room takes no such thing.

use std::collections::{BTreeMap, HashMap};
use std::io::Read;

use flate2::read::GzDecoder;
use futures_util::future::join_all;
use plenary::drafting::scan::Reader;
use plenary::negotiation::DraftId;
use serde_json::Value;
use sqlx::PgPool;
use yrs::updates::decoder::Decode;
use yrs::{ReadTxn, StateVector, Transact, Update};

use crate::support::client::{Client, Speaks};
use crate::support::process::ServerProcess;
use crate::support::server::{add_empty_draft, add_participant, seed};
use crate::support::state::{State, merged};
use crate::support::{node, oracle};

/// Their Yjs client ids are dealt out to so many people; who starts anew has another one.
const PEOPLE: usize = 4;

#[sqlx::test]
async fn recorded_sessions_are_taken_whole_and_end_as_they_did_in_yjs(db: PgPool) {
    let (conference, body, delegation) = seed(&db).await;
    let mut tokens = Vec::new();
    for person in 0..PEOPLE {
        tokens.push(
            add_participant(&db, conference, delegation, &format!("{person}"))
                .await
                .1,
        );
    }
    let server = ServerProcess::start(
        &db,
        &[
            "--max-updates-per-second=1000000",
            "--max-participant-connections=10000",
        ],
    );
    let mut sessions = recorded().await;
    assert!(
        sessions
            .iter()
            .map(|session| session.updates.len())
            .sum::<usize>()
            >= 25_000
    );

    for session in &mut sessions {
        session.draft = Some(add_empty_draft(&db, body).await);
        for token in &tokens {
            session.people.push(
                Client::open(
                    server.address,
                    session.draft.unwrap(),
                    token,
                    Speaks::Plenary,
                )
                .await,
            );
        }
    }
    join_all(sessions.iter_mut().map(Session::is_played)).await;
    for session in &mut sessions {
        let mut people: Vec<&mut Client> = session.people.iter_mut().collect();
        let state = oracle::all_agree(&db, session.draft.unwrap(), &mut people).await;
        session.assert_ends_in(&state);
    }
    assert!(server.stop());
}

/// One recorded session, and what Yjs made of it.
struct Session {
    updates: Vec<Vec<u8>>,
    vector: BTreeMap<u64, u32>,
    deleted: BTreeMap<u64, Vec<(u32, u32)>>,
    points: Vec<String>,
    /// The blocks of every action point: the id of each, and its texts.
    texts: Vec<Vec<(String, Vec<String>)>>,
    draft: Option<DraftId>,
    people: Vec<Client>,
}

async fn recorded() -> Vec<Session> {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("sessions.bin.gz");
    node::run(
        "session.mjs",
        &[path.to_str().unwrap(), "1", "12", "420", "unique"],
        Vec::new(),
    )
    .await;
    let file = std::fs::File::open(path).unwrap();
    let mut bytes = Vec::new();
    GzDecoder::new(file).read_to_end(&mut bytes).unwrap();
    let mut reader = Reader::new(&bytes);
    let count = reader.varuint().unwrap();
    (0..count).map(|_| Session::read(&mut reader)).collect()
}

impl Session {
    fn read(reader: &mut Reader<'_>) -> Self {
        let count = reader.varuint().unwrap();
        Self {
            updates: (0..count)
                .map(|_| reader.var_bytes().unwrap().to_vec())
                .collect(),
            vector: StateVector::decode_v1(reader.var_bytes().unwrap())
                .unwrap()
                .iter()
                .map(|(client, clock)| (client.get(), *clock))
                .collect(),
            deleted: merged(
                Update::decode_v1(reader.var_bytes().unwrap())
                    .unwrap()
                    .delete_set(),
            ),
            points: serde_json::from_str(reader.var_string().unwrap()).unwrap(),
            texts: serde_json::from_str(reader.var_string().unwrap()).unwrap(),
            draft: None,
            people: Vec::new(),
        }
    }

    /// Everyone sends what is theirs, once they have seen what was sent before.
    async fn is_played(&mut self) {
        let mut sent = StateVector::default();
        let mut owners: HashMap<u64, usize> = HashMap::new();
        let mut author = 0;
        for bytes in &self.updates {
            let update = Update::decode_v1(bytes).unwrap();
            // Deletions alone are made by whoever wrote last.
            for (client, ranges) in update.insertions(true).iter() {
                let newcomer = owners.len() % PEOPLE;
                let next = *owners.entry(client.get()).or_insert(newcomer);
                if next != author {
                    self.people[author].is_told_saved().await;
                    author = next;
                    self.people[author]
                        .until("has what was sent before", |client| has(client, &sent))
                        .await;
                }
                sent.set_max(*client, ranges.iter().map(|range| range.end).max().unwrap());
            }
            let author = &mut self.people[author];
            author.doc.transact_mut().apply_update(update).unwrap();
            author.forges(bytes).await;
        }
    }

    fn assert_ends_in(&self, state: &State) {
        assert_eq!(state.vector, self.vector);
        assert!(state.deleted == self.deleted, "other deletions");
        for (point, texts) in self.points.iter().zip(&self.texts) {
            assert_eq!(
                &texts_of(&state.words["points"][format!("point:{point}")]),
                texts
            );
        }
    }
}

fn has(client: &Client, vector: &StateVector) -> bool {
    let here = client.doc.transact().state_vector();
    vector
        .iter()
        .all(|(client, clock)| here.get(client) >= *clock)
}

/// The blocks of an action point as the recording has them.
fn texts_of(blocks: &Value) -> Vec<(String, Vec<String>)> {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let words = |runs: &Value| {
        list(runs)
            .iter()
            .map(|run| text(&run[0]))
            .collect::<String>()
    };
    let texts = |block: &Value| list(&block[2]).iter().map(words).collect();
    list(blocks)
        .iter()
        .map(|block| (text(&block[1]["id"]), texts(block)))
        .collect()
}
