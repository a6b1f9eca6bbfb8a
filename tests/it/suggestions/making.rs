//! Suggestions are made, revised, sponsored and withdrawn.

use reqwest::Method;
use serde_json::json;
use sqlx::PgPool;

use super::Floor;

const WORDS: &str = "Cities shall publish open data every year.";

#[sqlx::test]
async fn a_suggestion_lives_from_its_making_to_its_withdrawal(db: PgPool) {
    let floor = Floor::set(db, &[WORDS, "They teach."]).await;
    let stage = &floor.stage;
    let mut room = stage.server.join(stage.draft, "somebody").await;
    let should = "Cities should publish open data every year.";
    let made = floor.suggests("cork_delegate", 0, WORDS, should).await;
    room.is_noticed("suggestions", "", "").await;
    assert_eq!(
        (&made["number"], &made["kind"]),
        (&json!(1), &json!("replace"))
    );
    assert_eq!(
        (&made["state"], &made["fit"]),
        (&json!("open"), &json!("fits"))
    );
    assert_eq!(made["delegation"]["name"]["en"], "cork");
    assert_eq!(made["author"]["name"], "cork_delegate");
    assert_eq!(made["may"], json!(["revise", "withdraw"]));
    let insertion = "They teach and learn.";
    let second = floor
        .suggests("pune_head", 1, "They teach.", insertion)
        .await;
    assert_eq!(
        (&second["number"], &second["kind"]),
        (&json!(2), &json!("insert"))
    );
    let deletion = floor
        .suggests("observer_head", 1, "They teach.", "They.")
        .await;
    assert_eq!(deletion["kind"], "delete");

    let path = floor.about(&made, "");
    let revised = json!({ "base_words": WORDS, "words": "Cities must publish open data every year.", "reason": "改", "reason_language": "zh" });
    let (status, revised) = stage
        .ask("cork_head", Method::PUT, &path, Some(revised))
        .await;
    assert_eq!(status, 200, "the head speaks for the delegation: {revised}");
    assert_eq!(revised["reason_language"], "zh");
    assert!(revised["revised_at"].is_string());

    let (status, sponsored) = floor.supports("pune_head", Method::PUT, &made).await;
    assert_eq!(
        (status, &sponsored["sponsors"][0]["name"]["en"]),
        (200, &json!("pune"))
    );
    assert_eq!(sponsored["may"], json!(["leave"]));
    let (status, again) = floor.supports("pune_head", Method::PUT, &made).await;
    assert_eq!(
        (status, again["sponsors"].as_array().unwrap().len()),
        (200, 1)
    );
    let (status, own) = floor.supports("cork_head", Method::PUT, &made).await;
    assert_eq!((status, &own["code"]), (409, &json!("own_suggestion")));
    let (status, left) = floor.supports("pune_head", Method::DELETE, &made).await;
    assert_eq!((status, &left["sponsors"]), (200, &json!([])));

    let withdraw = floor.about(&made, "withdraw");
    stage
        .is_refused("pune_head", &withdraw, json!({}), (403, "not_allowed"))
        .await;
    let withdrawn = stage.does("cork_delegate", &withdraw, json!({})).await;
    assert_eq!(
        (&withdrawn["state"], &withdrawn["may"]),
        (&json!("withdrawn"), &json!([]))
    );
    stage
        .is_refused(
            "cork_delegate",
            &withdraw,
            json!({}),
            (409, "suggestion_decided"),
        )
        .await;
    assert_eq!(floor.words().await, [WORDS, "They teach."]);
    assert_eq!(
        stage.recorded().await,
        [
            "suggestion_made",
            "suggestion_made",
            "suggestion_made",
            "suggestion_revised",
            "suggestion_sponsored",
            "suggestion_left",
            "suggestion_withdrawn",
        ]
    );
}

#[sqlx::test]
async fn what_is_no_suggestion_is_refused_with_a_word(db: PgPool) {
    let floor = Floor::set(db, &[WORDS]).await;
    let suggestions = floor.stage.in_draft("suggestions");
    let paragraph = &floor.paragraphs[0];
    let nobody = uuid::Uuid::now_v7();
    let long = "word ".repeat(4_001);
    for (asked, expected) in [
        (json!({ "words": "x" }), (400, "bad_request")),
        (
            json!({ "paragraph": paragraph, "base_words": WORDS, "words": WORDS }),
            (409, "nothing_suggested"),
        ),
        (
            json!({ "paragraph": paragraph, "base_words": WORDS, "words": "a\nb" }),
            (400, "bad_request"),
        ),
        (
            json!({ "paragraph": paragraph, "base_words": WORDS, "words": long }),
            (400, "bad_request"),
        ),
        (
            json!({ "paragraph": paragraph, "base_words": WORDS, "words": "x", "language": "french" }),
            (400, "bad_request"),
        ),
        (
            json!({ "paragraph": paragraph, "base_words": WORDS, "words": "x", "reason": long }),
            (400, "bad_request"),
        ),
        (
            json!({ "paragraph": nobody, "base_words": "a", "words": "b" }),
            (409, "paragraph_gone"),
        ),
        (
            json!({ "action_point": nobody, "words": "b" }),
            (404, "not_found"),
        ),
        (
            json!({ "paragraph": paragraph, "base_words": WORDS, "words": "x", "bridges": [nobody] }),
            (404, "not_found"),
        ),
    ] {
        floor
            .stage
            .is_refused("cork_head", &suggestions, asked, expected)
            .await;
    }
    // Somebody typed what was about to be suggested.
    let typed = "Cities should publish.";
    let (status, answer) = floor.tries("cork_head", 0, typed, WORDS).await;
    assert_eq!(
        (status, &answer["code"]),
        (409, &serde_json::json!("nothing_suggested"))
    );
    assert_eq!(floor.all("chair").await.len(), 0);
    assert!(floor.stage.recorded().await.is_empty());
}

#[sqlx::test]
async fn what_was_seen_before_others_typed_is_carried_over_or_keeps_its_words(db: PgPool) {
    let floor = Floor::set(db, &[WORDS]).await;
    let seen = "Cities shall publish open data.";
    let fits = floor
        .suggests("cork_head", 0, seen, "Cities should publish open data.")
        .await;
    assert_eq!(fits["base_words"], WORDS);
    assert_eq!(fits["words"], "Cities should publish open data every year.");

    // The words that should change are not there any more: nothing of it is lost.
    let seen = "Cities may publish closed data.";
    let stale = floor
        .suggests("pune_head", 0, seen, "Cities may publish secret data.")
        .await;
    assert_eq!(
        (&stale["fit"], &stale["base_words"]),
        (&json!("stale"), &json!(seen))
    );
    let (status, answer) = floor.accepts("rapporteur", &[&stale]).await;
    assert_eq!((status, &answer["code"]), (409, &json!("stale")));
    let path = floor.about(&stale, "");
    let better = json!({ "base_words": WORDS, "words": "Cities shall publish data every year." });
    let (status, revised) = floor
        .stage
        .ask("pune_head", Method::PUT, &path, Some(better))
        .await;
    assert_eq!((status, &revised["fit"]), (200, &json!("fits")));
    let (status, _) = floor.accepts("rapporteur", &[&stale]).await;
    assert_eq!(status, 200);
    assert_eq!(
        floor.words().await,
        ["Cities shall publish data every year."]
    );
}
