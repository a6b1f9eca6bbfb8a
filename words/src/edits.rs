//! Edits: which tokens of a text went, and which came in their place.

use std::ops::Range;

/// Larger tables are not filled in: what lies between the equal beginning and end is then one edit.
const MOST_CELLS: usize = 1_000_000;

/// One place where a text changed: `old` of its tokens became `fresh` of the new one's. At least one of them is not empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Edit {
    pub(crate) old: Range<usize>,
    pub(crate) fresh: Range<usize>,
}

/// What changed from `old` to `fresh`, in order; between two edits there is at least one token that stayed.
///
/// What comes or goes alone stands as late as it can, so that one change looks the same whatever else changed:
/// ` They report.` after a full stop, never `. They report` before it.
///
/// Time and space O(n·m) in the tokens between the equal beginning and end: the longest common subsequence by its table.
pub(crate) fn edits(old: &[&str], fresh: &[&str]) -> Vec<Edit> {
    let start = old
        .iter()
        .zip(fresh)
        .take_while(|(was, is)| was == is)
        .count();
    let end = old[start..]
        .iter()
        .rev()
        .zip(fresh[start..].iter().rev())
        .take_while(|(was, is)| was == is)
        .count();
    let mut edits = between(
        &old[start..old.len() - end],
        &fresh[start..fresh.len() - end],
    );
    for edit in &mut edits {
        edit.shift(start);
    }
    late(edits, old, fresh)
}

impl Edit {
    fn shift(&mut self, by: usize) {
        self.old = self.old.start + by..self.old.end + by;
        self.fresh = self.fresh.start + by..self.fresh.end + by;
    }

    /// Whether it says the same one token later.
    fn may_shift(&self, old: &[&str], fresh: &[&str]) -> bool {
        let next = old[self.old.end];
        (self.old.is_empty() && fresh[self.fresh.start] == next)
            || (self.fresh.is_empty() && old[self.old.start] == next)
    }

    /// The same said as an edit here and an insertion at `at`, if it can be: best of what is `wanted` there.
    fn parts(&self, at: usize, wanted: &[&str], old: &[&str], fresh: &[&str]) -> Option<Vec<Self>> {
        let stayed = &old[self.old.end..at];
        let all = &fresh[self.fresh.start..self.fresh.end + stayed.len()];
        let fits = |kept: &usize| all[*kept..].starts_with(stayed);
        let best = self
            .fresh
            .len()
            .checked_sub(wanted.len())
            .filter(|kept| fits(kept) && all[kept + stayed.len()..] == *wanted);
        let kept = self.fresh.start + best.or_else(|| (0..self.fresh.len()).find(fits))?;
        Some(vec![
            Self {
                old: self.old.clone(),
                fresh: self.fresh.start..kept,
            },
            Self {
                old: at..at,
                fresh: kept + stayed.len()..self.fresh.end + stayed.len(),
            },
        ])
    }
}

/// The same edits, so read that what both texts add in one place is seen to be added there.
///
/// *plan* became *budget. They report* before a full stop; if the other text adds a sentence after that full stop, then *plan*
/// became *budget*, and this text adds a sentence there too.
pub(crate) fn split(
    edits: &[Edit],
    old: &[&str],
    fresh: &[&str],
    other: &[Edit],
    other_fresh: &[&str],
) -> Vec<Edit> {
    let mut split = Vec::new();
    for (at, edit) in edits.iter().enumerate() {
        let limit = edits
            .get(at + 1)
            .map_or(old.len() + 1, |next| next.old.start);
        // What can be said to stand further on can be said to stand at the nearest insertion.
        let nearest = other
            .iter()
            .find(|other| other.old.is_empty() && other.old.start > edit.old.end);
        let parts = nearest
            .filter(|nearest| nearest.old.start < limit)
            .and_then(|nearest| {
                edit.parts(
                    nearest.old.start,
                    &other_fresh[nearest.fresh.clone()],
                    old,
                    fresh,
                )
            });
        split.extend(parts.unwrap_or_else(|| vec![edit.clone()]));
    }
    split
}

fn between(old: &[&str], fresh: &[&str]) -> Vec<Edit> {
    if old.is_empty() && fresh.is_empty() {
        return Vec::new();
    }
    if old.len() * fresh.len() > MOST_CELLS {
        return vec![Edit {
            old: 0..old.len(),
            fresh: 0..fresh.len(),
        }];
    }
    let common = common(old, fresh);
    let width = fresh.len() + 1;
    let mut edits: Vec<Edit> = Vec::new();
    let (mut i, mut j) = (0, 0);
    while i < old.len() || j < fresh.len() {
        if i < old.len() && j < fresh.len() && old[i] == fresh[j] {
            (i, j) = (i + 1, j + 1);
            continue;
        }
        let (was, is) = (i, j);
        if j == fresh.len()
            || (i < old.len() && common[(i + 1) * width + j] >= common[i * width + j + 1])
        {
            i += 1;
        } else {
            j += 1;
        }
        match edits.last_mut() {
            Some(last) if last.old.end == was && last.fresh.end == is => {
                (last.old.end, last.fresh.end) = (i, j);
            }
            _ => edits.push(Edit {
                old: was..i,
                fresh: is..j,
            }),
        }
    }
    edits
}

/// How many tokens the ends of both texts share, from each token on. The shorter text has at most 1,000.
fn common(old: &[&str], fresh: &[&str]) -> Vec<u16> {
    let width = fresh.len() + 1;
    let mut table = vec![0; (old.len() + 1) * width];
    for i in (0..old.len()).rev() {
        for j in (0..fresh.len()).rev() {
            let at = i * width + j;
            table[at] = if old[i] == fresh[j] {
                table[at + width + 1] + 1
            } else {
                table[at + width].max(table[at + 1])
            };
        }
    }
    table
}

/// The same edits, each as late as it can stand; those that meet become one.
fn late(edits: Vec<Edit>, old: &[&str], fresh: &[&str]) -> Vec<Edit> {
    let mut backwards: Vec<Edit> = Vec::new();
    for mut edit in edits.into_iter().rev() {
        loop {
            let limit = backwards.last().map_or(old.len(), |next| next.old.start);
            while edit.old.end < limit && edit.may_shift(old, fresh) {
                edit.shift(1);
            }
            let Some(next) = backwards.pop_if(|next| next.old.start == edit.old.end) else {
                break;
            };
            (edit.old.end, edit.fresh.end) = (next.old.end, next.fresh.end);
        }
        backwards.push(edit);
    }
    backwards.reverse();
    backwards
}
