//! What was sent in a document, and who has received it.
//!
//! An update is known by its author's Yjs client id and the clocks in it. A server may merge updates, so that receivers
//! read the clocks of every author in what they get. Everybody must get every clock in its order: a gap is a lost update.

use std::collections::HashMap;
use std::time::Duration;

use anyhow::ensure;
use plenary::drafting::scan::{ScanLimits, scan};
use tokio::time::Instant;

use crate::writer::Typed;

/// The changes of one document on their way.
#[derive(Default)]
pub struct Deliveries {
    /// When each clock of each author was sent.
    sent: HashMap<u64, Vec<Instant>>,
    /// How many clocks were sent.
    sent_count: u64,
    /// How many clocks reached somebody who is not their author.
    delivered: u64,
    /// How long these took since [`Self::begin`].
    latencies: Vec<Duration>,
}

/// How far one client has received each author.
#[derive(Default)]
pub struct Received(HashMap<u64, u32>);

impl Deliveries {
    /// Notes what is about to be sent.
    pub fn send(&mut self, author: u64, typed: &Typed) {
        let sent = self.sent.entry(author).or_default();
        sent.resize(typed.clocks.end as usize, Instant::now());
        self.sent_count += typed.clocks.len() as u64;
    }

    /// Notes what an update brings to a client; `own` is what the client itself writes as.
    pub fn receive(
        &mut self,
        update: &[u8],
        own: Option<u64>,
        received: &mut Received,
    ) -> anyhow::Result<()> {
        let now = Instant::now();
        for section in scan(update, &ScanLimits::checkpoint())?.sections {
            let Some(sent) = self.sent.get(&section.client) else {
                continue; // The first words.
            };
            if own == Some(section.client) {
                continue;
            }
            let reached = received.0.entry(section.client).or_default();
            ensure!(section.clock <= *reached, "an update was lost on the way");
            for clock in *reached..section.end {
                let sent = sent.get(clock as usize);
                let sent = sent.ok_or_else(|| anyhow::anyhow!("nobody wrote what came"))?;
                self.latencies.push(now - *sent);
                self.delivered += 1;
            }
            *reached = section.end.max(*reached);
        }
        Ok(())
    }

    /// From now on it is measured.
    pub fn begin(&mut self) {
        self.latencies.clear();
    }

    /// Whether every one of `clients` has everything that the others sent.
    pub fn are_complete(&self, clients: usize) -> bool {
        self.delivered == self.sent_count * (clients as u64 - 1)
    }

    /// How many have written something.
    pub fn authors(&self) -> usize {
        self.sent.len()
    }

    /// How many clocks the receiver of a single author's changes lacks.
    pub fn ahead(&self) -> u64 {
        self.sent_count - self.delivered
    }

    /// How long every delivery took.
    pub fn into_latencies(self) -> Vec<Duration> {
        self.latencies
    }
}
