//! Reading lib0's encoding, strictly.

use super::{Id, ScanError};

/// Client ids, and every other number that JavaScript must hold exactly, stay below this.
pub(super) const NUMBER_LIMIT: u64 = 1 << 53;

/// Clocks and lengths stay below this, because yrs subtracts them as `i32`.
pub(super) const CLOCK_LIMIT: u64 = 1 << 31;

/// Reads lib0 values from bytes, without copying and without ever reading past the end.
///
/// Only the encoding that lib0 itself writes is taken: a number has one spelling.
#[derive(Debug, Clone)]
pub struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    /// A reader at the start of these bytes.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// How many bytes have been read.
    pub fn position(&self) -> usize {
        self.at
    }

    /// How many bytes are left.
    pub fn remaining(&self) -> usize {
        self.bytes.len() - self.at
    }

    /// The next byte.
    #[inline]
    pub fn byte(&mut self) -> Result<u8, ScanError> {
        let byte = *self.bytes.get(self.at).ok_or(ENDED)?;
        self.at += 1;
        Ok(byte)
    }

    /// An unsigned number of at most 53 bits: seven bits a byte, the lowest first.
    #[inline]
    pub fn varuint(&mut self) -> Result<u64, ScanError> {
        let first = self.byte()?;
        if first < 0x80 {
            return Ok(u64::from(first));
        }
        self.groups(u64::from(first & 0x7f), 7)
    }

    /// A signed number below 2^53 in size: its sign is the second bit of the first byte.
    pub fn varint(&mut self) -> Result<i64, ScanError> {
        let first = self.byte()?;
        let low = u64::from(first & 0x3f);
        let size = if first < 0x80 {
            low
        } else {
            self.groups(low, 6)?
        };
        let size = i64::try_from(size).map_err(|_| TOO_BIG)?;
        Ok(if first & 0x40 == 0 { size } else { -size })
    }

    /// A clock or a length: a number below 2^31.
    #[inline]
    pub fn clock(&mut self) -> Result<u32, ScanError> {
        let number = self.varuint()?;
        if number >= CLOCK_LIMIT {
            return Err(ScanError::Malformed("a clock is out of range"));
        }
        u32::try_from(number).map_err(|_| TOO_BIG)
    }

    /// A client and a clock.
    #[inline]
    pub fn id(&mut self) -> Result<Id, ScanError> {
        Ok(Id::new(self.varuint()?, self.clock()?))
    }

    /// How many elements follow, where each takes at least `least_bytes`.
    ///
    /// # Errors
    ///
    /// The count is more than the bytes that are left can hold.
    pub fn count(&mut self, least_bytes: usize) -> Result<usize, ScanError> {
        let count = usize::try_from(self.varuint()?).map_err(|_| TOO_BIG)?;
        if count > self.remaining() / least_bytes {
            return Err(ScanError::Malformed("a count is larger than its message"));
        }
        Ok(count)
    }

    /// The next `len` bytes.
    pub fn take(&mut self, len: usize) -> Result<&'a [u8], ScanError> {
        if len > self.remaining() {
            return Err(ENDED);
        }
        let taken = &self.bytes[self.at..self.at + len];
        self.at += len;
        Ok(taken)
    }

    /// Bytes after their length.
    pub fn var_bytes(&mut self) -> Result<&'a [u8], ScanError> {
        let len = self.count(1)?;
        self.take(len)
    }

    /// UTF-8 text after its length in bytes.
    pub fn var_string(&mut self) -> Result<&'a str, ScanError> {
        std::str::from_utf8(self.var_bytes()?)
            .map_err(|_| ScanError::Malformed("a text is not UTF-8"))
    }

    /// Ends the reading.
    ///
    /// # Errors
    ///
    /// Some bytes are left.
    pub fn finish(&self) -> Result<(), ScanError> {
        if self.remaining() == 0 {
            Ok(())
        } else {
            Err(ScanError::Malformed("bytes follow the end of the message"))
        }
    }

    /// The rest of a number whose lowest `shift` bits are known.
    fn groups(&mut self, mut number: u64, mut shift: u32) -> Result<u64, ScanError> {
        loop {
            let byte = self.byte()?;
            let group = u64::from(byte & 0x7f);
            if shift > 52 || group >= NUMBER_LIMIT >> shift {
                return Err(TOO_BIG);
            }
            number |= group << shift;
            shift += 7;
            if byte == 0 {
                return Err(ScanError::Malformed("a number has needless digits"));
            }
            if byte < 0x80 {
                return Ok(number);
            }
        }
    }
}

const ENDED: ScanError = ScanError::Malformed("the message ends too early");
const TOO_BIG: ScanError = ScanError::Malformed("a number is out of range");

#[cfg(test)]
mod tests {
    use super::super::Writer;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_number_has_one_spelling_and_a_limit() {
        let read = |bytes: &[u8]| Reader::new(bytes).varuint();
        assert_eq!(read(&[0x7f]), Ok(127));
        assert_eq!(read(&[0x80, 0x01]), Ok(128));
        assert!(read(&[0x80, 0x00]).is_err());
        assert!(read(&[0x80]).is_err());
        assert!(read(&[0xff; 12]).is_err());
        let largest = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x0f];
        assert_eq!(read(&largest), Ok(NUMBER_LIMIT - 1));
        let one_more = [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x10];
        assert!(read(&one_more).is_err());
    }

    #[test]
    fn a_signed_number_is_read_as_lib0_writes_it() {
        let read = |bytes: &[u8]| Reader::new(bytes).varint();
        assert_eq!(read(&[0x05]), Ok(5));
        assert_eq!(read(&[0x45]), Ok(-5));
        assert_eq!(read(&[0x80, 0x01]), Ok(64));
        assert_eq!(read(&[0xc0, 0x01]), Ok(-64));
        assert!(read(&[0x85, 0x00]).is_err());
    }

    #[test]
    fn a_claimed_length_is_held_against_what_is_there() {
        assert!(Reader::new(&[0xff, 0xff, 0xff, 0x7f]).var_bytes().is_err());
        assert!(Reader::new(&[2, 0xc3, 0x28]).var_string().is_err());
        assert!(Reader::new(&[3, 0, 0]).count(1).is_err());
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(number in 0..NUMBER_LIMIT, text in ".*") {
            let mut writer = Writer::default();
            writer.varuint(number);
            writer.string(&text);
            let bytes = writer.into_bytes();
            let mut reader = Reader::new(&bytes);
            prop_assert_eq!(reader.varuint(), Ok(number));
            prop_assert_eq!(reader.var_string(), Ok(text.as_str()));
            prop_assert!(reader.finish().is_ok());
        }
    }
}
