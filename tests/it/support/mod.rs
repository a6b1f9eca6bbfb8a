//! What the stories are told with: a server on a database of its own, and people with screens.

pub mod caller;
pub mod client;
pub mod demonstration;
pub mod node;
pub mod oracle;
pub mod paper;
pub mod process;
pub mod server;
pub mod state;

use std::time::Duration;

pub use client::Client;
pub use server::TestServer;

/// How long a story waits for a state before it says what it saw instead.
pub const PATIENCE: Duration = Duration::from_secs(30);
