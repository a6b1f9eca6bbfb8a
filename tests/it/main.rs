//! The server's stories, told through real sockets and a real PostgreSQL.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod suggestions;
mod support;

mod administration;
mod agreement;
mod badges;
mod cluster;
mod convergence;
mod entering;
mod gate;
mod golden;
mod hostile;
mod http;
mod identity;
mod importing;
mod layers;
mod mailing;
mod opening;
mod outage;
mod presence;
mod program;
mod record;
mod recorded;
mod saving;
mod traces;
mod yjs;
