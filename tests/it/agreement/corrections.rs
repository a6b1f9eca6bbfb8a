//! Editorial corrections to agreed text.

use plenary::deciding::words::fingerprint;
use serde_json::json;
use sqlx::PgPool;

use super::stage::Stage;

const WORDS: &str = "Cities shall learn on waste sides.";

#[sqlx::test]
async fn two_people_correct_agreed_text(db: PgPool) {
    let stage = Stage::set(db, &[WORDS]).await;
    let corrections = stage.about(0, "corrections").await;
    let correct =
        |new: &str| json!({ "words": WORDS, "new_words": new, "reason": "A typing error." });
    let right = "Cities shall learn on waste sites.";
    let open = (409, "nothing_to_correct");
    stage
        .is_refused("rapporteur", &corrections, correct(right), open)
        .await;
    let gavel = stage.about(0, "gavel").await;
    let agreed = json!({ "outcome": "agreed", "words": WORDS });
    stage.does("chair", &gavel, agreed).await;

    for nonsense in [WORDS, " ", "Cities [shall] learn."] {
        let body = correct(nonsense);
        stage
            .is_refused("rapporteur", &corrections, body, (400, "bad_request"))
            .await;
    }
    let stale = json!({ "words": "Cities.", "new_words": right, "reason": "A typing error." });
    stage
        .is_refused("rapporteur", &corrections, stale, (409, "words_changed"))
        .await;
    let point = stage.does("rapporteur", &corrections, correct(right)).await;
    let correction = point["paragraphs"][0]["corrections"][0].clone();
    assert_eq!(correction["state"], "proposed");
    assert_eq!(correction["old_words"], WORDS);
    stage
        .is_refused(
            "chair",
            &corrections,
            correct(right),
            (409, "correction_waits"),
        )
        .await;

    let path = |command: &str| {
        stage.in_draft(&format!(
            "corrections/{}/{command}",
            correction["id"].as_str().unwrap()
        ))
    };
    stage
        .is_refused(
            "rapporteur",
            &path("confirm"),
            json!({}),
            (409, "same_person"),
        )
        .await;
    stage
        .is_refused(
            "secretariat",
            &path("confirm"),
            json!({}),
            (403, "not_allowed"),
        )
        .await;
    let chairs = stage.point("chair").await["paragraphs"][0]["may"].clone();
    assert_eq!(
        chairs,
        json!(["reopen", "confirm_correction", "reject_correction"])
    );
    let why = json!({ "reason": "It is meant so." });
    let point = stage.does("chair", &path("reject"), why.clone()).await;
    assert_eq!(
        point["paragraphs"][0]["corrections"][0]["state"],
        "rejected"
    );
    assert_eq!(point["paragraphs"][0]["state"], "agreed");
    stage
        .is_refused("chair", &path("reject"), why, (409, "correction_decided"))
        .await;
    let recorded = stage.recorded().await;
    assert_eq!(
        recorded,
        ["agreed", "correction_proposed", "correction_rejected"]
    );
}

#[sqlx::test]
async fn reopening_puts_a_waiting_correction_aside(db: PgPool) {
    let stage = Stage::set(db, &[WORDS]).await;
    let (gavel, reopen) = (
        stage.about(0, "gavel").await,
        stage.about(0, "reopen").await,
    );
    stage
        .does(
            "chair",
            &gavel,
            json!({ "outcome": "agreed", "words": WORDS }),
        )
        .await;
    let corrections = stage.about(0, "corrections").await;
    let body = json!({ "words": WORDS, "new_words": "Cities.", "reason": "Shorter." });
    stage.does("secretariat", &corrections, body).await;
    let point = stage
        .does(
            "chair",
            &reopen,
            json!({ "reason": "More than a typing error." }),
        )
        .await;
    assert_eq!(
        point["paragraphs"][0]["corrections"][0]["state"],
        "rejected"
    );
    assert_eq!(point["paragraphs"][0]["state"], "open");
    stage.recorded().await;
}

#[sqlx::test]
async fn a_confirmed_correction_changes_the_words_and_they_stay_agreed(db: PgPool) {
    let stage = Stage::set(db, &[WORDS]).await;
    let gavel = stage.about(0, "gavel").await;
    let agreed = json!({ "outcome": "agreed", "words": WORDS });
    stage.does("chair", &gavel, agreed).await;
    let corrections = stage.about(0, "corrections").await;
    let right = "Cities shall learn on waste sites.";
    let body = json!({ "words": WORDS, "new_words": right, "reason": "A typing error." });
    let point = stage.does("secretariat", &corrections, body).await;
    let id = point["paragraphs"][0]["corrections"][0]["id"].clone();
    let confirm = stage.in_draft(&format!("corrections/{}/confirm", id.as_str().unwrap()));
    let point = stage.does("chair", &confirm, json!({})).await;
    let paragraph = &point["paragraphs"][0];
    assert_eq!(paragraph["state"], "agreed");
    assert_eq!(paragraph["corrections"][0]["state"], "confirmed");
    assert_eq!(paragraph["words_sha256"], fingerprint(right));
    assert_eq!(stage.server.stored_text(stage.draft).await, right);
    stage
        .is_refused(
            "vice_chair",
            &confirm,
            json!({}),
            (409, "correction_decided"),
        )
        .await;
    let recorded = stage.recorded().await;
    assert_eq!(recorded, ["agreed", "correction_proposed", "corrected"]);
    let page = stage.get("observer", "/api/record?deeds=corrected").await;
    assert_eq!(page["entries"][0]["details"]["old_words"], WORDS);
    assert_eq!(page["entries"][0]["details"]["new_words"], right);
}
