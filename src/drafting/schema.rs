//! What a draft can hold: the schema of `docs/protocol.md`, section "The document", as data.
//!
//! A later schema adds its nodes, attributes, marks and roots to the tables of this file, and raises [`SCHEMA`].

use uuid::Uuid;

/// The number of this schema; a client that knows an older one is asked to reload.
pub const SCHEMA: u32 = 2;

/// The name of the root map of action points.
pub const OUTLINE: &str = "outline";

/// How the name of an action point's root fragment begins; its id follows.
pub const POINT_PREFIX: &str = "point:";

/// The longest link, in bytes.
pub const MAX_HREF_BYTES: usize = 2_048;

/// The longest fractional index of an outline entry, in characters.
pub const MAX_ORDER_CHARS: usize = 64;

const MAX_LEVEL: f64 = 8.0;
const MARKERS: [&str; 5] = ["number", "letter", "roman", "bullet", "none"];
const LANGUAGES: [&str; 6] = ["ar", "zh", "en", "fr", "ru", "es"];
const KINDS: [&str; 3] = ["preamble", "heading", "action_point"];
const SCHEMES: [&str; 3] = ["http://", "https://", "mailto:"];

/// A block of an action point: what stands directly in its fragment, and holds text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tag {
    /// The title of the action point.
    Title,
    /// A paragraph.
    Paragraph,
}

/// An attribute of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Attribute {
    /// The permanent id of the block.
    Id,
    /// The depth of the paragraph in its list.
    Level,
    /// What stands before the paragraph.
    Marker,
    /// The group of alternatives that the paragraph belongs to.
    Alternate,
    /// The language of the paragraph, if not the draft's.
    Language,
}

/// A mark on text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Strong importance.
    Strong,
    /// Emphasis.
    Em,
    /// A link, with its address.
    Link,
    /// Words that are a footnote to what stands before them, with the note's id.
    Footnote,
}

/// What a stored value must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueRule {
    /// A UUID in its canonical spelling.
    Uuid,
    /// A whole number from 0 to 8.
    Level,
    /// A kind of list marker.
    Marker,
    /// One of the six languages.
    Language,
    /// An object with exactly `order` and `kind`: an entry of the outline.
    OutlineEntry,
}

/// Every block: its name in the document and the attributes it may have.
const TAGS: [(Tag, &str, &[Attribute]); 2] = [
    (Tag::Title, "title", &[Attribute::Id]),
    (
        Tag::Paragraph,
        "paragraph",
        &[
            Attribute::Id,
            Attribute::Level,
            Attribute::Marker,
            Attribute::Alternate,
            Attribute::Language,
        ],
    ),
];

/// Every attribute: its name in the document and what its values must be.
const ATTRIBUTES: [(Attribute, &str, ValueRule); 5] = [
    (Attribute::Id, "id", ValueRule::Uuid),
    (Attribute::Level, "level", ValueRule::Level),
    (Attribute::Marker, "marker", ValueRule::Marker),
    (Attribute::Alternate, "alternate", ValueRule::Uuid),
    (Attribute::Language, "language", ValueRule::Language),
];

/// Every mark and its name in the document.
const MARKS: [(Mark, &str); 4] = [
    (Mark::Strong, "strong"),
    (Mark::Em, "em"),
    (Mark::Link, "link"),
    (Mark::Footnote, "footnote"),
];

impl Tag {
    /// The block with this name in the document.
    pub fn named(name: &str) -> Option<Self> {
        TAGS.iter().find(|row| row.1 == name).map(|&(tag, ..)| tag)
    }

    /// The attributes that this block may have.
    pub fn attributes(self) -> &'static [Attribute] {
        match self {
            Self::Title => TAGS[0].2,
            Self::Paragraph => TAGS[1].2,
        }
    }
}

