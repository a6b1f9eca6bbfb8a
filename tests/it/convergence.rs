//! Several people edit at random while connections and the server come and go. In the end everyone holds the same.

use std::collections::{HashMap, VecDeque};
use std::ops::Range;

use plenary::negotiation::DraftId;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::json;
use sqlx::PgPool;
use uuid::Uuid;
use yrs::types::Attrs;
use yrs::{
    Any, ReadTxn, StateVector, Text, Transact, TransactionMut, Xml, XmlElementPrelim,
    XmlElementRef, XmlFragment, XmlFragmentRef, XmlOut, XmlTextPrelim, XmlTextRef,
};

use crate::support::TestServer;
use crate::support::client::{Client, Speaks, text_frame};
use crate::support::oracle;
use crate::support::process::ServerProcess;
use crate::support::server::{add_draft, add_participant, seed};
use crate::support::state::State;

/// A server that soon checkpoints, forgets an empty room at once, and brings a slow reader up to date early.
const SETTINGS: &[&str] = &[
    "--max-updates-per-second=1000000",
    "--checkpoint-entries=40",
    "--idle-room-ms=1",
    "--max-outbox-bytes=4096",
];
const WORDS: &[&str] = &[
    "Cities ",
    "shall ",
    "[should] ",
    "report ",
    "مدن ",
    "城市",
    "é",
    ", ",
    "x",
    ".",
];

/// One plan after the other, each in a draft of its own. What it does depends on its seed, and a little on when
/// things arrive: `PLENARY_PLAN_SEED` begins with a seed that failed, `PLENARY_PLANS` says how many plans.
#[sqlx::test]
async fn whatever_several_people_do_they_end_with_the_same_text_and_nothing_saved_is_missing(
    db: PgPool,
) {
    let setting = |name| {
        std::env::var(name)
            .ok()
            .map(|value| value.parse::<u64>().unwrap())
    };
    let first = setting("PLENARY_PLAN_SEED").unwrap_or_else(rand::random);
    let (conference, session, delegation) = seed(&db).await;
    for number in 0..setting("PLENARY_PLANS").unwrap_or(25) {
        let seed = first.wrapping_add(number);
        eprintln!("PLENARY_PLAN_SEED={seed}"); // Shown when it fails.
        let draft = add_draft(
            &db,
            session,
            &["Cities shall learn.", "They report annually."],
        )
        .await;
        let mut random = StdRng::seed_from_u64(seed);
        let mut tokens = Vec::new();
        for person in 0..random.random_range(3..=5) {
            tokens.push(
                add_participant(&db, conference, delegation, &format!("{number}-{person}"))
                    .await
                    .1,
            );
        }
        Plan::start(&db, draft, random, &tokens).await.run().await;
    }
}

/// A fence after something that is not new waits for what others made before it, and is answered with their commit.
#[sqlx::test]
async fn a_fence_that_waits_for_somebody_elses_change_is_answered(db: PgPool) {
    let server = TestServer::start(db.clone()).await;
    let draft = server.draft(&["."]).await;
    let mut mayor = server.join(draft, "mayor").await;
    let mut expert = server.join(draft, "expert").await;
    let old = expert.edits(|text, txn| text.insert(txn, 0, "old "));
    expert.forges(&old).await;
    expert.is_told_saved().await;

    // Nothing of this draft can be committed for a while.
    let mut stalled = db.begin().await.unwrap();
    sqlx::query("select from draft_head where draft_id = $1 for update")
        .bind(draft.0)
        .execute(&mut *stalled)
        .await
        .unwrap();
    mayor.types(1, " new").await;
    moves_and_is_seen(&mut mayor, &mut expert).await;
    expert.forges(&old).await;
    let fence = expert.fences().await;
    moves_and_is_seen(&mut expert, &mut mayor).await;
    assert!(expert.fenced.0 < fence, "told too early");
    stalled.rollback().await.unwrap();
    expert
        .until("told that all is saved", |client| client.fenced.0 == fence)
        .await;
}

