//! Updates made by hand.

use crate::drafting::scan::{Id, Writer};

/// The action point of the forged drafts.
pub const POINT: &str = "0198c0de-0000-7000-8000-000000000001";

/// Another action point.
pub const OTHER_POINT: &str = "0198c0de-0000-7000-8000-000000000002";

/// A UUID for attributes.
pub const BLOCK_ID: &str = "0198c0de-0000-7000-8000-00000000000b";

/// The id of this client and clock.
pub fn id(client: u64, clock: u32) -> Id {
    Id::new(client, clock)
}

/// Where a struct says that it belongs.
#[derive(Debug, Clone)]
pub enum At {
    After(Id),
    Before(Id),
    Between(Id, Id),
    Root(String),
    RootKey(String, String),
    Inside(Id),
    Key(Id, String),
}

impl At {
    pub fn point() -> Self {
        Self::Root(format!("point:{POINT}"))
    }

    pub fn outline() -> Self {
        Self::RootKey("outline".into(), POINT.into())
    }

    pub fn key(node: Id, name: &str) -> Self {
        Self::Key(node, name.into())
    }
}

/// The content of a struct: its kind, and the bytes after the neighbours and the parent.
#[derive(Debug, Clone)]
pub struct Body {
    pub kind: u8,
    pub bytes: Vec<u8>,
}

fn body(kind: u8, write: impl FnOnce(&mut Writer)) -> Body {
    let mut writer = Writer::default();
    write(&mut writer);
    Body {
        kind,
        bytes: writer.into_bytes(),
    }
}

pub fn deleted(len: u32) -> Body {
    body(1, |writer| writer.varuint(u64::from(len)))
}

pub fn text(text: &str) -> Body {
    body(4, |writer| writer.string(text))
}

pub fn format(mark: &str, json: &str) -> Body {
    body(6, |writer| {
        writer.string(mark);
        writer.string(json);
    })
}

pub fn block(tag: &str) -> Body {
    body(7, |writer| {
        writer.varuint(3);
        writer.string(tag);
    })
}

pub fn text_node() -> Body {
    body(7, |writer| writer.varuint(6))
}

pub fn string_value(text: &str) -> Body {
    body(8, |writer| {
        writer.varuint(1);
        writer.byte(119);
        writer.string(text);
    })
}

pub fn level(number: u8) -> Body {
    body(8, |writer| {
        writer.varuint(1);
        writer.byte(125);
        writer.byte(number);
    })
}

pub fn entry(order: &str) -> Body {
    body(8, |writer| {
        writer.varuint(1);
        writer.byte(118);
        writer.varuint(2);
        for (key, value) in [("order", order), ("kind", "heading")] {
            writer.string(key);
            writer.byte(119);
            writer.string(value);
        }
    })
}

/// One struct.
pub fn item(at: &At, body: &Body) -> Vec<u8> {
    let mut writer = Writer::default();
    match at {
        At::After(left) => {
            writer.byte(body.kind | 0x80);
            writer.id(*left);
        }
        At::Before(right) => {
            writer.byte(body.kind | 0x40);
            writer.id(*right);
        }
        At::Between(left, right) => {
            writer.byte(body.kind | 0xc0);
            writer.id(*left);
            writer.id(*right);
        }
        At::Root(root) => {
            writer.byte(body.kind);
            writer.varuint(1);
            writer.string(root);
        }
        At::RootKey(root, key) => {
            writer.byte(body.kind | 0x20);
            writer.varuint(1);
            writer.string(root);
            writer.string(key);
        }
        At::Inside(node) => {
            writer.byte(body.kind);
            writer.varuint(0);
            writer.id(*node);
        }
        At::Key(node, key) => {
            writer.byte(body.kind | 0x20);
            writer.varuint(0);
            writer.id(*node);
            writer.string(key);
        }
    }
    writer.raw(&body.bytes);
    writer.into_bytes()
}

/// Collected units.
pub fn collected(len: u32) -> Vec<u8> {
    let mut writer = Writer::default();
    writer.byte(0);
    writer.varuint(u64::from(len));
    writer.into_bytes()
}

/// An update being put together.
#[derive(Debug, Clone, Default)]
pub struct Forge {
    sections: Vec<(Id, Vec<Vec<u8>>)>,
    deletes: Vec<(u64, Vec<(u32, u32)>)>,
}

impl Forge {
    /// Adds the structs of a client, from this clock on.
    pub fn section(mut self, client: u64, clock: u32, structs: Vec<Vec<u8>>) -> Self {
        self.sections.push((id(client, clock), structs));
        self
    }

    /// Deletes units of a client: the first clock and the length of each range.
    pub fn delete(mut self, client: u64, ranges: &[(u32, u32)]) -> Self {
        self.deletes.push((client, ranges.to_vec()));
        self
    }

    /// The bytes of the update.
    pub fn bytes(&self) -> Vec<u8> {
        let mut writer = Writer::default();
        writer.len(self.sections.len());
        for (start, structs) in &self.sections {
            writer.len(structs.len());
            writer.id(*start);
            for bytes in structs {
                writer.raw(bytes);
            }
        }
        writer.len(self.deletes.len());
        for (client, ranges) in &self.deletes {
            writer.varuint(*client);
            writer.len(ranges.len());
            for (start, len) in ranges {
                writer.varuint(u64::from(*start));
                writer.varuint(u64::from(*len));
            }
        }
        writer.into_bytes()
    }
}

/// A draft of client 1: an entry, a title with an id, and a paragraph `Cities` with an id and a level.
///
/// Clocks: 0 the entry; 1 the title, 2 its id; 3 the paragraph, 4 its id, 5 its level; 6 its text node, 7 to 12 `Cities`.
pub fn small_draft() -> Vec<u8> {
    Forge::default()
        .section(
            1,
            0,
            vec![
                item(&At::outline(), &entry("a0")),
                item(&At::point(), &block("title")),
                item(&At::key(id(1, 1), "id"), &string_value(BLOCK_ID)),
                item(&At::After(id(1, 1)), &block("paragraph")),
                item(&At::key(id(1, 3), "id"), &string_value(BLOCK_ID)),
                item(&At::key(id(1, 3), "level"), &level(1)),
                item(&At::Inside(id(1, 3)), &text_node()),
                item(&At::Inside(id(1, 6)), &text("Cities")),
            ],
        )
        .bytes()
}
