//! The gavel and what delegations answer.

use plenary::deciding::words::fingerprint;
use serde_json::{Value, json};
use sqlx::PgPool;

use super::stage::Stage;

const WORDS: &str = "Cities shall learn.";

fn agreed(words: &str) -> Value {
    json!({ "outcome": "agreed", "words": words })
}

#[sqlx::test]
async fn all_who_are_awaited_confirm_and_it_is_agreed(db: PgPool) {
    let stage = Stage::set(db, &[WORDS, "They teach."]).await;
    let (gavel, confirm) = (
        stage.about(0, "gavel").await,
        stage.about(0, "confirm").await,
    );

    let point = stage.does("chair", &gavel, stage.ad_ref(WORDS)).await;
    let paragraph = &point["paragraphs"][0];
    assert_eq!(paragraph["state"], "agreed_ad_ref");
    assert_eq!(paragraph["awaiting"].as_array().unwrap().len(), 2);
    assert_eq!(paragraph["by"]["name"], "chair");
    assert!(paragraph["until"].is_string() && paragraph["since"].is_string());
    assert_eq!(point["state"], "drafting", "its second paragraph is open");

    let may = |point: &Value| point["paragraphs"][0]["may"].clone();
    assert_eq!(
        may(&stage.point("pune_head").await),
        json!(["confirm", "reserve"])
    );
    assert_eq!(may(&stage.point("chair").await), json!(["reopen"]));
    assert_eq!(may(&stage.point("cork_delegate").await), json!([]));

    let point = stage.does("cork_head", &confirm, json!({})).await;
    assert_eq!(point["paragraphs"][0]["state"], "agreed_ad_ref");
    assert_eq!(
        point["paragraphs"][0]["confirmed"][0]["by"]["name"],
        "cork_head"
    );
    assert_eq!(point["paragraphs"][0]["by"]["name"], "chair");
    stage
        .is_refused("cork_head", &confirm, json!({}), (409, "not_awaited"))
        .await;
    stage.does("pune_head", &confirm, json!({})).await;
    assert_eq!(stage.states().await, ["drafting", "agreed", "open"]);
    stage
        .is_refused("pune_head", &confirm, json!({}), (409, "agreed_for_good"))
        .await;

    let gavel = stage.about(1, "gavel").await;
    stage.does("chair", &gavel, agreed("They teach.")).await;
    assert_eq!(stage.states().await, ["agreed", "agreed", "agreed"]);
    let recorded = stage.recorded().await;
    assert_eq!(
        recorded,
        ["agreed_ad_ref", "confirmed", "confirmed", "agreed"]
    );
}

#[sqlx::test]
async fn a_delegation_that_comes_back_opens_it_with_a_reason(db: PgPool) {
    let stage = Stage::set(db, &[WORDS]).await;
    let gavel = stage.about(0, "gavel").await;
    let (confirm, reserve) = (
        stage.about(0, "confirm").await,
        stage.about(0, "reserve").await,
    );
    let only_pune = json!({
        "outcome": "agreed_ad_ref", "words": WORDS, "awaiting": [stage.delegation("pune")], "until": stage.time(60),
    });
    stage.does("chair", &gavel, only_pune).await;
    assert_eq!(stage.states().await, ["agreed_ad_ref", "agreed_ad_ref"]);

    stage
        .is_refused("cork_head", &confirm, json!({}), (409, "not_awaited"))
        .await;
    for reason in [
        json!({ "reason": " " }),
        json!({}),
        json!({ "reason": "x".repeat(2_001) }),
    ] {
        stage
            .is_refused("cork_head", &reserve, reason, (400, "bad_request"))
            .await;
    }
    let why = json!({ "reason": "Our council has not met." });
    stage
        .is_refused("observer_head", &reserve, why.clone(), (403, "not_allowed"))
        .await;
    // Cork was not awaited; it may come back all the same.
    let point = stage.does("cork_head", &reserve, why.clone()).await;
    assert_eq!(point["paragraphs"][0]["state"], "open");
    assert_eq!(
        point["paragraphs"][0]["reservations"][0]["reason"],
        why["reason"]
    );
    assert_eq!(
        point["state"], "under_negotiation",
        "what was agreed once was read"
    );
    stage
        .is_refused("pune_head", &reserve, why, (409, "not_agreed"))
        .await;

    // Gavelled again, everybody is awaited anew.
    let point = stage.does("chair", &gavel, stage.ad_ref(WORDS)).await;
    assert_eq!(
        point["paragraphs"][0]["awaiting"].as_array().unwrap().len(),
        2
    );
    assert_eq!(
        stage.recorded().await,
        ["agreed_ad_ref", "reserved", "agreed_ad_ref"]
    );
}

