//! What waits to be written to one connection.
//!
//! The room puts frames in and never waits; the connection's task takes them out as fast as its socket drains. There are three
//! lanes with a policy each: control frames are few and never dropped; document frames are refused when too many wait (the room
//! brings that connection up to date later, with one update); presence frames are dropped all at once.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard};

use bytes::Bytes;
use tokio::sync::Notify;

use super::wire::Closing;

/// Bytes of control frames that may wait: a client that reads nothing and fences on is closed.
const CONTROL_BYTES: usize = 64 << 10;
/// Bytes of presence that may wait.
const PRESENCE_BYTES: usize = 256 << 10;
/// Bytes taken for one write, if one frame is not longer: a connection keeps a buffer as large as its largest write.
const WRITE_BYTES: usize = 16 << 10;

/// The frames that wait for one connection.
#[derive(Debug)]
pub struct Outbox {
    queues: Mutex<Queues>,
    ready: Notify,
    document_bytes: usize,
}

#[derive(Debug, Default)]
struct Queues {
    control: Queue,
    document: Queue,
    presence: Queue,
    pace: Pace,
    beat: bool,
    closing: Option<(Closing, String)>,
}

/// How a connection keeps up with the document.
#[derive(Debug, Default, PartialEq, Eq)]
enum Pace {
    #[default]
    InStep,
    /// A document frame was refused; those before it still wait.
    Behind,
    /// Everything that waited is written, and the room was asked for what is missing.
    Asking,
}

#[derive(Debug, Default)]
struct Queue {
    frames: VecDeque<Bytes>,
    bytes: usize,
}

impl Queue {
    fn push(&mut self, frame: Bytes) {
        self.bytes += frame.len();
        self.frames.push_back(frame);
    }

    /// Whether a frame fits; one alone always does.
    fn has_room(&self, frame: &Bytes, limit: usize) -> bool {
        self.frames.is_empty() || self.bytes + frame.len() <= limit
    }

    fn take(&mut self, frames: &mut Vec<Bytes>, bytes: &mut usize) {
        while *bytes < WRITE_BYTES {
            let Some(frame) = self.frames.pop_front() else {
                break;
            };
            self.bytes -= frame.len();
            *bytes += frame.len();
            frames.push(frame);
        }
    }
}

/// What a connection is to do next.
#[derive(Debug, PartialEq, Eq)]
pub enum Next {
    /// Write these frames.
    Write(Vec<Bytes>),
    /// Everything is written, and document frames were refused meanwhile: tell the room.
    CatchUp,
    /// Send a sign of life, and ask for one.
    Beat,
    /// Close with this code and reason.
    Close(Closing, String),
}

impl Outbox {
    /// An outbox that lets `document_bytes` of document frames wait.
    pub fn new(document_bytes: usize) -> Self {
        Self {
            queues: Mutex::default(),
            ready: Notify::new(),
            document_bytes,
        }
    }

