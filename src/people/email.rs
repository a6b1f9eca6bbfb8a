//! E-mail addresses.

use std::fmt;
use std::str::FromStr;

const LONGEST: usize = 254;

/// An e-mail address: something, an `@`, and a domain with a dot. Whether mail arrives only the mail tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Email(String);

/// The text is no e-mail address.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no e-mail address")]
pub struct NoEmail;

impl FromStr for Email {
    type Err = NoEmail;

    fn from_str(text: &str) -> Result<Self, NoEmail> {
        let text = text.trim();
        let (local, domain) = text.rsplit_once('@').ok_or(NoEmail)?;
        let is_odd = |character: char| {
            character.is_whitespace()
                || character.is_control()
                || matches!(
                    character,
                    ',' | ';' | '<' | '>' | '(' | ')' | '"' | '@' | ':' | '\\'
                )
        };
        let labels: Vec<&str> = domain.split('.').collect();
        let is_label = |label: &&str| {
            let fits = |character: char| character.is_alphanumeric() || character == '-';
            !label.is_empty()
                && label.chars().all(fits)
                && !label.starts_with('-')
                && !label.ends_with('-')
        };
        let is_dotted_well =
            !local.starts_with('.') && !local.ends_with('.') && !local.contains("..");
        if local.is_empty()
            || local.contains(is_odd)
            || !is_dotted_well
            || labels.len() < 2
            || !labels.iter().all(is_label)
            || text.len() > LONGEST
        {
            return Err(NoEmail);
        }
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_from_what_is_none() {
        for good in [
            "a@b.ie",
            " mayor+cork@city.example.ie ",
            "市长@城市.cn",
            "o'neil@cork.ie",
        ] {
            assert!(good.parse::<Email>().is_ok(), "{good}");
        }
        for bad in [
            "",
            "@",
            "a@",
            "a@b",
            "@b.ie",
            "a b@c.ie",
            "a@b@c.ie",
            "a@b..ie",
            "a@-b.ie",
            "a.@b.ie",
            "a@b.ie; c@d.ie",
            "<a@b.ie>",
        ] {
            assert_eq!(bad.parse::<Email>(), Err(NoEmail), "{bad}");
        }
    }
}