impl Attribute {
    /// The attribute with this name in the document.
    pub fn named(name: &str) -> Option<Self> {
        ATTRIBUTES
            .iter()
            .find(|row| row.1 == name)
            .map(|&(attribute, ..)| attribute)
    }

    /// What the values of this attribute must be.
    pub fn rule(self) -> ValueRule {
        match self {
            Self::Id | Self::Alternate => ValueRule::Uuid,
            Self::Level => ValueRule::Level,
            Self::Marker => ValueRule::Marker,
            Self::Language => ValueRule::Language,
        }
    }
}

impl Mark {
    /// The mark with this name in the document.
    pub fn named(name: &str) -> Option<Self> {
        MARKS
            .iter()
            .find(|row| row.1 == name)
            .map(|&(mark, _)| mark)
    }

    /// Whether `json` is what this mark may carry: its attributes, or `null`, which ends it.
    pub fn takes(self, json: &str) -> bool {
        if json == "null" {
            return true;
        }
        match self {
            Self::Strong | Self::Em => json == "{}",
            Self::Link => only_field(json, "href").is_some_and(|href| is_safe_link(&href)),
            Self::Footnote => {
                only_field(json, "id").is_some_and(|id| canonical_uuid(&id).is_some())
            }
        }
    }
}

/// The rules that one value satisfies.
///
/// The scanner reads a value before anyone knows where it goes; this keeps what the place will ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Satisfied(u8);

impl Satisfied {
    /// The rules that a text satisfies.
    pub fn by_text(text: &str) -> Self {
        Self::default()
            .with(ValueRule::Uuid, canonical_uuid(text).is_some())
            .with(ValueRule::Marker, MARKERS.contains(&text))
            .with(ValueRule::Language, LANGUAGES.contains(&text))
    }

    /// The rules that a number satisfies.
    pub fn by_number(number: f64) -> Self {
        let level = (0.0..=MAX_LEVEL).contains(&number) && number.fract() == 0.0;
        Self::default().with(ValueRule::Level, level)
    }

    /// The rules that an object with exactly an order and a kind satisfies.
    pub fn by_entry(order: &str, kind: &str) -> Self {
        let ordered = (1..=MAX_ORDER_CHARS).contains(&order.len())
            && order.bytes().all(|byte| byte.is_ascii_alphanumeric());
        Self::default().with(ValueRule::OutlineEntry, ordered && KINDS.contains(&kind))
    }

