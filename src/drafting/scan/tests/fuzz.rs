//! Whatever the scanner and the index let through, yrs survives, and knows as the index does.
//!
//! The test runs for two seconds; `PLENARY_FUZZ_SECONDS` makes it longer, `PLENARY_FUZZ_SEED` repeats a failure.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use yrs::Update;
use yrs::updates::decoder::Decode;

use crate::drafting::scan::{
    AwarenessLimits, DraftLimits, Index, ScanLimits, read_awareness, read_frame, scan,
};

use super::engine::Engine;
use super::forge::{OTHER_POINT, POINT, small_draft};
use super::forger::{forged, mutated};
use super::merging::merged;
use super::session::{Session, recorded, write};

/// Updates after which a draft is begun anew.
const SESSION_LEN: usize = 40;

#[test]
fn whatever_passes_is_survived() {
    let seconds = setting("PLENARY_FUZZ_SECONDS").unwrap_or(2);
    let (sessions, accepted) = fuzz(
        Duration::from_secs(seconds),
        setting("PLENARY_FUZZ_SEED").unwrap_or(1),
    );
    assert!(
        accepted > sessions,
        "the generator has lost its aim: {accepted} accepted in {sessions} sessions"
    );
}

/// With `PLENARY_FORGED` set to a path, writes forged sessions there, for `node/verify.mjs`.
#[test]
fn forged_drafts_can_be_shown_to_yjs() {
    let Some(path) = std::env::var_os("PLENARY_FORGED") else {
        return;
    };
    let corpus = corpus();
    let seed = setting("PLENARY_FUZZ_SEED").unwrap_or(1);
    let sessions: Vec<Session> = (0..4_000)
        .map(|number| session(&corpus, seed + number).outcome())
        .collect();
    write(&sessions, &path);
}

/// Likewise with `PLENARY_FORGED_MERGED`, but five updates at a time, as far as they can be merged.
#[test]
fn forged_drafts_can_be_shown_to_yjs_merged() {
    let Some(path) = std::env::var_os("PLENARY_FORGED_MERGED") else {
        return;
    };
    let corpus = corpus();
    let seed = setting("PLENARY_FUZZ_SEED").unwrap_or(1);
    let merge_some = |mut session: Session| {
        let groups = session.updates.chunks(5);
        session.updates = groups
            .flat_map(|group| merged(group).map_or(group.to_vec(), |one| vec![one]))
            .collect();
        session
    };
    let sessions: Vec<Session> = (0..4_000)
        .map(|number| merge_some(session(&corpus, seed + number).outcome()))
        .collect();
    write(&sessions, &path);
}

fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

fn corpus() -> Vec<Vec<u8>> {
    recorded().swap_remove(1).updates
}

/// Runs sessions of forged updates for so long: how many, and how many updates passed.
fn fuzz(duration: Duration, seed: u64) -> (u64, u64) {
    let corpus = corpus();
    let deadline = Instant::now() + duration;
    let (mut sessions, mut accepted) = (0, 0);
    while Instant::now() < deadline {
        let seed = seed.wrapping_mul(1_000_003).wrapping_add(sessions);
        let run = catch_unwind(|| session(&corpus, seed).forged);
        accepted += run.unwrap_or_else(|_| panic!("session with seed {seed} failed"));
        sessions += 1;
    }
    (sessions, accepted)
}

/// One draft under attack.
fn session(corpus: &[Vec<u8>], seed: u64) -> Draft {
    let mut random = StdRng::seed_from_u64(seed);
    let mut draft = Draft::new();
    let start = if random.random_bool(0.9) {
        0
    } else {
        random.random_range(0..400)
    };
    if start == 0 {
        draft.offer(&small_draft());
    }
    for update in &corpus[..start] {
        draft.offer(update);
    }
    for step in 0..SESSION_LEN {
        let update = match random.random_range(0..10) {
            0..2 => mutated(&mut random, &corpus[start + step]),
            2 => corpus[start + step].clone(),
            _ => forged(&mut random, &draft.index),
        };
        read_frame(&update).ok();
        read_awareness(&update, &AwarenessLimits::default()).ok();
        draft.forged += u64::from(draft.offer(&update));
    }
    draft.check();
    draft
}

/// A draft as the room holds it.
struct Draft {
    index: Index,
    engine: Engine,
    taken: Vec<Vec<u8>>,
    /// How many updates of the attack passed.
    forged: u64,
}

impl Draft {
    fn new() -> Self {
        Self {
            index: Index::new(DraftLimits::default()),
            engine: Engine::new(),
            taken: Vec::new(),
            forged: 0,
        }
    }

    /// Whether the update passes; yrs has it then.
    fn offer(&mut self, update: &[u8]) -> bool {
        let Ok(scanned) = scan(update, &ScanLimits::default()) else {
            return false;
        };
        let Ok(judged) = self.index.judge(&scanned) else {
            return false;
        };
        let engine = AssertUnwindSafe(&self.engine);
        let applied = catch_unwind(|| engine.apply(update));
        assert!(applied.is_ok(), "yrs failed at {}", hex(update));
        self.index.apply(judged);
        self.taken.push(update.to_vec());
        assert_eq!(
            self.index.state_vector(),
            self.engine.state_vector(),
            "{}",
            hex(update)
        );
        assert_eq!(
            self.index.delete_set(),
            &self.engine.delete_set(),
            "{}",
            hex(update)
        );
        true
    }

    /// What the session came to, as yrs has it.
    fn outcome(self) -> Session {
        let points = [POINT, OTHER_POINT];
        Session {
            state_vector: self.engine.state_vector(),
            deleted: self.engine.delete_set(),
            texts: points
                .iter()
                .map(|point| self.engine.texts(point))
                .collect(),
            points: points.map(String::from).to_vec(),
            updates: self.taken,
        }
    }

    /// The document can be stored and read back, and so can the index.
    fn check(&self) {
        let state = self.engine.state();
        Update::decode_v1(&state).unwrap();
        let again = Engine::new();
        again.apply(&state);
        assert_eq!(again.state_vector(), self.engine.state_vector());
        let loaded = Index::load(&state, DraftLimits::default()).unwrap();
        assert_eq!(loaded.state_vector(), self.index.state_vector());
        assert_eq!(loaded.delete_set(), self.index.delete_set());
        again.texts(POINT);
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
