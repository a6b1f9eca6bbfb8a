//! Awareness of clients that know no presence message.

use serde_json::Value;

use super::{Reader, ScanError};

/// What one awareness message may hold.
#[derive(Debug, Clone, Copy)]
pub struct AwarenessLimits {
    /// Entries in a message. A client speaks for itself, and names the others it believes gone.
    pub max_entries: usize,
    /// Bytes of one entry's JSON.
    pub max_state_bytes: usize,
    /// How deep one entry's JSON nests.
    pub max_depth: usize,
}

impl Default for AwarenessLimits {
    fn default() -> Self {
        Self {
            max_entries: 64,
            max_state_bytes: 1_024,
            max_depth: 8,
        }
    }
}

/// What a client says about itself, or about another.
#[derive(Debug, Clone, PartialEq)]
pub struct AwarenessEntry {
    /// The Yjs client id that it speaks of.
    pub client: u64,
    /// The entry with the higher clock wins.
    pub clock: u32,
    /// The state, `None` for a client that has gone.
    pub state: Option<Value>,
}

/// Reads an awareness message.
///
/// # Errors
///
/// The bytes are no awareness message, a state is neither a JSON object nor `null`, or a limit is passed.
pub fn read_awareness(
    bytes: &[u8],
    limits: &AwarenessLimits,
) -> Result<Vec<AwarenessEntry>, ScanError> {
    let mut reader = Reader::new(bytes);
    let count = reader.count(3)?;
    if count > limits.max_entries {
        return Err(ScanError::TooLarge(
            "an awareness message has too many entries",
        ));
    }
    let mut entries = Vec::with_capacity(count);
    for _ in 0..count {
        let (client, clock) = (reader.varuint()?, reader.clock()?);
        let state = read_state(reader.var_string()?, limits)?;
        entries.push(AwarenessEntry {
            client,
            clock,
            state,
        });
    }
    reader.finish()?;
    Ok(entries)
}

fn read_state(json: &str, limits: &AwarenessLimits) -> Result<Option<Value>, ScanError> {
    if json.len() > limits.max_state_bytes {
        return Err(ScanError::TooLarge("an awareness state is too long"));
    }
    let state: Value = serde_json::from_str(json)
        .map_err(|_| ScanError::Malformed("an awareness state is not JSON"))?;
    match state {
        Value::Null => Ok(None),
        Value::Object(_) if depth(&state) <= limits.max_depth => Ok(Some(state)),
        Value::Object(_) => Err(ScanError::TooLarge("an awareness state nests too deep")),
        Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            Err(ScanError::Malformed("an awareness state is not an object"))
        }
    }
}

/// How deep a value nests. `serde_json` has refused anything over 128 levels by now.
fn depth(value: &Value) -> usize {
    match value {
        Value::Array(values) => 1 + values.iter().map(depth).max().unwrap_or(0),
        Value::Object(object) => 1 + object.values().map(depth).max().unwrap_or(0),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::super::Writer;
    use super::*;
    use proptest::prelude::*;

    fn message(state: &str) -> Vec<u8> {
        let mut writer = Writer::default();
        writer.len(1);
        writer.varuint(7);
        writer.varuint(3);
        writer.string(state);
        writer.into_bytes()
    }

    fn code(bytes: &[u8]) -> Result<Vec<AwarenessEntry>, &'static str> {
        read_awareness(bytes, &AwarenessLimits::default()).map_err(ScanError::code)
    }

    #[test]
    fn a_state_is_an_object_or_gone() {
        let here = code(&message(r#"{"user":{"name":"x"}}"#)).unwrap();
        assert_eq!((here[0].client, here[0].clock), (7, 3));
        assert!(here[0].state.is_some());
        assert_eq!(code(&message("null")).unwrap()[0].state, None);
        assert_eq!(code(&message("7")), Err("malformed"));
        assert_eq!(code(&message("{")), Err("malformed"));
    }

    #[test]
    fn a_state_has_limits() {
        let long = format!(r#"{{"a":"{}"}}"#, "x".repeat(1_024));
        assert_eq!(code(&message(&long)), Err("too_large"));
        let deep = format!(r#"{{"a":{}{}}}"#, "[".repeat(9), "]".repeat(9));
        assert_eq!(code(&message(&deep)), Err("too_large"));
        let deeper = format!("{}{}", "[".repeat(400), "]".repeat(400));
        assert_eq!(code(&message(&deeper)), Err("malformed"));
        assert_eq!(code(&[0xff, 0xff, 0xff, 0x7f]), Err("malformed"));
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes: Vec<u8>) {
            let _ = code(&bytes);
        }
    }
}
