//! What holds for all texts.

use plenary_words::{Change, Kind, Merged, difference, kind, merge, tokens};
use proptest::prelude::*;

const WORDS: [&str; 26] = [
    "cities",
    "shall",
    "l’État",
    "ge\u{301}ne\u{301}ral",
    "2.5",
    "1,000",
    "تَنْشُرُ",
    "المدن",
    "عام",
    "城",
    "市",
    "应当",
    "𠮷",
    "города",
    "план",
    "[",
    "]",
    ".",
    ",",
    "-",
    "'",
    " ",
    "  ",
    "👩\u{200d}👧",
    "🇫🇷",
    "\u{301}",
];

fn word() -> impl Strategy<Value = &'static str> {
    proptest::sample::select(WORDS.to_vec())
}

/// A text of any such words, half of the time with spaces between them.
fn text() -> impl Strategy<Value = String> {
    (proptest::collection::vec(word(), 0..14), any::<bool>())
        .prop_map(|(words, spaced)| words.join(if spaced { " " } else { "" }))
}

/// A text and two that somebody made of it.
fn edited() -> impl Strategy<Value = [String; 3]> {
    let edits = || {
        proptest::collection::vec(
            (
                0_usize..20,
                0_usize..3,
                proptest::collection::vec(word(), 0..3),
            ),
            0..4,
        )
    };
    (text(), edits(), edits()).prop_map(|(base, ours, theirs)| {
        let [now, suggested] = [ours, theirs].map(|edits| {
            let mut now: Vec<&str> = tokens(&base);
            for (at, deleted, inserted) in edits {
                let at = at.min(now.len());
                now.splice(at..(at + deleted).min(now.len()), inserted);
            }
            now.concat()
        });
        [base, now, suggested]
    })
}

/// The text after the hunks, which must fit it.
fn applied(now: &str, merged: &Merged) -> String {
    let units: Vec<u16> = now.encode_utf16().collect();
    let read = |units: &[u16]| String::from_utf16(units).expect("a hunk is between characters");
    let mut text = String::new();
    let mut done = 0;
    for (index, hunk) in merged.hunks.iter().enumerate() {
        assert!(
            index == 0 || done < hunk.at,
            "hunks leave something between them"
        );
        text += &read(&units[done..hunk.at]);
        text += &hunk.inserted;
        done = hunk.at + hunk.deleted.encode_utf16().count();
        assert_eq!(read(&units[hunk.at..done]), hunk.deleted);
    }
    text + &read(&units[done..])
}