#[sqlx::test]
async fn confirmations_of_another_gavel_do_not_count(db: PgPool) {
    let stage = Stage::set(db, &[WORDS]).await;
    let (gavel, confirm) = (
        stage.about(0, "gavel").await,
        stage.about(0, "confirm").await,
    );
    stage.does("chair", &gavel, stage.ad_ref(WORDS)).await;
    stage.does("cork_head", &confirm, json!({})).await;
    let reopen = stage.about(0, "reopen").await;
    let why = json!({ "reason": "A word was forgotten." });
    stage.does("chair", &reopen, why.clone()).await;
    stage
        .is_refused("chair", &reopen, why, (409, "not_agreed"))
        .await;
    let point = stage.does("chair", &gavel, stage.ad_ref(WORDS)).await;
    assert_eq!(point["paragraphs"][0]["confirmed"], json!([]));
    stage.does("pune_head", &confirm, json!({})).await;
    assert_eq!(stage.states().await, ["agreed_ad_ref", "agreed_ad_ref"]);
    stage.does("cork_head", &confirm, json!({})).await;
    assert_eq!(stage.states().await, ["agreed", "agreed"]);
    stage.recorded().await;
}

#[sqlx::test]
async fn what_the_chair_did_not_see_is_not_agreed(db: PgPool) {
    let stage = Stage::set(db, &[WORDS]).await;
    let gavel = stage.about(0, "gavel").await;
    let (status, problem) = stage
        .command("chair", &gavel, agreed("Cities should learn."))
        .await;
    assert_eq!((status, &problem["code"]), (409, &json!("words_changed")));
    assert_eq!(
        problem["changed"][0]["words"], WORDS,
        "the words as they are now"
    );
    let by_print = |words: &str| json!({ "outcome": "agreed", "words_sha256": fingerprint(words) });
    let other = by_print("Cities should learn.");
    stage
        .is_refused("chair", &gavel, other, (409, "words_changed"))
        .await;
    for nonsense in [
        json!({ "outcome": "agreed" }),
        json!({ "outcome": "agreed", "words": WORDS, "words_sha256": fingerprint(WORDS) }),
        json!({ "outcome": "adopted", "words": WORDS }),
        json!({ "outcome": "agreed", "words": WORDS, "until": stage.time(5) }),
        json!({ "outcome": "agreed_ad_ref", "words": WORDS }),
        json!({ "outcome": "agreed_ad_ref", "words": WORDS, "until": stage.time(-1) }),
        json!({ "outcome": "agreed_ad_ref", "words": WORDS, "until": stage.time(5), "awaiting": [stage.delegation("dakar")] }),
        json!({ "outcome": "agreed_ad_ref", "words": WORDS, "until": stage.time(5), "awaiting": [stage.delegation("learners")] }),
    ] {
        stage
            .is_refused("chair", &gavel, nonsense, (400, "bad_request"))
            .await;
    }
    assert_eq!(stage.states().await, ["drafting", "open"]);
    assert!(stage.recorded().await.is_empty());
    stage.does("chair", &gavel, by_print(WORDS)).await;
    stage
        .is_refused("chair", &gavel, agreed(WORDS), (409, "already_agreed"))
        .await;
    assert_eq!(stage.recorded().await, ["agreed"]);
}

#[sqlx::test]
async fn brackets_stand_in_the_way(db: PgPool) {
    let texts = [
        "Cities [shall] [should] learn.",
        "Cities shall] learn.",
        " ",
        WORDS,
    ];
    let stage = Stage::set(db, &texts).await;
    let point = stage.point("chair").await;
    for (nth, obstacle) in ["bracket", "unmatched_bracket", "empty"]
        .into_iter()
        .enumerate()
    {
        let gavel = stage.about(nth, "gavel").await;
        let expected = (409, "not_ready");
        stage
            .is_refused("chair", &gavel, agreed(texts[nth]), expected)
            .await;
        let propose = stage.about(nth, "propose").await;
        let body = json!({ "proposed": "agreed" });
        stage
            .is_refused("rapporteur", &propose, body, expected)
            .await;
        assert_eq!(point["paragraphs"][nth]["obstacles"], json!([obstacle]));
        assert_eq!(point["paragraphs"][nth]["may"], json!([]));
    }
    assert_eq!(point["paragraphs"][3]["may"], json!(["gavel"]));
    assert_eq!(
        point["may"],
        json!(["withdraw", "merge"]),
        "not everything can be gavelled"
    );
}

