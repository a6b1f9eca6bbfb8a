//! What a struct holds.

use super::{Reader, ScanError, ScanLimits};
use crate::drafting::schema::{Mark, Satisfied, Tag};

/// What a struct holds, as far as the index asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// Units whose place the client has forgotten.
    Collected,
    /// Deleted units that keep their place.
    Deleted,
    /// Text, one unit for each UTF-16 code unit.
    Text,
    /// The beginning or the end of a mark.
    Format,
    /// Values of an attribute or an outline entry, with the rules that all of them satisfy.
    Values(Satisfied),
    /// A block.
    Element(Tag),
    /// A run of text in a block, itself without content.
    TextNode,
}

/// The kinds of content in version 1, in the lowest five bits of a struct's first byte.
mod kind {
    pub const DELETED: u8 = 1;
    pub const JSON: u8 = 2;
    pub const BINARY: u8 = 3;
    pub const STRING: u8 = 4;
    pub const EMBED: u8 = 5;
    pub const FORMAT: u8 = 6;
    pub const TYPE: u8 = 7;
    pub const ANY: u8 = 8;
    pub const SUBDOCUMENT: u8 = 9;
    pub const SKIP: u8 = 10;
}

/// The shared types that a draft has, as version 1 numbers them.
mod shared_type {
    pub const XML_ELEMENT: u64 = 3;
    pub const XML_TEXT: u64 = 6;
}

/// The values of lib0's `any`.
mod any {
    pub const ARRAY: u8 = 117;
    pub const OBJECT: u8 = 118;
    pub const STRING: u8 = 119;
    pub const TRUE: u8 = 120;
    pub const FALSE: u8 = 121;
    pub const FLOAT64: u8 = 123;
    pub const FLOAT32: u8 = 124;
    pub const INTEGER: u8 = 125;
    pub const NULL: u8 = 126;
    pub const UNDEFINED: u8 = 127;
}

/// Reads the content of this kind: how many units it has, and what it is.
pub(super) fn read_content(
    kind: u8,
    reader: &mut Reader<'_>,
    limits: &ScanLimits,
) -> Result<(u32, Content), ScanError> {
    match kind {
        kind::DELETED => Ok((reader.clock()?, Content::Deleted)),
        kind::STRING => Ok((utf16_len(reader.var_string()?)?, Content::Text)),
        kind::FORMAT => Ok((1, read_format(reader, limits)?)),
        kind::TYPE => Ok((1, read_type(reader, limits)?)),
        kind::ANY => read_values(reader, limits),
        kind::JSON | kind::BINARY | kind::EMBED | kind::SUBDOCUMENT => {
            Err(ScanError::NotInSchema("a draft holds no such content"))
        }
        kind::SKIP => Err(ScanError::Malformed("the update has a hole")),
        _ => Err(ScanError::Malformed("no such content")),
    }
}

fn read_format(reader: &mut Reader<'_>, limits: &ScanLimits) -> Result<Content, ScanError> {
    let mark =
        Mark::named(read_name(reader, limits)?).ok_or(ScanError::NotInSchema("no such mark"))?;
    if mark.takes(reader.var_string()?) {
        Ok(Content::Format)
    } else {
        Err(ScanError::NotInSchema(
            "a mark does not have such attributes",
        ))
    }
}

fn read_type(reader: &mut Reader<'_>, limits: &ScanLimits) -> Result<Content, ScanError> {
    match reader.varuint()? {
        shared_type::XML_ELEMENT => Tag::named(read_name(reader, limits)?)
            .map(Content::Element)
            .ok_or(ScanError::NotInSchema("no such block")),
        shared_type::XML_TEXT => Ok(Content::TextNode),
        _ => Err(ScanError::NotInSchema("a draft holds no such shared type")),
    }
}

/// A name of a mark, a block or an attribute.
pub(super) fn read_name<'a>(
    reader: &mut Reader<'a>,
    limits: &ScanLimits,
) -> Result<&'a str, ScanError> {
    let name = reader.var_string()?;
    if name.len() > limits.max_name_bytes {
        return Err(ScanError::NotInSchema("a name is too long"));
    }
    Ok(name)
}

