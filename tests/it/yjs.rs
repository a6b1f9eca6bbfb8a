//! Clients that were not written by us: an unmodified y-websocket with Yjs, in Node.

use std::net::SocketAddr;

use plenary::clock::Clock;
use plenary::conference::ConferenceId;
use plenary::negotiation::DraftId;
use plenary::people::DelegationId;
use serde_json::{Value, json};
use sqlx::PgPool;
use tokio::time::timeout;
use uuid::Uuid;
use yrs::types::Attrs;
use yrs::{Any, Text};

use crate::support::client::{Speaks, text_frame};
use crate::support::node::Script;
use crate::support::process::ServerProcess;
use crate::support::server::{add_draft, add_participant, seed};
use crate::support::state::State;
use crate::support::{Client, PATIENCE, TestServer, oracle};

/// People with stock clients, all in one process of Node.
struct Stock {
    script: Script,
    people: Vec<&'static str>,
}

impl Stock {
    fn new() -> Self {
        Self {
            script: Script::start("stock.mjs", &[]),
            people: Vec::new(),
        }
    }

    /// Everyone here gets the draft.
    async fn all_open(server: &TestServer, draft: DraftId, people: &[&'static str]) -> Self {
        let mut stock = Self::new();
        for who in people {
            let (_, token) = server.participant(who).await;
            stock.opens(server.address, draft, who, &token).await;
        }
        stock
    }

    async fn opens(&mut self, address: SocketAddr, draft: DraftId, who: &'static str, token: &str) {
        let order =
            json!({ "server": address_of(address), "draft": draft.to_string(), "token": token });
        assert_eq!(
            self.tells(who, "open", order).await,
            true,
            "{who} gets the draft"
        );
        self.people.push(who);
    }

    /// Tells somebody to do something.
    async fn tells(&mut self, who: &str, act: &str, mut order: Value) -> Value {
        order["who"] = who.into();
        order["act"] = act.into();
        self.script.does(&order).await
    }

    /// Waits until everyone reads these paragraphs.
    async fn all_read(&mut self, words: &[&str]) {
        for who in self.people.clone() {
            assert_eq!(
                self.tells(who, "reads", json!({ "words": words })).await,
                json!(words),
                "{who} reads"
            );
        }
    }

    /// Waits until somebody sees the others under these names.
    async fn sees(&mut self, who: &str, names: &[&str]) {
        assert_eq!(
            self.tells(who, "sees", json!({ "names": names })).await,
            json!(names),
            "{who} sees"
        );
    }

    async fn state(&mut self, who: &str) -> State {
        serde_json::from_value(self.tells(who, "state", json!({})).await).unwrap()
    }

    /// Waits until everyone here and another client hold the same. What Yjs tidies up by itself can take some turns.
    async fn settles_with(&mut self, client: &mut Client) -> State {
        let settled = timeout(PATIENCE, async {
            loop {
                let state = self.state(self.people[0]).await;
                let mut agrees = state.is_reached_by(&client.doc);
                for who in self.people.clone() {
                    agrees &= self.state(who).await == state;
                }
                if agrees {
                    break state;
                }
                client.hears_what_is_there().await;
            }
        });
        settled.await.expect("all hold the same in the end")
    }
}

fn address_of(server: SocketAddr) -> String {
    format!("ws://{server}/api/drafts")
}

fn strong() -> Attrs {
    [("strong".into(), Any::Map(std::sync::Arc::default()))].into()
}

#[sqlx::test]
async fn stock_clients_and_ours_draft_together_go_offline_come_back_and_agree(db: PgPool) {
    let server = TestServer::start(db).await;
    let draft = server
        .draft(&["Cities shall learn.", "They report annually."])
        .await;
    let mut ours = server.join(draft, "carol").await;
    let mut stock = Stock::all_open(&server, draft, &["anna", "ben"]).await;
    stock
        .all_read(&["Cities shall learn.", "They report annually."])
        .await;

    // All at once, with everyone here.
    let bold = ours.edits(|text, txn| text.format(txn, 7, 5, strong()));
    ours.forges(&bold).await;
    stock
        .tells(
            "anna",
            "types",
            json!({ "paragraph": 0, "at": 0, "words": "Learning " }),
        )
        .await;
    stock
        .tells(
            "ben",
            "deletes",
            json!({ "paragraph": 1, "at": 11, "length": 9 }),
        )
        .await;
    stock
        .all_read(&["Learning Cities shall learn.", "They report."])
        .await;
    ours.sees("Learning Cities <strong>shall</strong> learn.")
        .await;

    // Two go offline and write on; so does the one who stays, in the same paragraph.
    stock.tells("anna", "goes", json!({})).await;
    stock.tells("ben", "goes", json!({})).await;
    let split = json!({ "paragraph": 0, "at": 15, "id": Uuid::now_v7().to_string() });
    stock.tells("anna", "splits", split).await;
    let added = json!({ "index": 3, "id": Uuid::now_v7().to_string(), "words": "Mayors meet." });
    stock.tells("ben", "adds", added).await;
    stock
        .tells(
            "ben",
            "formats",
            json!({ "paragraph": 0, "at": 9, "length": 6, "marks": { "strong": {} } }),
        )
        .await;
    stock
        .tells(
            "ben",
            "types",
            json!({ "paragraph": 1, "at": 0, "words": "Each year: " }),
        )
        .await;
    ours.types(0, "All ").await;
    ours.is_told_saved().await;
    stock.tells("anna", "comes", json!({})).await;
    stock.tells("ben", "comes", json!({})).await;
    stock
        .all_read(&[
            "All Learning Cities",
            " shall learn.",
            "Each year: They report.",
            "Mayors meet.",
        ])
        .await;

    let state = stock.settles_with(&mut ours).await;
    oracle::all_agree(&server.db, draft, &mut [&mut ours])
        .await
        .assert_equals(&state, "the stock clients");
    let bold = "All Learning <strong>Cities</strong>";
    assert_eq!(
        ours.text(),
        bold,
        "what one made bold offline is bold for everyone"
    );
}

#[sqlx::test]
async fn everyone_is_seen_under_the_name_that_the_server_knows(db: PgPool) {
    let server = TestServer::start(db).await;
    let draft = server.draft(&["."]).await;
    let mut ours = server.join(draft, "carol").await;
    let mut stock = Stock::all_open(&server, draft, &["anna", "ben"]).await;
    let (anna, ben, carol) = (
        "anna (City of anna)",
        "ben (City of ben)",
        "carol (City of carol)",
    );
    let chair = json!({ "field": "user", "value": { "name": "The Chair", "color": "#000000" } });

    stock.tells("anna", "claims", chair.clone()).await;
    stock.tells("ben", "claims", chair.clone()).await;
    ours.says(&text_frame(105, r#"{"point":null,"caret":null}"#))
        .await;
    stock.sees("anna", &[ben, carol]).await;
    stock.sees("ben", &[anna, carol]).await;
    ours.until("sees everyone", |client| {
        names(client) == ["anna", "ben", "carol"]
    })
    .await;

    stock.tells("anna", "goes", json!({})).await;
    stock.sees("ben", &[carol]).await;
    ours.until("sees that anna left", |client| {
        names(client) == ["ben", "carol"]
    })
    .await;
    // As with any server of this protocol, who comes back is seen, and sees, with the next word of each: y-protocols
    // passes over what is not newer than what it once knew.
    stock.tells("anna", "comes", json!({})).await;
    stock.tells("anna", "claims", chair.clone()).await;
    stock.tells("ben", "claims", chair).await;
    ours.says(&text_frame(
        105,
        &json!({ "point": Uuid::now_v7(), "caret": null }).to_string(),
    ))
    .await;
    stock.sees("anna", &[ben, carol]).await;
    stock.sees("ben", &[anna, carol]).await;
    ours.until("sees that anna came", |client| {
        names(client) == ["anna", "ben", "carol"]
    })
    .await;
    ours.disconnects();
    stock.sees("anna", &[ben]).await;
    stock.sees("ben", &[anna]).await;
}

#[sqlx::test]
async fn a_stock_client_sees_ours_again_after_the_server_was_restarted(db: PgPool) {
    let (conference, session, delegation) = seed(&db).await;
    let draft = add_draft(&db, session, &["."]).await;
    let (_, anna) = add_participant(&db, conference, delegation, "anna").await;
    let (_, carol) = add_participant(&db, conference, delegation, "carol").await;
    let process = ServerProcess::start(&db, &[]);
    let mut stock = Stock::new();
    stock.opens(process.address, draft, "anna", &anna).await;
    let mut ours = Client::open(process.address, draft, &carol, Speaks::Plenary).await;
    for point in [Some(Uuid::now_v7()), None, Some(Uuid::now_v7()), None] {
        let before = ours.presence.len();
        ours.says(&text_frame(
            105,
            &json!({ "point": point, "caret": null }).to_string(),
        ))
        .await;
        ours.until("told of its own move", |client| {
            client.presence.len() > before
        })
        .await;
    }
    stock.sees("anna", &["carol (City of carol)"]).await;

    stock.tells("anna", "goes", json!({})).await;
    assert!(process.stop());
    let process = ServerProcess::start(&db, &[]);
    stock
        .tells(
            "anna",
            "moves",
            json!({ "server": address_of(process.address) }),
        )
        .await;
    stock.tells("anna", "comes", json!({})).await;
    ours.moves_to(process.address);
    ours.connect().await;
    stock.sees("anna", &["carol (City of carol)"]).await;
}

#[sqlx::test]
async fn an_editor_finds_nothing_to_repair_in_the_demo_and_a_letter_is_one_small_update(
    db: PgPool,
) {
    plenary::demo::load(&db, &Clock::default()).await.unwrap();
    open_everything(&db).await;
    let (conference, delegation): (Uuid, Uuid) =
        sqlx::query_as("select conference_id, id from delegation order by id limit 1")
            .fetch_one(&db)
            .await
            .unwrap();
    let drafts: Vec<(Uuid,)> = sqlx::query_as("select id from draft order by id")
        .fetch_all(&db)
        .await
        .unwrap();
    assert!(!drafts.is_empty());
    let process = ServerProcess::start(&db, &[]);
    for (draft,) in drafts {
        let draft = DraftId(draft);
        let (conference, delegation) = (ConferenceId(conference), DelegationId(delegation));
        let (_, token) =
            add_participant(&db, conference, delegation, &format!("editor of {draft}")).await;
        let mut reader = Client::open(process.address, draft, &token, Speaks::Plenary).await;
        let mut editor = Script::start("editor.mjs", &[]);
        let server = address_of(process.address);
        let opened = editor.does(&json!({ "act": "open", "server": server, "draft": draft.to_string(), "token": token })).await;
        assert_eq!(opened["updates"], 0, "loading a draft changes nothing");

        let points = opened["points"].as_array().unwrap();
        let written: Vec<&Value> = points.iter().filter(|point| point["words"] != "").collect();
        assert!(!written.is_empty(), "the draft has words");
        for point in written {
            let typed = editor
                .does(&json!({ "act": "types", "point": point["point"], "letter": "x" }))
                .await;
            let updates = typed["updates"].as_array().unwrap();
            assert_eq!(updates.len(), 1, "one letter is one update: {updates:?}");
            assert_eq!(
                (&updates[0]["inserted"], &updates[0]["deletes"]),
                (&json!(["x"]), &json!(false))
            );
            assert!(
                updates[0]["bytes"].as_u64().unwrap() < 40,
                "a small one: {updates:?}"
            );
            assert_eq!(typed["gone"], json!([]), "no other node is touched");
            assert_eq!(
                typed["words"].as_str().unwrap().len(),
                point["words"].as_str().unwrap().len() + 1
            );
        }

        let state: State =
            serde_json::from_value(editor.does(&json!({ "act": "state" })).await).unwrap();
        reader
            .until("has what the editor has", |client| {
                state.is_reached_by(&client.doc)
            })
            .await;
        oracle::all_agree(&db, draft, &mut [&mut reader])
            .await
            .assert_equals(&state, "the editor");
    }
    assert!(process.stop());
}

/// Every session meets and drafts, and nothing in it is agreed yet.
async fn open_everything(db: &PgPool) {
    for everything in [
        "update session set status = 'in_progress'",
        "update draft set status = 'drafting'",
        "update action_point set status = 'drafting'",
        "update paragraph set state = 'open', decided_at = null, decided_by = null, until = null",
    ] {
        sqlx::query(everything).execute(db).await.unwrap();
    }
}

/// The names of those who are here, after everything that a client of ours was told.
fn names(client: &Client) -> Vec<String> {
    let mut here: Vec<(String, String)> = Vec::new();
    for told in client
        .presence
        .iter()
        .filter(|told| told["kind"] == "people")
    {
        if told["complete"] == true {
            here.clear();
        }
        let left = told["left"].as_array().unwrap();
        let came = told["here"].as_array().unwrap();
        here.retain(|(connection, _)| {
            !left.iter().any(|left| left == connection)
                && !came.iter().any(|came| &came["connection"] == connection)
        });
        here.extend(came.iter().map(|came| {
            let text = |field: &str| came[field].as_str().unwrap().to_owned();
            (text("connection"), text("name"))
        }));
    }
    let mut names: Vec<String> = here.into_iter().map(|(_, name)| name).collect();
    names.sort_unstable();
    names
}
