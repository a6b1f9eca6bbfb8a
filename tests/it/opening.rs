//! Opening a draft: from checkpoints and the journal, and what happens when they cannot be read.

use std::time::Duration;

use plenary::drafting::text::Document;
use plenary::drafting::{Limits, store};
use plenary::negotiation::DraftId;
use sqlx::PgPool;

use crate::support::TestServer;

/// Rooms end as soon as nobody is there, and make their checkpoint then.
fn quick_to_unload() -> Limits {
    Limits {
        idle_room: Duration::from_millis(1),
        checkpoint_entries: 1_000_000,
        updates_per_second: 1_000_000,
        ..Limits::default()
    }
}

/// Types words one by one, leaves, and waits until the room has ended with a checkpoint.
async fn write_and_leave(server: &TestServer, draft: DraftId, words: usize) {
    let mut mayor = server
        .join(draft, &format!("mayor {}", uuid::Uuid::now_v7()))
        .await;
    for _ in 0..words {
        mayor.types(0, "word ").await;
    }
    mayor.is_told_saved().await;
    mayor.disconnects();
}

async fn has_checkpoint(server: &TestServer, draft: DraftId, seq: i64) {
    let wait = async {
        loop {
            let checkpoints = store::checkpoints(&server.db, draft, 1).await.unwrap();
            if checkpoints.iter().any(|checkpoint| checkpoint.seq >= seq) {
                break;
            }
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(crate::support::PATIENCE, wait)
        .await
        .expect("there is no checkpoint");
}

#[sqlx::test]
async fn a_checkpoint_holds_what_the_journal_says(db: PgPool) {
    let server = TestServer::start_with(db, quick_to_unload()).await;
    let draft = server.draft(&["."]).await;
    write_and_leave(&server, draft, 150).await;
    has_checkpoint(&server, draft, 151).await;
    let checkpoint = store::checkpoints(&server.db, draft, 1)
        .await
        .unwrap()
        .remove(0);
    let mut document = Document::new();
    document.apply([&*checkpoint.state]).unwrap();
    assert_eq!(
        document.points(),
        crate::support::server::replayed(&server.db, draft)
            .await
            .points()
    );
}

#[sqlx::test]
async fn a_damaged_checkpoint_costs_nothing_but_time(db: PgPool) {
    let server = TestServer::start_with(db, quick_to_unload()).await;
    let draft = server.draft(&["."]).await;
    write_and_leave(&server, draft, 150).await;
    has_checkpoint(&server, draft, 151).await;
    sqlx::query("update checkpoint set state = overlay(state placing '\\x07' from 40)")
        .execute(&server.db)
        .await
        .unwrap();
    let reader = server.join(draft, "reader").await;
    assert_eq!(reader.text(), "word ".repeat(150) + ".");
    assert_eq!(reader.hello.as_ref().unwrap()["writable"], true);
}

#[sqlx::test]
async fn a_draft_whose_journal_cannot_be_read_is_shown_as_far_as_it_can_and_disturbs_nobody(
    db: PgPool,
) {
    let server = TestServer::start_with(db, quick_to_unload()).await;
    let (draft, healthy) = (server.draft(&["."]).await, server.draft(&["."]).await);
    write_and_leave(&server, draft, 150).await;
    has_checkpoint(&server, draft, 151).await;
    // What the checkpoint holds is good; an entry after it is not.
    sqlx::query("insert into journal_entry select draft_id, 1, seq + 1, null, now(), '\\x0101ffff' from draft_head where draft_id = $1")
        .bind(draft.0)
        .execute(&server.db)
        .await
        .unwrap();
    sqlx::query("update draft_head set seq = seq + 1 where draft_id = $1")
        .bind(draft.0)
        .execute(&server.db)
        .await
        .unwrap();

    let mut reader = server.join(draft, "reader").await;
    assert_eq!(
        reader.text(),
        "word ".repeat(150) + ".",
        "the last good text is readable"
    );
    reader
        .is_noticed("read_only", "reason", "quarantined")
        .await;
    assert_eq!(reader.hello.as_ref().unwrap()["writable"], false);
    reader.types(0, "more ").await;
    reader.fences().await;

    let mut mayor = server.join(healthy, "mayor").await;
    mayor.types(0, "all is well").await;
    mayor.is_told_saved().await;
    assert_eq!(reader.fenced.0, 0);
    let head = store::head(&server.db, draft).await.unwrap().unwrap();
    assert!(head.quarantined);
    assert_eq!(head.seq, 152, "nothing was added");
}

#[sqlx::test]
async fn a_draft_that_was_never_loaded_to_the_end_is_taken_for_the_cause(db: PgPool) {
    let server = TestServer::start_with(db, quick_to_unload()).await;
    let draft = server.draft(&["."]).await;
    write_and_leave(&server, draft, 150).await;
    has_checkpoint(&server, draft, 151).await;
    // As if three processes had died while loading it, the last one just now.
    sqlx::query("update draft_head set load_deaths = 2, loading_by = gen_random_uuid()")
        .execute(&server.db)
        .await
        .unwrap();
    let mut reader = server.join(draft, "reader").await;
    reader
        .is_noticed("read_only", "reason", "quarantined")
        .await;
    assert_eq!(reader.text(), "word ".repeat(150) + ".");
}

#[sqlx::test]
async fn a_client_of_another_generation_or_an_older_schema_is_turned_away(db: PgPool) {
    use crate::support::client::text_frame;
    let server = TestServer::start(db).await;
    let draft = server.draft(&["."]).await;
    for (hello, code) in [
        (r#"{"protocol": 1, "schema": 2, "generation": 2}"#, 4410),
        (r#"{"protocol": 1, "schema": 1, "generation": null}"#, 4426),
        (r#"{"protocol": 0, "schema": 2, "generation": null}"#, 4426),
    ] {
        let (_, token) = server.participant(hello).await;
        let mut client = crate::support::Client::new(
            server.address,
            draft,
            &token,
            crate::support::client::Speaks::Silent,
        );
        client.connect().await;
        client.says(&text_frame(100, hello)).await;
        client.is_closed(code).await;
    }
}