/// Waits until another client is told that this one moved: the room has heard all that it said before.
async fn moves_and_is_seen(client: &mut Client, by: &mut Client) {
    let point = Uuid::now_v7().to_string();
    client
        .says(&text_frame(
            105,
            &json!({ "point": point, "caret": null }).to_string(),
        ))
        .await;
    let is_seen = |by: &Client| {
        by.presence
            .iter()
            .any(|told| told.to_string().contains(&point))
    };
    by.until("sees where another one is", is_seen).await;
}

struct Plan<'a> {
    db: &'a PgPool,
    draft: DraftId,
    random: StdRng,
    server: Option<ServerProcess>,
    people: Vec<Person>,
}

impl<'a> Plan<'a> {
    async fn start(db: &'a PgPool, draft: DraftId, random: StdRng, tokens: &[String]) -> Self {
        let server = ServerProcess::start(db, SETTINGS);
        let mut people = Vec::new();
        for token in tokens {
            let mut person =
                Person::new(Client::new(server.address, draft, token, Speaks::Plenary));
            person.comes().await;
            people.push(person);
        }
        Self {
            db,
            draft,
            random,
            server: Some(server),
            people,
        }
    }

    async fn run(mut self) {
        for _ in 0..self.random.random_range(1..=3) {
            for _ in 0..self.random.random_range(20..150) {
                let person = self.random.random_range(0..self.people.len());
                self.people[person].acts(&mut self.random).await;
            }
            self.ends_the_server().await;
            let stored = oracle::replay_in_yrs(&oracle::journal(self.db, self.draft).await);
            for person in &self.people {
                person
                    .saved
                    .assert_stands_in(&State::of(&stored), person.id());
            }
            self.starts_the_server();
        }
        for person in &mut self.people {
            person.comes().await;
        }
        let mut clients: Vec<&mut Client> = self
            .people
            .iter_mut()
            .map(|person| &mut person.client)
            .collect();
        let state = oracle::all_agree(self.db, self.draft, &mut clients).await;
        for person in &self.people {
            assert!(
                person.client.refusal.is_none(),
                "an honest client was refused: {:?}",
                person.client.refusal
            );
            person.made.assert_stands_in(&state, person.id());
        }
        self.stops_the_server().await;
    }

    /// Stops or kills the server.
    async fn ends_the_server(&mut self) {
        if self.random.random_bool(0.5) {
            return self.stops_the_server().await;
        }
        self.server.take().unwrap().kill();
        for person in &mut self.people {
            person.hears_out().await;
        }
    }

    async fn stops_the_server(&mut self) {
        let server = self.server.take().unwrap();
        let stopping = tokio::task::spawn_blocking(|| server.stop());
        for person in &mut self.people {
            person.hears_out().await;
        }
        assert!(stopping.await.unwrap(), "the server ends well");
    }

    /// Starts it again on its database. Everyone is to come back by themselves.
    fn starts_the_server(&mut self) {
        let server = self.server.insert(ServerProcess::start(self.db, SETTINGS));
        for person in &mut self.people {
            person.client.moves_to(server.address);
        }
    }
}

/// What somebody has changed.
#[derive(Clone, Debug, Default)]
struct Made {
    /// How many units were inserted.
    units: u32,
    /// Which units were deleted, of which Yjs clients.
    deleted: Vec<(u64, Range<u32>)>,
}

impl Made {
    fn assert_stands_in(&self, state: &State, client: u64) {
        let stored = state.vector.get(&client).copied().unwrap_or_default();
        assert!(
            stored >= self.units,
            "{} units of client {client} were saved, {stored} are stored",
            self.units
        );
        for (client, range) in &self.deleted {
            let stored = state.deleted.get(client).into_iter().flatten();
            let is_stored = stored
                .clone()
                .any(|(start, end)| *start <= range.start && range.end <= *end);
            assert!(
                is_stored,
                "the deletion of {range:?} of client {client} was saved, {stored:?} are stored"
            );
        }
    }
}