/// Values, each of which satisfies some rule of the schema.
fn read_values(reader: &mut Reader<'_>, limits: &ScanLimits) -> Result<(u32, Content), ScanError> {
    let count = reader.count(1)?;
    let mut nodes_left = limits.max_any_nodes;
    let mut satisfied: Option<Satisfied> = None;
    for _ in 0..count {
        let value = read_value(reader, limits, &mut nodes_left)?;
        satisfied = Some(satisfied.map_or(value, |so_far| so_far.and(value)));
    }
    let len = u32::try_from(count).map_err(|_| ScanError::TooLarge("too many values"))?;
    match satisfied {
        Some(satisfied) if !satisfied.is_empty() => Ok((len, Content::Values(satisfied))),
        Some(_) => Err(ScanError::NotInSchema("no attribute has such a value")),
        None => Ok((0, Content::Values(Satisfied::default()))),
    }
}

/// The rules that the next value satisfies.
fn read_value(
    reader: &mut Reader<'_>,
    limits: &ScanLimits,
    nodes_left: &mut usize,
) -> Result<Satisfied, ScanError> {
    let ahead = reader.clone().byte()?;
    if ahead == any::OBJECT {
        return read_object(reader, limits, nodes_left);
    }
    let before = reader.clone();
    skip_value(reader, limits.max_any_depth, nodes_left)?;
    let mut value = before;
    value.byte()?;
    Ok(match ahead {
        any::STRING => Satisfied::by_text(value.var_string()?),
        any::INTEGER => i32::try_from(value.varint()?).map_or(Satisfied::default(), |number| {
            Satisfied::by_number(f64::from(number))
        }),
        any::FLOAT32 => {
            Satisfied::by_number(f64::from(f32::from_be_bytes(read_array(&mut value)?)))
        }
        any::FLOAT64 => Satisfied::by_number(f64::from_be_bytes(read_array(&mut value)?)),
        _ => Satisfied::default(),
    })
}

/// The rules that the next value, an object, satisfies: only an outline entry is one.
fn read_object(
    reader: &mut Reader<'_>,
    limits: &ScanLimits,
    nodes_left: &mut usize,
) -> Result<Satisfied, ScanError> {
    let mut object = reader.clone();
    skip_value(reader, limits.max_any_depth, nodes_left)?;
    object.byte()?;
    let count = object.count(2)?;
    let (mut order, mut kind) = (None, None);
    for _ in 0..count.min(2) {
        let key = object.var_string()?;
        if object.byte()? != any::STRING {
            return Ok(Satisfied::default());
        }
        let value = object.var_string()?;
        match key {
            "order" => order = Some(value),
            "kind" => kind = Some(value),
            _ => return Ok(Satisfied::default()),
        }
    }
    match (count, order, kind) {
        (2, Some(order), Some(kind)) => Ok(Satisfied::by_entry(order, kind)),
        _ => Ok(Satisfied::default()),
    }
}

/// Reads past a value that nests at most `depth_left` deep.
fn skip_value(
    reader: &mut Reader<'_>,
    depth_left: usize,
    nodes_left: &mut usize,
) -> Result<(), ScanError> {
    *nodes_left = nodes_left
        .checked_sub(1)
        .ok_or(ScanError::TooLarge("a value has too many parts"))?;
    let deeper = || {
        depth_left
            .checked_sub(1)
            .ok_or(ScanError::TooLarge("a value nests too deep"))
    };
    match reader.byte()? {
        any::UNDEFINED | any::NULL | any::TRUE | any::FALSE => {}
        any::INTEGER => drop(reader.varint()?),
        any::FLOAT32 => drop(reader.take(4)?),
        any::FLOAT64 => drop(reader.take(8)?),
        any::STRING => drop(reader.var_string()?),
        any::OBJECT => {
            let depth_left = deeper()?;
            for _ in 0..reader.count(2)? {
                reader.var_string()?;
                skip_value(reader, depth_left, nodes_left)?;
            }
        }
        any::ARRAY => {
            let depth_left = deeper()?;
            for _ in 0..reader.count(1)? {
                skip_value(reader, depth_left, nodes_left)?;
            }
        }
        _ => return Err(ScanError::NotInSchema("no attribute has such a value")),
    }
    Ok(())
}

fn read_array<const N: usize>(reader: &mut Reader<'_>) -> Result<[u8; N], ScanError> {
    reader
        .take(N)?
        .try_into()
        .map_err(|_| ScanError::Malformed("the message ends too early"))
}

