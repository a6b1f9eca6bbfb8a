//! The database goes away while people type.

use std::path::Path;

use plenary::drafting::Limits;
use plenary::storage;
use plenary::storage::cluster::{Cluster, ClusterOptions};
use sqlx::PgPool;

use crate::support::TestServer;

async fn cluster(directory: &Path) -> (Cluster, PgPool) {
    let search = std::env::split_paths(&std::env::var_os("PATH").unwrap()).collect();
    let options = ClusterOptions {
        data_dir: directory.to_owned(),
        pg_bin: None,
        search,
    };
    let cluster = Cluster::open(options).await.unwrap();
    let db = storage::pool(cluster.connect_options());
    storage::migrate(&db).await.unwrap();
    (cluster, db)
}

#[tokio::test]
async fn editing_goes_on_nobody_is_told_saved_and_everything_is_committed_when_the_database_returns()
 {
    let directory = tempfile::tempdir().unwrap();
    let (running, db) = cluster(directory.path()).await;
    let server = TestServer::start(db).await;
    let draft = server.draft(&["."]).await;
    let mut mayor = server.join(draft, "mayor").await;
    let mut expert = server.join(draft, "expert").await;
    mayor.types(0, "before ").await;
    expert.sees("before .").await;

    running.stop().await.unwrap();
    for letter in ["a", "b", "c"] {
        mayor.types(7, letter).await;
        expert.types(0, letter).await;
    }
    mayor.fences().await;
    expert.fences().await;
    mayor.is_noticed("saving", "state", "degraded").await;
    expert.is_noticed("saving", "state", "degraded").await;
    assert_eq!(
        (mayor.fenced.0, expert.fenced.0),
        (0, 0),
        "nobody is told saved"
    );
    assert!(
        !expert.text().contains("before cba"),
        "nobody sees what is not committed"
    );
    assert_eq!(
        mayor.text(),
        "before cba.",
        "the author's own screen is instant"
    );

    let (running, db) = cluster(directory.path()).await;
    mayor
        .until("told saved", |client| client.fenced.0 == 1)
        .await;
    expert
        .until("told saved", |client| client.fenced.0 == 1)
        .await;
    mayor.is_noticed("saving", "state", "saved").await;
    mayor.sees("cbabefore cba.").await;
    expert.sees("cbabefore cba.").await;
    assert_eq!(server.stored_text(draft).await, "cbabefore cba.");
    drop((server, db));
    running.stop().await.unwrap();
}

#[tokio::test]
async fn past_the_budget_the_room_turns_read_only_and_what_it_did_not_take_comes_later() {
    let directory = tempfile::tempdir().unwrap();
    let (running, db) = cluster(directory.path()).await;
    let limits = Limits {
        updates_per_second: 1_000_000,
        room_waiting_bytes: 4_000,
        ..Limits::default()
    };
    let server = TestServer::start_with(db, limits).await;
    let draft = server.draft(&["."]).await;
    let mut mayor = server.join(draft, "mayor").await;
    let mut reader = server.join(draft, "reader").await;

    running.stop().await.unwrap();
    for _ in 0..100 {
        mayor.types(0, "word ").await;
    }
    mayor.fences().await;
    mayor.is_noticed("read_only", "reason", "cannot_save").await;
    reader
        .is_noticed("read_only", "reason", "cannot_save")
        .await;
    assert_eq!(mayor.fenced.0, 0);

    let (running, db) = cluster(directory.path()).await;
    mayor.is_noticed("writable", "", "").await;
    mayor
        .until("told saved", |client| client.fenced.0 == 1)
        .await;
    let everything = "word ".repeat(100) + ".";
    reader.sees(&everything).await;
    assert_eq!(server.stored_text(draft).await, everything);
    drop((server, db));
    running.stop().await.unwrap();
}