/// The tokens that only the second text has, as often as it has more of them.
fn new_tokens<'a>(base: &str, now: &'a str) -> Vec<&'a str> {
    let mut old = tokens(base);
    tokens(now)
        .into_iter()
        .filter(|token| {
            old.iter()
                .position(|other| other == token)
                .map(|at| old.swap_remove(at))
                .is_none()
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn tokens_give_the_text_back(text in any::<String>()) {
        prop_assert_eq!(tokens(&text).concat(), text);
    }

    #[test]
    fn brackets_are_always_alone(text in text()) {
        prop_assert!(tokens(&text).iter().all(|token| token.len() == 1 || !token.contains(['[', ']'])));
    }

    #[test]
    fn a_difference_gives_both_texts_back([before, now, _] in edited()) {
        let pieces = difference(&before, &now);
        let without = |kind| pieces.iter().filter(|piece| piece.kind != kind).map(|piece| piece.words.as_str()).collect::<String>();
        prop_assert_eq!(without(Kind::Inserted), before);
        prop_assert_eq!(without(Kind::Deleted), now);
        for pair in pieces.windows(2) {
            prop_assert!(pair[0].kind != pair[1].kind);
            prop_assert!(pair[0].kind != Kind::Inserted || pair[1].kind == Kind::Same);
        }
    }

    #[test]
    fn a_kind_is_true([base, new, _] in edited()) {
        match kind(&base, &new) {
            Change::Nothing => prop_assert_eq!(base, new),
            Change::Insert => prop_assert!(base.len() < new.len() && new_tokens(&new, &base).is_empty()),
            Change::Delete => prop_assert!(new.len() < base.len() && new_tokens(&base, &new).is_empty()),
            Change::Replace => prop_assert!(!base.is_empty() && !new.is_empty()),
        }
    }

    #[test]
    fn who_is_alone_is_taken([base, new, _] in edited()) {
        for (now, suggested) in [(&base, &new), (&new, &base), (&new, &new)] {
            let merged = merge(&base, now, suggested);
            prop_assert_eq!(merged.as_ref().map(|merged| &merged.words), Ok(&new));
            prop_assert_eq!(merged.unwrap().hunks.is_empty(), now == &new);
        }
    }

    #[test]
    fn a_merge_does_not_ask_who_was_first([base, now, suggested] in edited()) {
        match (merge(&base, &now, &suggested), merge(&base, &suggested, &now)) {
            (Ok(one), Ok(other)) => prop_assert_eq!(one.words, other.words),
            (Err(one), Err(other)) => {
                prop_assert_eq!(one.clashes.len(), other.clashes.len());
                for (one, other) in one.clashes.iter().zip(&other.clashes) {
                    prop_assert_eq!((one.at, &one.base, &one.now, &one.suggested), (other.at, &other.base, &other.suggested, &other.now));
                }
            }
            (one, other) => prop_assert!(false, "{:?} but {:?}", one, other),
        }
    }

    #[test]
    fn hunks_make_the_merge([base, now, suggested] in edited()) {
        let Ok(merged) = merge(&base, &now, &suggested) else { return Ok(()) };
        prop_assert_eq!(applied(&now, &merged), merged.words.as_str());
        for hunk in &merged.hunks {
            let [old, fresh] = [tokens(&hunk.deleted), tokens(&hunk.inserted)];
            prop_assert!(old.first() != fresh.first() && old.last() != fresh.last(), "a word that stays is in {:?}", hunk);
        }
    }

    #[test]
    fn no_word_that_came_is_lost([base, now, suggested] in edited()) {
        let Ok(merged) = merge(&base, &now, &suggested) else { return Ok(()) };
        for side in [&now, &suggested] {
            let has = tokens(&merged.words);
            prop_assert!(new_tokens(&base, side).iter().all(|token| has.contains(token)), "{:?}", merged);
        }
    }

    #[test]
    fn clashes_are_where_they_say([base, now, suggested] in edited()) {
        let Err(conflict) = merge(&base, &now, &suggested) else { return Ok(()) };
        prop_assert!(!conflict.clashes.is_empty());
        let units: Vec<u16> = base.encode_utf16().collect();
        for clash in conflict.clashes {
            let end = clash.at + clash.base.encode_utf16().count();
            prop_assert_eq!(String::from_utf16(&units[clash.at..end]).unwrap(), clash.base.as_str());
            prop_assert!(now.contains(&clash.now) && suggested.contains(&clash.suggested));
        }
    }

    /// Each of ten words is another one, and nobody touches what the other touches.
    #[test]
    fn changes_of_different_words_are_both_taken(one in 0_usize..10, other in 0_usize..10, spaced in any::<bool>()) {
        prop_assume!(one != other);
        let words = if spaced { ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"] } else { ["城", "市", "应", "当", "每", "年", "公", "布", "数", "据"] };
        let with = |changes: &[usize]| {
            let words: Vec<_> = words.iter().enumerate().map(|(at, word)| if changes.contains(&at) { "新" } else { word }).collect();
            words.join(if spaced { " " } else { "" })
        };
        let merged = merge(&with(&[]), &with(&[one]), &with(&[other]));
        prop_assert_eq!(merged.map(|merged| merged.words), Ok(with(&[one, other])));
    }

    /// What both added is there once, whatever one of them did to a word near it; where words do not repeat, so that it is clear
    /// which of them stayed.
    #[test]
    fn what_both_added_comes_once(
        words in proptest::sample::subsequence(vec!["cities", "shall", "l’État", "2.5", "المدن", "عام", "城", "市", "应", "города"], 1..8).prop_shuffle(),
        new in proptest::sample::select(vec!["план", "新", "3", "🇫🇷", "act. Then,", "of, and"]),
        added in proptest::sample::select(vec!["Sie berichten.", "auch", "又,", "(2)", "one, two"]),
        separator in proptest::sample::select(vec![" ", "", ", ", ". "]),
        at in 0_usize..8,
        place in 0_usize..9,
    ) {
        let with = |changed: bool, adds: bool| {
            let mut words = words.clone();
            if changed {
                let last = words.len() - 1;
                words[at.min(last)] = new;
            }
            if adds {
                words.insert(place.min(words.len()), added);
            }
            words.join(separator) + "."
        };
        let both = with(true, true);
        for (now, suggested) in [(&both, &with(false, true)), (&with(false, true), &both)] {
            if let Ok(merged) = merge(&with(false, false), now, suggested) {
                prop_assert_eq!(&merged.words, &both);
            }
        }
    }
}

#[test]
fn the_longest_paragraph_takes_no_time() {
    let long = |word: &str| word.repeat(20_000 / word.len());
    let pairs = [
        (long("a "), long("b ")),
        (long("a"), long("b")),
        (long("ab "), long("ab c ")),
        (long("["), long("]")),
    ];
    for (before, now) in pairs {
        assert!(!difference(&before, &now).is_empty());
        assert_eq!(
            merge(&before, &before, &now).map(|merged| merged.words),
            Ok(now)
        );
    }
    // Each may be said to stand in many places.
    let base = format!("x{}c", " a".repeat(5_000));
    let now = format!("y{} b{}c", " a".repeat(4_000), " a".repeat(5_000));
    let suggested = format!("x{}c", " a a a a a, a a a a a".repeat(500));
    assert!(merge(&base, &now, &suggested).is_ok());
}
