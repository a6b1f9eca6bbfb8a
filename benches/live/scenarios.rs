//! What is measured.

use std::time::Duration;

use crate::fan_out::FanOut;
use crate::figures::Figures;
use crate::server::{Contestant, Server, Stage};
use crate::trace::Trace;
use crate::{idle, presence, replay};

/// Something that is measured with both contestants.
pub struct Scenario {
    /// Its name in the settings.
    pub name: &'static str,
    /// What happens, for people.
    pub title: &'static str,
    kind: Kind,
}

enum Kind {
    FanOut(FanOut),
    Replay {
        trace: &'static str,
        beside: usize,
    },
    Idle {
        documents: usize,
        connections: usize,
    },
    Presence {
        people: usize,
    },
}

/// All scenarios in their order.
pub const ALL: [Scenario; 8] = [
    Scenario {
        name: "pair",
        title: "Two write in one document, each five times a second",
        kind: Kind::FanOut(FanOut {
            documents: 1,
            clients: 2,
            writers: 2,
        }),
    },
    Scenario {
        name: "group",
        title: "One document, 50 clients, of whom 20 write five times a second",
        kind: Kind::FanOut(FanOut {
            documents: 1,
            clients: 50,
            writers: 20,
        }),
    },
    Scenario {
        name: "plenum",
        title: "One document, 500 clients, of whom 20 write five times a second",
        kind: Kind::FanOut(FanOut {
            documents: 1,
            clients: 500,
            writers: 20,
        }),
    },
    Scenario {
        name: "committees",
        title: "250 documents with 4 clients each, of whom one writes five times a second",
        kind: Kind::FanOut(FanOut {
            documents: 250,
            clients: 4,
            writers: 1,
        }),
    },
    Scenario {
        name: "trace",
        title: "A paper of 104,852 characters, written anew in 259,779 updates, then opened",
        kind: Kind::Replay {
            trace: "automerge-paper.json.gz",
            beside: 0,
        },
    },
    Scenario {
        name: "gate",
        title: "The same paper, in a draft of 100 action points of which 50 are agreed",
        kind: Kind::Replay {
            trace: "automerge-paper.json.gz",
            beside: 99,
        },
    },
    Scenario {
        name: "idle",
        title: "5,000 idle connections over 1,000 documents",
        kind: Kind::Idle {
            documents: 1_000,
            connections: 5_000,
        },
    },
    Scenario {
        name: "presence",
        title: "500 people in one document, each moves once a second",
        kind: Kind::Presence { people: 500 },
    },
];

/// Files that a process must be able to open: the most connections, and some.
pub const FILES: u64 = 5_500;

impl Scenario {
    /// Runs it once with a new process of this contestant, which is stopped in good order even if the scenario fails.
    pub async fn run(
        &self,
        contestant: Contestant,
        stage: &Stage,
        length: Duration,
    ) -> anyhow::Result<Figures> {
        let mut server = Server::start(contestant, stage, self.documents(), self.beside()).await?;
        let played = self.play(&mut server, length).await;
        let stopped = server.stop().await;
        let figures = played?;
        stopped?;
        Ok(figures)
    }

    fn documents(&self) -> usize {
        match self.kind {
            Kind::FanOut(fan_out) => fan_out.documents,
            Kind::Idle { documents, .. } => documents,
            Kind::Replay { .. } | Kind::Presence { .. } => 1,
        }
    }

    /// How many action points each draft has beside the one that is written in.
    fn beside(&self) -> usize {
        match self.kind {
            Kind::Replay { beside, .. } => beside,
            Kind::FanOut(_) | Kind::Idle { .. } | Kind::Presence { .. } => 0,
        }
    }

    async fn play(&self, server: &mut Server<'_>, length: Duration) -> anyhow::Result<Figures> {
        match self.kind {
            Kind::FanOut(fan_out) => fan_out.run(server, length).await,
            Kind::Replay { trace, .. } => {
                let trace = Trace::read(trace, server.conference)?;
                replay::run(server, &trace).await
            }
            // Long enough for one heartbeat of everyone.
            Kind::Idle { connections, .. } => idle::run(server, connections, length * 3 / 2).await,
            Kind::Presence { people } => presence::run(server, people, length).await,
        }
    }
}
