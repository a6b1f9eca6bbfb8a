//! Who may suggest, sponsor and decide: everybody by everybody.

use plenary::negotiation::rights::{self, Switch};
use reqwest::Method;
use serde_json::json;
use sqlx::PgPool;

use super::Floor;
use crate::agreement::stage::EVERYBODY;

const WORDS: &str = "Cities shall publish open data every year.";

#[sqlx::test]
async fn each_may_what_their_role_in_the_session_allows(db: PgPool) {
    let floor = Floor::set(db, &[WORDS]).await;
    let stage = &floor.stage;
    let made = floor
        .suggests("pune_head", 0, WORDS, "Cities shall publish.")
        .await;
    for who in EVERYBODY {
        let may_suggest = matches!(
            who,
            "cork_delegate"
                | "cork_head"
                | "pune_head"
                | "observer_head"
                | "rapporteur"
                | "chair"
                | "vice_chair"
        );
        let words = format!("Cities shall publish open data every year, says {who}.");
        let (status, answer) = floor.tries(who, 0, WORDS, &words).await;
        assert_eq!(status == 201, may_suggest, "{who} suggests: {answer}");

        let may_support = matches!(who, "cork_delegate" | "cork_head" | "observer_head");
        let (status, answer) = floor.supports(who, Method::PUT, &made).await;
        assert_eq!(status == 200, may_support, "{who} sponsors: {answer}");

        let (status, _) = stage
            .ask(who, Method::GET, &stage.in_draft("suggestions"), None)
            .await;
        let may_read = !matches!(who, "technician" | "nobody");
        assert_eq!(status == 200, may_read, "{who} reads");
    }
    for who in EVERYBODY {
        let may_decide = matches!(who, "rapporteur" | "chair" | "vice_chair");
        let own = floor
            .suggests("pune_head", 0, WORDS, &format!("{WORDS} For {who}."))
            .await;
        let retain = floor.about(&own, "not-retain");
        let (status, answer) = stage.command(who, &retain, json!({})).await;
        assert_eq!(status == 200, may_decide, "{who} decides: {answer}");
        if !may_decide {
            let (status, answer) = floor.accepts(who, &[&own]).await;
            assert!([403, 404].contains(&status), "{who} accepts: {answer}");
        }
    }
    assert_eq!(floor.words().await, [WORDS]);
}

#[sqlx::test]
async fn observers_suggest_when_the_chair_has_switched_it_on_and_nobody_to_a_frozen_draft(
    db: PgPool,
) {
    let floor = Floor::set(db, &[WORDS]).await;
    let stage = &floor.stage;
    let (status, answer) = floor
        .tries("observer", 0, WORDS, "Cities shall publish.")
        .await;
    assert_eq!((status, &answer["code"]), (403, &json!("switched_off")));
    rights::store::switch_on(
        &stage.server.db,
        stage.server.session,
        Switch::ObserversSuggest,
    )
    .await
    .unwrap();
    let made = floor
        .suggests("observer", 0, WORDS, "Cities shall publish.")
        .await;
    assert_eq!(made["delegation"]["name"]["en"], "learners");
    sqlx::query("update draft set status = 'frozen'")
        .execute(&stage.server.db)
        .await
        .unwrap();
    for who in ["observer", "cork_head", "chair"] {
        let (status, answer) = floor.tries(who, 0, WORDS, "Cities.").await;
        assert_eq!((status, &answer["code"]), (403, &json!("frozen")), "{who}");
    }
    assert_eq!(floor.accepts("chair", &[&made]).await.0, 403);
}
