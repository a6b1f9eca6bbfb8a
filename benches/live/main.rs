//! The benchmark of the live draft: Plenary beside a bare relay, which shows what the machine allows.
//!
//! `cargo bench --bench live` starts the real server with a private PostgreSQL on a temporary data directory, and a
//! relay that forwards frames and knows nothing. The same clients do the same with both, in turn. Nothing is
//! asserted of times; but a scenario in which an update is lost, or whose texts differ at the end, fails.
//!
//! | variable | meaning |
//! | --- | --- |
//! | `PLENARY_BENCH_ONLY` | the scenarios to run, by name and with commas between them: `pair,group,plenum,committees,trace,gate,idle,presence` |
//! | `PLENARY_BENCH_SECONDS` | how long each is measured; 10 unless set |
//! | `PLENARY_BENCH_ROUNDS` | how often each is run with either; 2 unless set |
//! | `PLENARY_BENCH_OUT` | a file that the tables are written to as well |
//! | `PLENARY_BENCH_SERVER` | more arguments for `plenary serve`, to see what a setting brings |

mod client;
mod conference;
mod crowd;
mod deliveries;
mod fan_out;
mod figures;
mod idle;
mod measurement;
mod pinning;
mod presence;
mod process;
mod relay;
mod replay;
mod report;
mod scenarios;
mod server;
mod trace;
mod writer;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context;
use tokio::task::LocalSet;

use conference::Conference;
use pinning::Pinning;
use report::Runs;
use scenarios::Scenario;
use server::{Contestant, Stage};

fn main() -> ExitCode {
    let is_relay = std::env::args().nth(1).as_deref() == Some(relay::ARGUMENT);
    let done = if is_relay { relay::run() } else { measure() };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(err) => {
            writeln!(std::io::stderr(), "live: {err:#}").ok(); // Else the exit code must say it.
            ExitCode::FAILURE
        }
    }
}

fn measure() -> anyhow::Result<()> {
    pinning::open_many_files(scenarios::FILES)?;
    let pinning = Pinning::take();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    LocalSet::new().block_on(&runtime, run(&Settings::read()?, pinning))
}

/// What is measured, and how long.
struct Settings {
    scenarios: Vec<Scenario>,
    seconds: u64,
    rounds: usize,
    out: Option<PathBuf>,
    arguments: Vec<String>,
}

impl Settings {
    fn read() -> anyhow::Result<Self> {
        let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let only = variable("PLENARY_BENCH_ONLY");
        let names: Vec<&str> = only.iter().flat_map(|names| names.split(',')).collect();
        let is_wanted = |scenario: &Scenario| names.is_empty() || names.contains(&scenario.name);
        for name in &names {
            let is_known = scenarios::ALL.iter().any(|scenario| scenario.name == *name);
            anyhow::ensure!(is_known, "there is no scenario {name:?}");
        }
        Ok(Self {
            scenarios: scenarios::ALL.into_iter().filter(is_wanted).collect(),
            seconds: variable("PLENARY_BENCH_SECONDS").map_or(Ok(10), |seconds| seconds.parse())?,
            rounds: variable("PLENARY_BENCH_ROUNDS").map_or(Ok(2), |rounds| rounds.parse())?,
            out: variable("PLENARY_BENCH_OUT").map(PathBuf::from),
            arguments: variable("PLENARY_BENCH_SERVER")
                .iter()
                .flat_map(|arguments| arguments.split_whitespace())
                .map(str::to_owned)
                .collect(),
        })
    }
}

async fn run(settings: &Settings, pinning: Pinning) -> anyhow::Result<()> {
    let pg_bin = std::env::var_os("PLENARY_PG_BIN").map(PathBuf::from);
    let search = std::env::var_os("PATH").unwrap_or_default();
    let stage = Stage {
        conference: Conference::prepare(pg_bin, std::env::split_paths(&search).collect()).await?,
        pinning,
        arguments: settings.arguments.clone(),
    };
    let mut report = report::preface(pinning, settings.rounds, settings.seconds);
    say(&report)?;
    for scenario in &settings.scenarios {
        let table = compare(scenario, &stage, settings).await?.table();
        say(&table)?;
        report = format!("{report}\n{table}");
    }
    if let Some(out) = &settings.out {
        std::fs::write(out, report)
            .with_context(|| format!("could not write {}", out.display()))?;
    }
    Ok(())
}

/// Runs a scenario with both contestants in turn.
async fn compare(scenario: &Scenario, stage: &Stage, settings: &Settings) -> anyhow::Result<Runs> {
    let mut runs = Runs::of(scenario);
    let length = Duration::from_secs(settings.seconds);
    for _ in 0..settings.rounds {
        for contestant in [Contestant::Relay, Contestant::Plenary] {
            let figures = scenario
                .run(contestant, stage, length)
                .await
                .with_context(|| format!("{} with {contestant:?}", scenario.name))?;
            runs.add(contestant, figures);
        }
    }
    Ok(runs)
}

/// Shows something at once: a run takes minutes.
fn say(text: &str) -> anyhow::Result<()> {
    let mut out = std::io::stdout();
    writeln!(out, "{text}")?;
    Ok(out.flush()?)
}
