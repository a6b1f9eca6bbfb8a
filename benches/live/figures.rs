//! What a run yields: named numbers.

use std::time::Duration;

use crate::measurement::Spent;
use crate::process::Share;

/// A number with its name.
#[derive(Clone, Debug)]
pub struct Figure {
    /// What it is, with its unit.
    pub name: String,
    /// How much.
    pub value: f64,
}

/// The figures of one run in the order in which they are shown.
#[derive(Clone, Debug, Default)]
pub struct Figures(pub Vec<Figure>);

impl Figures {
    /// Adds a figure.
    pub fn add(&mut self, name: impl Into<String>, value: f64) {
        self.0.push(Figure {
            name: name.into(),
            value,
        });
    }

    /// Adds the CPU time spent for each of `count` things, without the database and with it.
    pub fn add_cpu_per(&mut self, thing: &str, count: usize, spent: &Spent) {
        let each = |cpu: Duration| cpu.as_secs_f64() * 1e6 / number(count.max(1));
        self.add(format!("server CPU per {thing}, µs"), each(spent.server));
        self.add(
            "the same with PostgreSQL, µs",
            each(spent.server + spent.database),
        );
    }

    /// Adds how busy the load was: near 100, its own waiting lines are measured.
    pub fn add_load(&mut self, spent: &Spent) {
        self.add("CPU of the load, %", percent(spent.load, spent.took));
    }

    /// Adds the median, the 99th percentile and the longest of the times from `what` to what.
    pub fn add_latencies(&mut self, what: &str, mut latencies: Vec<Duration>) {
        latencies.sort_unstable();
        for (name, rank) in [("p50", 0.5), ("p99", 0.99), ("longest", 1.0)] {
            let latency = milliseconds(percentile(&latencies, rank));
            self.add(format!("{what}, {name}, ms"), latency);
        }
    }

    /// Adds the memory of a server and of its database, if it has one.
    pub fn add_memory(&mut self, memory: Share<u64>) {
        self.add("server memory, MB", megabytes(memory.server));
        if memory.database > 0 {
            self.add("PostgreSQL memory, MB", megabytes(memory.database));
        }
    }
}

/// The duration below which this share of the sorted durations lies.
pub fn percentile(sorted: &[Duration], rank: f64) -> Duration {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a rank between 0 and 1 of some million durations"
    )]
    let nth = (number(sorted.len().saturating_sub(1)) * rank).round() as usize;
    sorted.get(nth).copied().unwrap_or_default()
}

/// A duration in milliseconds.
pub fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}

/// A share of a duration, in percent.
pub fn percent(part: Duration, whole: Duration) -> f64 {
    part.as_secs_f64() / whole.as_secs_f64() * 100.0
}

/// Bytes in megabytes.
pub fn megabytes(bytes: u64) -> f64 {
    number(usize::try_from(bytes).unwrap_or(usize::MAX)) / 1e6
}

/// A count as a number to reckon with.
#[expect(clippy::cast_precision_loss, reason = "counts here are far below 2^52")]
pub fn number(count: usize) -> f64 {
    count as f64
}
