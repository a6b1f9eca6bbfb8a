//! Races: the database puts decisions in order, and the loser is told.

use chrono::TimeDelta;
use futures_util::future::join;
use serde_json::json;
use sqlx::PgPool;

use super::stage::Stage;

const WORDS: &str = "Cities shall learn.";

#[sqlx::test]
async fn of_two_chairs_one_gavels(db: PgPool) {
    let texts: Vec<String> = (0..8)
        .map(|number| format!("Paragraph {number}."))
        .collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let stage = Stage::set(db, &texts).await;
    for (nth, words) in texts.iter().enumerate() {
        let gavel = stage.about(nth, "gavel").await;
        let agreed = json!({ "outcome": "agreed", "words": words });
        let ((one, a), (other, b)) = join(
            stage.command("chair", &gavel, agreed),
            stage.command("vice_chair", &gavel, stage.ad_ref(words)),
        )
        .await;
        let mut statuses = [one, other];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409], "{a} {b}");
        let loser = if one == 409 { a } else { b };
        assert!(
            ["already_agreed", "overtaken"].contains(&loser["code"].as_str().unwrap()),
            "{loser}"
        );
    }
    let recorded = stage.recorded().await;
    assert_eq!(
        recorded.len(),
        texts.len(),
        "each was decided once: {recorded:?}"
    );
}

#[sqlx::test]
async fn a_reservation_and_the_deadline_at_once_are_one_or_the_other(db: PgPool) {
    let stage = Stage::set(db, &[WORDS]).await;
    let (gavel, reserve) = (
        stage.about(0, "gavel").await,
        stage.about(0, "reserve").await,
    );
    let (mut reserved, mut silent) = (0, 0);
    for round in 0..10 {
        stage.does("chair", &gavel, stage.ad_ref(WORDS)).await;
        let why = json!({ "reason": format!("Round {round}.") });
        let strike = async {
            // Now one way, now the other, now close together.
            for _ in 0..round {
                tokio::task::yield_now().await;
            }
            stage.server.clock.advance(TimeDelta::minutes(61));
        };
        let ((status, answer), ()) = join(stage.command("cork_head", &reserve, why), strike).await;
        if status == 200 {
            reserved += 1;
            assert_eq!(stage.states().await[1], "open");
        } else {
            silent += 1;
            let code = answer["code"].as_str().unwrap();
            assert!(
                ["deadline_passed", "agreed_for_good"].contains(&code),
                "{answer}"
            );
            stage.comes_to(&["agreed", "agreed"]).await;
            let reopen = stage.about(0, "reopen").await;
            stage
                .does("chair", &reopen, json!({ "reason": "Another round." }))
                .await;
        }
    }
    let recorded = stage.recorded().await;
    let count = |deed: &str| recorded.iter().filter(|recorded| *recorded == deed).count();
    assert_eq!(
        (count("reserved"), count("agreed_in_silence")),
        (reserved, silent)
    );
    assert_eq!(reserved + silent, 10);
}

#[sqlx::test]
async fn a_gavel_and_a_reopening_at_once_end_in_the_order_of_the_record(db: PgPool) {
    let stage = Stage::set(db, &[WORDS]).await;
    let (gavel, reopen) = (
        stage.about(0, "gavel").await,
        stage.about(0, "reopen").await,
    );
    for _ in 0..10 {
        let agreed = json!({ "outcome": "agreed", "words": WORDS });
        let why = json!({ "reason": "Not yet." });
        let (one, other) = join(
            stage.command("chair", &gavel, agreed),
            stage.command("vice_chair", &reopen, why),
        )
        .await;
        assert!(one.0 == 200 || other.0 == 200, "{one:?} {other:?}");
        let last = stage.recorded().await.pop().unwrap();
        let expected = if last == "agreed" { "agreed" } else { "open" };
        assert_eq!(stage.states().await[1], expected);
    }
}

#[sqlx::test]
async fn two_heads_who_confirm_at_once_both_count(db: PgPool) {
    let stage = Stage::set(db, &[WORDS]).await;
    let (gavel, confirm) = (
        stage.about(0, "gavel").await,
        stage.about(0, "confirm").await,
    );
    let reopen = stage.about(0, "reopen").await;
    for _ in 0..5 {
        stage.does("chair", &gavel, stage.ad_ref(WORDS)).await;
        let (one, other) = join(
            stage.command("cork_head", &confirm, json!({})),
            stage.command("pune_head", &confirm, json!({})),
        )
        .await;
        assert_eq!((one.0, other.0), (200, 200), "{one:?} {other:?}");
        assert_eq!(stage.states().await, ["agreed", "agreed"]);
        stage
            .does("chair", &reopen, json!({ "reason": "Another round." }))
            .await;
    }
    stage.recorded().await;
}

#[sqlx::test]
async fn whoever_loses_the_role_first_decides_nothing(db: PgPool) {
    let stage = Stage::set(db, &[WORDS]).await;
    let gavel = stage.about(0, "gavel").await;
    // The role is taken in a transaction that the gavel has to wait for.
    let mut taking = stage.server.db.begin().await.unwrap();
    plenary::negotiation::rights::store::change_rules(&mut *taking, stage.draft)
        .await
        .unwrap();
    sqlx::query("delete from session_role where participant_id = $1")
        .bind(stage.id("chair").0)
        .execute(&mut *taking)
        .await
        .unwrap();
    let agreed = json!({ "outcome": "agreed", "words": WORDS });
    let commit = async {
        tokio::task::yield_now().await;
        taking.commit().await.unwrap();
    };
    let ((status, answer), ()) = join(stage.command("chair", &gavel, agreed), commit).await;
    assert_eq!((status, &answer["code"]), (403, &json!("not_allowed")));
    assert!(stage.recorded().await.is_empty());
}
