//! Attacks that are well-formed bytes: each once made yrs and Yjs see different drafts, or crashed yrs.

use crate::drafting::scan::{Id, Place};

use super::engine::Engine;
use super::forge::{
    At, BLOCK_ID, Forge, POINT, block, deleted, format, id, item, level, small_draft, string_value,
    text, text_node,
};
use super::trial::{draft, judge, take};

/// What becomes of structs of client 2 in the small draft.
fn verdict(structs: Vec<Vec<u8>>) -> Result<(), &'static str> {
    judge(&draft(), &Forge::default().section(2, 0, structs)).map(drop)
}

#[test]
fn both_neighbours_are_in_one_place() {
    // Left a block, right the value of its level: a block for Yjs, a level for yrs.
    let mixed = At::Between(id(1, 3), id(1, 5));
    assert_eq!(
        verdict(vec![item(&mixed, &block("paragraph"))]),
        Err("malformed")
    );
    let two_texts = At::Between(id(1, 8), id(1, 3));
    assert_eq!(
        verdict(vec![item(&two_texts, &text("x"))]),
        Err("malformed")
    );
    assert_eq!(
        verdict(vec![item(&At::Between(id(1, 8), id(1, 9)), &text("x"))]),
        Ok(())
    );
}

#[test]
fn content_is_where_it_belongs() {
    let refused = Err("not_in_schema");
    assert_eq!(verdict(vec![item(&At::point(), &text("x"))]), refused);
    assert_eq!(verdict(vec![item(&At::point(), &text_node())]), refused);
    assert_eq!(verdict(vec![item(&At::point(), &level(1))]), refused);
    assert_eq!(
        verdict(vec![item(&At::Inside(id(1, 3)), &text("x"))]),
        refused
    );
    assert_eq!(
        verdict(vec![item(&At::Inside(id(1, 6)), &text_node())]),
        refused
    );
    assert_eq!(
        verdict(vec![item(&At::After(id(1, 8)), &block("title"))]),
        refused
    );
    assert_eq!(
        verdict(vec![item(&At::After(id(1, 3)), &format("em", "{}"))]),
        refused
    );
    assert_eq!(
        verdict(vec![item(&At::After(id(1, 5)), &text("x"))]),
        refused
    );
    assert_eq!(
        verdict(vec![item(&At::After(id(1, 5)), &block("title"))]),
        refused
    );
    assert_eq!(verdict(vec![item(&At::outline(), &level(1))]), refused);
    assert_eq!(
        verdict(vec![item(&At::outline(), &block("title"))]),
        refused
    );
}

#[test]
fn an_attribute_is_known_and_has_its_type() {
    let set =
        |node: u32, name: &str, value| verdict(vec![item(&At::key(id(1, node), name), &value)]);
    assert_eq!(set(3, "level", level(8)), Ok(()));
    assert_eq!(set(3, "alternate", string_value(BLOCK_ID)), Ok(()));
    assert_eq!(set(3, "language", string_value("fr")), Ok(()));
    assert_eq!(set(3, "level", level(9)), Err("not_in_schema"));
    assert_eq!(
        set(3, "level", string_value(BLOCK_ID)),
        Err("not_in_schema")
    );
    assert_eq!(set(3, "id", string_value("fr")), Err("not_in_schema"));
    assert_eq!(set(3, "marker", string_value("fr")), Err("not_in_schema"));
    assert_eq!(
        set(3, "status", string_value("agreed")),
        Err("not_in_schema")
    );
    assert_eq!(
        set(1, "level", level(1)),
        Err("not_in_schema"),
        "a title has no level"
    );
    assert_eq!(
        set(6, "id", string_value(BLOCK_ID)),
        Err("not_in_schema"),
        "a text has no attributes"
    );
    let beside = item(&At::Before(id(1, 5)), &level(2));
    assert_eq!(
        verdict(vec![beside]),
        Err("malformed"),
        "a value has no right neighbour"
    );
}

