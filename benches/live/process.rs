//! What a process and those it has started cost: CPU time and memory, read from `/proc`.

use std::collections::HashMap;
use std::fs;
use std::time::Duration;

use anyhow::Context;

/// What the server and its database have in common: one number for each of them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Share<T> {
    /// Of the process itself.
    pub server: T,
    /// Of everything that it has started: PostgreSQL, or nothing.
    pub database: T,
}

/// The CPU time that a process and its descendants have used.
pub fn cpu(root: u32) -> anyhow::Result<Share<Duration>> {
    let mut database = Duration::ZERO;
    for process in descendants(root)? {
        if let Ok(stat) = Stat::read(process) {
            database += stat.used(process) + stat.reaped;
        } // Else it has ended, and is counted with what its parent has reaped.
    }
    let server = Stat::read(root)?.used(root);
    Ok(Share { server, database })
}

/// The memory that a process and its descendants hold, in bytes: the resident set of the process, and for
/// the descendants, who share much, their proportional share.
pub fn memory(root: u32) -> anyhow::Result<Share<u64>> {
    let server = field(&format!("/proc/{root}/status"), "VmRSS:")?;
    let shares = descendants(root)?
        .into_iter()
        .filter_map(|process| field(&format!("/proc/{process}/smaps_rollup"), "Pss:").ok());
    Ok(Share {
        server,
        database: shares.sum(),
    })
}

/// A field of a file that counts in kB, in bytes.
fn field(path: &str, name: &str) -> anyhow::Result<u64> {
    let text = fs::read_to_string(path).with_context(|| format!("could not read {path}"))?;
    let kilobytes = text
        .lines()
        .find_map(|line| line.strip_prefix(name))
        .and_then(|rest| rest.split_whitespace().next())
        .and_then(|number| number.parse::<u64>().ok());
    Ok(kilobytes.with_context(|| format!("{path} has no {name}"))? * 1_024)
}

fn descendants(root: u32) -> anyhow::Result<Vec<u32>> {
    let mut children: HashMap<u32, Vec<u32>> = HashMap::new();
    for entry in fs::read_dir("/proc").context("there is no /proc")? {
        let name = entry?.file_name();
        let Some(process) = name.to_str().and_then(|name| name.parse().ok()) else {
            continue;
        };
        if let Ok(stat) = Stat::read(process) {
            children.entry(stat.parent).or_default().push(process);
        }
    }
    let mut found = Vec::new();
    let mut open = vec![root];
    while let Some(process) = open.pop() {
        let of_this = children.remove(&process).unwrap_or_default();
        open.extend(&of_this);
        found.extend(of_this);
    }
    Ok(found)
}

/// What `/proc/PID/stat` says.
struct Stat {
    parent: u32,
    used: Duration,
    /// Used by children that have ended.
    reaped: Duration,
}

impl Stat {
    fn read(process: u32) -> anyhow::Result<Self> {
        let path = format!("/proc/{process}/stat");
        let text = fs::read_to_string(&path).with_context(|| format!("could not read {path}"))?;
        // The name, in parentheses, may hold anything; what follows it are numbers from the third field on.
        let (_, rest) = text.rsplit_once(')').context("no name")?;
        let fields: Vec<&str> = rest.split_whitespace().collect();
        let number = |nth: usize| -> anyhow::Result<u64> {
            let field = fields.get(nth - 3).context("a field is missing")?;
            Ok(field.parse()?)
        };
        let tick = Duration::from_secs(1)
            / u32::try_from(rustix::param::clock_ticks_per_second()).context("ticks per second")?;
        let ticks = |count: u64| tick * u32::try_from(count).unwrap_or(u32::MAX);
        Ok(Self {
            parent: u32::try_from(number(4)?)?,
            used: ticks(number(14)? + number(15)?),
            reaped: ticks(number(16)? + number(17)?),
        })
    }

    /// What the process has used, as finely as can be known. Both counts are too low by a little: the ticks are
    /// rounded down, and the scheduler's nanoseconds lack the threads that have ended.
    fn used(&self, process: u32) -> Duration {
        self.used.max(nanoseconds(process).unwrap_or_default())
    }
}

/// What the scheduler says of the threads of a process that live.
fn nanoseconds(process: u32) -> Option<Duration> {
    let mut used = Duration::ZERO;
    for thread in fs::read_dir(format!("/proc/{process}/task")).ok()? {
        let path = thread.ok()?.path().join("schedstat");
        if let Ok(text) = fs::read_to_string(path) {
            used += Duration::from_nanos(text.split_whitespace().next()?.parse().ok()?);
        }
    }
    Some(used)
}
