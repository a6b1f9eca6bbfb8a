//! Sessions: opened, suspended, closed, read, reopened by two, and what the chair switches on.

use plenary::negotiation::DraftStatus;
use reqwest::Method;
use serde_json::{Value, json};
use sqlx::PgPool;

use super::stage::Stage;

const WORDS: &str = "Cities shall learn.";

async fn set_status(stage: &Stage, session: &str, draft: DraftStatus) {
    sqlx::query("update session set status = $2 where id = $1")
        .bind(stage.server.session.0)
        .bind(session)
        .execute(&stage.server.db)
        .await
        .unwrap();
    sqlx::query("update draft set status = $2 where id = $1")
        .bind(stage.draft.0)
        .bind(draft.word())
        .execute(&stage.server.db)
        .await
        .unwrap();
}

fn may(page: &Value) -> Vec<&str> {
    let may = page["may"].as_array().unwrap();
    may.iter().filter_map(Value::as_str).collect()
}

#[sqlx::test]
async fn a_session_goes_its_way(db: PgPool) {
    let stage = Stage::set(db, &[WORDS]).await;
    set_status(&stage, "scheduled", DraftStatus::Preparing).await;
    let (open, close) = (stage.in_session("/open"), stage.in_session("/close"));
    let (suspend, read) = (
        stage.in_session("/suspend"),
        stage.in_session("/first-reading"),
    );

    stage
        .is_refused("chair", &suspend, json!({}), (409, "not_meeting"))
        .await;
    stage
        .is_refused("chair", &close, json!({}), (409, "not_meeting"))
        .await;
    stage
        .is_refused("chair", &read, json!({}), (403, "preparing"))
        .await;
    let page = stage.get("cork_delegate", &stage.in_session("")).await;
    assert_eq!(page["drafts"], json!([]), "it is being prepared");
    assert!(may(&page).is_empty());

    let page = stage.does("secretariat", &open, json!({})).await;
    assert_eq!(page["status"], "in_progress");
    assert_eq!(page["drafts"][0]["status"], "drafting");
    assert_eq!(may(&page), ["suspend", "close", "switch"]);
    stage
        .is_refused("chair", &open, json!({}), (409, "meeting"))
        .await;
    let page = stage.does("chair", &read, json!({})).await;
    assert_eq!(page["drafts"][0]["status"], "negotiating");
    stage
        .is_refused("chair", &read, json!({}), (409, "nothing_to_read"))
        .await;
    let page = stage.does("rapporteur", &suspend, json!({})).await;
    assert_eq!(
        (&page["status"], may(&page)),
        (&json!("suspended"), vec!["open", "close", "switch"])
    );
    stage.does("chair", &open, json!({})).await;
    let page = stage.does("chair", &close, json!({})).await;
    assert_eq!(page["drafts"][0]["status"], "frozen");
    assert_eq!(may(&page), ["propose_reopening"]);
    for command in [&open, &suspend, &close] {
        stage
            .is_refused("chair", command, json!({}), (409, "closed"))
            .await;
    }
    assert_eq!(
        stage.recorded().await,
        [
            "session_opened",
            "draft_opened",
            "reading_begun",
            "session_suspended",
            "session_opened",
            "session_closed"
        ]
    );
}

#[sqlx::test]
async fn chair_and_secretariat_reopen_it_together(db: PgPool) {
    let stage = Stage::set(db, &[WORDS]).await;
    let (propose, confirm) = (
        stage.in_session("/reopening"),
        stage.in_session("/reopening/confirm"),
    );
    let why = json!({ "reason": "A sentence was lost." });
    stage
        .is_refused("chair", &propose, why.clone(), (409, "not_closed"))
        .await;
    stage
        .does("chair", &stage.in_session("/first-reading"), json!({}))
        .await;
    stage
        .does("chair", &stage.in_session("/close"), json!({}))
        .await;
    stage
        .is_refused(
            "secretariat",
            &confirm,
            json!({}),
            (409, "nothing_proposed"),
        )
        .await;
    let page = stage.does("chair", &propose, why.clone()).await;
    assert_eq!(page["reopening"]["reason"], why["reason"]);
    assert_eq!(page["reopening"]["by"]["name"], "chair");
    stage
        .is_refused("chair", &confirm, json!({}), (409, "same_person"))
        .await;
    stage
        .is_refused("vice_chair", &confirm, json!({}), (409, "other_side"))
        .await;
    stage
        .is_refused("rapporteur", &confirm, json!({}), (403, "not_allowed"))
        .await;
    let page = stage.get("secretariat", &stage.in_session("")).await;
    assert_eq!(may(&page), ["propose_reopening", "confirm_reopening"]);
    let page = stage.does("secretariat", &confirm, json!({})).await;
    assert_eq!(page["status"], "suspended");
    assert_eq!(page["reopening"], Value::Null);
    assert_eq!(page["drafts"][0]["status"], "negotiating", "where it stood");
    stage
        .is_refused(
            "secretariat",
            &confirm,
            json!({}),
            (409, "nothing_proposed"),
        )
        .await;
    let recorded = stage.recorded().await;
    assert_eq!(
        recorded[2..],
        ["session_reopening_proposed", "session_reopened"]
    );
}

