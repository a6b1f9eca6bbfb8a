//! Plenary: the server on which an international conference writes its outcome together.
//!
//! A *draft* is one Yjs document. A *room* is a draft held live in memory. Everything typed travels as Yjs updates over a
//! WebSocket; everything decided is a command over HTTP. The *journal* in PostgreSQL is the truth: an update is committed first,
//! then acknowledged and shown to others. `ARCHITECTURE.md` tells the rest.
//!
//! Each module imports from those above it in this list, never from those below; `tests/it/layers.rs` holds that.

pub mod clock;
pub mod conference;
pub mod config;
pub mod deciding;
pub mod demo;
pub mod drafting;
pub mod http;
mod identifier;
pub mod negotiation;
pub mod people;
pub mod press;
pub mod record;
pub mod storage;
