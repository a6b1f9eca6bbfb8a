//! Difference: what changed between two texts, for reading.

use crate::edits::{Edit, edits};
use crate::tokens::{is_word, tokens};

/// Whether a piece is in both texts, or only in one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It is in both.
    Same,
    /// Only the text before has it.
    Deleted,
    /// Only the text now has it.
    Inserted,
}

/// A stretch of words that two texts share, or that only one of them has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Which of them has it.
    pub kind: Kind,
    /// The words, never empty.
    pub words: String,
}

/// What a change of a text comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// The texts are the same.
    Nothing,
    /// Words come, and none go.
    Insert,
    /// Words go, and none come.
    Delete,
    /// Words go and others come, here or in different places.
    Replace,
}

/// The words that changed from `before` to `now`, in reading order: all but what was inserted gives `before`, all but what was
/// deleted gives `now`. Two neighbours differ in kind, and what was deleted stands before what came in its place.
///
/// What stayed between two changes must be worth reading: two words, or one of three characters. Less is deleted and inserted
/// with them, unless both only insert or both only delete: nobody should see struck what somebody only added to.
pub fn difference(before: &str, now: &str) -> Vec<Piece> {
    let (old, fresh) = (tokens(before), tokens(now));
    let mut pieces = Vec::new();
    let mut push = |kind, tokens: &[&str]| {
        if !tokens.is_empty() {
            pieces.push(Piece {
                kind,
                words: tokens.concat(),
            });
        }
    };
    let mut done = 0;
    for edit in folded(&edits(&old, &fresh), &old) {
        push(Kind::Same, &old[done..edit.old.start]);
        push(Kind::Deleted, &old[edit.old.clone()]);
        push(Kind::Inserted, &fresh[edit.fresh]);
        done = edit.old.end;
    }
    push(Kind::Same, &old[done..]);
    pieces
}

/// What the change from `base` to `new` comes to.
pub fn kind(base: &str, new: &str) -> Change {
    let pieces = difference(base, new);
    let has = |kind| pieces.iter().any(|piece| piece.kind == kind);
    match (has(Kind::Deleted), has(Kind::Inserted)) {
        (false, false) => Change::Nothing,
        (false, true) => Change::Insert,
        (true, false) => Change::Delete,
        (true, true) => Change::Replace,
    }
}

fn folded(edits: &[Edit], old: &[&str]) -> Vec<Edit> {
    let mut folded: Vec<Edit> = Vec::new();
    for (at, edit) in edits.iter().enumerate() {
        let Some(before) = at.checked_sub(1).map(|before| &edits[before]) else {
            folded.push(edit.clone());
            continue;
        };
        let deletes = !before.old.is_empty() || !edit.old.is_empty();
        let inserts = !before.fresh.is_empty() || !edit.fresh.is_empty();
        match folded.last_mut() {
            Some(last)
                if deletes && inserts && !worth_reading(&old[before.old.end..edit.old.start]) =>
            {
                (last.old.end, last.fresh.end) = (edit.old.end, edit.fresh.end);
            }
            _ => folded.push(edit.clone()),
        }
    }
    folded
}

fn worth_reading(tokens: &[&str]) -> bool {
    let words: Vec<_> = tokens.iter().filter(|token| is_word(token)).collect();
    words.len() > 1 || words.iter().any(|word| word.chars().count() > 2)
}