#[sqlx::test]
async fn the_first_reading_puts_what_was_drafted_under_negotiation(db: PgPool) {
    let stage = Stage::set(db, &[WORDS, "They teach."]).await;
    let gavel = stage.about(0, "gavel").await;
    stage.does("chair", &gavel, stage.ad_ref(WORDS)).await;
    assert_eq!(stage.states().await, ["drafting", "agreed_ad_ref", "open"]);
    stage
        .does("chair", &stage.in_session("/first-reading"), json!({}))
        .await;
    assert_eq!(
        stage.states().await,
        ["under_negotiation", "agreed_ad_ref", "open"]
    );
}

#[sqlx::test]
async fn a_switch_is_recorded_once_and_takes_effect(db: PgPool) {
    let stage = Stage::set(db, &[WORDS]).await;
    let typing = stage.in_session("/switches/typing");
    let rules = || async {
        let rules: i64 = sqlx::query_scalar("select rules from draft_head where draft_id = $1")
            .bind(stage.draft.0)
            .fetch_one(&stage.server.db)
            .await
            .unwrap();
        rules
    };
    let before = rules().await;
    for _ in 0..2 {
        let (status, page) = stage.ask("chair", Method::PUT, &typing, None).await;
        assert_eq!((status, &page["switches"]), (200, &json!(["typing"])));
    }
    assert_eq!(rules().await, before + 1);
    let view = stage
        .get("cork_delegate", &stage.in_draft("agreement"))
        .await;
    assert!(
        view["may"].as_array().unwrap().contains(&json!("type")),
        "{}",
        view["may"]
    );
    let (status, page) = stage.ask("rapporteur", Method::DELETE, &typing, None).await;
    assert_eq!((status, &page["switches"]), (200, &json!([])));
    let view = stage
        .get("cork_delegate", &stage.in_draft("agreement"))
        .await;
    assert!(!view["may"].as_array().unwrap().contains(&json!("type")));
    let unknown = stage.in_session("/switches/everything");
    assert_eq!(stage.ask("chair", Method::PUT, &unknown, None).await.0, 400);
    assert_eq!(stage.recorded().await, ["switched", "switched"]);
    stage
        .does("chair", &stage.in_session("/close"), json!({}))
        .await;
    assert_eq!(stage.ask("chair", Method::PUT, &typing, None).await.0, 409);
}

#[sqlx::test]
async fn a_session_says_who_is_what_in_it(db: PgPool) {
    let stage = Stage::set(db, &[WORDS]).await;
    plenary::people::store::assign_role(
        &stage.server.db,
        stage.server.session,
        stage.id("rapporteur"),
        plenary::people::Role::Interpreter,
    )
    .await
    .unwrap();
    let page = stage.get("rapporteur", &stage.in_session("")).await;
    assert_eq!(page["roles"], json!(["rapporteur", "interpreter"]));
    let members = page["members"].as_array().unwrap();
    assert_eq!(members.len(), 10, "everybody once");
    let rapporteur = members
        .iter()
        .find(|member| member["name"] == "rapporteur")
        .unwrap();
    assert_eq!(rapporteur["roles"], json!(["rapporteur", "interpreter"]));
    assert_eq!(page["drafts"][0]["counts"]["paragraphs"], 1);
}