#[sqlx::test]
async fn an_action_point_is_gavelled_whole_or_not_at_all(db: PgPool) {
    let texts = [WORDS, "They teach.", "They share."];
    let stage = Stage::set(db, &texts).await;
    let ids = stage.paragraphs().await;
    let point = stage.point("chair").await["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let gavel = stage.in_draft(&format!("action-points/{point}/gavel"));
    let first = stage.about(0, "gavel").await;
    stage.does("chair", &first, agreed(WORDS)).await;
    let seen = |paragraphs: &[(usize, &str)]| -> Value {
        let paragraphs: Vec<Value> = paragraphs
            .iter()
            .map(|(nth, words)| json!({ "id": ids[*nth], "words": words }))
            .collect();
        json!({ "outcome": "agreed", "paragraphs": paragraphs })
    };
    for (partly, differs) in [
        (seen(&[(1, texts[1])]), 1),
        (seen(&[]), 2),
        (seen(&[(1, texts[1]), (2, "They hide.")]), 1),
        (seen(&[(0, texts[0]), (1, texts[1]), (2, texts[2])]), 1),
    ] {
        let (status, problem) = stage.command("chair", &gavel, partly).await;
        assert_eq!((status, &problem["code"]), (409, &json!("words_changed")));
        assert_eq!(
            problem["changed"].as_array().unwrap().len(),
            differs,
            "{problem}"
        );
    }
    assert_eq!(stage.states().await, ["drafting", "agreed", "open", "open"]);
    stage
        .does("chair", &gavel, seen(&[(2, texts[2]), (1, texts[1])]))
        .await;
    assert_eq!(
        stage.states().await,
        ["agreed", "agreed", "agreed", "agreed"]
    );
    stage
        .is_refused("chair", &gavel, seen(&[]), (409, "nothing_open"))
        .await;
    assert_eq!(stage.recorded().await, ["agreed"; 3]);
}

#[sqlx::test]
async fn a_rapporteur_proposes_and_the_chair_sees_it(db: PgPool) {
    let stage = Stage::set(db, &[WORDS]).await;
    let propose = stage.about(0, "propose").await;
    let point = stage
        .does("rapporteur", &propose, json!({ "proposed": "agreed" }))
        .await;
    assert_eq!(
        point["paragraphs"][0]["proposal"]["by"]["name"],
        "rapporteur"
    );
    assert_eq!(stage.states().await, ["drafting", "open"]);
    let reopen = json!({ "proposed": "reopen", "reason": "Too early." });
    stage
        .is_refused("rapporteur", &propose, reopen.clone(), (409, "not_agreed"))
        .await;
    let gavel = stage.about(0, "gavel").await;
    let point = stage.does("chair", &gavel, agreed(WORDS)).await;
    assert_eq!(
        point["paragraphs"][0]["proposal"],
        Value::Null,
        "it is decided"
    );
    let without = json!({ "proposed": "reopen" });
    stage
        .is_refused("rapporteur", &propose, without, (400, "bad_request"))
        .await;
    let point = stage.does("rapporteur", &propose, reopen).await;
    assert_eq!(point["paragraphs"][0]["proposal"]["reason"], "Too early.");
    assert_eq!(
        stage.recorded().await,
        ["gavel_proposed", "agreed", "gavel_proposed"]
    );
}

#[sqlx::test]
async fn nothing_is_decided_about_what_is_not_there(db: PgPool) {
    let stage = Stage::set(db, &[WORDS]).await;
    let nowhere = "0198c0de-0000-7000-8000-000000000000";
    for path in [
        format!("/api/drafts/{nowhere}/paragraphs/{nowhere}/gavel"),
        stage.in_draft(&format!("paragraphs/{nowhere}/gavel")),
    ] {
        stage
            .is_refused("chair", &path, agreed(WORDS), (404, "not_found"))
            .await;
    }
    let confirm = stage.in_draft(&format!("paragraphs/{nowhere}/confirm"));
    stage
        .is_refused("cork_head", &confirm, json!({}), (404, "not_found"))
        .await;
    let open = format!("/api/sessions/{nowhere}/open");
    stage
        .is_refused("chair", &open, json!({}), (404, "not_found"))
        .await;
    // What is withdrawn is not decided about any more.
    let gavel = stage.about(0, "gavel").await;
    stage.does("chair", &gavel, agreed(WORDS)).await;
    sqlx::query("update action_point set status = 'withdrawn'")
        .execute(&stage.server.db)
        .await
        .unwrap();
    let reopen = stage.about(0, "reopen").await;
    let why = json!({ "reason": "Again." });
    stage
        .is_refused("chair", &reopen, why, (409, "not_negotiated"))
        .await;
    assert_eq!(
        stage.point("chair").await["paragraphs"][0]["may"],
        json!([])
    );
}

#[sqlx::test]
async fn what_cannot_be_read_whole_is_not_gavelled(db: PgPool) {
    let stage = Stage::set(db, &[WORDS]).await;
    let gavel = stage.about(0, "gavel").await;
    sqlx::query(
        "update draft_head set quarantined_at = now(), quarantine_reason = 'an entry is missing'",
    )
    .execute(&stage.server.db)
    .await
    .unwrap();
    stage
        .is_refused("chair", &gavel, agreed(WORDS), (409, "quarantined"))
        .await;
}
