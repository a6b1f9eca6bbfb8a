//! The one message of a WebSocket frame.

use super::{Reader, ScanError};

/// A message that a client may send: the table of `docs/protocol.md`, "Frames".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frame<'a> {
    /// Sync step 1: the client's state vector, for [`read_state_vector`](super::read_state_vector).
    SyncStep1(&'a [u8]),
    /// Sync step 2: an update that answers the server's state vector, for [`scan`](super::scan).
    SyncStep2(&'a [u8]),
    /// An update, for [`scan`](super::scan).
    Update(&'a [u8]),
    /// Awareness, for [`read_awareness`](super::read_awareness).
    Awareness(&'a [u8]),
    /// A question for everybody's awareness.
    QueryAwareness,
    /// Our client's greeting: JSON text.
    Hello(&'a str),
    /// A question whether everything so far is saved.
    Fence(u64),
    /// Where the client is: JSON text.
    Presence(&'a str),
}

/// Reads the message in this frame.
///
/// # Errors
///
/// The type is none that a client may send, the body ends too early, or something follows it.
pub fn read_frame(bytes: &[u8]) -> Result<Frame<'_>, ScanError> {
    let mut reader = Reader::new(bytes);
    let frame = match reader.varuint()? {
        0 => match reader.varuint()? {
            0 => Frame::SyncStep1(reader.var_bytes()?),
            1 => Frame::SyncStep2(reader.var_bytes()?),
            2 => Frame::Update(reader.var_bytes()?),
            _ => return Err(ScanError::Malformed("no such sync message")),
        },
        1 => Frame::Awareness(reader.var_bytes()?),
        3 => Frame::QueryAwareness,
        100 => Frame::Hello(reader.var_string()?),
        101 => Frame::Fence(reader.varuint()?),
        105 => Frame::Presence(reader.var_string()?),
        _ => return Err(ScanError::Malformed("no such message")),
    };
    reader.finish()?;
    Ok(frame)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_holds_exactly_one_message() {
        assert_eq!(read_frame(&[0, 0, 1, 0]), Ok(Frame::SyncStep1(&[0])));
        assert_eq!(read_frame(&[0, 1, 2, 0, 0]), Ok(Frame::SyncStep2(&[0, 0])));
        assert_eq!(read_frame(&[0, 2, 2, 0, 0]), Ok(Frame::Update(&[0, 0])));
        assert_eq!(read_frame(&[3]), Ok(Frame::QueryAwareness));
        assert_eq!(read_frame(&[100, 2, b'{', b'}']), Ok(Frame::Hello("{}")));
        assert_eq!(read_frame(&[101, 7]), Ok(Frame::Fence(7)));
        assert_eq!(read_frame(&[105, 2, b'{', b'}']), Ok(Frame::Presence("{}")));
        assert!(read_frame(&[101, 7, 101, 8]).is_err());
    }

    #[test]
    fn what_only_the_server_says_is_refused_from_a_client() {
        for bytes in [
            &[102, 1, 1][..],
            &[103, 0],
            &[104, 0],
            &[2, 0],
            &[4],
            &[0, 3, 0],
            &[],
        ] {
            assert!(read_frame(bytes).is_err(), "{bytes:?}");
        }
    }
}
