//! Brackets: text that is not agreed stands between the characters `[` and `]`.

/// How many matched pairs of brackets a text has, nested ones included. Unmatched characters are no bracket.
pub fn count(text: &str) -> usize {
    let (mut open, mut pairs) = (0usize, 0);
    for character in text.chars() {
        match character {
            '[' => open += 1,
            ']' if open > 0 => {
                open -= 1;
                pairs += 1;
            }
            _ => {}
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::count;

    #[test]
    fn pairs_count_nested_or_beside_each_other_and_loose_ends_do_not() {
        for (text, pairs) in [
            ("Cities shall", 0),
            ("Cities [shall] [should]", 2),
            ("[by [2015] [2020]]", 3),
            ("[shall", 0),
            ("shall] [should]", 1),
            ("[[shall]", 1),
        ] {
            assert_eq!(count(text), pairs, "{text}");
        }
    }
}
