//! Servers on one processor, the load on another, so that neither takes from the other what is measured.

use std::fmt;

use anyhow::Context;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};
use tokio::process::{Child, Command};

/// Which processors are used for what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pinning {
    /// One for the server and all that it starts, another one for the load.
    Apart {
        /// The server's.
        server: usize,
        /// The load's.
        load: usize,
    },
    /// Everybody runs where the kernel puts them.
    Together,
}

impl Pinning {
    /// Puts this thread, and all threads that it starts, on the processor of the load, if there are two.
    pub fn take() -> Self {
        let Ok(allowed) = sched_getaffinity(None) else {
            return Self::Together;
        };
        let mut processors = (0..CpuSet::MAX_CPU).filter(|nth| allowed.is_set(*nth));
        match (processors.next(), processors.next()) {
            (Some(server), Some(load)) if go_to(load).is_ok() => Self::Apart { server, load },
            _ => Self::Together,
        }
    }

    /// Starts a server on its processor. A process begins where the thread is that starts it.
    pub fn spawn(self, command: &mut Command) -> anyhow::Result<Child> {
        let Self::Apart { server, load } = self else {
            return Ok(command.spawn()?);
        };
        go_to(server)?;
        let child = command.spawn();
        go_to(load)?;
        Ok(child?)
    }
}

impl fmt::Display for Pinning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Apart { server, load } => write!(
                f,
                "the server with its database runs on processor {server} alone, the load on processor {load}"
            ),
            Self::Together => f.write_str(
                "server and load share all processors (pinning was not possible), so take latencies with caution",
            ),
        }
    }
}

fn go_to(processor: usize) -> anyhow::Result<()> {
    let mut set = CpuSet::new();
    set.set(processor);
    sched_setaffinity(None, &set)
        .with_context(|| format!("could not move to processor {processor}"))
}

/// Lets this process, and those that it starts, open as many files as the system allows.
pub fn open_many_files(needed: u64) -> anyhow::Result<()> {
    let limit = getrlimit(Resource::Nofile);
    let raised = Rlimit {
        current: limit.maximum,
        maximum: limit.maximum,
    };
    setrlimit(Resource::Nofile, raised).context("could not raise the limit of open files")?;
    let most = limit.maximum.unwrap_or(u64::MAX);
    anyhow::ensure!(
        most >= needed,
        "this needs {needed} open files, and the system allows {most}"
    );
    Ok(())
}
