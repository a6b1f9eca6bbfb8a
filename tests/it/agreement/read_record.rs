//! The record as people read it.

use plenary::negotiation::DraftStatus;
use reqwest::Method;
use serde_json::{Value, json};
use sqlx::PgPool;

use super::stage::Stage;

const WORDS: &str = "Cities shall learn.";

#[sqlx::test]
async fn the_record_is_read_filtered_and_in_pages(db: PgPool) {
    let stage = Stage::set(db, &[WORDS]).await;
    let (gavel, reopen) = (
        stage.about(0, "gavel").await,
        stage.about(0, "reopen").await,
    );
    for round in 0..3 {
        stage
            .does(
                "chair",
                &gavel,
                json!({ "outcome": "agreed", "words": WORDS }),
            )
            .await;
        stage
            .does(
                "vice_chair",
                &reopen,
                json!({ "reason": format!("=Round {round}, \"again\"") }),
            )
            .await;
    }
    stage
        .does("chair", &stage.in_session("/suspend"), json!({}))
        .await;

    let page = stage.get("observer", "/api/record?limit=3").await;
    let seqs = |page: &Value| -> Vec<i64> {
        let entries = page["entries"].as_array().unwrap().iter();
        entries
            .map(|entry| entry["seq"].as_i64().unwrap())
            .collect()
    };
    assert_eq!((seqs(&page), &page["next"]), (vec![7, 6, 5], &json!(5)));
    assert_eq!(page["entries"][1]["actor"]["name"], "vice_chair");
    let page = stage.get("observer", "/api/record?limit=3&before=2").await;
    assert_eq!((seqs(&page), &page["next"]), (vec![1], &Value::Null));
    assert_eq!(page["entries"][0]["details"]["words"], WORDS);
    let page = stage
        .get("chair", "/api/record?deeds=reopened,session_suspended")
        .await;
    assert_eq!(seqs(&page), [7, 6, 4, 2]);
    let of = format!(
        "/api/record?actor={}&draft={}",
        stage.id("chair"),
        stage.draft
    );
    assert_eq!(seqs(&stage.get("chair", &of).await), [5, 3, 1]);
    for nonsense in ["deeds=forgotten", "draft=x", "colour=red"] {
        let path = format!("/api/record?{nonsense}");
        assert_eq!(
            stage.ask("chair", Method::GET, &path, None).await.0,
            400,
            "{nonsense}"
        );
    }

    let table = stage
        .get("cork_head", "/api/record.csv?deeds=reopened")
        .await;
    let lines: Vec<&str> = table.as_str().unwrap().trim_end().split("\r\n").collect();
    assert_eq!(lines.len(), 4);
    assert!(lines[0].starts_with("\u{feff}\"entry\",\"time\",\"who\""));
    assert!(lines[1].starts_with("\"2\","), "oldest first");
    assert!(
        lines[1].contains("\"'=Round 0, \"\"again\"\"\""),
        "{}",
        lines[1]
    );
    assert!(lines[1].contains("\"vice_chair (City of vice_chair)\",\"reopened\",\"S1\""));
}

#[sqlx::test]
async fn of_a_draft_that_one_may_not_read_one_is_told_nothing(db: PgPool) {
    let stage = Stage::set(db, &[WORDS]).await;
    let gavel = stage.about(0, "gavel").await;
    stage
        .does(
            "chair",
            &gavel,
            json!({ "outcome": "agreed", "words": WORDS }),
        )
        .await;
    stage
        .does("chair", &stage.in_session("/suspend"), json!({}))
        .await;
    let deeds = async |who: &str| -> Vec<String> {
        let page = stage.get(who, "/api/record").await;
        let entries = page["entries"].as_array().unwrap().iter();
        entries
            .map(|entry| entry["deed"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(
        deeds("cork_delegate").await,
        ["session_suspended", "agreed"]
    );
    assert_eq!(deeds("elsewhere").await, ["session_suspended", "agreed"]);
    assert_eq!(deeds("technician").await, ["session_suspended"]);
    let table = stage.get("technician", "/api/record.csv").await;
    assert!(!table.as_str().unwrap().contains(WORDS));
    sqlx::query("update draft set status = $1")
        .bind(DraftStatus::Preparing.word())
        .execute(&stage.server.db)
        .await
        .unwrap();
    assert_eq!(deeds("cork_delegate").await, ["session_suspended"]);
    assert_eq!(deeds("secretariat").await, ["session_suspended", "agreed"]);
}
