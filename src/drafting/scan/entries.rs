//! The order of the values of one key, as Yjs and yrs find it.

use std::collections::BTreeMap;

use super::Id;

/// Values of one client that follow each other directly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) id: Id,
    pub(super) len: u32,
    pub(super) origin: Option<Id>,
}

impl Entry {
    fn last(&self) -> Id {
        Id::new(self.id.client, self.id.clock + self.len - 1)
    }

    fn holds(&self, id: Id) -> bool {
        id.client == self.id.client && (self.id.clock..self.id.clock + self.len).contains(&id.clock)
    }
}

/// What became of a value that was put into the order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It is the last, and replaces the entry before it, if there is one.
    Replaces(Option<Entry>),
    /// Another comes after it: it is deleted at once.
    Overtaken,
}

/// Puts values into the order of a key; their right origin is nothing, as for every value of a map.
///
/// This is the algorithm of Yjs (`Item.integrate`), reduced to items without a right origin.
pub(super) fn insert(entries: &mut Vec<Entry>, new: Entry) -> Outcome {
    let after_origin = new.origin.map_or(0, |origin| split_after(entries, origin));
    let at = position(entries, after_origin, new);
    if at < entries.len() {
        entries.insert(at, new);
        return Outcome::Overtaken;
    }
    let replaced = entries.last().copied();
    match entries.last_mut() {
        Some(last) if continues(last, new) => last.len += new.len,
        _ => entries.push(new),
    }
    Outcome::Replaces(replaced)
}

fn continues(last: &Entry, new: Entry) -> bool {
    new.origin == Some(last.last())
        && new.id.client == last.id.client
        && new.id.clock == last.id.clock + last.len
}

/// The index after this value, which becomes the last of its entry.
fn split_after(entries: &mut Vec<Entry>, origin: Id) -> usize {
    // The origin is nearly always the last value.
    let Some(index) = entries.iter().rposition(|entry| entry.holds(origin)) else {
        return entries.len();
    };
    let entry = entries[index];
    let left_len = origin.clock - entry.id.clock + 1;
    if left_len < entry.len {
        entries[index].len = left_len;
        let rest = Entry {
            id: Id::new(origin.client, origin.clock + 1),
            len: entry.len - left_len,
            origin: Some(origin),
        };
        entries.insert(index + 1, rest);
    }
    index + 1
}

/// Where a new entry goes among those after its origin.
fn position(entries: &[Entry], first: usize, new: Entry) -> usize {
    let mut at = first;
    let mut conflicting = first;
    let mut passed = BTreeMap::new();
    for (index, other) in entries.iter().enumerate().skip(first) {
        passed.insert(other.id, index);
        if other.origin == new.origin {
            if other.id.client >= new.id.client {
                break;
            }
            at = index + 1;
            conflicting = index + 1;
            continue;
        }
        let origin = other.origin.and_then(|origin| {
            let (_, &before) = passed.range(..=origin).next_back()?;
            entries[before].holds(origin).then_some(before)
        });
        match origin {
            Some(before) if before < conflicting => {
                at = index + 1;
                conflicting = index + 1;
            }
            Some(_) => {}
            None => break,
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(client: u64, clock: u32, origin: Option<(u64, u32)>) -> Entry {
        Entry {
            id: Id::new(client, clock),
            len: 1,
            origin: origin.map(|(client, clock)| Id::new(client, clock)),
        }
    }

    #[test]
    fn the_later_value_of_one_author_replaces_the_earlier() {
        let mut entries = Vec::new();
        assert_eq!(
            insert(&mut entries, entry(1, 0, None)),
            Outcome::Replaces(None)
        );
        let replaced = insert(&mut entries, entry(1, 1, Some((1, 0))));
        assert!(matches!(replaced, Outcome::Replaces(Some(_))));
        assert_eq!(entries.len(), 1, "values in a row are one entry");
    }

    #[test]
    fn of_values_set_at_once_the_highest_client_wins_in_any_order() {
        for order in [[1, 2, 3], [3, 2, 1], [2, 3, 1], [2, 1, 3]] {
            let mut entries = Vec::new();
            for client in order {
                insert(&mut entries, entry(client, 0, None));
            }
            assert_eq!(
                entries.last().map(|last| last.id.client),
                Some(3),
                "{order:?}"
            );
        }
    }

    #[test]
    fn a_value_may_follow_one_in_the_middle_of_a_row() {
        let mut entries = Vec::new();
        insert(&mut entries, entry(5, 0, None));
        insert(&mut entries, entry(5, 1, Some((5, 0))));
        assert_eq!(
            insert(&mut entries, entry(2, 0, Some((5, 0)))),
            Outcome::Overtaken
        );
        assert!(matches!(
            insert(&mut entries, entry(9, 0, Some((5, 0)))),
            Outcome::Replaces(_)
        ));
    }
}
