//! The two that are compared, each a process of its own: started, measured and stopped in the same way.

use std::net::SocketAddr;
use std::process::Stdio;
use std::time::Duration;

use anyhow::Context;
use plenary::drafting::text::Point;
use plenary::negotiation::DraftId;
use rustix::process::{Pid, Signal, kill_process};
use serde::Deserialize;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::time::timeout;

use crate::conference::Conference;
use crate::pinning::Pinning;
use crate::process::{self, Share};
use crate::relay;

/// How long a server may take to start or to stop.
const PATIENCE: Duration = Duration::from_secs(60);
/// Limits that protect a conference from one person's programs; here one person's programs are the whole conference.
const LIMITS: [&str; 4] = [
    "--max-participant-connections",
    "1000000",
    "--max-updates-per-second",
    "1000000",
];

/// Who is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contestant {
    /// The limit.
    Relay,
    /// The server.
    Plenary,
}

/// What both have in common.
pub struct Stage {
    /// What Plenary serves.
    pub conference: Conference,
    /// Where processes run.
    pub pinning: Pinning,
    /// More arguments for Plenary, to see what a setting brings.
    pub arguments: Vec<String>,
}

/// A contestant that runs.
pub struct Server<'a> {
    /// Which one.
    pub contestant: Contestant,
    /// Where it listens.
    pub address: SocketAddr,
    /// The documents of this run, which hold the first words only when it begins.
    pub documents: Vec<DraftId>,
    /// What there is to serve.
    pub conference: &'a Conference,
    stage: &'a Stage,
    child: Child,
}

impl<'a> Server<'a> {
    /// Starts a contestant with new documents, each with so many action points beside the one that is written in.
    pub async fn start(
        contestant: Contestant,
        stage: &'a Stage,
        documents: usize,
        beside: usize,
    ) -> anyhow::Result<Self> {
        let documents = match contestant {
            Contestant::Relay => (0..documents).map(|_| DraftId::new()).collect(),
            Contestant::Plenary => stage.conference.add_drafts(documents, beside).await?,
        };
        let (child, address) = spawn(contestant, stage).await?;
        Ok(Self {
            contestant,
            address,
            documents,
            conference: &stage.conference,
            stage,
            child,
        })
    }

    /// Stops it in good order and starts it again with the same documents; nothing is in memory then.
    pub async fn restart(&mut self) -> anyhow::Result<()> {
        stop(&mut self.child).await?;
        (self.child, self.address) = spawn(self.contestant, self.stage).await?;
        Ok(())
    }

    /// Stops it in good order.
    pub async fn stop(mut self) -> anyhow::Result<()> {
        stop(&mut self.child).await
    }

    /// The CPU time used so far.
    pub fn cpu(&self) -> anyhow::Result<Share<Duration>> {
        process::cpu(self.process()?)
    }

    /// How long it was in its gate so far; nothing for the relay, which has none.
    pub async fn in_gate(&self) -> anyhow::Result<Duration> {
        if self.contestant == Contestant::Relay {
            return Ok(Duration::ZERO);
        }
        let metrics = reqwest::get(format!("http://{}/metrics", self.address)).await?;
        let metrics = metrics.error_for_status()?.text().await?;
        let nanoseconds = metrics
            .lines()
            .find_map(|line| line.strip_prefix("plenary_gate_nanoseconds "));
        Ok(Duration::from_nanos(nanoseconds.map_or(Ok(0), str::parse)?))
    }

    /// The memory held now, in bytes.
    pub fn memory(&self) -> anyhow::Result<Share<u64>> {
        process::memory(self.process()?)
    }

    fn process(&self) -> anyhow::Result<u32> {
        self.child.id().context("the server has ended")
    }

    /// The words of a draft as the API gives them.
    pub async fn text(&self, draft: DraftId) -> anyhow::Result<Vec<Point>> {
        #[derive(Deserialize)]
        struct Text {
            points: Vec<Point>,
        }
        let address = format!("http://{}/api/drafts/{draft}/text", self.address);
        let request = reqwest::Client::new()
            .get(address)
            .bearer_auth(&self.conference.token);
        let answer = request.send().await?.error_for_status()?;
        Ok(answer.json::<Text>().await?.points)
    }
}

async fn spawn(contestant: Contestant, stage: &Stage) -> anyhow::Result<(Child, SocketAddr)> {
    let mut command = match contestant {
        Contestant::Relay => relay::command()?,
        Contestant::Plenary => plenary(stage),
    };
    command.stdout(Stdio::piped()).kill_on_drop(true);
    let mut child = stage
        .pinning
        .spawn(&mut command)
        .context("could not start a server")?;
    let out = child.stdout.take().context("its output is ours to read")?;
    let mut lines = BufReader::new(out).lines();
    let first = timeout(PATIENCE, lines.next_line())
        .await
        .context("a server did not start in time")??;
    let address = first
        .as_deref()
        .and_then(|line| line.strip_prefix("listening on http://"))
        .context("a server did not say where it listens")?;
    Ok((child, address.parse()?))
}

fn plenary(stage: &Stage) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_plenary"));
    for (name, _) in std::env::vars_os() {
        let is_setting = name
            .to_str()
            .is_some_and(|name| name.starts_with("PLENARY_") && name != "PLENARY_PG_BIN");
        if is_setting || name == "DATABASE_URL" {
            command.env_remove(name); // What is measured is the server as it comes, with its own database.
        }
    }
    command
        .args(["serve", "--listen", "127.0.0.1:0", "--log", "warn"])
        .arg("--data-dir")
        .arg(stage.conference.data_dir())
        .args(LIMITS)
        .args(&stage.arguments);
    command
}

async fn stop(child: &mut Child) -> anyhow::Result<()> {
    let process = child.id().context("a server has ended by itself")?;
    let process = Pid::from_raw(process.cast_signed()).context("0 is no process")?;
    kill_process(process, Signal::TERM)?;
    timeout(PATIENCE, child.wait())
        .await
        .context("a server did not stop in time")??;
    Ok(())
}
