//! A merged update does what its parts do one after the other, in yrs and (`node/verify.mjs`) in Yjs.

use proptest::prelude::*;

use crate::drafting::scan::{DraftLimits, Index, ScanLimits, merge, scan};

use super::engine::Engine;
use super::forge::{At, Forge, id, item, text};
use super::session::{Session, recorded, write};

/// One update of all these.
pub fn merged(updates: &[Vec<u8>]) -> Option<Vec<u8>> {
    let scanned: Vec<_> = updates
        .iter()
        .map(|update| scan(update, &ScanLimits::default()).unwrap())
        .collect();
    let parts: Vec<_> = scanned
        .iter()
        .zip(updates)
        .map(|(scanned, update)| (scanned, update.as_slice()))
        .collect();
    merge(&parts)
}

/// The session's updates, in groups of these lengths, over and over.
fn grouped(session: &Session, lengths: &[usize]) -> Vec<Vec<u8>> {
    let mut rest = session.updates.as_slice();
    let mut lengths = lengths.iter().cycle();
    let mut groups = Vec::new();
    while !rest.is_empty() {
        let (group, later) = rest.split_at((*lengths.next().unwrap()).min(rest.len()));
        groups.push(merged(group).expect("the journal has no gaps"));
        rest = later;
    }
    groups
}

fn check(session: &Session, updates: &[Vec<u8>]) {
    let engine = Engine::new();
    let mut index = Index::new(DraftLimits::default());
    for update in updates {
        let judged = index
            .judge(&scan(update, &ScanLimits::checkpoint()).unwrap())
            .unwrap();
        engine.apply(update);
        index.apply(judged);
    }
    assert_eq!(engine.state_vector(), session.state_vector);
    assert_eq!(engine.delete_set(), session.deleted);
    assert_eq!(index.delete_set(), &session.deleted);
    for (point, texts) in session.points.iter().zip(&session.texts) {
        assert_eq!(&engine.texts(point), texts);
    }
}

#[test]
fn a_whole_session_is_one_update() {
    for session in recorded() {
        let len = session.updates.len();
        let updates = grouped(&session, &[len]);
        assert_eq!(updates.len(), 1);
        let engine = Engine::new();
        engine.apply(&updates[0]);
        assert_eq!(engine.state_vector(), session.state_vector);
        assert_eq!(engine.delete_set(), session.deleted);
    }
}

#[test]
fn what_comes_twice_is_taken_once() {
    let part = |clock, words: &str| {
        let at = if clock == 0 {
            At::point()
        } else {
            At::After(id(1, clock - 1))
        };
        Forge::default()
            .section(1, clock, vec![item(&at, &text(words))])
            .bytes()
    };
    let (first, second) = (part(0, "ab"), part(2, "cd"));
    let once = merged(&[first.clone(), second.clone()]);
    assert!(once.is_some());
    assert_eq!(
        merged(&[first.clone(), first.clone(), second.clone(), second.clone()]),
        once
    );
    assert_eq!(
        merged(&[first.clone(), part(1, "bc")]),
        None,
        "a struct would be cut"
    );
    assert_eq!(merged(&[first.clone(), part(3, "d")]), None, "a gap");
    assert_eq!(merged(&[second, first]), None, "out of order");
    assert_eq!(merged(&[]), Some(vec![0, 0]));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn any_groups_come_to_the_same(number in 0..20_usize, lengths in prop::collection::vec(1..40_usize, 1..8)) {
        let session = recorded().swap_remove(number);
        check(&session, &grouped(&session, &lengths));
    }
}

/// With `PLENARY_MERGED` set to a path, writes the merged sessions there, for `node/verify.mjs`.
#[test]
fn merged_sessions_can_be_shown_to_yjs() {
    let Some(path) = std::env::var_os("PLENARY_MERGED") else {
        return;
    };
    let mut sessions = recorded();
    for session in &mut sessions {
        session.updates = grouped(session, &[1, 7, 2, 30, 400, 3]);
    }
    write(&sessions, &path);
}
