//! What a stretch of time costs.

use std::time::Duration;

use tokio::time::Instant;

use crate::process::{self, Share};
use crate::server::Server;

/// A stretch of time that has begun.
pub struct Measurement {
    began: Instant,
    server: Share<Duration>,
    load: Duration,
}

/// What a stretch of time took, of the clock and of processors.
#[derive(Clone, Copy, Debug)]
pub struct Spent {
    /// How long it was.
    pub took: Duration,
    /// CPU time of the server.
    pub server: Duration,
    /// CPU time of its database.
    pub database: Duration,
    /// CPU time of the load. Where it comes close to `took`, the load is what is measured.
    pub load: Duration,
}

impl Measurement {
    /// Begins now.
    pub fn begin(server: &Server<'_>) -> anyhow::Result<Self> {
        Ok(Self {
            server: server.cpu()?,
            load: load()?,
            began: Instant::now(),
        })
    }

    /// Ends now.
    pub fn end(self, server: &Server<'_>) -> anyhow::Result<Spent> {
        let (took, cpu) = (self.began.elapsed(), server.cpu()?);
        Ok(Spent {
            took,
            server: cpu.server.saturating_sub(self.server.server),
            database: cpu.database.saturating_sub(self.server.database),
            load: load()?.saturating_sub(self.load),
        })
    }
}

fn load() -> anyhow::Result<Duration> {
    Ok(process::cpu(std::process::id())?.server)
}
