//! The text of a draft: its words as plain data ([`content`]) and as a Yjs document ([`document`]).
//!
//! The shape of the document is described in `docs/protocol.md`.

pub mod content;
pub mod document;
pub mod editing;

pub use content::{Block, BlockKind, Mark, MarkerKind, Point, PointKind, Run};
pub use document::{Broken, Document};
pub use editing::{Edit, EditError, WordsAt};