/// Somebody who edits, and remembers what was said to be saved.
struct Person {
    client: Client,
    is_connected: bool,
    /// For how many acts nothing is read.
    naps: u32,
    sent: Vec<Vec<u8>>,
    made: Made,
    /// What was made before each fence that is not answered yet.
    fences: VecDeque<(u64, Made)>,
    saved: Made,
}

impl Person {
    fn new(client: Client) -> Self {
        Self {
            client,
            is_connected: false,
            naps: 0,
            sent: Vec::new(),
            made: Made::default(),
            fences: VecDeque::new(),
            saved: Made::default(),
        }
    }

    fn id(&self) -> u64 {
        self.client.doc.client_id().get()
    }

    /// Does one thing, and most often reads what has come.
    async fn acts(&mut self, random: &mut StdRng) {
        match random.random_range(0..100) {
            0..70 => {
                let update = self.edits(random);
                self.sends(update).await;
            }
            70..78 => self.fences().await,
            78..80 if self.is_connected => {
                self.client.is_told_saved().await;
                self.notes_what_is_saved();
            }
            80..84 => {
                let old = pick(random, &self.sent).cloned();
                self.sends(old).await;
            }
            84..86 => {
                let update = self.edits(random);
                self.sends(update.clone()).await;
                self.sends(update).await;
            }
            86..89 => {
                let (first, second) = (self.edits(random), self.edits(random));
                self.sends(second).await;
                self.sends(first).await;
            }
            89..90 => {
                let everything = self
                    .client
                    .doc
                    .transact()
                    .encode_diff_v1(&StateVector::default());
                self.sends(Some(everything)).await;
            }
            90..92 => self.naps = random.random_range(5..40),
            92..94 => {
                // The last words were never sent.
                self.edits(random);
                self.goes();
            }
            94..96 => self.goes(),
            _ if !self.is_connected => self.comes().await,
            _ => {}
        }
        if self.naps > 0 {
            self.naps -= 1;
        } else if random.random_bool(0.5) {
            self.client.hears_what_is_there().await;
            self.notes_what_is_saved();
        }
    }

    /// Changes the own copy; answers the update.
    fn edits(&mut self, random: &mut StdRng) -> Option<Vec<u8>> {
        let fragment = self.client.fragment().unwrap();
        let mut txn = self.client.doc.transact_mut();
        change(&fragment, &mut txn, random);
        let update = txn.encode_update_v1();
        for (client, ranges) in txn.delete_set().iter() {
            self.made
                .deleted
                .extend(ranges.iter().map(|range| (client.get(), range.clone())));
        }
        drop(txn);
        self.made.units = self
            .client
            .doc
            .transact()
            .state_vector()
            .get(&self.client.doc.client_id());
        (update != [0, 0]).then_some(update)
    }

    async fn sends(&mut self, update: Option<Vec<u8>>) {
        if let Some(update) = update {
            self.client.forges(&update).await;
            self.sent.push(update);
        }
    }

    async fn fences(&mut self) {
        if self.is_connected {
            let fence = self.client.fences().await;
            self.fences.push_back((fence, self.made.clone()));
        }
    }

    fn notes_what_is_saved(&mut self) {
        while let Some((_, made)) = self
            .fences
            .pop_front_if(|(fence, _)| *fence <= self.client.fenced.0)
        {
            self.saved = made;
        }
    }

    /// Drops the connection without reading what has come.
    fn goes(&mut self) {
        self.client.disconnects();
        self.is_connected = false;
        self.fences.clear();
    }

    /// Reads to the end of a connection that the server ended.
    async fn hears_out(&mut self) {
        self.client.hears_out().await;
        self.notes_what_is_saved();
        self.goes();
    }

    /// Connects, gets what is new, and supplies what the server lacks.
    async fn comes(&mut self) {
        if self.is_connected {
            return;
        }
        loop {
            self.client.connect().await;
            self.client
                .until("let in or sent away", |client| {
                    client.has_synced || client.closed.is_some()
                })
                .await;
            match &self.client.closed {
                None => break,
                // The room has just ended, because nobody was there.
                Some((code, _)) => assert_eq!(*code, 1013),
            }
        }
        self.is_connected = true;
    }
}

