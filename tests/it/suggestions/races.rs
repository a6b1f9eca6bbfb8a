//! Races: one decision is made, the loser is told, and no word is lost.

use futures_util::future::join;
use serde_json::json;
use sqlx::PgPool;

use super::Floor;

const WORDS: &str = "Cities shall publish open data every year.";

#[sqlx::test]
async fn of_two_who_decide_at_once_one_does(db: PgPool) {
    let floor = Floor::set(db, &[WORDS]).await;
    for round in 0..8 {
        let (now, next) = (
            floor.words().await.remove(0),
            format!("Round {round} of it."),
        );
        let made = floor.suggests("cork_head", 0, &now, &next).await;
        let retain = floor.about(&made, "not-retain");
        let ((one, a), (other, b)) = join(
            floor.accepts("rapporteur", &[&made]),
            floor.stage.command("chair", &retain, json!({})),
        )
        .await;
        let mut statuses = [one, other];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409], "{a} {b}");
        let loser = if one == 409 { a } else { b };
        let code = loser["code"].as_str().unwrap();
        assert!(
            ["suggestion_decided", "overtaken"].contains(&code),
            "{loser}"
        );
        let state = floor.read("chair", &made).await["state"].clone();
        let expected = if one == 200 {
            (json!("accepted"), next)
        } else {
            (json!("not_retained"), now)
        };
        assert_eq!((state, floor.words().await.remove(0)), expected);
    }
}

#[sqlx::test]
async fn a_gavel_and_an_acceptance_at_once_end_in_agreed_words_that_were_seen(db: PgPool) {
    let floor = Floor::set(db, &[WORDS]).await;
    let stage = &floor.stage;
    let gavel = stage.about(0, "gavel").await;
    let reopen = stage.about(0, "reopen").await;
    for round in 0..8 {
        let now = floor.words().await.remove(0);
        let made = floor
            .suggests("cork_head", 0, &now, &format!("Round {round} of it."))
            .await;
        // The open suggestion stands in the way of the gavel; what the chair saw after it is decided does not.
        let agreed = json!({ "outcome": "agreed", "words": now });
        let ((accepted, a), (gavelled, b)) = join(
            floor.accepts("rapporteur", &[&made]),
            stage.command("chair", &gavel, agreed),
        )
        .await;
        assert_eq!(accepted, 200, "{a}");
        assert_eq!(gavelled, 409, "{b}");
        let code = b["code"].as_str().unwrap();
        assert!(
            ["not_ready", "words_changed", "overtaken"].contains(&code),
            "{b}"
        );
        let agreed = json!({ "outcome": "agreed", "words": floor.words().await[0] });
        stage.does("chair", &gavel, agreed).await;
        stage
            .does("chair", &reopen, json!({ "reason": "Another round." }))
            .await;
    }
}

#[sqlx::test]
async fn what_is_typed_during_an_acceptance_stays(db: PgPool) {
    let floor = Floor::set(db, &[WORDS]).await;
    let stage = &floor.stage;
    let mut typist = stage.server.join(stage.draft, "typist").await;
    let mut typed = 0;
    for round in 0..10 {
        let now = floor.words().await.remove(0);
        let marked = format!("Round{round} {now}");
        let made = floor.suggests("cork_head", 0, &now, &marked).await;
        let typing = async {
            for letter in ["a", "b", "c"] {
                // Before the last full stop, far from where the suggestion changes something.
                let end = u32::try_from(typist.text().encode_utf16().count()).unwrap();
                typist.types(end, letter).await;
            }
            typist.is_told_saved().await;
        };
        let ((status, answer), ()) = join(floor.accepts("rapporteur", &[&made]), typing).await;
        assert_eq!(status, 200, "{answer}");
        typed += 3;
        let words = floor.words().await.remove(0);
        assert!(words.starts_with(&format!("Round{round} ")), "{words}");
        let tail = words.rsplit_once("year.").unwrap().1;
        assert_eq!(tail.len(), typed, "{words}");
        typist.sees(&words).await;
    }
}
