//! The figures as tables: for people at a terminal, and as Markdown.

use std::fmt::Write;

use crate::figures::Figures;
use crate::pinning::Pinning;
use crate::scenarios::Scenario;
use crate::server::Contestant;

/// The runs of one scenario.
pub struct Runs {
    title: &'static str,
    relay: Vec<Figures>,
    plenary: Vec<Figures>,
}

impl Runs {
    /// No runs yet.
    pub fn of(scenario: &Scenario) -> Self {
        Self {
            title: scenario.title,
            relay: Vec::new(),
            plenary: Vec::new(),
        }
    }

    /// Adds what a run yielded.
    pub fn add(&mut self, contestant: Contestant, figures: Figures) {
        match contestant {
            Contestant::Relay => self.relay.push(figures),
            Contestant::Plenary => self.plenary.push(figures),
        }
    }

    /// The table of this scenario.
    pub fn table(&self) -> String {
        let mut rows = vec![["", "relay", "Plenary", "ratio"].map(str::to_owned)];
        let names = self.plenary.first().into_iter().flat_map(|run| &run.0);
        for figure in names {
            let relay = values(&self.relay, &figure.name);
            let plenary = values(&self.plenary, &figure.name);
            let ratio = match (median(&relay), median(&plenary)) {
                (Some(relay), Some(plenary)) if relay > 0.0 => format!("{:.2}", plenary / relay),
                _ => String::new(),
            };
            rows.push([figure.name.clone(), cell(&relay), cell(&plenary), ratio]);
        }
        format!("### {}\n\n{}", self.title, align(&rows))
    }
}

/// What was measured and how, to be read before the tables.
pub fn preface(pinning: Pinning, rounds: usize, seconds: u64) -> String {
    format!(
        "{}. On this machine {pinning}. Each scenario ran {rounds} times for {seconds} seconds with either, in turn and with a new \
         process each time; shown is the median, and in parentheses the lowest and the highest. Ratios carry over \
         to another machine, the figures do not.\n",
        machine()
    )
}

fn machine() -> String {
    let processors = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let count = processors
        .lines()
        .filter(|line| line.starts_with("processor"))
        .count();
    let model = processors
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(':'))
        .map_or("an unknown processor", |(_, name)| name.trim());
    format!("Measured on {model}, {count} processors")
}

fn values(runs: &[Figures], name: &str) -> Vec<f64> {
    let figures = runs.iter().flat_map(|run| &run.0);
    let mut values: Vec<f64> = figures
        .filter(|figure| figure.name == name)
        .map(|figure| figure.value)
        .collect();
    values.sort_by(f64::total_cmp);
    values
}

fn median(sorted: &[f64]) -> Option<f64> {
    let upper = sorted.get(sorted.len() / 2)?;
    let lower = sorted.get((sorted.len() - 1) / 2)?;
    Some(f64::midpoint(*lower, *upper))
}

fn cell(sorted: &[f64]) -> String {
    match (median(sorted), sorted) {
        (Some(median), [lowest, .., highest]) => {
            let (median, lowest, highest) = (round(median), round(*lowest), round(*highest));
            format!("{median} ({lowest} to {highest})")
        }
        (Some(median), _) => round(median),
        (None, _) => String::new(),
    }
}

/// Three digits that mean something.
fn round(value: f64) -> String {
    match value {
        value if value >= 100.0 => format!("{value:.0}"),
        value if value >= 10.0 => format!("{value:.1}"),
        value => format!("{value:.2}"),
    }
}

/// Rows as a Markdown table whose columns stand below each other.
fn align(rows: &[[String; 4]]) -> String {
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max();
    let widths = [0, 1, 2, 3].map(|column| width(column).unwrap_or_default().max(3));
    let mut table = String::new();
    for (nth, row) in rows.iter().enumerate() {
        write_row(&mut table, row, widths);
        if nth == 0 {
            write_row(&mut table, &widths.map(|width| "-".repeat(width)), widths);
        }
    }
    table
}

fn write_row(table: &mut String, cells: &[String; 4], widths: [usize; 4]) {
    for (cell, width) in cells.iter().zip(widths) {
        write!(table, "| {cell:width$} ").expect("a string takes everything");
    }
    table.push_str("|\n");
}
