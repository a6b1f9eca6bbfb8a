//! An update of version 1, read on its own.

use std::ops::Range;

use uuid::Uuid;

use super::content::{Content, read_content, read_name};
use super::reader::CLOCK_LIMIT;
use super::{Id, Reader, ScanError};
use crate::drafting::schema::{Attribute, OUTLINE, canonical_uuid, point_of_root};

/// How many elements are given room before they are read: a claimed count alone reserves no more than this.
const RESERVED: usize = 256;

/// What one update may hold.
#[derive(Debug, Clone, Copy)]
pub struct ScanLimits {
    /// Bytes of the update.
    pub max_bytes: usize,
    /// Structs of all clients together. A day of one person's work offline is a few thousand.
    pub max_structs: usize,
    /// Clients with new content.
    pub max_clients: usize,
    /// Ranges of the delete set, of all clients together. Step 2 always carries the whole set of a draft.
    pub max_delete_ranges: usize,
    /// Nesting of one value.
    pub max_any_depth: usize,
    /// Parts of the values of one struct, all in all.
    pub max_any_nodes: usize,
    /// Bytes of the name of a root, a key, a block, a mark or an attribute.
    pub max_name_bytes: usize,
}

impl Default for ScanLimits {
    fn default() -> Self {
        Self {
            max_bytes: 1 << 20,
            max_structs: 20_000,
            max_clients: 1_000,
            max_delete_ranges: 200_000,
            max_any_depth: 16,
            max_any_nodes: 1_024,
            max_name_bytes: 64,
        }
    }
}

impl ScanLimits {
    /// The limits of a whole draft that the server itself has written.
    pub fn checkpoint() -> Self {
        Self {
            max_bytes: 1 << 28,
            max_structs: 8_000_000,
            max_clients: 1_000_000,
            max_delete_ranges: 8_000_000,
            max_any_nodes: 1 << 20,
            ..Self::default()
        }
    }
}

/// An update that could be read; whether it fits the draft is for [`Index::judge`](super::Index::judge).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scanned {
    /// The content of each client, every client once.
    pub sections: Vec<Section>,
    /// What it deletes, in the order of the wire: by client, ascending and apart within each.
    pub deletes: Vec<DeleteRange>,
}

/// The structs of one client, without gaps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The client.
    pub client: u64,
    /// The clock of its first unit here.
    pub clock: u32,
    /// The clock after its last unit here.
    pub end: u32,
    /// At least one struct.
    pub structs: Vec<Struct>,
    /// Where the structs stand in the update's bytes.
    pub bytes: Range<usize>,
}

/// Consecutive units of one client that were made together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Struct {
    /// The clock of its first unit.
    pub clock: u32,
    /// How many units it has; never 0.
    pub len: u32,
    /// The unit that stood to its left.
    pub origin: Option<Id>,
    /// The unit that stood to its right.
    pub right_origin: Option<Id>,
    /// Where it says that it belongs.
    pub parent: Parent,
    /// What it holds.
    pub content: Content,
    /// Where it begins in the update's bytes.
    pub offset: usize,
}

impl Struct {
    /// The clock after its last unit.
    pub fn end(&self) -> u32 {
        self.clock + self.len
    }

    /// The units that it builds on.
    pub fn needs(&self) -> impl Iterator<Item = Id> {
        [self.origin, self.right_origin, self.parent.node()]
            .into_iter()
            .flatten()
    }
}

/// Where a struct says that it belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parent {
    /// Where its neighbours are. Also of collected units, which have none.
    Copied,
    /// The outline, as the entry of this action point.
    Outline(Uuid),
    /// The root fragment of this action point.
    Point(Uuid),
    /// In the list of the block or text with this id.
    Inside(Id),
    /// An attribute of the block with this id.
    Attribute(Id, Attribute),
}

impl Parent {
    /// The block or text that it names.
    pub fn node(self) -> Option<Id> {
        match self {
            Self::Inside(id) | Self::Attribute(id, _) => Some(id),
            Self::Copied | Self::Outline(_) | Self::Point(_) => None,
        }
    }
}

/// Units of one client that an update deletes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeleteRange {
    /// The client.
    pub client: u64,
    /// The first clock.
    pub start: u32,
    /// The clock after the last.
    pub end: u32,
}

/// Reads an update, whole and strictly.
///
/// Time is linear in its bytes, memory in its structs and delete ranges, each of which took bytes.
///
/// # Errors
///
/// The update is malformed, holds what no draft holds, or is over a limit.
pub fn scan(bytes: &[u8], limits: &ScanLimits) -> Result<Scanned, ScanError> {
    if bytes.len() > limits.max_bytes {
        return Err(ScanError::TooLarge("the update is too long"));
    }
    let mut reader = Reader::new(bytes);
    let sections = read_sections(&mut reader, limits)?;
    let deletes = read_deletes(&mut reader, limits)?;
    reader.finish()?;
    Ok(Scanned { sections, deletes })
}

fn read_sections(reader: &mut Reader<'_>, limits: &ScanLimits) -> Result<Vec<Section>, ScanError> {
    let count = reader.count(5)?;
    if count > limits.max_clients {
        return Err(ScanError::TooLarge("the update has too many clients"));
    }
    let mut structs_left = limits.max_structs;
    let mut sections = Vec::with_capacity(count.min(RESERVED));
    for _ in 0..count {
        sections.push(read_section(reader, limits, &mut structs_left)?);
    }
    if sections.len() > 1 {
        all_different(sections.iter().map(|section: &Section| section.client))?;
    }
    Ok(sections)
}

