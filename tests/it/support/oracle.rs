//! Whether every copy of a draft agrees with its journal, in yrs and in Yjs.

use plenary::negotiation::DraftId;
use sqlx::PgPool;
use yrs::updates::decoder::Decode;
use yrs::{Doc, OffsetKind, Options, ReadTxn, Transact, Update};

use super::client::Client;
use super::node;
use super::state::State;

/// A draft's journal; its entries are numbered from 1 without gaps.
pub async fn journal(db: &PgPool, draft: DraftId) -> Vec<Vec<u8>> {
    let rows: Vec<(i64, Vec<u8>)> = sqlx::query_as(
        "select seq, update from journal_entry where draft_id = $1 order by generation, seq",
    )
    .bind(draft.0)
    .fetch_all(db)
    .await
    .unwrap();
    for (expected, (seq, _)) in (1..).zip(&rows) {
        assert_eq!(*seq, expected, "the journal's numbers are dense");
    }
    rows.into_iter().map(|(_, update)| update).collect()
}

/// What a journal amounts to: every prefix of it leaves nothing pending in yrs nor in Yjs, and both end alike.
pub async fn replay(journal: &[Vec<u8>]) -> State {
    let state = State::of(&replay_in_yrs(journal));
    state.assert_equals(&node::replay(journal).await, "the journal in Yjs");
    state
}

/// A document of yrs after a journal.
pub fn replay_in_yrs(journal: &[Vec<u8>]) -> Doc {
    let options = Options {
        offset_kind: OffsetKind::Utf16,
        skip_gc: true,
        ..Options::default()
    };
    let doc = Doc::with_options(options);
    for (seq, update) in (1..).zip(journal) {
        let mut txn = doc.transact_mut();
        txn.apply_update(Update::decode_v1(update).unwrap())
            .unwrap();
        assert!(
            !is_waiting(&txn),
            "in yrs, something is left pending after entry {seq} of the journal"
        );
    }
    doc
}

fn is_waiting(txn: &impl ReadTxn) -> bool {
    let store = txn.store();
    store.pending_update().is_some() || store.pending_ds().is_some()
}

/// When all is quiet: these clients, a newcomer and the journal in yrs and in Yjs hold the same. Answers what.
pub async fn all_agree(db: &PgPool, draft: DraftId, clients: &mut [&mut Client]) -> State {
    for client in clients.iter_mut() {
        client.is_told_saved().await;
    }
    let state = replay(&journal(db, draft).await).await;
    let mut newcomer = clients[0].on_another_device();
    newcomer.connect().await;
    newcomer.syncs().await;
    for (number, client) in clients
        .iter_mut()
        .map(|client| &mut **client)
        .chain([&mut newcomer])
        .enumerate()
    {
        client
            .until("has what the journal has", |client| {
                state.is_reached_by(&client.doc)
            })
            .await;
        state.assert_equals(&State::of(&client.doc), &format!("client {number}"));
        assert!(
            !is_waiting(&client.doc.transact()),
            "something is left pending in client {number}"
        );
    }
    state
}
