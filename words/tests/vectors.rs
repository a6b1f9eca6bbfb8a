//! The vectors in `tests/data/words.json`, which the TypeScript of the front end is held to as well.

use plenary_words::{Change, Clash, Hunk, Kind, RULE, difference, kind, merge, tokens};
use serde::Deserialize;

#[derive(Deserialize)]
struct Vectors {
    rule: String,
    tokens: Vec<OfTokens>,
    difference: Vec<OfDifference>,
    merge: Vec<OfMerge>,
}

#[derive(Deserialize)]
struct OfTokens {
    of: String,
    text: String,
    tokens: Vec<String>,
}

#[derive(Deserialize)]
struct OfDifference {
    of: String,
    before: String,
    now: String,
    pieces: Vec<(String, String)>,
    change: String,
}

#[derive(Deserialize)]
struct OfMerge {
    of: String,
    base: String,
    now: String,
    suggested: String,
    #[serde(flatten)]
    expected: Expected,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Expected {
    Merged { words: String, hunks: Vec<OfHunk> },
    Conflict { clashes: Vec<OfClash> },
}

#[derive(Deserialize)]
struct OfHunk {
    at: usize,
    deleted: String,
    inserted: String,
}

#[derive(Deserialize)]
struct OfClash {
    at: usize,
    base: String,
    now: String,
    suggested: String,
}

fn vectors() -> Vectors {
    serde_json::from_str(include_str!("../../tests/data/words.json"))
        .expect("the vectors have this shape")
}

#[test]
fn the_rule_is_the_front_ends() {
    assert_eq!(RULE, vectors().rule);
}

#[test]
fn texts_are_cut_as_expected() {
    for OfTokens {
        of,
        text,
        tokens: expected,
    } in vectors().tokens
    {
        assert_eq!(tokens(&text), expected, "{of}");
    }
}

#[test]
fn differences_are_as_expected() {
    for OfDifference {
        of,
        before,
        now,
        pieces,
        change,
    } in vectors().difference
    {
        let found: Vec<_> = difference(&before, &now)
            .into_iter()
            .map(|piece| {
                let kind = match piece.kind {
                    Kind::Same => "same",
                    Kind::Deleted => "deleted",
                    Kind::Inserted => "inserted",
                };
                (kind.to_owned(), piece.words)
            })
            .collect();
        assert_eq!(found, pieces, "{of}");
        let found = match kind(&before, &now) {
            Change::Nothing => "nothing",
            Change::Insert => "insert",
            Change::Delete => "delete",
            Change::Replace => "replace",
        };
        assert_eq!(found, change, "{of}");
    }
}

#[test]
fn merges_are_as_expected() {
    for OfMerge {
        of,
        base,
        now,
        suggested,
        expected,
    } in vectors().merge
    {
        let found = merge(&base, &now, &suggested);
        match expected {
            Expected::Merged { words, hunks } => {
                let found = found.unwrap_or_else(|conflict| panic!("{of}: {conflict:?}"));
                let hunks: Vec<_> = hunks
                    .into_iter()
                    .map(
                        |OfHunk {
                             at,
                             deleted,
                             inserted,
                         }| Hunk {
                            at,
                            deleted,
                            inserted,
                        },
                    )
                    .collect();
                assert_eq!((found.words, found.hunks), (words, hunks), "{of}");
            }
            Expected::Conflict { clashes } => {
                let clash = |OfClash {
                                 at,
                                 base,
                                 now,
                                 suggested,
                             }| Clash {
                    at,
                    base,
                    now,
                    suggested,
                };
                let clashes: Vec<_> = clashes.into_iter().map(clash).collect();
                assert_eq!(
                    found.map_err(|conflict| conflict.clashes),
                    Err(clashes),
                    "{of}"
                );
            }
        }
    }
}
