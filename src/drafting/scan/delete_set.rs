//! What is deleted.

use std::collections::BTreeMap;

use super::{Id, Writer};

/// Disjoint ranges of clocks that never touch: the canonical form of a set of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ranges(BTreeMap<u32, u32>);

impl Ranges {
    /// The ranges, start inclusive and end exclusive, in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (u32, u32)> {
        self.0.iter().map(|(&start, &end)| (start, end))
    }

    /// How many ranges there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether this clock is in a range.
    pub fn contains(&self, clock: u32) -> bool {
        self.0
            .range(..=clock)
            .next_back()
            .is_some_and(|(_, &end)| clock < end)
    }

    /// Adds a range, and joins it with those it meets.
    pub fn insert(&mut self, mut start: u32, mut end: u32) {
        if start >= end {
            return;
        }
        if let Some((&before, &before_end)) = self.0.range(..=start).next_back()
            && before_end >= start
        {
            if before_end >= end {
                return;
            }
            start = before;
        }
        while let Some((&met, &met_end)) = self.0.range(start..=end).next() {
            end = end.max(met_end);
            self.0.remove(&met);
        }
        self.0.insert(start, end);
    }

    /// What of a range is not in the set, in order.
    pub fn gaps(&self, start: u32, end: u32) -> impl Iterator<Item = (u32, u32)> {
        let first = self
            .0
            .range(..=start)
            .next_back()
            .map_or(start, |(&first, _)| first);
        let mut at = start;
        let ends = std::iter::once((end, end));
        let within = self.0.range(first..end.max(first)).map(|(&s, &e)| (s, e));
        within.chain(ends).filter_map(move |(next, next_end)| {
            let gap = (at, next.min(end));
            at = at.max(next_end);
            (gap.0 < gap.1).then_some(gap)
        })
    }
}

/// The deleted units of every client, in canonical form: equal sets are equal values.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DeleteSet(BTreeMap<u64, Ranges>);

impl DeleteSet {
    /// The clients and their deleted ranges, by client.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (u64, &Ranges)> {
        self.0.iter().map(|(&client, ranges)| (client, ranges))
    }

    /// Whether nothing is deleted.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many ranges there are.
    pub fn range_count(&self) -> usize {
        self.0.values().map(Ranges::len).sum()
    }

    /// Whether this unit is deleted.
    pub fn contains(&self, id: Id) -> bool {
        self.0
            .get(&id.client)
            .is_some_and(|ranges| ranges.contains(id.clock))
    }

    /// Adds the units of a client from `start` to before `end`.
    pub fn insert(&mut self, client: u64, start: u32, end: u32) {
        if start < end {
            self.0.entry(client).or_default().insert(start, end);
        }
    }

    /// The deleted ranges of one client.
    pub fn of(&self, client: u64) -> Option<&Ranges> {
        self.0.get(&client)
    }

    /// What of a client's range is not deleted, in order.
    pub fn gaps(&self, client: u64, start: u32, end: u32) -> Vec<(u32, u32)> {
        match self.0.get(&client) {
            Some(ranges) => ranges.gaps(start, end).collect(),
            None if start < end => vec![(start, end)],
            None => Vec::new(),
        }
    }

    /// Appends the set as the wire (version 1) has it, the highest client first as Yjs writes it.
    pub fn write(&self, writer: &mut Writer) {
        writer.len(self.0.len());
        for (client, ranges) in self.iter().rev() {
            writer.varuint(client);
            writer.len(ranges.len());
            for (start, end) in ranges.iter() {
                writer.varuint(u64::from(start));
                writer.varuint(u64::from(end - start));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn ranges_are_a_set_of_clocks(inserted in prop::collection::vec((0..60_u32, 0..12_u32), 0..20), from in 0..60_u32, len in 0..20_u32) {
            let mut ranges = Ranges::default();
            let mut clocks = BTreeSet::new();
            for (start, len) in inserted {
                ranges.insert(start, start + len);
                clocks.extend(start..start + len);
            }
            for clock in 0..80 {
                prop_assert_eq!(ranges.contains(clock), clocks.contains(&clock));
            }
            let gaps: Vec<u32> = ranges.gaps(from, from + len).flat_map(|(s, e)| s..e).collect();
            let expected: Vec<u32> = (from..from + len).filter(|c| !clocks.contains(c)).collect();
            prop_assert_eq!(gaps, expected);
            let all: Vec<(u32, u32)> = ranges.iter().collect();
            prop_assert!(all.windows(2).all(|pair| pair[0].1 < pair[1].0));
        }
    }
}
