//! What templates and data become.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use chrono::NaiveDate;
use plenary_pdf::{Standard, Template, Typeset, TypesetError, is_legible, typeset};
use serde_json::{Value, json};

const HEAD: &str = r#"
    #let data = json("data.json")
    #set document(title: data.title)
    #set text(lang: data.at("language", default: "en"), font: ("Noto Sans", "Noto Naskh Arabic", "Noto Sans CJK SC"))
"#;

fn made_of(source: &str, data: Value) -> Result<Typeset, TypesetError> {
    let source = Box::leak(format!("{HEAD}{source}").into_boxed_str());
    let today = NaiveDate::from_ymd_opt(2013, 10, 22).unwrap();
    typeset(&Template { source, parts: &[] }, data, today)
}

#[test]
fn the_same_input_makes_the_same_bytes() {
    let data = json!({ "title": "Beijing Declaration", "words": "Cities shall learn." });
    let source = "= #data.title\n#data.words #datetime.today().display()";
    let once = made_of(source, data.clone()).unwrap();
    assert_eq!(once.standard, Standard::Accessible, "{:?}", once.remarks);
    assert_eq!(once.pages, 1);
    assert!(once.remarks.is_empty() && once.unknown.is_empty());
    assert!(once.pdf.starts_with(b"%PDF-1.7"));
    assert_eq!(made_of(source, data).unwrap().pdf, once.pdf);
}

#[test]
fn a_template_imports_its_parts_and_sees_nothing_else() {
    let today = NaiveDate::default();
    let parts = &[("words.typ", "#let greeting = [Welcome]")];
    let source = "#import \"words.typ\": greeting\n#greeting";
    typeset(&Template { source, parts }, json!({}), today).unwrap();
    for source in [
        "#import \"other.typ\": greeting",
        "#read(\"/etc/hostname\")",
        "#read(\"../Cargo.toml\")",
        "#import \"@preview/cetz:0.4.0\"",
    ] {
        let refused = typeset(&Template { source, parts }, json!({}), today);
        let words = refused.unwrap_err().to_string();
        assert!(words.contains("main.typ:1: "), "{source}: {words}");
    }
}

#[test]
fn what_people_type_is_no_markup() {
    let typed = "#panic() *not bold* $x$ @nobody <label> \\ // nothing";
    let data = json!({ "title": "Markup", "typed": typed, "length": typed.len() });
    made_of(
        "#assert.eq(data.typed.len(), data.length)\n#data.typed",
        data,
    )
    .unwrap();
}

#[test]
fn a_mistake_says_where_it_is() {
    let mistake = made_of("#data.missing", json!({ "title": "Mistake" })).unwrap_err();
    assert!(mistake.to_string().contains("main.typ:5: "), "{mistake}");
}

#[test]
fn what_no_font_has_is_replaced_and_named() {
    let typed = "Welcome 🎉 to \u{e000}the room\u{0}\u{200b}";
    let data = json!({ "title": "Party", "list": [{ "typed": typed }] });
    let made = made_of("#for entry in data.list { entry.typed }", data).unwrap();
    assert_eq!(made.standard, Standard::Accessible, "{:?}", made.remarks);
    assert!(made.unknown.contains(&'🎉') && made.unknown.contains(&'\u{0}'));
    assert!(
        !is_legible(typed) && is_legible("طارق\u{200f} 刘文轩 김서윤 はるか Οδυσσέας Ёлкин Nguyễn")
    );
}

#[test]
fn a_document_that_cannot_be_accessible_is_made_all_the_same() {
    let data = json!({ "title": "Picture" });
    let square =
        "<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'><path d='M0 0h1v1z'/></svg>";
    let source = format!("#image(bytes(\"{square}\"), format: \"svg\")");
    let made = made_of(&source, data).unwrap();
    assert_eq!(made.standard, Standard::Tagged);
    assert!(made.remarks[0].contains("alt"), "{:?}", made.remarks);
}

/// A font that was cut down wrongly has characters that cannot be set.
#[test]
fn every_character_that_a_font_has_can_be_set() {
    let known: Vec<char> = ('\u{20}'..=char::MAX)
        .filter(|one| is_legible(&one.to_string()))
        .collect();
    assert!(known.len() > 16_000, "{}", known.len());
    for weight in ["regular", "bold"] {
        let characters: Vec<String> = known.iter().map(char::to_string).collect();
        let data = json!({ "title": "Characters", "weight": weight, "characters": characters });
        let source = "#set text(weight: data.weight, size: 4pt)\n#for one in data.characters { box(one) + [ ] }";
        let made = made_of(source, data).unwrap();
        assert_eq!(made.standard, Standard::Accessible, "{:?}", made.remarks);
        assert!(made.unknown.is_empty());
    }
}