/// The length of a text as JavaScript counts it.
fn utf16_len(text: &str) -> Result<u32, ScanError> {
    let units = text
        .bytes()
        .map(|byte| usize::from(byte & 0xc0 != 0x80) + usize::from(byte >= 0xf0))
        .sum::<usize>();
    u32::try_from(units).map_err(|_| ScanError::TooLarge("a text is too long"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(kind: u8, bytes: &[u8]) -> Result<(u32, Content), &'static str> {
        let mut reader = Reader::new(bytes);
        let content = read_content(kind, &mut reader, &ScanLimits::default());
        content.map_err(ScanError::code)
    }

    fn value(bytes: &[u8]) -> Result<(u32, Content), &'static str> {
        read(kind::ANY, &[&[1], bytes].concat())
    }

    #[test]
    fn only_the_content_of_a_draft_is_read() {
        assert_eq!(read(kind::DELETED, &[5]), Ok((5, Content::Deleted)));
        assert_eq!(read(kind::STRING, b"\x02hi"), Ok((2, Content::Text)));
        assert_eq!(
            read(kind::FORMAT, b"\x02em\x02{}"),
            Ok((1, Content::Format))
        );
        assert_eq!(read(kind::TYPE, &[6]), Ok((1, Content::TextNode)));
        assert_eq!(
            read(kind::TYPE, b"\x03\x05title"),
            Ok((1, Content::Element(Tag::Title)))
        );
        for (kind, bytes) in [
            (kind::JSON, &b"\x01\x02{}"[..]),
            (kind::BINARY, b"\x01x"),
            (kind::EMBED, b"\x02{}"),
            (kind::SUBDOCUMENT, b"\x01g\x76\x00"),
            (kind::FORMAT, b"\x05blink\x02{}"),
            (kind::FORMAT, b"\x02em\x07{\"a\":1}"),
            (kind::TYPE, b"\x03\x06script"),
            (kind::TYPE, &[0]),
            (kind::TYPE, &[1]),
            (kind::TYPE, &[2]),
            (kind::TYPE, &[4]),
            (kind::TYPE, b"\x05\x04hook"),
            (kind::TYPE, &[7]),
            (kind::TYPE, &[15]),
        ] {
            assert_eq!(read(kind, bytes), Err("not_in_schema"), "{kind} {bytes:?}");
        }
        assert_eq!(read(kind::SKIP, &[1]), Err("malformed"));
        assert_eq!(read(11, &[1]), Err("malformed"));
    }

    #[test]
    fn a_level_may_be_an_integer_or_a_float() {
        let level = Satisfied::by_number(3.0);
        let three = Ok((1, Content::Values(level)));
        assert_eq!(value(&[any::INTEGER, 3]), three);
        assert_eq!(
            value(&[&[any::FLOAT32][..], &3.0_f32.to_be_bytes()].concat()),
            three
        );
        assert_eq!(
            value(&[&[any::FLOAT64][..], &3.0_f64.to_be_bytes()].concat()),
            three
        );
        assert_eq!(value(&[any::INTEGER, 9]), Err("not_in_schema"));
        assert_eq!(value(&[any::NULL]), Err("not_in_schema"));
    }

    #[test]
    fn an_outline_entry_has_exactly_an_order_and_a_kind() {
        let entry = b"\x76\x02\x05order\x77\x02a0\x04kind\x77\x07heading";
        assert!(value(entry).is_ok());
        for bytes in [
            &b"\x76\x01\x05order\x77\x02a0"[..],
            b"\x76\x02\x05order\x77\x02a0\x05order\x77\x02a0",
            b"\x76\x03\x05order\x77\x02a0\x04kind\x77\x07heading\x01x\x7e",
            b"\x76\x02\x05order\x7d\x01\x04kind\x77\x07heading",
            b"\x76\x00",
        ] {
            assert_eq!(value(bytes), Err("not_in_schema"), "{bytes:?}");
        }
    }

    #[test]
    fn a_value_is_neither_deep_nor_wide() {
        let nested = |levels: usize| [[any::ARRAY, 1].repeat(levels), vec![any::NULL]].concat();
        assert_eq!(value(&nested(16)), Err("not_in_schema"));
        assert_eq!(value(&nested(17)), Err("too_large"));
        assert_eq!(value(&nested(20_000)), Err("too_large"));
        assert_eq!(
            value(&[any::ARRAY, 0xff, 0xff, 0xff, 0x7f]),
            Err("malformed")
        );
        let wide = [&[any::ARRAY, 0xd0, 0x0f][..], &[any::NULL; 2_000]].concat();
        assert_eq!(value(&wide), Err("too_large"));
    }

    proptest! {
        #[test]
        fn a_text_is_as_long_as_javascript_says(text in ".*") {
            let units = u32::try_from(text.encode_utf16().count()).unwrap();
            prop_assert_eq!(utf16_len(&text), Ok(units));
        }
    }
}
