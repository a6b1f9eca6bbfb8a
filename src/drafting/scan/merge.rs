//! One update from several.

use std::collections::BTreeMap;

use super::{DeleteSet, Scanned, Section, Writer};

/// What of one client goes into the merged update.
struct Merged<'a> {
    clock: u32,
    end: u32,
    count: usize,
    bytes: Vec<&'a [u8]>,
}

/// One update that does what these do one after the other; `None` if they must be sent one by one.
///
/// The structs are taken as they are, byte by byte. Updates in the order of the journal always continue each other;
/// where one overlaps what came before in the middle of a struct, or leaves a gap, there is no merged update.
pub fn merge(updates: &[(&Scanned, &[u8])]) -> Option<Vec<u8>> {
    let mut clients = BTreeMap::new();
    let mut deleted = DeleteSet::default();
    for (scanned, bytes) in updates {
        for section in &scanned.sections {
            append(&mut clients, section, bytes)?;
        }
        for range in &scanned.deletes {
            deleted.insert(range.client, range.start, range.end);
        }
    }
    Some(write(&clients, &deleted))
}

fn append<'a>(
    clients: &mut BTreeMap<u64, Merged<'a>>,
    section: &Section,
    bytes: &'a [u8],
) -> Option<()> {
    let merged = clients.entry(section.client).or_insert(Merged {
        clock: section.clock,
        end: section.clock,
        count: 0,
        bytes: Vec::new(),
    });
    if section.clock < merged.clock || section.clock > merged.end {
        return None;
    }
    let first_new = section
        .structs
        .partition_point(|part| part.end() <= merged.end);
    let Some(first) = section.structs.get(first_new) else {
        return Some(());
    };
    if first.clock != merged.end {
        return None;
    }
    merged
        .bytes
        .push(bytes.get(first.offset..section.bytes.end)?);
    merged.count += section.structs.len() - first_new;
    merged.end = section.end;
    Some(())
}

/// The highest client comes first, as Yjs writes it: that makes placing cheap.
fn write(clients: &BTreeMap<u64, Merged<'_>>, deleted: &DeleteSet) -> Vec<u8> {
    let mut writer = Writer::default();
    writer.len(clients.len());
    for (&client, merged) in clients.iter().rev() {
        writer.len(merged.count);
        writer.varuint(client);
        writer.varuint(u64::from(merged.clock));
        for bytes in &merged.bytes {
            writer.raw(bytes);
        }
    }
    deleted.write(&mut writer);
    writer.into_bytes()
}
