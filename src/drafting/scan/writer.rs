//! Writing lib0's encoding.

use super::Id;

/// Writes lib0 values, one after the other.
#[derive(Debug, Clone, Default)]
pub struct Writer {
    bytes: Vec<u8>,
}

impl Writer {
    /// Appends a byte as it is.
    pub fn byte(&mut self, byte: u8) {
        self.bytes.push(byte);
    }

    /// Appends bytes as they are.
    pub fn raw(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// Appends an unsigned number: seven bits a byte, the lowest first.
    pub fn varuint(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.bytes.push(number.to_le_bytes()[0] | 0x80);
            number >>= 7;
        }
        self.bytes.push(number.to_le_bytes()[0]);
    }

    /// Appends a count or a length.
    pub fn len(&mut self, len: usize) {
        self.varuint(len as u64);
    }

    /// Appends a client and a clock.
    pub fn id(&mut self, id: Id) {
        self.varuint(id.client);
        self.varuint(u64::from(id.clock));
    }

    /// Appends bytes after their length.
    pub fn var_bytes(&mut self, bytes: &[u8]) {
        self.len(bytes.len());
        self.raw(bytes);
    }

    /// Appends a text after its length in bytes.
    pub fn string(&mut self, text: &str) {
        self.var_bytes(text.as_bytes());
    }

    /// What was written.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}
