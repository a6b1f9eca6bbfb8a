//! Who may command what: every command by everybody, allowed and refused.

use reqwest::Method;
use serde_json::{Value, json};
use sqlx::PgPool;

use super::stage::{EVERYBODY, Stage};

const WORDS: [&str; 6] = [
    "Open text.",
    "Ad ref.",
    "Agreed text.",
    "Agreed, and corrected.",
    "Ad ref, too.",
    "Open, too.",
];

/// A command and who may give it. Whoever may can still find that it is too late: somebody else was faster.
struct Row {
    method: Method,
    path: String,
    body: Value,
    allowed: &'static [&'static str],
}

fn row(path: String, body: Value, allowed: &'static [&'static str]) -> Row {
    Row {
        method: Method::POST,
        path,
        body,
        allowed,
    }
}

const CHAIRS: &[&str] = &["chair", "vice_chair"];
const HEADS: &[&str] = &["cork_head", "pune_head", "observer_head"];
const OFFICERS: &[&str] = &["rapporteur", "chair", "vice_chair", "secretariat"];
const READERS: &[&str] = &[
    "cork_delegate",
    "cork_head",
    "pune_head",
    "observer",
    "observer_head",
    "rapporteur",
    "chair",
    "vice_chair",
    "screen_operator",
    "interpreter",
    "secretariat",
    "elsewhere",
];

async fn prepared(db: PgPool) -> Stage {
    let stage = Stage::set(db, &WORDS).await;
    stage.comes_from(&["cork"]).await;
    for nth in [1, 4] {
        let gavel = stage.about(nth, "gavel").await;
        stage.does("chair", &gavel, stage.ad_ref(WORDS[nth])).await;
    }
    for nth in [2, 3] {
        let gavel = stage.about(nth, "gavel").await;
        let body = json!({ "outcome": "agreed", "words": WORDS[nth] });
        stage.does("chair", &gavel, body).await;
    }
    stage
}

