//! The sheet of badges: what the secretariat prints, cuts and hands out. On each badge stand a person's name and role, where
//! they come from, and the code with which they sign in.

use plenary_pdf::Template;
use serde::Serialize;
use serde_json::Value;

use super::words::plain;
use super::{Badge, BadgeCode, Origin};
use crate::conference::{Conference, Translations};

mod printed;
mod script;

use printed::Printed;

/// How the sheet looks.
pub const TEMPLATE: Template = Template {
    source: include_str!("sheet.typ"),
    parts: &[],
};

/// What stands on the sheet; the template's `data.json`.
#[derive(Serialize)]
struct Sheet {
    conference: String,
    when_and_where: String,
    notice: Option<String>,
    badges: Vec<Printed>,
}

/// The data of a sheet with these badges, by delegation and name, each with the code it bears.
///
/// # Errors
/// When the address of the server is too long for a QR code.
pub fn data(
    conference: &Conference,
    badges: Vec<(Badge, BadgeCode)>,
    origin: &Origin,
) -> anyhow::Result<Value> {
    let badges = badges.into_iter();
    let mut badges: Vec<Printed> = badges
        .map(|(badge, code)| Printed::new(badge, code, origin))
        .collect::<anyhow::Result<_>>()?;
    badges.sort_by_cached_key(|one| (plain(&one.from), plain(&one.name)));
    let sheet = Sheet {
        conference: english(&conference.title),
        when_and_where: when_and_where(conference),
        notice: conference.notice.clone(),
        badges,
    };
    Ok(serde_json::to_value(sheet)?)
}

/// The English words, else any.
fn english(text: &Translations) -> String {
    let words = text.0.get("en").or_else(|| text.0.values().next());
    words.cloned().unwrap_or_default()
}

