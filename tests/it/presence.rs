//! Who is here: what the server says, not what a client claims.

use serde_json::{Value, json};
use sqlx::PgPool;

use crate::support::TestServer;
use crate::support::client::{Client, text_frame};

#[sqlx::test]
async fn everyone_hears_who_came_where_they_are_and_who_left(db: PgPool) {
    let server = TestServer::start(db).await;
    let draft = server.draft(&["."]).await;
    let mut mayor = server.join(draft, "mayor").await;
    let mut expert = server.join(draft, "expert").await;
    let expert_connection = expert.hello.as_ref().unwrap()["connection"].clone();

    mayor
        .until("hears of the expert", |client| {
            here(client).iter().any(|here| here["name"] == "expert")
        })
        .await;
    expert
        .until("hears of everyone", |client| here(client).len() == 2)
        .await;

    let point = "0198c0de-0000-7000-8000-000000000001";
    let place =
        json!({"point": point, "caret": {"anchor": "AA==", "head": "AQ=="}, "name": "The Chair"});
    expert.says(&text_frame(105, &place.to_string())).await;
    mayor
        .until("sees where the expert is", |client| {
            here(client).iter().any(|here| here["point"] == point)
        })
        .await;
    assert!(
        carets(&mayor).is_empty(),
        "carets are for those in the same action point"
    );
    mayor
        .says(&text_frame(
            105,
            &json!({"point": point, "caret": null}).to_string(),
        ))
        .await;
    mayor
        .until("sees the expert's caret", |client| {
            carets(client).iter().any(|caret| caret["head"] == "AQ==")
        })
        .await;
    assert!(
        carets(&mayor)
            .iter()
            .all(|caret| caret["city"] == "City of expert")
    );

    expert.disconnects();
    let left = |client: &Client| {
        let mut messages = client.presence.iter();
        messages.any(|message| {
            message["left"]
                .as_array()
                .is_some_and(|left| left.contains(&expert_connection))
        })
    };
    mayor.until("hears that the expert left", left).await;
}

#[sqlx::test]
async fn a_stock_client_sees_the_others_with_the_names_that_the_server_verified(db: PgPool) {
    let server = TestServer::start(db).await;
    let draft = server.draft(&["."]).await;
    let _mayor = server.join(draft, "mayor").await;
    let mut stock = server.join_as_stock(draft, "stock").await;
    stock
        .until("sees the mayor", |client| {
            client
                .awareness
                .iter()
                .any(|frame| String::from_utf8_lossy(frame).contains("mayor (City of mayor)"))
        })
        .await;
    assert!(
        stock.presence.is_empty() && stock.notices.is_empty() && stock.hello.is_none(),
        "only what it understands"
    );
}

#[sqlx::test]
async fn what_is_no_presence_ends_the_connection(db: PgPool) {
    let server = TestServer::start(db).await;
    let draft = server.draft(&["."]).await;
    let mut cheat = server.join(draft, "cheat").await;
    cheat
        .says(&text_frame(105, r#"{"point": "everywhere"}"#))
        .await;
    cheat.is_closed(4400).await;
}

fn here(client: &Client) -> Vec<&Value> {
    let people = client
        .presence
        .iter()
        .filter(|message| message["kind"] == "people");
    people
        .flat_map(|message| message["here"].as_array().unwrap())
        .collect()
}

fn carets(client: &Client) -> Vec<&Value> {
    let carets = client
        .presence
        .iter()
        .filter(|message| message["kind"] == "carets");
    carets
        .flat_map(|message| message["carets"].as_array().unwrap())
        .collect()
}
