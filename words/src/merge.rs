//! Merge: two changes of one text, taken together.

use std::fmt;

use crate::edits::{Edit, edits, split};
use crate::tokens::tokens;

/// What two changes of one text make of it together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    /// The whole text.
    pub words: String,
    /// What has to change in the text as it is now, in order; they neither overlap nor touch.
    pub hunks: Vec<Hunk>,
}

/// One place where the text as it is now has to change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hunk {
    /// Where, in UTF-16 units of the text as it is now, before any hunk; always between two characters.
    pub at: usize,
    /// The words that go; they stand there.
    pub deleted: String,
    /// The words that come in their place.
    pub inserted: String,
}

/// Two changes that cannot both be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// Where they meet, in order; at least one.
    pub clashes: Vec<Clash>,
}

/// One place that was changed in two ways.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// Where, in UTF-16 units of the base.
    pub at: usize,
    /// The words that stood there; empty where both only inserted.
    pub base: String,
    /// What stands there now.
    pub now: String,
    /// What was suggested to stand there.
    pub suggested: String,
}

impl fmt::Display for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the same words were changed in another way")
    }
}

impl std::error::Error for Conflict {}

/// Makes of `now` what `suggested` made of `base`. It is the same text whichever of them is called now.
///
/// Both are compared with `base` token by token. Changes that leave a token between them are both taken, be it only a space.
/// The same change of both is taken once. Changes that meet conflict, except that one may end where the other begins if each
/// takes words away: then each stands for its own words, and it is clear which comes first. So these conflict:
/// - changes of the same token, other than the same change;
/// - insertions of different words in one place;
/// - an insertion directly before or after a token that the other changed or deleted;
/// - a change that has a change of the other on both sides: what it was about may be gone.
///
/// Words that both added in one place are taken once, or conflict, also where one of them changed the words before it. That is
/// told from the words alone: where they repeat, so that one could be said to have stayed in two ways, both may come.
///
/// A merge that would run two tokens together into one that nobody wrote is a conflict of all that changed.
pub fn merge(base: &str, now: &str, suggested: &str) -> Result<Merged, Conflict> {
    let old = tokens(base);
    let [now, suggested] = [now, suggested].map(|text| Side::of(&old, text));
    let [now, suggested] = [now.beside(&suggested, &old), suggested.beside(&now, &old)];
    let mut taken = Vec::new();
    let mut clashes = Vec::new();
    for place in places(&now, &suggested) {
        match place.outcome(&now, &suggested) {
            Outcome::NowOnly => {}
            Outcome::Suggested(edit) => taken.push(edit),
            Outcome::Clash => clashes.push(place.clash(&old, &now, &suggested)),
        }
    }
    if !clashes.is_empty() {
        return Err(Conflict { clashes });
    }
    let merged = applied(&taken, &now, &suggested);
    let words = merged.concat();
    if tokens(&words) != merged {
        let all = Place {
            now: &now.edits,
            suggested: &suggested.edits,
        };
        return Err(Conflict {
            clashes: vec![all.clash(&old, &now, &suggested)],
        });
    }
    Ok(Merged {
        words,
        hunks: hunks(&taken, &now, &suggested, &old),
    })
}

/// One of the two texts, and what it changed.
struct Side<'a> {
    tokens: Vec<&'a str>,
    edits: Vec<Edit>,
}

/// Edits of both sides that meet, of which at least one side has some.
struct Place<'a> {
    now: &'a [Edit],
    suggested: &'a [Edit],
}

enum Outcome<'a> {
    /// Nothing is left to do: it is there, or nobody suggested anything here.
    NowOnly,
    Suggested(&'a Edit),
    Clash,
}

impl<'a> Side<'a> {
    fn of(old: &[&str], text: &'a str) -> Self {
        let tokens = tokens(text);
        let edits = edits(old, &tokens);
        Self { tokens, edits }
    }

    /// The same side, read so that what both add in one place is seen to be added there.
    fn beside(&self, other: &Self, old: &[&str]) -> Self {
        Self {
            tokens: self.tokens.clone(),
            edits: split(&self.edits, old, &self.tokens, &other.edits, &other.tokens),
        }
    }