fn read_section(
    reader: &mut Reader<'_>,
    limits: &ScanLimits,
    structs_left: &mut usize,
) -> Result<Section, ScanError> {
    let count = reader.count(2)?;
    if count == 0 {
        return Err(ScanError::Malformed("a client is named without content"));
    }
    *structs_left = structs_left
        .checked_sub(count)
        .ok_or(ScanError::TooLarge("the update has too many parts"))?;
    let client = reader.varuint()?;
    let clock = reader.clock()?;
    let start = reader.position();
    let mut structs = Vec::with_capacity(count.min(RESERVED));
    let mut end = clock;
    for _ in 0..count {
        let part = read_struct(reader, limits, end)?;
        if part
            .needs()
            .any(|id| id.client == client && id.clock >= part.clock)
        {
            return Err(ScanError::Malformed("the update builds on itself"));
        }
        end = part.end();
        structs.push(part);
    }
    let bytes = start..reader.position();
    Ok(Section {
        client,
        clock,
        end,
        structs,
        bytes,
    })
}

/// The flags of a struct's first byte, above the kind of its content.
mod flag {
    pub const ORIGIN: u8 = 0x80;
    pub const RIGHT_ORIGIN: u8 = 0x40;
    pub const KEY: u8 = 0x20;
    pub const KIND: u8 = 0x1f;
}

fn read_struct(
    reader: &mut Reader<'_>,
    limits: &ScanLimits,
    clock: u32,
) -> Result<Struct, ScanError> {
    let offset = reader.position();
    let info = reader.byte()?;
    let mut origin = None;
    let mut right_origin = None;
    let mut parent = Parent::Copied;
    let (len, content) = if info == 0 {
        (reader.clock()?, Content::Collected)
    } else {
        if info & flag::ORIGIN != 0 {
            origin = Some(reader.id()?);
        }
        if info & flag::RIGHT_ORIGIN != 0 {
            right_origin = Some(reader.id()?);
        }
        if origin.is_none() && right_origin.is_none() {
            parent = read_parent(reader, limits, info & flag::KEY != 0)?;
        }
        read_content(info & flag::KIND, reader, limits)?
    };
    if len == 0 {
        return Err(ScanError::Malformed("a part of the update is empty"));
    }
    if u64::from(clock) + u64::from(len) >= CLOCK_LIMIT {
        return Err(ScanError::Malformed("a clock is out of range"));
    }
    Ok(Struct {
        clock,
        len,
        origin,
        right_origin,
        parent,
        content,
        offset,
    })
}

fn read_parent(
    reader: &mut Reader<'_>,
    limits: &ScanLimits,
    has_key: bool,
) -> Result<Parent, ScanError> {
    match reader.varuint()? {
        1 => {
            let root = read_name(reader, limits)?;
            let key = if has_key {
                Some(read_name(reader, limits)?)
            } else {
                None
            };
            root_place(root, key).ok_or(ScanError::NotInSchema("a draft has no such root"))
        }
        0 => {
            let node = reader.id()?;
            if !has_key {
                return Ok(Parent::Inside(node));
            }
            Attribute::named(read_name(reader, limits)?)
                .map(|attribute| Parent::Attribute(node, attribute))
                .ok_or(ScanError::NotInSchema("no such attribute"))
        }
        _ => Err(ScanError::Malformed("no such kind of parent")),
    }
}

fn root_place(root: &str, key: Option<&str>) -> Option<Parent> {
    match key {
        Some(key) if root == OUTLINE => canonical_uuid(key).map(Parent::Outline),
        Some(_) => None,
        None => point_of_root(root).map(Parent::Point),
    }
}

fn read_deletes(
    reader: &mut Reader<'_>,
    limits: &ScanLimits,
) -> Result<Vec<DeleteRange>, ScanError> {
    let mut clients = Vec::new();
    let mut deletes = Vec::new();
    for _ in 0..reader.count(4)? {
        let client = reader.varuint()?;
        clients.push(client);
        let count = reader.count(2)?;
        if count == 0 {
            return Err(ScanError::Malformed("a client is named without deletions"));
        }
        if count > limits.max_delete_ranges - deletes.len() {
            return Err(ScanError::TooLarge("the update has too many deletions"));
        }
        read_ranges(reader, client, count, &mut deletes)?;
    }
    if clients.len() > 1 {
        all_different(clients.into_iter())?;
    }
    Ok(deletes)
}

fn read_ranges(
    reader: &mut Reader<'_>,
    client: u64,
    count: usize,
    deletes: &mut Vec<DeleteRange>,
) -> Result<(), ScanError> {
    let mut least = 0;
    for _ in 0..count {
        let (start, len) = (reader.clock()?, reader.clock()?);
        if start < least || len == 0 || u64::from(start) + u64::from(len) >= CLOCK_LIMIT {
            return Err(ScanError::Malformed("the deletions are not in order"));
        }
        least = start + len;
        deletes.push(DeleteRange {
            client,
            start,
            end: least,
        });
    }
    Ok(())
}

/// Checks that no client comes twice: yrs would replace live items, and Yjs and yrs would delete different ones.
fn all_different(clients: impl Iterator<Item = u64>) -> Result<(), ScanError> {
    let mut clients: Vec<u64> = clients.collect();
    clients.sort_unstable();
    if clients.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(ScanError::Malformed("the update names a client twice"));
    }
    Ok(())
}
