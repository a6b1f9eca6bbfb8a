//! The record: what is recorded stays as it was, and whoever changes it is found out.

use chrono::{TimeZone, Utc};
use plenary::clock::Clock;
use plenary::conference::ConferenceId;
use plenary::record::store::{Filter, entries, verify};
use plenary::record::{self, About, Deed, Entry, Fault};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};
use sqlx::{PgConnection, PgPool};

use crate::support::server;

fn entry(deed: Deed, reason: Option<&str>, details: Value) -> Entry {
    Entry {
        actor: None,
        deed,
        about: About::default(),
        reason: reason.map(str::to_owned),
        details,
    }
}

async fn recorded(db: &mut PgConnection, conference: ConferenceId) {
    let at = Utc.with_ymd_and_hms(2013, 10, 22, 10, 20, 0).unwrap();
    let deeds = [
        entry(Deed::SessionOpened, None, json!({})),
        entry(
            Deed::Reopened,
            Some("Un mot a été oublié · 漏了一个字"),
            json!({ "b": 2, "a": [1, "x"] }),
        ),
        entry(
            Deed::Switched,
            None,
            json!({ "switch": "typing", "on": true }),
        ),
    ];
    for (after, deed) in deeds.iter().enumerate() {
        // Nanoseconds are not kept; what is chained must be what is kept.
        let at = at + chrono::TimeDelta::nanoseconds(1_234_567 * i64::try_from(after).unwrap());
        record::append(&mut *db, conference, at, deed)
            .await
            .unwrap();
    }
}

#[sqlx::test]
async fn what_was_recorded_verifies(db: PgPool) {
    let (conference, ..) = server::seed(&db).await;
    let mut db = db.acquire().await.unwrap();
    assert_eq!(
        verify(&mut db, conference).await.unwrap().unwrap().entries,
        0
    );
    recorded(&mut db, conference).await;
    assert_eq!(
        verify(&mut db, conference).await.unwrap().unwrap().entries,
        3
    );
    let newest = entries(&mut *db, conference, &Filter::default(), 2)
        .await
        .unwrap();
    assert_eq!(
        newest.iter().map(|entry| entry.seq).collect::<Vec<_>>(),
        [3, 2]
    );
    let only = Filter {
        deeds: vec![Deed::SessionOpened],
        ..Filter::default()
    };
    assert_eq!(
        entries(&mut *db, conference, &only, 10)
            .await
            .unwrap()
            .len(),
        1
    );
}

#[sqlx::test]
async fn the_database_itself_refuses_to_change_the_record(db: PgPool) {
    let (conference, ..) = server::seed(&db).await;
    let mut db = db.acquire().await.unwrap();
    recorded(&mut db, conference).await;
    for change in [
        "update record_entry set reason = 'another'",
        "delete from record_entry",
        "truncate record_entry",
    ] {
        let err = sqlx::query(change).execute(&mut *db).await.unwrap_err();
        assert!(
            err.to_string().contains("only ever added to"),
            "{change}: {err}"
        );
    }
    assert_eq!(
        verify(&mut db, conference).await.unwrap().unwrap().entries,
        3
    );
}

#[sqlx::test]
async fn every_change_behind_its_back_is_found(db: PgPool) {
    let (conference, ..) = server::seed(&db).await;
    let mut db = db.acquire().await.unwrap();
    recorded(&mut db, conference).await;
    // Whoever owns the database can switch the guard off.
    sqlx::query("alter table record_entry disable trigger record_entry_append_only")
        .execute(&mut *db)
        .await
        .unwrap();
    let second = Fault::Changed(2);
    let tamperings = [
        (
            "update record_entry set reason = null where seq = 2",
            &second,
        ),
        (
            "update record_entry set deed = 'agreed' where seq = 2",
            &second,
        ),
        (
            "update record_entry set deed = 'forgotten' where seq = 2",
            &second,
        ),
        (
            "update record_entry set at = at + interval '1 microsecond' where seq = 2",
            &second,
        ),
        (
            "update record_entry set details = details || '{\"a\": [1, \"y\"]}' where seq = 2",
            &second,
        ),
        (
            "update record_entry set paragraph_id = '00000000-0000-0000-0000-000000000001' where seq = 2",
            &second,
        ),
        (
            "update record_entry set sha256 = overlay(sha256 placing '\\x00' from 7) where seq = 2",
            &second,
        ),
        ("delete from record_entry where seq = 2", &Fault::Missing(2)),
        (
            "delete from record_entry where seq = 3",
            &Fault::Head { last: 2, head: 3 },
        ),
        (
            "update record_head set sha256 = overlay(sha256 placing '\\x0000' from 7)",
            &Fault::HeadLink,
        ),
    ];
    for (tampering, fault) in tamperings {
        sqlx::query("begin").execute(&mut *db).await.unwrap();
        sqlx::query(tampering).execute(&mut *db).await.unwrap();
        assert_eq!(
            verify(&mut db, conference).await.unwrap().as_ref(),
            Err(fault),
            "{tampering}"
        );
        sqlx::query("rollback").execute(&mut *db).await.unwrap();
    }
}

#[sqlx::test]
async fn entries_of_many_at_once_make_one_chain(db: PgPool) {
    let (conference, ..) = server::seed(&db).await;
    let together = (0..20).map(|number| {
        let db = db.clone();
        async move {
            let mut transaction = db.begin().await.unwrap();
            let deed = entry(Deed::Confirmed, None, json!({ "number": number }));
            record::append(&mut transaction, conference, Clock::default().now(), &deed)
                .await
                .unwrap();
            if number % 5 == 0 {
                transaction.rollback().await.unwrap(); // What was not decided is not recorded, and leaves no gap.
            } else {
                transaction.commit().await.unwrap();
            }
        }
    });
    futures_util::future::join_all(together).await;
    let mut db = db.acquire().await.unwrap();
    assert_eq!(
        verify(&mut db, conference).await.unwrap().unwrap().entries,
        16
    );
}

fn details() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "[^\u{0}]{0,12}".prop_map(Value::from),
        Just(Value::Null),
    ];
    let inner = leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[^\u{0}]{0,6}", inner, 0..4).prop_map(|map| json!(map)),
        ]
    });
    prop::collection::btree_map("[a-zA-Z\u{e9}\u{4e2d}]{1,6}", inner, 0..5)
        .prop_map(|map| json!(map))
}

#[sqlx::test]
async fn whatever_is_recorded_comes_back_as_it_went(db: PgPool) {
    let (conference, ..) = server::seed(&db).await;
    let strategy = (prop::option::of("[^\u{0}]{0,40}"), details());
    let mut runner = TestRunner::default();
    let mut db = db.acquire().await.unwrap();
    for _ in 0..200 {
        let (reason, details) = strategy.new_tree(&mut runner).unwrap().current();
        let deed = entry(Deed::Reserved, reason.as_deref(), details);
        record::append(&mut db, conference, Clock::default().now(), &deed)
            .await
            .unwrap();
    }
    assert_eq!(
        verify(&mut db, conference).await.unwrap().unwrap().entries,
        200
    );
}