#[test]
fn a_footnote_has_an_id_and_nothing_else() {
    let note = |json: &str| verdict(vec![item(&At::After(id(1, 8)), &format("footnote", json))]);
    assert_eq!(note(&format!(r#"{{"id":"{BLOCK_ID}"}}"#)), Ok(()));
    assert_eq!(note("null"), Ok(()));
    for json in [
        "{}".to_owned(),
        "true".to_owned(),
        r#"{"id":"first"}"#.to_owned(),
        r#"{"id":1}"#.to_owned(),
        format!(r#"{{"id":"{}"}}"#, BLOCK_ID.to_uppercase()),
        format!(r#"{{"id":"{BLOCK_ID}","words":"x"}}"#),
        format!(r#""{BLOCK_ID}""#),
    ] {
        assert_eq!(note(&json), Err("not_in_schema"), "{json}");
    }
}

#[test]
fn the_roots_are_the_outline_and_the_points() {
    for (root, key) in [
        ("title", None),
        ("outline", None),
        ("point:", None),
        ("point:0198C0DE-0000-7000-8000-000000000001", None),
        ("outline", Some("first")),
        ("meta", Some(POINT)),
    ] {
        let at = match key {
            Some(key) => At::RootKey(root.into(), key.into()),
            None => At::Root(root.into()),
        };
        assert_eq!(
            verdict(vec![item(&at, &block("title"))]),
            Err("not_in_schema"),
            "{root}"
        );
    }
    let keyed = At::RootKey(format!("point:{POINT}"), "id".into());
    assert_eq!(
        verdict(vec![item(&keyed, &string_value(BLOCK_ID))]),
        Err("not_in_schema")
    );
}

#[test]
fn a_parent_is_a_block_or_a_text_or_was_one() {
    assert_eq!(
        verdict(vec![item(&At::Inside(id(1, 8)), &text("x"))]),
        Err("malformed")
    );
    assert_eq!(
        verdict(vec![item(&At::Inside(id(1, 5)), &text("x"))]),
        Err("malformed")
    );
    assert_eq!(
        verdict(vec![item(
            &At::key(id(1, 0), "id"),
            &string_value(BLOCK_ID)
        )]),
        Err("malformed")
    );
    let mut index = draft();
    let forgotten = Forge::default().section(2, 0, vec![item(&At::After(id(1, 3)), &deleted(1))]);
    take(&mut index, &forgotten);
    let below = Forge::default().section(3, 0, vec![item(&At::Inside(id(2, 0)), &text_node())]);
    take(&mut index, &below);
    assert_eq!(index.place(id(3, 0)), Some(Place::Gone));
    assert!(index.delete_set().contains(id(3, 0)));
}

#[test]
fn nothing_is_taken_that_builds_on_the_unknown() {
    for structs in [
        vec![item(&At::After(id(7, 0)), &text("x"))],
        vec![item(&At::Between(id(1, 8), id(1, 99)), &text("x"))],
        vec![item(&At::Inside(id(7, 0)), &text("x"))],
        vec![item(&At::key(id(7, 0), "id"), &string_value(BLOCK_ID))],
    ] {
        assert_eq!(verdict(structs), Err("missing"));
    }
    let index = draft();
    let gap = Forge::default().section(1, 14, vec![item(&At::After(id(1, 12)), &text("x"))]);
    assert_eq!(judge(&index, &gap).map(drop), Err("missing"));
    for (client, range) in [(1, (12, 2)), (9, (0, 1))] {
        let unknown = Forge::default().delete(client, &[range]);
        assert_eq!(judge(&index, &unknown).map(drop), Err("missing"));
    }
}

#[test]
fn references_go_across_sections_in_any_order() {
    // Client 3 builds on 2, which builds on 3: 2:0, 3:0, 2:1, 3:1.
    let crossing = Forge::default()
        .section(
            3,
            0,
            vec![
                item(&At::After(id(2, 0)), &text("b")),
                item(&At::After(id(2, 1)), &text("d")),
            ],
        )
        .section(
            2,
            0,
            vec![
                item(&At::After(id(1, 12)), &text("a")),
                item(&At::After(id(3, 0)), &text("c")),
            ],
        );
    let mut index = draft();
    let engine = Engine::new();
    engine.apply(&small_draft());
    engine.apply(&crossing.bytes());
    let judged = take(&mut index, &crossing);
    assert_eq!(judged.new_ranges().len(), 2);
    assert_eq!(engine.texts(POINT)[1].1, ["Citiesabcd"]);
}

#[test]
fn an_update_does_not_build_on_itself() {
    let circle = Forge::default()
        .section(2, 0, vec![item(&At::After(id(3, 0)), &text("a"))])
        .section(3, 0, vec![item(&At::After(id(2, 0)), &text("b"))]);
    assert_eq!(judge(&draft(), &circle).map(drop), Err("malformed"));
    assert_eq!(
        verdict(vec![item(&At::After(id(2, 0)), &text("a"))]),
        Err("malformed")
    );
    assert_eq!(
        verdict(vec![
            item(&At::After(id(2, 1)), &text("a")),
            item(&At::After(id(1, 8)), &text("a"))
        ]),
        Err("malformed")
    );
}

#[test]
fn a_long_chain_across_sections_needs_no_stack() {
    let clients = 900;
    let forge = (0..clients).fold(Forge::default(), |forge, n| {
        let left = if n + 1 == clients {
            id(1, 12)
        } else {
            id(11 + n, 0)
        };
        forge.section(10 + n, 0, vec![item(&At::After(left), &text("x"))])
    });
    assert_eq!(judge(&draft(), &forge).unwrap().new_ranges().len(), 900);
}

#[test]
fn rivals_at_one_neighbour_are_few() {
    // Many insertions between one left neighbour and ever other right ones: each would walk over all before it.
    let rivals = |right: fn(u32) -> u32| {
        let words = Forge::default().section(
            2,
            0,
            vec![item(&At::After(id(1, 12)), &text(&"x".repeat(200)))],
        );
        let mut index = draft();
        take(&mut index, &words);
        let structs = (0..100)
            .map(|n| item(&At::Between(id(1, 12), id(2, right(n))), &text("y")))
            .collect();
        judge(&index, &Forge::default().section(3, 0, structs)).map(drop)
    };
    assert_eq!(rivals(|n| n), Err("too_large"));
    assert_eq!(rivals(|_| 0), Err("too_large"));
    // Typing backwards is honest: each finds the one before to its right.
    let mut structs = vec![item(&At::Between(id(1, 8), id(1, 9)), &text("y"))];
    structs.extend((0..500).map(|n| item(&At::Between(id(1, 8), id(3, n)), &text("y"))));
    assert_eq!(
        judge(&draft(), &Forge::default().section(3, 0, structs)).map(drop),
        Ok(())
    );
}

#[test]
fn walks_over_a_long_text_are_few() {
    // 4,000 fragments that were inserted one behind the other by two clients in turn, so that yrs merges none.
    let mut index = draft();
    for from in (0..4_000).step_by(500) {
        let (mut even, mut odd) = (Vec::new(), Vec::new());
        for n in from..from + 500 {
            let left = if n == 0 { id(1, 12) } else { fragment(n - 1) };
            let typed = item(&At::After(left), &text("x"));
            if n.is_multiple_of(2) {
                even.push(typed);
            } else {
                odd.push(typed);
            }
        }
        take(
            &mut index,
            &Forge::default()
                .section(6, from / 2, odd)
                .section(5, from / 2, even),
        );
    }
    // Insertions that say that the fragments between their neighbours were not there.
    let far_apart = |count: u32| {
        let structs =
            (0..count).map(|n| item(&At::Between(fragment(n), fragment(3_999 - n)), &text("y")));
        judge(&index, &Forge::default().section(9, 0, structs.collect())).map(drop)
    };
    assert_eq!(far_apart(500), Ok(()));
    assert_eq!(far_apart(1_500), Err("too_large"));
}

fn fragment(n: u32) -> Id {
    id(5 + u64::from(n % 2), n / 2)
}