async fn rows(stage: &Stage) -> Vec<Row> {
    let why = json!({ "reason": "Because." });
    let point = stage.point("chair").await["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let first = &stage.paragraphs().await[0];
    let correct = json!({ "words": WORDS[2], "new_words": "Agreed texts.", "reason": "Plural." });
    let corrected =
        json!({ "words": WORDS[3], "new_words": "Agreed and corrected.", "reason": "Comma." });
    let corrections = stage.about(3, "corrections").await;
    let proposed = stage.does("rapporteur", &corrections, corrected).await;
    let correction = proposed["paragraphs"][3]["corrections"][0]["id"]
        .as_str()
        .unwrap();
    let correction = |command: &str| stage.in_draft(&format!("corrections/{correction}/{command}"));
    let switch = |method| Row {
        method,
        path: stage.in_session("/switches/typing"),
        body: json!({}),
        allowed: OFFICERS,
    };
    let get = |path: String, allowed| Row {
        method: Method::GET,
        path,
        body: json!({}),
        allowed,
    };
    let all_but_nobody = &EVERYBODY[..13];
    vec![
        get(stage.in_draft("agreement"), READERS),
        get(stage.in_draft("text"), READERS),
        get(format!("/api/drafts/{}", stage.draft), READERS),
        get("/api/people".into(), &["secretariat"]),
        get("/api/people/export.csv".into(), &["secretariat"]),
        get("/api/people/links".into(), &["secretariat"]),
        get("/api/delegations".into(), &["secretariat"]),
        get("/api/record".into(), all_but_nobody),
        get("/api/record.csv".into(), all_but_nobody),
        row(
            stage.about(0, "propose").await,
            json!({ "proposed": "agreed" }),
            &["rapporteur"],
        ),
        row(
            stage.about(5, "gavel").await,
            json!({ "outcome": "agreed", "words": WORDS[5] }),
            CHAIRS,
        ),
        row(
            stage.in_draft(&format!("action-points/{point}/gavel")),
            json!({ "outcome": "agreed", "paragraphs": [{ "id": first, "words": WORDS[0] }] }),
            CHAIRS,
        ),
        row(
            stage.in_draft(&format!("action-points/{point}/withdraw")),
            why.clone(),
            &["rapporteur", "chair", "vice_chair", "cork_head"],
        ),
        row(
            stage.in_draft(&format!("action-points/{point}/restore")),
            json!({}),
            &["rapporteur", "chair", "vice_chair", "cork_head"],
        ),
        row(stage.about(1, "confirm").await, json!({}), HEADS),
        row(stage.about(4, "reserve").await, why.clone(), HEADS),
        row(stage.about(2, "corrections").await, correct, OFFICERS),
        // Proposed by the rapporteur, who may put it aside but not confirm it.
        row(
            correction("confirm"),
            json!({}),
            &["chair", "vice_chair", "rapporteur"],
        ),
        row(
            correction("reject"),
            why.clone(),
            &["chair", "vice_chair", "rapporteur"],
        ),
        row(stage.about(2, "reopen").await, why.clone(), CHAIRS),
        row(stage.in_session("/first-reading"), json!({}), CHAIRS),
        switch(Method::PUT),
        switch(Method::DELETE),
        row(stage.in_session("/suspend"), json!({}), OFFICERS),
        row(stage.in_session("/open"), json!({}), OFFICERS),
        row(stage.in_session("/close"), json!({}), OFFICERS),
        row(
            stage.in_session("/reopening"),
            why,
            &["chair", "vice_chair", "secretariat"],
        ),
        row(
            stage.in_session("/reopening/confirm"),
            json!({}),
            &["chair", "vice_chair", "secretariat"],
        ),
    ]
}

#[sqlx::test]
async fn every_command_is_refused_to_those_who_may_not_give_it(db: PgPool) {
    let stage = prepared(db).await;
    let rows = rows(&stage).await;
    let (states, recorded) = (stage.states().await, stage.recorded().await.len());
    for row in &rows {
        for who in EVERYBODY.iter().filter(|who| !row.allowed.contains(who)) {
            let body = (row.method == Method::POST).then(|| row.body.clone());
            let (status, answer) = stage.ask(who, row.method.clone(), &row.path, body).await;
            assert_eq!(status, 403, "{who} {} {}: {answer}", row.method, row.path);
            assert_eq!(answer["code"], "not_allowed", "{who} {}", row.path);
        }
    }
    assert_eq!(stage.states().await, states, "nothing of it had an effect");
    assert_eq!(stage.recorded().await.len(), recorded);
}

#[sqlx::test]
async fn every_command_is_open_to_those_who_may_give_it(db: PgPool) {
    let stage = prepared(db).await;
    for row in rows(&stage).await {
        let mut succeeded = 0;
        for who in row.allowed {
            let body = (row.method == Method::POST).then(|| row.body.clone());
            let (status, answer) = stage.ask(who, row.method.clone(), &row.path, body).await;
            // Where one of them was enough, the others are told what has changed, not that they may not.
            let told = [200, 409].contains(&status)
                || (*who, status) == ("observer_head", 403) && answer["code"] == "not_allowed";
            assert!(told, "{who} {} {}: {status} {answer}", row.method, row.path);
            succeeded += usize::from(status == 200);
        }
        // Of a correction that one confirms, nothing is left to reject; and what is agreed in part is not withdrawn.
        let too_late = ["/reject", "/withdraw", "/restore"];
        let is_over = too_late.iter().any(|command| row.path.ends_with(command));
        assert_eq!(
            succeeded > 0,
            !is_over,
            "{} {}: {succeeded} could",
            row.method,
            row.path
        );
    }
    stage.recorded().await;
}

#[sqlx::test]
async fn a_role_in_one_session_is_none_in_another(db: PgPool) {
    let stage = prepared(db).await;
    // Chair elsewhere, delegate here: may read, and nothing of a chair.
    let here = stage.server.session;
    let both = stage.id("elsewhere");
    plenary::people::store::assign_role(
        &stage.server.db,
        here,
        both,
        plenary::people::Role::Delegate,
    )
    .await
    .unwrap();
    let gavel = stage.about(0, "gavel").await;
    let body = json!({ "outcome": "agreed", "words": WORDS[0] });
    stage
        .is_refused("elsewhere", &gavel, body, (403, "not_allowed"))
        .await;
    let view = stage.get("elsewhere", &stage.in_draft("agreement")).await;
    assert_eq!(view["roles"], json!(["delegate"]));
    let may: Vec<&str> = view["may"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(Value::as_str)
        .collect();
    assert!(
        may.contains(&"suggest") && !may.contains(&"gavel"),
        "{may:?}"
    );
}

#[sqlx::test]
async fn between_meetings_nobody_gavels_and_heads_answer(db: PgPool) {
    let stage = prepared(db).await;
    stage
        .does("chair", &stage.in_session("/suspend"), json!({}))
        .await;
    let gavel = stage.about(0, "gavel").await;
    let body = json!({ "outcome": "agreed", "words": WORDS[0] });
    stage
        .is_refused("chair", &gavel, body.clone(), (403, "not_meeting"))
        .await;
    let confirm = stage.about(1, "confirm").await;
    stage.does("cork_head", &confirm, json!({})).await;
    stage
        .does("rapporteur", &stage.in_session("/close"), json!({}))
        .await;
    stage
        .is_refused("chair", &gavel, body, (403, "frozen"))
        .await;
    let reopen = stage.about(2, "reopen").await;
    let why = json!({ "reason": "Again." });
    stage
        .is_refused("chair", &reopen, why, (403, "frozen"))
        .await;
    stage.does("pune_head", &confirm, json!({})).await;
    assert_eq!(
        stage.states().await[2],
        "agreed",
        "a closed session still hears its heads"
    );
    stage.recorded().await;
}
