//! Honest editing is never refused, and the index knows what yrs and Yjs know.

use crate::drafting::scan::{DraftLimits, Index, Judged, ScanLimits, scan};

use super::engine::Engine;
use super::forge::{At, Forge, id, item, small_draft, text};
use super::session::{Session, recorded};

/// Judges an honest update against the draft.
pub fn judge(index: &Index, update: &[u8]) -> Judged {
    let scanned = scan(update, &ScanLimits::default()).unwrap();
    index.judge(&scanned).unwrap()
}

fn replay(session: &Session) -> (Index, Engine) {
    let mut index = Index::new(DraftLimits::default());
    let engine = Engine::new();
    for update in &session.updates {
        let judged = judge(&index, update);
        engine.apply(update);
        index.apply(judged);
    }
    (index, engine)
}

#[test]
fn every_recorded_update_is_taken_and_known_as_yjs_knows_it() {
    let sessions = recorded();
    let updates: usize = sessions.iter().map(|session| session.updates.len()).sum();
    assert!(updates >= 25_000, "only {updates} updates");
    for session in &sessions {
        let (index, engine) = replay(session);
        assert_eq!(index.state_vector(), session.state_vector);
        assert_eq!(index.state_vector(), engine.state_vector());
        assert_eq!(index.delete_set(), &session.deleted);
        assert_eq!(index.delete_set(), &engine.delete_set());
        for (point, texts) in session.points.iter().zip(&session.texts) {
            assert_eq!(&engine.texts(point), texts);
        }
    }
}

#[test]
fn a_loaded_index_is_the_one_that_was_built_step_by_step() {
    for session in recorded() {
        let (index, engine) = replay(&session);
        let loaded = Index::load(&engine.state(), DraftLimits::default()).unwrap();
        assert_eq!(loaded.state_vector(), index.state_vector());
        assert_eq!(loaded.delete_set(), index.delete_set());
        for (client, end) in index.state_vector().iter() {
            for clock in 0..end {
                let unit = id(client, clock);
                assert_eq!(loaded.place(unit), index.place(unit));
            }
        }
    }
}

#[test]
fn what_is_known_is_nothing_new() {
    let session = recorded().swap_remove(0);
    let (index, engine) = replay(&session);
    assert!(judge(&index, &engine.state()).is_nothing_new());
    for update in &session.updates {
        let judged = judge(&index, update);
        assert!(judged.is_nothing_new());
        assert!(judged.touched().is_empty());
    }
}

#[test]
fn a_long_text_of_one_author_takes_next_to_no_memory() {
    let mut index = Index::new(DraftLimits::default());
    let judged = judge(&index, &small_draft());
    index.apply(judged);
    for clock in 0..50_000 {
        let left = if clock % 2 == 0 {
            id(1, 8)
        } else {
            id(2, clock / 2)
        };
        let typed = Forge::default().section(2, clock, vec![item(&At::After(left), &text("x"))]);
        let judged = judge(&index, &typed.bytes());
        index.apply(judged);
    }
    assert!(
        index.memory_bytes() < 64 << 10,
        "{} bytes",
        index.memory_bytes()
    );
}

#[test]
fn an_older_verdict_is_not_applied() {
    let mut index = Index::new(DraftLimits::default());
    let judged = judge(&index, &small_draft());
    index.apply(judged.clone());
    let again = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| index.apply(judged)));
    assert!(again.is_err());
}