fn when_and_where(conference: &Conference) -> String {
    let (first, last) = (conference.starts_on, conference.ends_on);
    let day = |date: chrono::NaiveDate, format| date.format(format).to_string();
    let until = day(last, "%-d %B %Y");
    let when = if first == last {
        until
    } else if day(first, "%B %Y") == day(last, "%B %Y") {
        format!("{}–{until}", day(first, "%-d"))
    } else if day(first, "%Y") == day(last, "%Y") {
        format!("{} – {until}", day(first, "%-d %B"))
    } else {
        format!("{} – {until}", day(first, "%-d %B %Y"))
    };
    format!("{}, {when}", conference.city)
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use plenary_pdf::{Standard, Typeset};
    use proptest::prelude::*;

    use super::*;
    use crate::conference::{ConferenceId, Entering};
    use crate::people::{BadgeDelegation, DelegationId, DelegationKind, ParticipantId, Role};
    use crate::press::Press;

    fn conference(starts_on: (i32, u32, u32), ends_on: (i32, u32, u32)) -> Conference {
        let date = |(year, month, day)| NaiveDate::from_ymd_opt(year, month, day).expect("a date");
        Conference {
            id: ConferenceId::new(),
            slug: "test".into(),
            symbol_root: "TEST".into(),
            title: in_english("International Conference on Learning Cities"),
            theme: Translations::default(),
            city: "Beijing".into(),
            country: "CN".into(),
            starts_on: date(starts_on),
            ends_on: date(ends_on),
            working_language: "en".into(),
            languages: Vec::new(),
            time_zone: "Asia/Shanghai".into(),
            notice: None,
            entering: Entering::ByBadge,
        }
    }

    fn in_english(words: &str) -> Translations {
        Translations([("en".to_owned(), words.to_owned())].into())
    }

    fn badge(name: &str, native_name: Option<&str>, city: &str, delegation: &str) -> Badge {
        Badge {
            id: ParticipantId::new(),
            reference: String::new(),
            name: name.into(),
            native_name: native_name.map(Into::into),
            title: String::new(),
            role: Role::Delegate,
            city: city.into(),
            country: "SN".into(),
            language: "en".into(),
            head_of_delegation: false,
            delegation: BadgeDelegation {
                id: DelegationId::new(),
                name: in_english(delegation),
                kind: DelegationKind::City,
            },
            sessions: Vec::new(),
        }
    }

    fn sheet(badges: Vec<Badge>) -> Value {
        let badges = badges.into_iter().map(|badge| (badge, BadgeCode::new()));
        let origin = Origin("https://plenary.example".into());
        let conference = conference((2013, 10, 21), (2013, 10, 23));
        data(&conference, badges.collect(), &origin).expect("a short address")
    }

    async fn typeset(badges: Vec<Badge>) -> Typeset {
        let today = NaiveDate::default();
        let press = Press::default();
        let typeset = press.typeset(TEMPLATE, sheet(badges), today).await;
        typeset.expect("the template takes any name")
    }

    #[test]
    fn the_days_are_told_once() {
        for (first, last, words) in [
            (
                (2013, 10, 21),
                (2013, 10, 23),
                "Beijing, 21–23 October 2013",
            ),
            (
                (2013, 9, 30),
                (2013, 10, 2),
                "Beijing, 30 September – 2 October 2013",
            ),
            (
                (2013, 12, 30),
                (2014, 1, 2),
                "Beijing, 30 December 2013 – 2 January 2014",
            ),
            ((2013, 10, 1), (2013, 10, 1), "Beijing, 1 October 2013"),
        ] {
            assert_eq!(when_and_where(&conference(first, last)), words);
        }
    }

    #[test]
    fn a_city_is_named_once_and_a_delegation_lies_together() {
        let sheet = sheet(vec![
            badge("Zoé", None, "Dakar", "Dakar"),
            badge("Ba", None, "Thiès", "Women of the Cities"),
            badge("Étienne", None, "Dakar", "Dakar"),
            badge("Abdou", None, "", ""),
        ]);
        let badges = sheet["badges"].as_array().expect("badges");
        let lines: Vec<String> = badges
            .iter()
            .map(|one| format!("{}/{}/{}", one["name"], one["from"], one["place"]).replace('"', ""))
            .collect();
        assert_eq!(
            lines,
            [
                "Abdou//Senegal",
                "Étienne/Dakar/Senegal",
                "Zoé/Dakar/Senegal",
                "Ba/Women of the Cities/Thiès, Senegal",
            ]
        );
    }

    #[tokio::test]
    async fn a_name_that_no_font_has_is_left_out_and_a_sheet_holds_eight() {
        let names = ["刘文轩", "김서윤", "سميرة الخوري", "ᐃᓄᒃᑎᑐᑦ"];
        let badges = names.map(|name| badge("Somebody", Some(name), "Dakar", "Dakar"));
        let printed = sheet(badges.to_vec());
        let native: Vec<Option<&str>> = printed["badges"]
            .as_array()
            .expect("badges")
            .iter()
            .map(|one| one["native_name"]["text"].as_str())
            .collect();
        assert_eq!(
            native,
            [Some(names[0]), Some(names[1]), Some(names[2]), None]
        );
        for (number, pages) in [(1, 1), (8, 1), (9, 2)] {
            let badges = vec![badges[1].clone(); number];
            assert_eq!(typeset(badges).await.pages, pages);
        }
    }

    /// The longest that the secretariat can enter, and beyond.
    #[tokio::test]
    async fn the_longest_names_stay_on_their_badge() {
        let longest = [
            "W".repeat(200),
            "ي ".repeat(100),
            "中".repeat(200),
            "a-b ".repeat(50),
        ];
        let badges = longest
            .each_ref()
            .map(|text| badge(text, Some(text), text, text));
        let typeset = typeset(badges.to_vec()).await;
        assert_eq!((typeset.pages, typeset.standard), (1, Standard::Accessible));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn any_name_is_printed(people in prop::collection::vec(("\\PC{1,80}", prop::option::of("\\PC{1,80}"), "\\PC{0,80}", any::<String>()), 8)) {
            let badges = people.iter().map(|(name, native, city, delegation)| badge(name, native.as_deref(), city, delegation));
            let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
            let typeset = runtime.block_on(typeset(badges.collect()));
            prop_assert_eq!(typeset.pages, 1);
        }
    }
}
