//! The words of a paragraph: what changed between two texts, and what two people changed of one text, merged.
//!
//! `web/src/lib/words/` does the same in TypeScript, so that a browser shows what the server decides. Both are held to the
//! vectors in `tests/data/words.json`; whoever changes a rule changes it in both, and there.
//!
//! # Tokens
//!
//! A text is cut into tokens by one regular expression over Unicode properties ([`RULE`]); joined they give it back. It is the
//! same string on both sides, and no dictionary is asked, because each platform has another one. Nothing is normalised.
//!
//! - A square bracket is a token by itself, always: brackets are negotiated.
//! - A run of white space is a token.
//! - In scripts that are written without spaces (Han, Hiragana, Katakana, Thai, Lao, Khmer, Myanmar) each letter is a token,
//!   with the marks on it.
//! - Any other run of letters, marks and numbers is one. Between two of them an apostrophe or a hyphen belongs to the word
//!   (*l’État*, *short-term*, *COVID-19*), as do characters that only guide how it is joined or broken; between two digits so
//!   does a decimal point or comma (*2.5*, *1,000*). A hyphen joins because readers take a compound for one word: if one makes
//!   *short-term* into *long-term* and another into *short-lived*, nobody wants *long-lived*. Dashes join nothing.
//! - Any other character is a token, with its marks; an emoji is one whatever it is joined of.
//!
//! Letters that are newer than a browser, or than this server, may be cut otherwise there: in the worst case a browser expects
//! a conflict where the server finds none, and the server decides.
//!
//! # Difference
//!
//! [`difference`] is for reading: the longest common subsequence of tokens, and what would read like confetti is folded into
//! the changes around it. [`kind`] says in a word what it comes to.
//!
//! # Merge
//!
//! [`merge`] takes what two people made of one text. It would rather ask people than guess; its rules are with it.

mod difference;
mod edits;
mod merge;
mod tokens;

pub use difference::{Change, Kind, Piece, difference, kind};
pub use merge::{Clash, Conflict, Hunk, Merged, merge};
pub use tokens::{RULE, tokens};
