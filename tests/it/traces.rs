//! Real editing traces, typed again through real sockets by as many people as wrote them.
//!
//! Yjs makes each author's updates in the state in which that author was (`tests/node/trace.mjs`); an author sends one as soon as
//! what it builds on has come over that author's own socket.

use plenary::drafting::scan::Reader;
use sqlx::PgPool;
use yrs::block::ClientID;
use yrs::updates::decoder::Decode;
use yrs::{ReadTxn, Transact, Update};

use crate::support::client::{Client, Speaks};
use crate::support::process::ServerProcess;
use crate::support::server::{add_draft, add_participant, seed};
use crate::support::{node, oracle};

/// As `FIRST_CLIENT` in the script.
const FIRST_CLIENT: u64 = 1000;
/// How many updates an author sends between two fences, and how many fences may be unanswered.
const BETWEEN_FENCES: usize = 100;
const UNANSWERED: u64 = 5;

#[sqlx::test]
async fn one_authors_paper_is_kept_keystroke_by_keystroke(db: PgPool) {
    let trace = replays(&db, "automerge-paper.json.gz").await;
    assert_eq!((trace.authors.len(), trace.final_text.len()), (1, 104_852));
}

#[sqlx::test]
async fn two_who_type_at_once_get_the_text_that_they_got_then(db: PgPool) {
    let trace = replays(&db, "friendsforever.json.gz").await;
    assert_eq!((trace.authors.len(), trace.final_text.len()), (2, 21_362));
}

struct Trace {
    /// What each author sends, in order.
    authors: Vec<Vec<Step>>,
    final_text: String,
}

struct Step {
    /// How many units of each author it builds on.
    builds_on: Vec<u32>,
    update: Vec<u8>,
}

impl Trace {
    async fn read(name: &str, draft: Vec<u8>) -> Self {
        let path = format!("{}/tests/data/traces/{name}", env!("CARGO_MANIFEST_DIR"));
        let output = node::run("trace.mjs", &[&path], draft).await;
        let mut reader = Reader::new(&output);
        let mut number = || usize::try_from(reader.varuint().unwrap()).unwrap();
        let (authors, updates) = (number(), number());
        let mut trace = Self {
            authors: (0..authors).map(|_| Vec::new()).collect(),
            final_text: String::new(),
        };
        for _ in 0..updates {
            let author = usize::try_from(reader.varuint().unwrap()).unwrap();
            let builds_on = (0..authors)
                .map(|_| u32::try_from(reader.varuint().unwrap()).unwrap())
                .collect();
            let update = reader.var_bytes().unwrap().to_vec();
            trace.authors[author].push(Step { builds_on, update });
        }
        trace.final_text = reader.var_string().unwrap().to_owned();
        trace
    }
}

/// Plays a trace in a new draft: its final text is what everyone holds, and what the journal amounts to.
async fn replays(db: &PgPool, name: &str) -> Trace {
    let (conference, session, delegation) = seed(db).await;
    let draft = add_draft(db, session, &[""]).await;
    let trace = Trace::read(name, oracle::journal(db, draft).await.remove(0)).await;
    let server = ServerProcess::start(db, &["--max-updates-per-second=1000000"]);
    let mut clients = Vec::new();
    for author in 0..trace.authors.len() {
        let (_, token) =
            add_participant(db, conference, delegation, &format!("author {author}")).await;
        clients.push(Client::open(server.address, draft, &token, Speaks::Plenary).await);
    }

    let authors = clients.iter_mut().zip(&trace.authors).enumerate();
    futures_util::future::join_all(
        authors.map(|(author, (client, steps))| types(client, author, steps)),
    )
    .await;

    oracle::all_agree(db, draft, &mut clients.iter_mut().collect::<Vec<_>>()).await;
    for client in &clients {
        assert!(
            client.text() == trace.final_text,
            "the final text is the trace's"
        );
    }
    let updates: usize = trace.authors.iter().map(Vec::len).sum();
    assert_eq!(
        oracle::journal(db, draft).await.len(),
        1 + updates,
        "the draft, and every update once"
    );
    assert!(server.stop());
    trace
}

/// One author types all that is theirs, and never far ahead of what is saved.
async fn types(client: &mut Client, author: usize, steps: &[Step]) {
    for (number, Step { builds_on, update }) in (1..).zip(steps) {
        client
            .until("has what the next edit builds on", |client| {
                has(client, author, builds_on)
            })
            .await;
        client
            .doc
            .transact_mut()
            .apply_update(Update::decode_v1(update).unwrap())
            .unwrap();
        client.forges(update).await;
        if number % BETWEEN_FENCES == 0 {
            let fence = client.fences().await;
            client
                .until("told that most is saved", |client| {
                    client.fenced.0 + UNANSWERED >= fence
                })
                .await;
        }
    }
    client.is_told_saved().await;
}

/// Whether a client has these units of the other authors.
fn has(client: &Client, author: usize, builds_on: &[u32]) -> bool {
    let others = (FIRST_CLIENT..)
        .zip(builds_on)
        .enumerate()
        .filter(|(other, _)| *other != author);
    let mut missing = others.filter(|(_, (id, units))| {
        client
            .doc
            .transact()
            .state_vector()
            .get(&ClientID::new(*id))
            < **units
    });
    missing.next().is_none()
}
