//! An action point becomes part of another, if those it comes from consent.

use serde_json::{Value, json};
use sqlx::PgPool;

use super::stage::{EVERYBODY, Stage};
use crate::support::Client;
use crate::support::client::Speaks;

const TWINS: [&[&str]; 2] = [&["Open the libraries at night."], &["Libraries open late."]];

/// The path of a command about the first action point.
async fn path(stage: &Stage, command: &str) -> String {
    let point = stage.point("chair").await;
    let id = point["id"].as_str().unwrap();
    stage.in_draft(&format!("action-points/{id}/{command}"))
}

async fn wish(stage: &Stage) -> Value {
    let other = stage.points("chair").await[1]["id"].clone();
    json!({ "into": other, "reason": "They say the same." })
}

#[sqlx::test]
async fn those_it_comes_from_consent_and_its_text_is_kept_and_locked(db: PgPool) {
    let stage = Stage::with_points(db, &TWINS).await;
    stage.comes_from(&["cork", "pune", "dakar"]).await;
    let (merge, consent) = (
        path(&stage, "merge").await,
        path(&stage, "merge/consent").await,
    );
    let wish = wish(&stage).await;
    let proposed = stage.does("rapporteur", &merge, wish.clone()).await;
    assert_eq!(proposed["state"], "drafting");
    let awaiting = |point: &Value| -> Vec<String> {
        let awaiting = point["merger"]["awaiting"].as_array().unwrap().iter();
        let names = awaiting.map(|one| one["name"]["en"].as_str().unwrap().to_owned());
        let mut names: Vec<String> = names.collect();
        names.sort();
        names
    };
    assert_eq!(
        awaiting(&proposed),
        ["cork", "pune"],
        "Dakar takes no part in this session"
    );
    assert_eq!(proposed["merger"]["reason"], "They say the same.");
    let may = stage.point("pune_head").await["may"].clone();
    assert_eq!(may, json!(["consent_to_merger", "decline_merger"]));

    let consented = stage.does("cork_head", &consent, json!({})).await;
    assert_eq!(awaiting(&consented), ["pune"]);
    assert_eq!(
        consented["merger"]["consented"][0]["by"]["name"],
        "cork_head"
    );
    stage
        .is_refused("cork_head", &consent, json!({}), (409, "not_awaited"))
        .await;
    let (_, token) = stage.server.participant("keeper").await;
    let mut keeper = Client::open(stage.server.address, stage.draft, &token, Speaks::Plenary).await;
    keeper.types(0, "Now: ").await;
    keeper.is_told_saved().await;

    let merged = stage.does("pune_head", &consent, json!({})).await;
    assert_eq!(
        (&merged["state"], &merged["merger"]),
        (&json!("merged"), &json!(null))
    );
    assert_eq!(merged["merged_into"], wish["into"]);
    assert_eq!(merged["paragraphs"][0]["may"], json!([]));
    keeper.types(0, "Not any more: ").await;
    keeper.is_refused("locked").await;
    let text = stage.server.stored_text(stage.draft).await;
    assert_eq!(text, "Now: Open the libraries at night.");
    let origin: Vec<String> = sqlx::query_scalar(
        "select city from action_point_origin join delegation on delegation.id = delegation_id
        where action_point_id = $1::uuid order by city",
    )
    .bind(wish["into"].as_str().unwrap())
    .fetch_all(&stage.server.db)
    .await
    .unwrap();
    assert_eq!(
        origin,
        ["cork", "dakar", "pune"],
        "what it comes from follows"
    );
    let withdraw = path(&stage, "withdraw").await;
    let why = json!({ "reason": "Because." });
    stage
        .is_refused("chair", &withdraw, why, (409, "not_negotiated"))
        .await;

    let restore = path(&stage, "restore").await;
    stage
        .is_refused("cork_head", &restore, json!({}), (403, "not_allowed"))
        .await;
    let apart = stage.does("chair", &restore, json!({})).await;
    assert_eq!(
        (&apart["state"], &apart["merged_into"]),
        (&json!("drafting"), &json!(null))
    );
    assert_eq!(
        stage.recorded().await,
        [
            "merger_proposed",
            "merger_consented",
            "merger_consented",
            "action_point_merged",
            "action_point_restored",
        ]
    );
}

