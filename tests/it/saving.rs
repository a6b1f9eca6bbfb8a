//! Saved is saved: what a client was told survives everything, and nobody sees what is not committed.

use std::time::Duration;

use plenary::clock::Clock;
use plenary::drafting::journal::{Batch, Entry};
use plenary::drafting::{Limits, store};
use plenary::http::serve::Stopped;
use plenary::negotiation::DraftId;
use plenary::people::ParticipantId;
use rand::RngExt;
use sqlx::PgPool;
use yrs::Text;

use crate::support::client::Speaks;
use crate::support::process::ServerProcess;
use crate::support::server::{add_draft, first_paragraph, replayed, seed};
use crate::support::{Client, TestServer};

#[sqlx::test]
async fn two_people_draft_together_and_every_word_is_committed_before_the_other_sees_it(
    db: PgPool,
) {
    let server = TestServer::start(db).await;
    let draft = server.draft(&["Cities"]).await;
    let mut mayor = server.join(draft, "mayor").await;
    let mut expert = server.join(draft, "expert").await;

    mayor.types(6, " shall").await;
    expert.sees("Cities shall").await;
    assert_eq!(
        server.stored_text(draft).await,
        "Cities shall",
        "seen, so committed"
    );

    expert.types(12, " learn").await;
    expert.is_told_saved().await;
    assert_eq!(
        server.stored_text(draft).await,
        "Cities shall learn",
        "told, so committed"
    );
    mayor.sees("Cities shall learn").await;
}

#[sqlx::test]
async fn fences_are_answered_in_order_with_the_journals_number(db: PgPool) {
    let server = TestServer::start(db).await;
    let draft = server.draft(&["x"]).await;
    let mut mayor = server.join(draft, "mayor").await;
    for _ in 0..20 {
        mayor.types(0, "a").await;
        mayor.fences().await;
    }
    mayor.is_told_saved().await;
    assert_eq!(
        mayor.fenced,
        (21, 21),
        "one entry for the text and twenty letters"
    );
}

#[sqlx::test]
async fn a_slow_reader_is_brought_up_to_date_and_not_cut_off(db: PgPool) {
    let limits = Limits {
        updates_per_second: 1_000_000,
        outbox_bytes: 16 << 10,
        ..Limits::default()
    };
    let server = TestServer::start_with(db, limits).await;
    let draft = server.draft(&["."]).await;
    let mut writer = server.join(draft, "writer").await;
    let mut slow = server.join(draft, "slow").await;

    // More than the sockets' own buffers hold, so that the outbox overflows while the slow one reads nothing.
    let long = "a long word ".repeat(2_000);
    for _ in 0..8 {
        for _ in 0..40 {
            writer.types(0, &long).await;
            writer.deletes(0, 12).await;
        }
        writer.is_told_saved().await;
    }
    let text = writer.text();
    slow.sees(&text).await;
    assert!(
        slow.updates < 640,
        "it was brought up to date by fewer updates than were made: {}",
        slow.updates
    );

    slow.types(0, "I am back. ").await;
    writer.sees(&format!("I am back. {text}")).await;
}

#[sqlx::test]
async fn a_server_that_is_asked_to_stop_commits_what_it_has_and_says_goodbye(db: PgPool) {
    let server = TestServer::start(db.clone()).await;
    let draft = server.draft(&["."]).await;
    let mut mayor = server.join(draft, "mayor").await;
    mayor.types(0, "last words").await;
    mayor.fences().await;
    let stopped = tokio::spawn(server.stop());
    mayor.is_noticed("closing", "", "").await;
    mayor.is_closed(1012).await;
    let is_told = mayor.fenced.0 == 1;
    drop(mayor);
    assert_eq!(stopped.await.unwrap(), Stopped::Drained);
    let stored = first_paragraph(&replayed(&db, draft).await);
    assert!(
        !is_told || stored == "last words.",
        "told that it is saved, but stored is {stored:?}"
    );
}

#[sqlx::test]
async fn a_room_that_was_unloaded_opens_again_with_every_word(db: PgPool) {
    let limits = Limits {
        idle_room: Duration::from_millis(1),
        checkpoint_entries: 10,
        ..Limits::default()
    };
    let server = TestServer::start_with(db, limits).await;
    let draft = server.draft(&["."]).await;
    for round in 0..5 {
        let mut mayor = server.join(draft, &format!("mayor{round}")).await;
        for _ in 0..40 {
            mayor.types(0, "a").await;
        }
        mayor.is_told_saved().await;
        mayor.disconnects();
    }
    let late = server.join(draft, "late").await;
    assert_eq!(late.text(), "a".repeat(200) + ".");
}

/// Appends to a journal behind the server's back, as another process would.
async fn append_elsewhere(
    db: &PgPool,
    draft: DraftId,
    participant: ParticipantId,
    client: u64,
    update: &[u8],
) {
    let head = store::head(db, draft).await.unwrap().unwrap();
    let entry = Entry {
        participant: Some(participant),
        update: update.to_vec().into(),
        new_clients: vec![client],
    };
    let batch = Batch {
        draft,
        generation: 1,
        after_seq: head.seq,
        rules: head.rules,
        entries: vec![entry],
    };
    let mut connection = db.acquire().await.unwrap();
    let appended = store::append(&mut connection, &[batch], Clock::default().now())
        .await
        .unwrap();
    assert_eq!(appended.get(&draft), Some(&(head.seq + 1)));
}

