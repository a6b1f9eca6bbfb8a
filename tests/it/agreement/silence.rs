//! Silence: deadlines, with the clock moved, across restarts, and with several servers.

use chrono::TimeDelta;
use serde_json::json;
use sqlx::PgPool;

use super::stage::Stage;

const WORDS: &str = "Cities shall learn.";

async fn gavelled(db: PgPool, paragraphs: &[&str]) -> Stage {
    let stage = Stage::set(db, paragraphs).await;
    for (nth, words) in paragraphs.iter().enumerate() {
        let gavel = stage.about(nth, "gavel").await;
        stage.does("chair", &gavel, stage.ad_ref(words)).await;
    }
    stage
}

#[sqlx::test]
async fn silence_until_the_deadline_is_agreement(db: PgPool) {
    let stage = gavelled(db, &[WORDS]).await;
    let confirm = stage.about(0, "confirm").await;
    stage.does("cork_head", &confirm, json!({})).await;
    stage.server.clock.advance(TimeDelta::minutes(58));
    assert_eq!(stage.states().await, ["agreed_ad_ref", "agreed_ad_ref"]);
    stage.server.clock.advance(TimeDelta::minutes(3));
    stage.comes_to(&["agreed", "agreed"]).await;
    let point = stage.point("pune_head").await;
    assert_eq!(
        point["paragraphs"][0]["by"],
        json!(null),
        "nobody but the clock"
    );
    assert_eq!(point["paragraphs"][0]["may"], json!([]));
    let reserve = stage.about(0, "reserve").await;
    let why = json!({ "reason": "Too late." });
    stage
        .is_refused("pune_head", &reserve, why, (409, "agreed_for_good"))
        .await;
    let recorded = stage.recorded().await;
    assert_eq!(
        recorded,
        ["agreed_ad_ref", "confirmed", "agreed_in_silence"]
    );
    let page = stage
        .get("chair", "/api/record?deeds=agreed_in_silence")
        .await;
    assert_eq!(page["entries"][0]["actor"], json!(null));
    let silent = json!([stage.delegation("pune")]);
    assert_eq!(page["entries"][0]["details"]["silence_of"], silent);
}

#[sqlx::test]
async fn an_earlier_deadline_wakes_the_server_earlier(db: PgPool) {
    let stage = gavelled(db, &[WORDS, "They teach."]).await;
    let reopen = stage.about(1, "reopen").await;
    stage
        .does("chair", &reopen, json!({ "reason": "Another deadline." }))
        .await;
    let gavel = stage.about(1, "gavel").await;
    let soon =
        json!({ "outcome": "agreed_ad_ref", "words": "They teach.", "until": stage.time(10) });
    stage.does("chair", &gavel, soon).await;
    stage.server.clock.advance(TimeDelta::minutes(11));
    stage
        .comes_to(&["agreed_ad_ref", "agreed_ad_ref", "agreed"])
        .await;
    stage.server.clock.advance(TimeDelta::minutes(60));
    stage.comes_to(&["agreed", "agreed", "agreed"]).await;
    stage.recorded().await;
}

#[sqlx::test]
async fn a_closed_session_keeps_its_clock(db: PgPool) {
    let stage = gavelled(db, &[WORDS]).await;
    stage
        .does("chair", &stage.in_session("/close"), json!({}))
        .await;
    stage.server.clock.advance(TimeDelta::minutes(61));
    stage.comes_to(&["agreed", "agreed"]).await;
    assert_eq!(
        stage.recorded().await,
        ["agreed_ad_ref", "session_closed", "agreed_in_silence"]
    );
}

#[sqlx::test]
async fn a_deadline_that_passed_while_no_server_ran_is_kept_after_the_restart(db: PgPool) {
    let mut stage = gavelled(db, &[WORDS]).await;
    stage.server.halt().await;
    stage.server.clock.advance(TimeDelta::minutes(61));
    let state: String = sqlx::query_scalar("select state from paragraph")
        .fetch_one(&stage.server.db)
        .await
        .unwrap();
    assert_eq!(state, "agreed_ad_ref", "nobody is there to decide");
    stage.server = stage.server.beside().await;
    stage.comes_to(&["agreed", "agreed"]).await;
    assert_eq!(
        stage.recorded().await,
        ["agreed_ad_ref", "agreed_in_silence"]
    );
}

#[sqlx::test]
async fn several_servers_decide_once(db: PgPool) {
    let texts = ["One.", "Two.", "Three.", "Four.", "Five."];
    let stage = gavelled(db, &texts).await;
    let (second, third) = (stage.server.beside().await, stage.server.beside().await);
    stage.server.clock.advance(TimeDelta::minutes(61));
    stage.comes_to(&["agreed"; 6]).await;
    let silences = || async {
        let recorded = stage.recorded().await;
        recorded
            .iter()
            .filter(|deed| *deed == "agreed_in_silence")
            .count()
    };
    assert_eq!(silences().await, 5);
    // Their watches go on: another deadline is kept once as well.
    let reopen = stage.about(0, "reopen").await;
    stage
        .does("chair", &reopen, json!({ "reason": "Once more." }))
        .await;
    let gavel = stage.about(0, "gavel").await;
    stage.does("chair", &gavel, stage.ad_ref("One.")).await;
    stage.server.clock.advance(TimeDelta::minutes(61));
    stage.comes_to(&["agreed"; 6]).await;
    assert_eq!(silences().await, 6);
    second.stop().await;
    third.stop().await;
}
