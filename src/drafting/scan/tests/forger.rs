//! Updates of an attacker who knows the draft: they mostly fit where they say they belong.

use rand::RngExt;
use rand::rngs::StdRng;

use crate::drafting::scan::{Id, Index, Place};
use crate::drafting::schema::Attribute;

use super::forge::{
    At, BLOCK_ID, Body, Forge, OTHER_POINT, POINT, block, collected, deleted, entry, format, id,
    item, level, string_value, text, text_node,
};

/// An honest update with some bytes changed.
pub fn mutated(random: &mut StdRng, update: &[u8]) -> Vec<u8> {
    let mut bytes = update.to_vec();
    for _ in 0..random.random_range(1..4) {
        let at = random.random_range(0..bytes.len());
        match random.random_range(0..5) {
            0 => bytes[at] ^= 1 << random.random_range(0..8),
            1 => bytes[at] = random.random(),
            2 => bytes.insert(at, random.random()),
            3 if bytes.len() > 1 => drop(bytes.remove(at)),
            _ => bytes[at] = [0, 1, 2, 0x7f, 0x80, 0xff][random.random_range(0..6)],
        }
    }
    bytes
}

/// An update of several clients whose structs mostly fit where they say they belong.
pub fn forged(random: &mut StdRng, index: &Index) -> Vec<u8> {
    let mut forge = Forge::default();
    let mut made = Vec::new();
    let mut clients: Vec<u64> = (0..random.random_range(0..4))
        .map(|_| client(random, index))
        .collect();
    clients.sort_unstable();
    clients.dedup();
    clients.reverse();
    for client in clients {
        let known = index.clock(client);
        let back = if random.random_bool(0.1) {
            random.random_range(0..4)
        } else {
            0
        };
        let start = known.saturating_sub(back);
        let mut clock = start;
        let mut structs = Vec::new();
        for _ in 0..random.random_range(1..5) {
            let (bytes, len) = forged_struct(random, index, &mut made, id(client, clock));
            structs.push(bytes);
            clock += len;
        }
        forge = forge.section(client, start, structs);
    }
    for (client, end) in index.state_vector().iter() {
        if random.random_bool(0.2) && end > 0 {
            let start = random.random_range(0..end);
            forge = forge.delete(
                client,
                &[(start, random.random_range(1..6).min(end - start))],
            );
        }
    }
    forge.bytes()
}

fn client(random: &mut StdRng, index: &Index) -> u64 {
    let known = index.state_vector();
    if random.random_bool(0.3) || known.is_empty() {
        return random.random_range(1..6);
    }
    known
        .iter()
        .nth(random.random_range(0..known.len()))
        .map_or(1, |(client, _)| client)
}

/// What the forger knows of its own units.
type Made = Vec<(Id, Option<Place>)>;

fn forged_struct(random: &mut StdRng, index: &Index, made: &mut Made, new: Id) -> (Vec<u8>, u32) {
    if random.random_bool(0.02) {
        let len = random.random_range(1..4);
        made.push((new, Some(Place::Gone)));
        return (collected(len), len);
    }
    let (at, place) = somewhere(random, index, made);
    let (body, len) = some_body(random, index, made, place);
    made.push((new, place));
    for clock in 1..len {
        made.push((id(new.client, new.clock + clock), place));
    }
    (item(&at, &body), len)
}

fn outline(point: &str) -> Option<Place> {
    Some(Place::Outline(point.parse().unwrap()))
}

fn point(point: &str) -> Option<Place> {
    Some(Place::Point(point.parse().unwrap()))
}

/// Some unit, known or forged.
fn some_unit(random: &mut StdRng, index: &Index, made: &Made) -> Option<(Id, Option<Place>)> {
    if !made.is_empty() && random.random_bool(0.5) {
        return Some(made[random.random_range(0..made.len())]);
    }
    let known = index.state_vector();
    if known.is_empty() {
        return None;
    }
    let (client, end) = known.iter().nth(random.random_range(0..known.len()))?;
    let beyond = u32::from(random.random_bool(0.01));
    let unit = id(client, random.random_range(0..end + beyond));
    Some((unit, index.place(unit)))
}

