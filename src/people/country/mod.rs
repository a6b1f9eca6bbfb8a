//! Countries, by the codes and English names of ISO 3166-1.

use std::collections::HashMap;
use std::str::FromStr;
use std::sync::LazyLock;

use super::words::plain;

/// Code, three-letter code and names of each.
const TABLE: &str = include_str!("countries.tsv");

static KNOWN: LazyLock<HashMap<String, Country>> = LazyLock::new(|| {
    let mut known = HashMap::new();
    for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
        let words: Vec<&'static str> = line.split('\t').collect();
        let country = Country(words[0]);
        known.extend(words.into_iter().map(|word| (plain(word), country)));
    }
    known
});

/// A country of ISO 3166-1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Country(&'static str);

impl Country {
    /// Its alpha-2 code.
    pub fn code(self) -> &'static str {
        self.0
    }

    /// Its usual English name.
    pub fn name(self) -> &'static str {
        let line = TABLE.lines().find(|line| line.starts_with(self.0));
        line.and_then(|line| line.split('\t').nth(2))
            .unwrap_or(self.0)
    }
}

/// The text names no country.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no country of ISO 3166-1")]
pub struct NoCountry;

impl FromStr for Country {
    type Err = NoCountry;

    /// Reads a code of two or three letters, or an English name, in any case and with or without accents and "the".
    fn from_str(text: &str) -> Result<Self, NoCountry> {
        let plain = plain(text);
        let known = KNOWN.get(&plain);
        known.copied().ok_or(NoCountry)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_are_known_by_codes_and_names() {
        for (text, code) in [
            ("IE", "IE"),
            ("irl", "IE"),
            ("Ireland", "IE"),
            (" the netherlands ", "NL"),
            ("Côte d’Ivoire", "CI"),
            ("Cote d'Ivoire", "CI"),
            ("UK", "GB"),
            ("Viet Nam", "VN"),
            ("vietnam", "VN"),
            ("Korea, Republic of", "KR"),
            ("Türkiye", "TR"),
            ("Bosnia & Herzegovina", "BA"),
            ("U.S.A.", "US"),
            ("Russia", "RU"),
            ("Iran", "IR"),
        ] {
            assert_eq!(
                text.parse::<Country>().map(Country::code),
                Ok(code),
                "{text}"
            );
        }
        for text in ["", "Atlantis", "XX", "Irelandia", "-"] {
            assert_eq!(text.parse::<Country>(), Err(NoCountry), "{text}");
        }
    }

    #[test]
    fn the_table_is_whole_and_no_name_means_two_countries() {
        let codes: Vec<&str> = TABLE.lines().skip(1).map(|line| &line[..2]).collect();
        assert_eq!(codes.len(), 249);
        for line in TABLE.lines().skip(1) {
            for word in line.split('\t') {
                assert_eq!(
                    word.parse::<Country>().map(Country::code),
                    Ok(&line[..2]),
                    "{word}"
                );
            }
        }
        assert_eq!(Country("CI").name(), "Côte d'Ivoire");
    }
}