    /// Where in its text the base's token `at` stands, if that is one which stayed or which begins an edit of the other side.
    fn position(&self, at: usize) -> usize {
        self.edits
            .iter()
            .rfind(|edit| edit.old.end <= at)
            .map_or(at, |edit| edit.fresh.end + at - edit.old.end)
    }
}

/// The places where one or both changed something, in order.
fn places<'a>(now: &'a Side<'_>, suggested: &'a Side<'_>) -> Vec<Place<'a>> {
    let mut places = Vec::new();
    let (mut n, mut s) = (0, 0);
    while n < now.edits.len() || s < suggested.edits.len() {
        let from = (n, s);
        let mut end = usize::MIN;
        loop {
            let begins = |edits: &'a [Edit], at: usize| edits.get(at).map(|edit| &edit.old);
            let meets = |old: &&std::ops::Range<usize>| old.start <= end || (n, s) == from;
            match (begins(&now.edits, n), begins(&suggested.edits, s)) {
                (Some(of_now), other)
                    if other.is_none_or(|other| of_now.start <= other.start) && meets(&of_now) =>
                {
                    end = end.max(of_now.end);
                    n += 1;
                }
                (_, Some(of_suggested)) if meets(&of_suggested) => {
                    end = end.max(of_suggested.end);
                    s += 1;
                }
                _ => break,
            }
        }
        places.push(Place {
            now: &now.edits[from.0..n],
            suggested: &suggested.edits[from.1..s],
        });
    }
    places
}

impl<'a> Place<'a> {
    fn outcome(&self, now: &Side<'_>, suggested: &Side<'_>) -> Outcome<'a> {
        match (self.now, self.suggested) {
            (_, []) => Outcome::NowOnly,
            ([], [edit]) => Outcome::Suggested(edit),
            ([ours], [theirs])
                if ours.old == theirs.old
                    && now.tokens[ours.fresh.clone()] == suggested.tokens[theirs.fresh.clone()] =>
            {
                Outcome::NowOnly
            }
            ([ours], [theirs]) if beside(ours, theirs) => Outcome::Suggested(theirs),
            _ => Outcome::Clash,
        }
    }

    fn clash(&self, old: &[&str], now: &Side<'_>, suggested: &Side<'_>) -> Clash {
        let all = || self.now.iter().chain(self.suggested);
        let start = all().map(|edit| edit.old.start).min().unwrap_or_default();
        let end = all().map(|edit| edit.old.end).max().unwrap_or_default();
        let words = |edits: &[Edit], side: &Side<'_>| match (edits.first(), edits.last()) {
            (Some(first), Some(last)) => side.tokens
                [first.fresh.start + start - first.old.start..last.fresh.end + end - last.old.end]
                .concat(),
            _ => old[start..end].concat(),
        };
        Clash {
            at: units(&old[..start]),
            base: old[start..end].concat(),
            now: words(self.now, now),
            suggested: words(self.suggested, suggested),
        }
    }
}

/// Whether each takes words away, and one ends where the other begins.
fn beside(one: &Edit, other: &Edit) -> bool {
    !one.old.is_empty()
        && !other.old.is_empty()
        && (one.old.end == other.old.start || other.old.end == one.old.start)
}

fn applied<'a>(taken: &[&Edit], now: &Side<'a>, suggested: &Side<'a>) -> Vec<&'a str> {
    let mut merged = Vec::new();
    let mut done = 0;
    for edit in taken {
        let at = now.position(edit.old.start);
        merged.extend_from_slice(&now.tokens[done..at]);
        merged.extend_from_slice(&suggested.tokens[edit.fresh.clone()]);
        done = at + edit.old.len();
    }
    merged.extend_from_slice(&now.tokens[done..]);
    merged
}

fn hunks(taken: &[&Edit], now: &Side<'_>, suggested: &Side<'_>, old: &[&str]) -> Vec<Hunk> {
    let hunk = |edit: &&Edit| Hunk {
        at: units(&now.tokens[..now.position(edit.old.start)]),
        deleted: old[edit.old.clone()].concat(),
        inserted: suggested.tokens[edit.fresh.clone()].concat(),
    };
    taken.iter().map(hunk).collect()
}

/// How long tokens are in UTF-16.
fn units(tokens: &[&str]) -> usize {
    tokens
        .iter()
        .flat_map(|token| token.chars())
        .map(char::len_utf16)
        .sum()
}
