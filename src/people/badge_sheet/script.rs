//! The script of a name: what it is set by, where nobody has said in which language it is.

/// The language that a text is most likely in, by its script, and the direction it runs in, in Typst's words.
pub fn language_and_direction(text: &str) -> (&'static str, &'static str) {
    let mut languages = text.chars().filter_map(language);
    let language = languages.clone().find(|language| *language != "zh");
    match language.or_else(|| languages.next()) {
        Some(language @ ("ar" | "he")) => (language, "rtl"),
        Some(language) => (language, "ltr"),
        None => ("und", "ltr"),
    }
}

/// Han characters alone are Chinese; among kana they are Japanese, among Hangul Korean.
fn language(character: char) -> Option<&'static str> {
    match character {
        '\u{0370}'..='\u{03ff}' => Some("el"),
        '\u{0400}'..='\u{052f}' => Some("ru"),
        '\u{0590}'..='\u{05ff}' => Some("he"),
        '\u{0600}'..='\u{08ff}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' => Some("ar"),
        '\u{3040}'..='\u{30ff}' => Some("ja"),
        '\u{1100}'..='\u{11ff}' | '\u{ac00}'..='\u{d7af}' => Some("ko"),
        '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{2ffff}' => Some("zh"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_runs_as_its_script_does() {
        for (name, language, direction) in [
            ("طارق بن حدّو", "ar", "rtl"),
            ("刘文轩", "zh", "ltr"),
            ("김서윤 (金)", "ko", "ltr"),
            ("藤村 はるか", "ja", "ltr"),
            ("Оксана Беляева", "ru", "ltr"),
            ("Nguyễn Thị Thanh Mai", "und", "ltr"),
            ("", "und", "ltr"),
        ] {
            assert_eq!(
                language_and_direction(name),
                (language, direction),
                "{name}"
            );
        }
    }
}
