//! How far a copy of a draft has come.

use std::collections::BTreeMap;

use super::{Reader, ScanError, Writer};

/// How much a copy of a draft holds of every client: the clock after its last unit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StateVector(BTreeMap<u64, u32>);

impl StateVector {
    /// The clock after the last unit of this client; 0 if it has none.
    pub fn clock(&self, client: u64) -> u32 {
        self.0.get(&client).copied().unwrap_or(0)
    }

    /// The clients and their clocks, by client.
    pub fn iter(&self) -> impl Iterator<Item = (u64, u32)> {
        self.0.iter().map(|(&client, &clock)| (client, clock))
    }

    /// How many clients there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no client.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The bytes of the wire (version 1): the same for equal state vectors.
    pub fn encode(&self) -> Vec<u8> {
        let mut writer = Writer::default();
        writer.len(self.0.len());
        for (client, clock) in self.iter() {
            writer.varuint(client);
            writer.varuint(u64::from(clock));
        }
        writer.into_bytes()
    }
}

impl FromIterator<(u64, u32)> for StateVector {
    fn from_iter<T: IntoIterator<Item = (u64, u32)>>(clocks: T) -> Self {
        Self(clocks.into_iter().collect())
    }
}

/// Reads a state vector of at most `max_clients` clients.
///
/// # Errors
///
/// The bytes are no state vector, name a client twice, or are over the limit.
pub fn read_state_vector(bytes: &[u8], max_clients: usize) -> Result<StateVector, ScanError> {
    let mut reader = Reader::new(bytes);
    let count = reader.count(2)?;
    if count > max_clients {
        return Err(ScanError::TooLarge("a state vector names too many clients"));
    }
    let mut clocks = BTreeMap::new();
    for _ in 0..count {
        let client = reader.varuint()?;
        if clocks.insert(client, reader.clock()?).is_some() {
            return Err(ScanError::Malformed("a state vector names a client twice"));
        }
    }
    reader.finish()?;
    Ok(StateVector(clocks))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_claimed_length_costs_nothing() {
        assert!(read_state_vector(&[0xff, 0xff, 0xff, 0x7f], 100).is_err());
        assert!(
            read_state_vector(&[2, 1, 1, 1, 2], 100).is_err(),
            "a client twice"
        );
        assert_eq!(
            read_state_vector(&[2, 1, 1, 2, 2], 1).map_err(ScanError::code),
            Err("too_large")
        );
    }

    proptest! {
        #[test]
        fn what_is_encoded_is_read(clocks in prop::collection::btree_map(0..1_u64 << 53, 0..1_u32 << 31, 0..20)) {
            let vector: StateVector = clocks.into_iter().collect();
            prop_assert_eq!(read_state_vector(&vector.encode(), 20), Ok(vector));
        }

        #[test]
        fn no_bytes_panic(bytes: Vec<u8>) {
            let _ = read_state_vector(&bytes, 1_000);
        }
    }
}
