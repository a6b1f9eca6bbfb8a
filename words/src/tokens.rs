//! Tokens: what a text is cut into.

use std::sync::LazyLock;

use regex::Regex;

/// Letters and numbers of scripts that are written without spaces; the two length marks of Katakana belong to no script.
macro_rules! unspaced {
    () => {
        r"[[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}\u30fc\uff70]&&[\p{L}\p{Nl}\p{No}]]"
    };
}
/// A number, or one other character of a word.
macro_rules! part {
    () => {
        concat!(
            r"(?:\p{Nd}(?:[.,\u066b\u066c]?\p{Nd})*|[[\p{L}\p{M}\p{Nl}\p{No}]--",
            unspaced!(),
            "])"
        )
    };
}
/// Marks, skin tones, and the tags that make a flag that of a region.
macro_rules! marks {
    () => {
        r"[\p{M}\u{1f3fb}-\u{1f3ff}\u{e0020}-\u{e007f}]*"
    };
}

/// The regular expression of a token; the first alternative that fits counts. JavaScript reads it alike, with the flag `v`.
pub const RULE: &str = concat!(
    r"[\[\]]|\p{White_Space}+|",
    unspaced!(),
    r"\p{M}*|",
    part!(),
    r"(?:['\u2019\-\u2010\u2011\u00ad\u200c\u200d]?",
    part!(),
    r")*|(?:[\u{1f1e6}-\u{1f1ff}]{2}|\p{Any})",
    marks!(),
    r"(?:\u200d\p{Extended_Pictographic}",
    marks!(),
    ")*",
);

static TOKEN: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(RULE).expect("the rule is a regular expression"));
static WORD: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^[\p{L}\p{M}\p{N}]").expect("the rule is a regular expression"));

/// The tokens of a text, in order; joined they give it back.
pub fn tokens(text: &str) -> Vec<&str> {
    TOKEN.find_iter(text).map(|token| token.as_str()).collect()
}

/// Whether a token is a word, not white space, punctuation or a symbol.
pub(crate) fn is_word(token: &str) -> bool {
    WORD.is_match(token)
}
