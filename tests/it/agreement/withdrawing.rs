//! An action point is withdrawn, and taken up again.

use serde_json::json;
use sqlx::PgPool;

use super::stage::Stage;
use crate::support::Client;
use crate::support::client::Speaks;

const WORDS: &str = "Open the libraries at night.";

async fn path(stage: &Stage, command: &str) -> String {
    let point = stage.point("chair").await;
    let id = point["id"].as_str().unwrap();
    stage.in_draft(&format!("action-points/{id}/{command}"))
}

#[sqlx::test]
async fn what_is_withdrawn_is_kept_and_locked_until_it_is_taken_up_again(db: PgPool) {
    let stage = Stage::set(db, &[WORDS, "And on Sundays."]).await;
    let (withdraw, restore) = (
        path(&stage, "withdraw").await,
        path(&stage, "restore").await,
    );
    let why = json!({ "reason": "The city takes it up at home." });
    assert_eq!(
        stage.point("chair").await["may"],
        json!(["gavel", "withdraw", "merge"])
    );
    let nothing = stage.is_refused("chair", &restore, json!({}), (409, "not_withdrawn"));
    nothing.await;
    let empty = json!({ "reason": " " });
    let unsaid = stage.is_refused("chair", &withdraw, empty, (400, "bad_request"));
    unsaid.await;

    let (_, token) = stage.server.participant("keeper").await;
    let mut keeper = Client::open(stage.server.address, stage.draft, &token, Speaks::Plenary).await;
    let point = stage.does("rapporteur", &withdraw, why.clone()).await;
    assert_eq!(point["state"], "withdrawn");
    assert_eq!(point["paragraphs"][0]["may"], json!([]));
    keeper.types(0, "Now: ").await;
    keeper.is_refused("locked").await;
    let again = stage.is_refused("chair", &withdraw, why, (409, "not_negotiated"));
    again.await;

    let point = stage.does("chair", &restore, json!({})).await;
    assert_eq!(point["state"], "drafting");
    assert_eq!(point["may"], json!(["gavel", "withdraw", "merge"]));
    assert_eq!(
        stage.recorded().await,
        ["action_point_withdrawn", "action_point_restored"]
    );
}

#[sqlx::test]
async fn what_is_agreed_in_part_is_reopened_before_it_is_withdrawn(db: PgPool) {
    let stage = Stage::set(db, &[WORDS, "And on Sundays."]).await;
    let gavel = stage.about(0, "gavel").await;
    let agreed = json!({ "outcome": "agreed", "words": WORDS });
    stage.does("chair", &gavel, agreed).await;
    let withdraw = path(&stage, "withdraw").await;
    let why = json!({ "reason": "No." });
    let refused = stage.is_refused("chair", &withdraw, why.clone(), (409, "parts_agreed"));
    refused.await;
    assert_eq!(stage.point("chair").await["may"], json!(["gavel"]));
    let reopen = stage.about(0, "reopen").await;
    stage.does("chair", &reopen, why.clone()).await;
    assert_eq!(
        stage.does("chair", &withdraw, why).await["state"],
        "withdrawn"
    );
}

#[sqlx::test]
async fn a_head_withdraws_what_comes_from_the_own_delegation_alone(db: PgPool) {
    let stage = Stage::set(db, &[WORDS]).await;
    let withdraw = path(&stage, "withdraw").await;
    let why = json!({ "reason": "We withdraw it." });
    let refused = stage.is_refused("cork_head", &withdraw, why.clone(), (403, "not_allowed"));
    refused.await; // Nobody is its sponsor.
    stage.comes_from(&["cork", "pune"]).await;
    let refused = stage.is_refused("cork_head", &withdraw, why.clone(), (403, "not_allowed"));
    refused.await; // Pune would have to consent.
    stage.comes_from(&["cork"]).await;
    let refused = stage.is_refused("pune_head", &withdraw, why.clone(), (403, "not_allowed"));
    refused.await;
    assert_eq!(
        stage.does("cork_head", &withdraw, why).await["state"],
        "withdrawn"
    );
}
