//! What an update changes: what is new of it, what it deletes, which parts of the draft it touches.

use uuid::Uuid;

use crate::drafting::scan::{DraftLimits, Index};

use super::engine::Engine;
use super::forge::{
    At, Forge, OTHER_POINT, POINT, block, collected, deleted, entry, id, item, level, small_draft,
    text, text_node,
};
use super::trial::{draft, judge, judge_bytes, take};

fn point() -> Uuid {
    POINT.parse().unwrap()
}

#[test]
fn a_known_struct_goes_on_only_where_it_was() {
    let mut index = draft();
    let known = Forge::default().section(2, 0, vec![item(&At::After(id(1, 12)), &text("ab"))]);
    take(&mut index, &known);
    assert!(judge(&index, &known).unwrap().is_nothing_new());
    let longer = Forge::default().section(2, 0, vec![item(&At::After(id(1, 12)), &text("abc"))]);
    let judged = judge(&index, &longer).unwrap();
    assert_eq!(
        (judged.new_ranges()[0].from, judged.new_ranges()[0].to),
        (2, 3)
    );
    let elsewhere = Forge::default().section(
        2,
        0,
        vec![
            item(&At::point(), &block("paragraph")),
            item(&At::Inside(id(1, 3)), &text_node()),
            item(&At::Inside(id(2, 1)), &text("abc")),
        ],
    );
    assert_eq!(
        judge(&index, &elsewhere).map(drop),
        Err("malformed"),
        "its parent is what the draft has under that id"
    );
    let other_place = Forge::default().section(2, 0, vec![item(&At::point(), &deleted(5))]);
    assert_eq!(judge(&index, &other_place).map(drop), Err("malformed"));
}

#[test]
fn what_is_known_has_known_neighbours_too() {
    // Yjs looks them up before it sees that it has the unit, and fails: for everyone who gets the update.
    let mut index = draft();
    let known = Forge::default().section(2, 0, vec![item(&At::After(id(1, 12)), &text("a"))]);
    take(&mut index, &known);
    let typed = item(&At::After(id(2, 0)), &text("b"));
    for (left, expected) in [
        (id(2, 80), "malformed"),
        (id(1, 80), "missing"),
        (id(7, 0), "missing"),
    ] {
        let forged = Forge::default().section(
            2,
            0,
            vec![item(&At::After(left), &text("a")), typed.clone()],
        );
        assert_eq!(judge(&index, &forged).map(drop), Err(expected));
    }
}

#[test]
fn deletions_take_along_what_is_inside() {
    let mut index = draft();
    let engine = Engine::new();
    engine.apply(&small_draft());
    let paragraph = Forge::default().delete(1, &[(3, 1)]);
    engine.apply(&paragraph.bytes());
    let judged = take(&mut index, &paragraph);
    assert_eq!(index.delete_set(), &engine.delete_set());
    assert_eq!(
        index.delete_set().of(1).unwrap().iter().collect::<Vec<_>>(),
        [(3, 13)]
    );
    assert!(judged.touched().points[&point()].structural);
    // Deleting it again, with everything in it as Yjs lists it, is nothing new.
    let again = Forge::default().delete(1, &[(3, 10)]);
    assert!(judge(&index, &again).unwrap().is_nothing_new());
    // Somebody else typed there at the same time: taken, and deleted at once.
    let late = Forge::default().section(
        2,
        0,
        vec![
            item(&At::After(id(1, 12)), &text("late")),
            item(&At::key(id(1, 3), "level"), &level(2)),
        ],
    );
    engine.apply(&late.bytes());
    let judged = take(&mut index, &late);
    assert_eq!(index.delete_set(), &engine.delete_set());
    assert!(judged.touched().is_empty());
    assert_eq!(judged.new_ranges().len(), 1);
}

#[test]
fn touched_names_what_changes() {
    let mut index = draft();
    let block_id = id(1, 3);
    let typed = take(
        &mut index,
        &Forge::default().section(2, 0, vec![item(&At::After(id(1, 12)), &text("x"))]),
    );
    let change = &typed.touched().points[&point()];
    assert!(!change.structural && typed.touched().outline.is_empty());
    assert_eq!(change.texts.iter().collect::<Vec<_>>(), [&block_id]);
    let erased = take(&mut index, &Forge::default().delete(1, &[(7, 2)]));
    assert_eq!(erased.touched(), typed.touched());
    let level_set = take(
        &mut index,
        &Forge::default().section(2, 1, vec![item(&At::After(id(1, 5)), &level(3))]),
    );
    assert!(level_set.touched().points[&point()].structural);
    assert!(level_set.newly_deleted().contains(id(1, 5)));
    let moved = take(
        &mut index,
        &Forge::default().section(2, 2, vec![item(&At::After(id(1, 0)), &entry("a1"))]),
    );
    assert_eq!(
        moved.touched().outline.iter().collect::<Vec<_>>(),
        [&point()]
    );
    assert!(moved.touched().points.is_empty());
    let gone = take(&mut index, &Forge::default().delete(2, &[(2, 1)]));
    assert_eq!(gone.touched(), moved.touched());
    let other = At::Root(format!("point:{OTHER_POINT}"));
    let added = take(
        &mut index,
        &Forge::default().section(2, 3, vec![item(&other, &block("title"))]),
    );
    assert!(added.touched().points[&OTHER_POINT.parse::<Uuid>().unwrap()].structural);
}

#[test]
fn collected_units_need_no_place() {
    let mut index = draft();
    let engine = Engine::new();
    engine.apply(&small_draft());
    let forge = Forge::default()
        .section(
            2,
            0,
            vec![item(&At::After(id(1, 3)), &deleted(1)), collected(4)],
        )
        .section(3, 0, vec![item(&At::After(id(2, 2)), &text("x"))]);
    engine.apply(&forge.bytes());
    take(&mut index, &forge);
    assert_eq!(index.delete_set(), &engine.delete_set());
    assert_eq!(index.state_vector(), engine.state_vector());
    let mixed = Forge::default().section(
        4,
        0,
        vec![item(&At::Between(id(2, 2), id(1, 9)), &text("x"))],
    );
    assert_eq!(judge(&index, &mixed).map(drop), Err("malformed"));
}

#[test]
fn a_draft_has_limits() {
    let limits = DraftLimits {
        max_clients: 2,
        max_items: 12,
        max_points: 1,
        max_nodes: 4,
    };
    let mut index = Index::new(limits);
    let judged = judge_bytes(&index, &small_draft()).unwrap();
    index.apply(judged);
    let other = At::Root(format!("point:{OTHER_POINT}"));
    let one = |client: u64, structs| {
        judge(&index, &Forge::default().section(client, 0, structs)).map(drop)
    };
    assert_eq!(
        one(2, vec![item(&other, &block("title"))]),
        Err("too_large")
    );
    assert_eq!(
        one(2, vec![item(&At::point(), &block("title")); 2]),
        Err("too_large")
    );
    assert_eq!(
        one(2, vec![item(&At::After(id(1, 8)), &text("x")); 9]),
        Err("too_large")
    );
    let two = Forge::default()
        .section(2, 0, vec![item(&At::After(id(1, 8)), &text("x"))])
        .section(3, 0, vec![item(&At::After(id(1, 8)), &text("x"))]);
    assert_eq!(judge(&index, &two).map(drop), Err("too_large"));
    assert_eq!(one(2, vec![item(&At::After(id(1, 8)), &text("x"))]), Ok(()));
    // Deleting is always possible.
    assert!(judge(&index, &Forge::default().delete(1, &[(3, 1)])).is_ok());
}