/// Some unit that is probably a block or a text.
fn some_node(random: &mut StdRng, index: &Index, made: &Made) -> Option<Id> {
    let mut units = (0..12).filter_map(|_| some_unit(random, index, made));
    let found = units.find(|&(_, place)| match place {
        Some(Place::Point(_)) => true,
        Some(Place::Inside(owner)) => is_block(index, made, owner),
        _ => false,
    });
    found.map(|(unit, _)| unit)
}

fn is_block(index: &Index, made: &Made, node: Id) -> bool {
    let known = index.place(node);
    let place = known.or_else(|| made.iter().find(|unit| unit.0 == node)?.1);
    matches!(place, Some(Place::Point(_)))
}

fn is_entry(place: Option<Place>) -> bool {
    matches!(place, Some(Place::Outline(_) | Place::Attribute(..)))
}

fn somewhere(random: &mut StdRng, index: &Index, made: &Made) -> (At, Option<Place>) {
    let root = |random: &mut StdRng| match random.random_range(0..4) {
        0 => (
            At::RootKey("outline".into(), OTHER_POINT.into()),
            outline(OTHER_POINT),
        ),
        1 => (At::Root(format!("point:{OTHER_POINT}")), point(OTHER_POINT)),
        2 => (At::outline(), outline(POINT)),
        _ => (At::point(), point(POINT)),
    };
    let Some((unit, place)) = some_unit(random, index, made) else {
        return root(random);
    };
    match random.random_range(0..20) {
        0 => root(random),
        1..5 => {
            let node = some_node(random, index, made).unwrap_or(unit);
            (At::Inside(node), Some(Place::Inside(node)))
        }
        5..7 => {
            let unit = some_node(random, index, made).unwrap_or(unit);
            let name =
                ["id", "level", "marker", "alternate", "language"][random.random_range(0..5)];
            let place = Attribute::named(name).map(|attribute| Place::Attribute(unit, attribute));
            (At::key(unit, name), place)
        }
        7..12 => (At::After(unit), place),
        12..14 if !is_entry(place) => (At::Before(unit), place),
        12..20 if is_entry(place) => (At::After(unit), place),
        _ => {
            // A right neighbour in the same place, if one is found; sometimes to the left, or elsewhere.
            for _ in 0..12 {
                if let Some((right, other)) = some_unit(random, index, made)
                    && (other == place || random.random_bool(0.02))
                {
                    return (At::Between(unit, right), place);
                }
            }
            (At::After(unit), place)
        }
    }
}

fn some_body(random: &mut StdRng, index: &Index, made: &Made, place: Option<Place>) -> (Body, u32) {
    if random.random_bool(0.05) {
        let len = random.random_range(1..5);
        return (deleted(len), len);
    }
    let words = ["a", "Cities ", "👩‍🚀", "[x]"][random.random_range(0..4)];
    let written = (
        text(words),
        u32::try_from(words.encode_utf16().count()).unwrap(),
    );
    let kind = if random.random_bool(0.05) {
        random.random_range(0..6)
    } else {
        fitting(random, index, made, place)
    };
    match kind {
        0 => (block(["title", "paragraph"][random.random_range(0..2)]), 1),
        1 => (text_node(), 1),
        2 => (entry("a5"), 1),
        3 => (
            string_value([BLOCK_ID, "fr", "number"][random.random_range(0..3)]),
            1,
        ),
        4 => (level(random.random_range(0..10)), 1),
        5 => {
            let note = &format!(r#"{{"id":"{BLOCK_ID}"}}"#);
            let marks = [
                ("em", "{}"),
                ("em", "null"),
                ("footnote", note),
                ("footnote", "null"),
                ("footnote", "{}"),
            ];
            let (mark, json) = marks[random.random_range(0..marks.len())];
            (format(mark, json), 1)
        }
        _ => written,
    }
}

/// A kind of content that fits this place.
fn fitting(random: &mut StdRng, index: &Index, made: &Made, place: Option<Place>) -> u32 {
    match place {
        Some(Place::Point(_)) => 0,
        Some(Place::Outline(_)) => 2,
        Some(Place::Attribute(..)) => random.random_range(3..5),
        Some(Place::Inside(node)) if is_block(index, made, node) => 1,
        Some(Place::Inside(_)) => random.random_range(5..9),
        Some(Place::Gone) | None => random.random_range(0..9),
    }
}