    /// The rules that both satisfy.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Whether this rule is among them.
    pub fn includes(self, rule: ValueRule) -> bool {
        self.0 & Self::bit(rule) != 0
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    fn with(self, rule: ValueRule, satisfied: bool) -> Self {
        if satisfied {
            Self(self.0 | Self::bit(rule))
        } else {
            self
        }
    }

    fn bit(rule: ValueRule) -> u8 {
        match rule {
            ValueRule::Uuid => 1,
            ValueRule::Level => 2,
            ValueRule::Marker => 4,
            ValueRule::Language => 8,
            ValueRule::OutlineEntry => 16,
        }
    }
}

/// The UUID that a text spells in lower case with hyphens.
///
/// Any other spelling is refused, so that one id never has two names.
pub fn canonical_uuid(text: &str) -> Option<Uuid> {
    let id = Uuid::try_parse(text).ok()?;
    let mut buffer = Uuid::encode_buffer();
    (text.len() == 36 && id.hyphenated().encode_lower(&mut buffer) == text).then_some(id)
}

/// The action point whose root fragment has this name.
pub fn point_of_root(name: &str) -> Option<Uuid> {
    canonical_uuid(name.strip_prefix(POINT_PREFIX)?)
}

/// The text in `{"name": …}`, if the object holds nothing else.
fn only_field(json: &str, name: &str) -> Option<String> {
    let serde_json::Value::Object(mut object) = serde_json::from_str(json).ok()? else {
        return None;
    };
    match object.remove(name)? {
        serde_json::Value::String(text) if object.is_empty() => Some(text),
        _ => None,
    }
}

fn is_safe_link(href: &str) -> bool {
    href.len() <= MAX_HREF_BYTES
        && !href.chars().any(|c| c.is_control() || c.is_whitespace())
        && SCHEMES.iter().any(|scheme| {
            href.get(..scheme.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_finds_what_it_names() {
        for (tag, name, attributes) in TAGS {
            assert_eq!(Tag::named(name), Some(tag));
            assert_eq!(tag.attributes(), attributes);
        }
        for (attribute, name, rule) in ATTRIBUTES {
            assert_eq!(Attribute::named(name), Some(attribute));
            assert_eq!(attribute.rule(), rule);
        }
        for (mark, name) in MARKS {
            assert_eq!(Mark::named(name), Some(mark));
        }
        assert_eq!(Tag::named("script"), None);
    }

    #[test]
    fn a_link_has_a_known_scheme_and_nothing_else() {
        let takes = |json: &str| Mark::Link.takes(json);
        assert!(takes(r#"{"href":"https://un.org/a?b=c#d"}"#));
        assert!(takes(r#"{"href":"MAILTO:clerk@un.org"}"#));
        assert!(takes("null"));
        assert!(!takes("{}"));
        assert!(!takes(r#"{"href":"javascript:alert(1)"}"#));
        assert!(!takes(r#"{"href":" https://un.org"}"#));
        assert!(!takes(r#"{"href":"https://un.org","onclick":"x"}"#));
        let long = format!(
            r#"{{"href":"https://un.org/{}"}}"#,
            "a".repeat(MAX_HREF_BYTES)
        );
        assert!(!takes(&long));
        assert!(!Mark::Strong.takes(r#"{"a":1}"#));
    }

    #[test]
    fn a_footnote_has_a_canonical_id_and_nothing_else() {
        let takes = |json: &str| Mark::Footnote.takes(json);
        let id = "0198c0de-0000-7000-8000-00000000abcd";
        assert!(takes(&format!(r#"{{"id":"{id}"}}"#)));
        assert!(takes("null"));
        for refused in [
            "{}".to_owned(),
            "true".to_owned(),
            format!(r#""{id}""#),
            format!(r#"[{{"id":"{id}"}}]"#),
            r#"{"id":7}"#.to_owned(),
            r#"{"id":null}"#.to_owned(),
            r#"{"id":"first"}"#.to_owned(),
            format!(r#"{{"id":"{}"}}"#, id.to_uppercase()),
            format!(r#"{{"id":"{id}","text":"x"}}"#),
            format!(r#"{{"href":"{id}"}}"#),
        ] {
            assert!(!takes(&refused), "{refused}");
        }
    }

    #[test]
    fn an_id_has_one_spelling() {
        let id = "0198c0de-0000-7000-8000-00000000abcd";
        assert!(Satisfied::by_text(id).includes(ValueRule::Uuid));
        assert!(point_of_root(&format!("point:{id}")).is_some());
        assert!(canonical_uuid(&id.to_uppercase()).is_none());
        assert!(canonical_uuid(&id.replace('-', "")).is_none());
        assert!(canonical_uuid(&format!("{{{id}}}")).is_none());
    }

    #[test]
    fn levels_and_entries_keep_their_bounds() {
        assert!(Satisfied::by_number(8.0).includes(ValueRule::Level));
        for number in [9.0, -1.0, 0.5, f64::NAN, f64::INFINITY] {
            assert!(Satisfied::by_number(number).is_empty());
        }
        assert!(Satisfied::by_entry("a0", "heading").includes(ValueRule::OutlineEntry));
        assert!(Satisfied::by_entry("", "heading").is_empty());
        assert!(Satisfied::by_entry("a-", "heading").is_empty());
        assert!(Satisfied::by_entry(&"a".repeat(65), "heading").is_empty());
        assert!(Satisfied::by_entry("a0", "annex").is_empty());
    }
}