/// Makes one change, as an editor would.
fn change(fragment: &XmlFragmentRef, txn: &mut TransactionMut<'_>, random: &mut StdRng) {
    let act = random.random_range(0..100);
    let index = random.random_range(0..fragment.len(txn).max(1));
    let Some(XmlOut::Element(block)) = fragment.get(txn, index).filter(|_| act >= 6) else {
        let text = XmlTextPrelim::new(*pick(random, WORDS).unwrap());
        add_paragraph(fragment, txn, index).push_back(txn, text);
        return;
    };
    let Some(XmlOut::Text(text)) = block.get(txn, 0) else {
        panic!("a block has a text")
    };
    let length = text.len(txn);
    let at = random.random_range(0..=length);
    let some = random.random_range(0..=(length - at).min(8));
    match act {
        6..8 => fragment.remove_range(txn, index, 1),
        8..11 => split(fragment, index, &text, txn, at),
        11..20 => text.format(txn, at, some, mark(random)),
        20..40 => text.remove_range(txn, at, some),
        40..45 if block.tag().as_ref() == "paragraph" => {
            block.insert_attribute(
                txn,
                "level",
                Any::from(f64::from(random.random_range(0..9u8))),
            );
        }
        _ => text.insert(txn, at, pick(random, WORDS).unwrap()),
    }
}

fn add_paragraph(
    fragment: &XmlFragmentRef,
    txn: &mut TransactionMut<'_>,
    index: u32,
) -> XmlElementRef {
    let paragraph = fragment.insert(txn, index, XmlElementPrelim::empty("paragraph"));
    paragraph.insert_attribute(txn, "id", Uuid::now_v7().to_string());
    paragraph.insert_attribute(txn, "level", Any::from(0.0));
    paragraph.insert_attribute(txn, "marker", "none");
    paragraph
}

/// The tail of the text goes, and comes again with its marks in a new paragraph.
fn split(
    fragment: &XmlFragmentRef,
    index: u32,
    text: &XmlTextRef,
    txn: &mut TransactionMut<'_>,
    at: u32,
) {
    let mut tail = Vec::new();
    let mut end = 0;
    for part in text.diff(txn, |_| ()) {
        let words: Vec<u16> = part.insert.to_string(txn).encode_utf16().collect();
        end += words.len();
        let missing = (at as usize).saturating_sub(end - words.len());
        if missing < words.len() {
            tail.push((
                String::from_utf16(&words[missing..]).unwrap(),
                part.attributes.map(|marks| *marks).unwrap_or_default(),
            ));
        }
    }
    text.remove_range(txn, at, text.len(txn) - at);
    let new = add_paragraph(fragment, txn, index + 1).push_back(txn, XmlTextPrelim::new(""));
    for (words, marks) in tail {
        let end = new.len(txn);
        new.insert_with_attributes(txn, end, &words, marks);
    }
}

fn mark(random: &mut StdRng) -> Attrs {
    let link = Any::from(HashMap::from([(
        "href".to_owned(),
        Any::from("https://example.org/a"),
    )]));
    let note = |id: &str| Any::from(HashMap::from([("id".to_owned(), Any::from(id))]));
    let marks = [
        ("strong", Any::from(HashMap::<String, Any>::new())),
        ("em", Any::from(HashMap::<String, Any>::new())),
        ("link", link),
        ("footnote", note("0198c0de-0000-7000-8000-000000000001")),
        ("footnote", note("0198c0de-0000-7000-8000-000000000002")),
        ("footnote", Any::Null),
        ("strong", Any::Null),
        ("link", Any::Null),
    ];
    let (name, value) = pick(random, &marks).unwrap().clone();
    [(name.into(), value)].into()
}

fn pick<'a, T>(random: &mut StdRng, list: &'a [T]) -> Option<&'a T> {
    (!list.is_empty()).then(|| &list[random.random_range(0..list.len())])
}
