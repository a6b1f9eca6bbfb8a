//! Brackets: text that is not agreed stands between the characters `[` and `]`.

/// How many brackets a paragraph has: matched pairs, nested ones included. Alternatives that stand side by side, such as
/// `[shall] [should]`, are one bracket; unmatched characters are none.
pub fn count(text: &str) -> usize {
    let pairs = pairs(text);
    let continues = |open: usize| {
        let before = text[..open].trim_end();
        before.ends_with(']') && pairs.iter().any(|(_, close)| close + 1 == before.len())
    };
    pairs.iter().filter(|(open, _)| !continues(*open)).count()
}

/// Where the matched pairs open and close, in bytes.
fn pairs(text: &str) -> Vec<(usize, usize)> {
    let (mut open, mut pairs) = (Vec::new(), Vec::new());
    for (at, character) in text.char_indices() {
        match character {
            '[' => open.push(at),
            ']' => pairs.extend(open.pop().map(|open| (open, at))),
            _ => {}
        }
    }
    pairs
}

/// How many bracket characters have no partner.
pub fn unmatched(text: &str) -> usize {
    text.matches(['[', ']']).count() - 2 * pairs(text).len()
}
