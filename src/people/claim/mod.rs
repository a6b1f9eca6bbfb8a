//! The claim: how the first person comes into a server that has no conference yet.
//!
//! The server prints a link. Who follows it may make the conference, and becomes its secretariat; the cookie that the link
//! gave them is their sign-in from then on.

pub mod store;