#[sqlx::test]
async fn where_nobody_is_to_be_asked_it_happens_at_once_and_a_head_or_the_chair_stops_it(
    db: PgPool,
) {
    let stage = Stage::with_points(db, &TWINS).await;
    let (merge, decline) = (
        path(&stage, "merge").await,
        path(&stage, "merge/decline").await,
    );
    let (wish, why) = (wish(&stage).await, json!({ "reason": "Ours says more." }));
    let merged = stage.does("chair", &merge, wish.clone()).await;
    assert_eq!(merged["state"], "merged");
    stage
        .is_refused("chair", &merge, wish.clone(), (409, "not_negotiated"))
        .await;
    let restore = path(&stage, "restore").await;
    stage.does("rapporteur", &restore, json!({})).await;

    stage.comes_from(&["cork"]).await;
    for who in ["cork_head", "chair"] {
        stage.does("rapporteur", &merge, wish.clone()).await;
        stage
            .is_refused("pune_head", &decline, why.clone(), (409, "not_awaited"))
            .await;
        let apart = stage.does(who, &decline, why.clone()).await;
        assert_eq!(
            (&apart["state"], &apart["merger"]),
            (&json!("drafting"), &json!(null))
        );
        stage
            .is_refused(who, &decline, why.clone(), (409, "nothing_proposed"))
            .await;
    }
}

#[sqlx::test]
async fn what_cannot_be_merged_is_refused_also_when_it_comes_to_that_meanwhile(db: PgPool) {
    let stage = Stage::with_points(db, &TWINS).await;
    stage.comes_from(&["cork"]).await;
    let (merge, consent) = (
        path(&stage, "merge").await,
        path(&stage, "merge/consent").await,
    );
    let wish = wish(&stage).await;
    let itself = json!({ "into": stage.point("chair").await["id"], "reason": "Because." });
    let unknown = json!({ "into": uuid::Uuid::now_v7(), "reason": "Because." });
    let unsaid = json!({ "into": wish["into"], "reason": " " });
    for (asked, expected) in [
        (itself, (400, "bad_request")),
        (unknown, (404, "not_found")),
        (unsaid, (400, "bad_request")),
    ] {
        stage.is_refused("chair", &merge, asked, expected).await;
    }
    stage
        .is_refused("cork_head", &consent, json!({}), (409, "nothing_proposed"))
        .await;

    stage.does("rapporteur", &merge, wish.clone()).await;
    let gavel = stage.about(0, "gavel").await;
    let agreed = json!({ "outcome": "agreed", "words": TWINS[0][0] });
    stage.does("chair", &gavel, agreed).await;
    stage
        .is_refused("cork_head", &consent, json!({}), (409, "parts_agreed"))
        .await;
    assert_eq!(stage.states().await, ["agreed", "agreed"]);
}

#[sqlx::test]
async fn only_those_who_may_merge_or_consent_do(db: PgPool) {
    let stage = Stage::with_points(db, &TWINS).await;
    stage.comes_from(&["cork"]).await;
    let (merge, consent, decline) = (
        path(&stage, "merge").await,
        path(&stage, "merge/consent").await,
        path(&stage, "merge/decline").await,
    );
    let (wish, why) = (wish(&stage).await, json!({ "reason": "Because." }));
    stage.does("chair", &merge, wish.clone()).await;
    for who in EVERYBODY {
        let arranges = matches!(who, "rapporteur" | "chair" | "vice_chair");
        let heads = matches!(who, "cork_head" | "pune_head" | "observer_head");
        for (path, asked, may) in [
            (&merge, &wish, arranges),
            (&consent, &json!({}), heads),
            (&decline, &why, arranges || heads),
        ] {
            if !may {
                let refused = (403, "not_allowed");
                stage.is_refused(who, path, asked.clone(), refused).await;
            }
        }
    }
    assert_eq!(
        stage.point("chair").await["merger"]["awaiting"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}