    fn queues(&self) -> MutexGuard<'_, Queues> {
        self.queues
            .lock()
            .expect("no code panics while it holds this lock")
    }

    /// Adds a control frame.
    pub fn control(&self, frame: Bytes) {
        let mut queues = self.queues();
        if queues.control.has_room(&frame, CONTROL_BYTES) {
            queues.control.push(frame);
        } else {
            queues
                .closing
                .get_or_insert((Closing::TryAgainLater, "you read too slowly".into()));
        }
        drop(queues);
        self.ready.notify_one();
    }

    /// Adds a document frame; `false` if too many wait, and then none is taken until [`Self::caught_up`].
    #[must_use]
    pub fn document(&self, frame: Bytes) -> bool {
        let mut queues = self.queues();
        let taken =
            queues.pace == Pace::InStep && queues.document.has_room(&frame, self.document_bytes);
        if taken {
            queues.document.push(frame);
        } else if queues.pace == Pace::InStep {
            queues.pace = Pace::Behind;
        }
        drop(queues);
        self.ready.notify_one();
        taken
    }

    /// Takes document frames again: the next one brings the connection up to date.
    pub fn caught_up(&self) {
        self.queues().pace = Pace::InStep;
    }

    /// Adds a presence frame; `false` if too many waited: all of them are dropped.
    #[must_use]
    pub fn presence(&self, frame: Bytes) -> bool {
        let mut queues = self.queues();
        let taken = queues.presence.has_room(&frame, PRESENCE_BYTES);
        if taken {
            queues.presence.push(frame);
        } else {
            queues.presence = Queue::default();
        }
        drop(queues);
        self.ready.notify_one();
        taken
    }

    /// Has a sign of life sent.
    pub fn beat(&self) {
        self.queues().beat = true;
        self.ready.notify_one();
    }

    /// Closes the connection when what waits is written.
    pub fn close(&self, closing: Closing, reason: impl Into<String>) {
        self.queues()
            .closing
            .get_or_insert((closing, reason.into()));
        self.ready.notify_one();
    }

    /// Waits until there is something to do. Only the connection's own task calls this.
    pub async fn next(&self) -> Next {
        loop {
            if let Some(next) = self.take() {
                return next;
            }
            self.ready.notified().await;
        }
    }

    fn take(&self) -> Option<Next> {
        let mut queues = self.queues();
        let (mut frames, mut bytes) = (Vec::new(), 0);
        queues.control.take(&mut frames, &mut bytes);
        queues.document.take(&mut frames, &mut bytes);
        queues.presence.take(&mut frames, &mut bytes);
        if !frames.is_empty() {
            return Some(Next::Write(frames));
        }
        if let Some((closing, reason)) = queues.closing.clone() {
            return Some(Next::Close(closing, reason));
        }
        if std::mem::take(&mut queues.beat) {
            return Some(Next::Beat);
        }
        if queues.pace == Pace::Behind {
            queues.pace = Pace::Asking;
            return Some(Next::CatchUp);
        }
        None
    }

    /// Document bytes that wait now.
    pub fn waiting_bytes(&self) -> usize {
        self.queues().document.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(length: usize) -> Bytes {
        vec![0; length].into()
    }

    #[tokio::test]
    async fn a_slow_reader_is_asked_to_catch_up_once_all_that_waited_is_written() {
        let outbox = Outbox::new(100);
        assert!(outbox.document(frame(60)));
        assert!(outbox.document(frame(40)));
        assert!(!outbox.document(frame(1)));
        assert!(!outbox.document(frame(1)), "nothing is taken after a gap");
        assert_eq!(outbox.next().await, Next::Write(vec![frame(60), frame(40)]));
        assert_eq!(outbox.next().await, Next::CatchUp);
        assert!(!outbox.document(frame(1)));
        outbox.caught_up();
        assert!(outbox.document(frame(1_000)), "one frame alone always fits");
        assert_eq!(outbox.next().await, Next::Write(vec![frame(1_000)]));
    }

    #[tokio::test]
    async fn control_frames_come_first_and_closing_comes_last() {
        let outbox = Outbox::new(100);
        outbox.close(Closing::Restart, "bye");
        assert!(outbox.document(frame(1)));
        assert!(outbox.presence(frame(2)));
        outbox.control(frame(3));
        assert_eq!(
            outbox.next().await,
            Next::Write(vec![frame(3), frame(1), frame(2)])
        );
        assert_eq!(
            outbox.next().await,
            Next::Close(Closing::Restart, "bye".into())
        );
    }

    #[tokio::test]
    async fn a_client_that_never_reads_is_closed_before_its_acknowledgements_fill_the_memory() {
        let outbox = Outbox::new(100);
        for _ in 0..CONTROL_BYTES {
            outbox.control(frame(2));
        }
        let mut bytes = 0;
        loop {
            match outbox.next().await {
                Next::Write(frames) => bytes += frames.iter().map(Bytes::len).sum::<usize>(),
                Next::Close(closing, _) => break assert_eq!(closing, Closing::TryAgainLater),
                Next::CatchUp | Next::Beat => panic!("no document frame was refused"),
            }
        }
        assert!(bytes <= CONTROL_BYTES);
    }

    #[tokio::test]
    async fn presence_that_nobody_reads_is_dropped() {
        let outbox = Outbox::new(100);
        assert!(outbox.presence(frame(PRESENCE_BYTES)));
        assert!(!outbox.presence(frame(1)));
        assert!(outbox.presence(frame(1)));
        assert_eq!(outbox.next().await, Next::Write(vec![frame(1)]));
    }
}