#[sqlx::test]
async fn what_another_process_commits_is_taken_over_and_shown(db: PgPool) {
    let server = TestServer::start(db).await;
    let draft = server.draft(&["."]).await;
    let mut mayor = server.join(draft, "mayor").await;
    let mut reader = server.join(draft, "reader").await;
    let (elsewhere, token) = server.participant("elsewhere").await;
    let other = Client::open(server.address, draft, &token, Speaks::Plenary).await;
    let update = other.edits(|text, txn| text.insert(txn, 1, " And more."));
    append_elsewhere(
        &server.db,
        draft,
        elsewhere,
        other.doc.client_id().get(),
        &update,
    )
    .await;

    mayor.types(0, "First").await;
    mayor.is_told_saved().await;
    reader.sees("First. And more.").await;
    mayor.sees("First. And more.").await;
    assert_eq!(server.stored_text(draft).await, "First. And more.");
}

#[sqlx::test]
async fn a_commit_whose_answer_was_lost_is_recognized_and_not_made_twice(db: PgPool) {
    let server = TestServer::start(db).await;
    let draft = server.draft(&["."]).await;
    let (participant, token) = server.participant("mayor").await;
    let mut mayor = Client::open(server.address, draft, &token, Speaks::Plenary).await;
    let mut reader = server.join(draft, "reader").await;
    // The very entry that the server is about to commit stands in the journal already.
    let update = mayor.edits(|text, txn| text.insert(txn, 0, "Once"));
    append_elsewhere(
        &server.db,
        draft,
        participant,
        mayor.doc.client_id().get(),
        &update,
    )
    .await;

    mayor.forges(&update).await;
    mayor.is_told_saved().await;
    reader.sees("Once.").await;
    let head = store::head(&server.db, draft).await.unwrap().unwrap();
    assert_eq!(head.seq, 2, "the draft's first text and this change");
}

/// Rounds of typing until the server is killed. Longer with `PLENARY_KILL_ROUNDS`.
#[sqlx::test]
async fn what_was_acknowledged_survives_a_kill_at_any_moment_and_nothing_comes_twice(db: PgPool) {
    let rounds = std::env::var("PLENARY_KILL_ROUNDS")
        .ok()
        .and_then(|rounds| rounds.parse().ok())
        .unwrap_or(20);
    let (conference, session, delegation) = seed(&db).await;
    let draft = add_draft(&db, session, &["."]).await;
    let tokens = tokens(&db, conference, delegation, 3).await;
    let mut process = ServerProcess::start(
        &db,
        &[
            "--max-updates-per-second",
            "1000000",
            "--checkpoint-entries",
            "50",
        ],
    );
    let mut clients: Vec<Client> = tokens
        .iter()
        .map(|token| Client::new(process.address, draft, token, Speaks::Plenary))
        .collect();
    let mut acknowledged: Vec<String> = Vec::new();
    let mut word = 0u32;

    for round in 0..rounds {
        for client in &mut clients {
            client.moves_to(process.address);
            client.connect().await;
            client.syncs().await;
        }
        let lifetime = Duration::from_millis(rand::rng().random_range(5..400));
        let killer = tokio::spawn(async move {
            tokio::time::sleep(lifetime).await; // The moment of the kill is what is meant.
            process.kill();
        });
        let mut sent: Vec<Vec<String>> = vec![Vec::new(); clients.len()];
        while !killer.is_finished() {
            for (client, sent) in clients.iter_mut().zip(&mut sent) {
                word += 1;
                client.types(0, &format!("<{word}>")).await;
                client.fences().await;
                sent.push(format!("<{word}>"));
                client.hears_what_is_there().await;
            }
        }
        killer.await.unwrap();
        for (client, sent) in clients.iter_mut().zip(sent) {
            client.hears_out().await;
            // Each word had a fence of its own, in this order.
            acknowledged.extend(
                sent.into_iter()
                    .take(usize::try_from(client.fenced.0).unwrap()),
            );
        }
        let stored = first_paragraph(&replayed(&db, draft).await);
        for word in &acknowledged {
            assert_eq!(
                stored.matches(word.as_str()).count(),
                1,
                "round {round}: {word} was acknowledged"
            );
        }
        process = ServerProcess::start(
            &db,
            &[
                "--max-updates-per-second",
                "1000000",
                "--checkpoint-entries",
                "50",
            ],
        );
    }

    for client in &mut clients {
        client.moves_to(process.address);
        client.connect().await;
        client.syncs().await;
        client.is_told_saved().await;
    }
    let stored = first_paragraph(&replayed(&db, draft).await);
    for client in &mut clients {
        client.sees(&stored).await;
    }
    for word in 1..=word {
        assert!(
            stored.matches(&format!("<{word}>")).count() <= 1,
            "{word} came twice"
        );
    }
    assert!(!acknowledged.is_empty());
}

#[sqlx::test]
async fn a_deletion_that_was_acknowledged_survives_a_kill(db: PgPool) {
    let (conference, session, delegation) = seed(&db).await;
    let draft = add_draft(&db, session, &["Cities shall not learn"]).await;
    let tokens = tokens(&db, conference, delegation, 1).await;
    let process = ServerProcess::start(&db, &[]);
    let mut mayor = Client::open(process.address, draft, &tokens[0], Speaks::Plenary).await;
    mayor.deletes(13, 4).await;
    mayor.is_told_saved().await;
    process.kill();
    let process = ServerProcess::start(&db, &[]);
    let reader = Client::open(process.address, draft, &tokens[0], Speaks::Plenary).await;
    assert_eq!(reader.text(), "Cities shall learn");
    assert!(process.stop());
}

async fn tokens(
    db: &PgPool,
    conference: plenary::conference::ConferenceId,
    delegation: plenary::people::DelegationId,
    count: usize,
) -> Vec<String> {
    let mut tokens = Vec::new();
    for number in 0..count {
        tokens.push(
            crate::support::server::add_participant(
                db,
                conference,
                delegation,
                &format!("p{number}"),
            )
            .await
            .1,
        );
    }
    tokens
}
