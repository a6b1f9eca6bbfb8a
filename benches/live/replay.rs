//! A long editing session is replayed through a socket as fast as it goes; then the draft is opened.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use anyhow::ensure;
use futures_util::stream::SplitStream;
use futures_util::{SinkExt, StreamExt};
use plenary::drafting::text::{Block, Document};
use tokio::sync::Notify;
use tokio::time::Instant;
use tokio_tungstenite::tungstenite::Message;

use crate::client::{self, Heard, Socket};
use crate::crowd::Crowd;
use crate::deliveries::{Deliveries, Received};
use crate::figures::{Figures, megabytes, milliseconds, number, percent, percentile};
use crate::measurement::Measurement;
use crate::server::{Contestant, Server};
use crate::trace::Trace;

/// Characters that the author may be ahead of the reader.
const WINDOW: u64 = 500;
/// How often the draft is opened.
const OPENINGS: u32 = 7;

/// What the author and the reader know of each other.
#[derive(Default)]
struct Desk {
    deliveries: RefCell<Deliveries>,
    /// The reader got something.
    moved: Notify,
    saved: Cell<bool>,
}

/// Replays the trace, opens the draft, and sees to it that the words are those of the recording.
pub async fn run(server: &mut Server<'_>, trace: &Trace) -> anyhow::Result<Figures> {
    let mut figures = replay(server, trace).await?;
    if server.contestant == Contestant::Relay {
        return Ok(figures); // There is nothing to open.
    }
    let measurement = Measurement::begin(server)?;
    let mut took = Vec::new();
    for _ in 0..OPENINGS {
        took.push(open(server, trace).await?);
    }
    let cpu = measurement.end(server)?.server;
    took.sort_unstable();
    figures.add("open, ms", milliseconds(percentile(&took, 0.5)));
    figures.add("server CPU per open, ms", milliseconds(cpu / OPENINGS));
    server.restart().await?;
    let first = open(server, trace).await?;
    figures.add("first open after a restart, ms", milliseconds(first));
    let memory = server.memory()?.server;
    figures.add("server memory after that, MB", megabytes(memory));
    Ok(figures)
}

async fn replay(server: &Server<'_>, trace: &Trace) -> anyhow::Result<Figures> {
    let document = server.documents[0];
    let desk = Rc::new(Desk::default());
    let (author, _) = client::open(server, document).await?;
    let (reader, _) = client::open(server, document).await?;
    let (mut pen, echo) = author.split();
    let before = server.in_gate().await?;
    let measurement = Measurement::begin(server)?;
    let mut crowd = Crowd::default();
    crowd.add(read(reader.split().1, Rc::clone(&desk), None));
    crowd.add(read(echo, Rc::clone(&desk), Some(trace.author)));
    let write = async {
        for typed in &trace.updates {
            while desk.deliveries.borrow().ahead() >= WINDOW {
                pen.flush().await?;
                desk.moved.notified().await;
            }
            desk.deliveries.borrow_mut().send(trace.author, typed);
            let frame = client::update(&typed.update);
            pen.feed(Message::Binary(frame.into())).await?;
        }
        client::say(&mut pen, client::fence(1)).await
    };
    crowd.wait(write).await??;
    let expects_saved = server.contestant == Contestant::Plenary;
    let is_done = || desk.deliveries.borrow().ahead() == 0 && (!expects_saved || desk.saved.get());
    crowd.wait_until(is_done).await?;
    let spent = measurement.end(server)?;

    let count = trace.updates.len();
    let mut figures = Figures::default();
    figures.add(
        "updates per second",
        number(count) / spent.took.as_secs_f64(),
    );
    figures.add_cpu_per("update", count, &spent);
    if server.contestant == Contestant::Plenary {
        let in_gate = server.in_gate().await?.saturating_sub(before);
        let each = in_gate.as_secs_f64() * 1e6 / number(count);
        figures.add("of it in the gate, µs", each);
        figures.add("of it in the gate, %", percent(in_gate, spent.server));
    }
    figures.add_memory(server.memory()?);
    figures.add_load(&spent);
    Ok(figures)
}

/// Reads what the server says to the reader, or to the author, whose own changes do not count.
async fn read(
    mut stream: SplitStream<Socket>,
    desk: Rc<Desk>,
    own: Option<u64>,
) -> anyhow::Result<()> {
    let mut received = Received::default();
    loop {
        let frame = client::hear(&mut stream).await?;
        match client::read(&frame)? {
            Heard::Step2(update) | Heard::Update(update) => {
                let mut deliveries = desk.deliveries.borrow_mut();
                deliveries.receive(update, own, &mut received)?;
                desk.moved.notify_one();
            }
            Heard::Fenced(_) => desk.saved.set(true),
            Heard::Step1 | Heard::Presence(_) | Heard::Other => {}
        }
    }
}

/// Opens the draft and compares its words; answers how long it took until they were there.
async fn open(server: &Server<'_>, trace: &Trace) -> anyhow::Result<Duration> {
    let began = Instant::now();
    let (_socket, text) = client::open(server, server.documents[0]).await?;
    let took = began.elapsed();
    let mut copy = Document::new();
    copy.apply([&*text])?;
    let points = copy.points();
    let written = server.conference.point;
    let words = points
        .iter()
        .find(|point| point.id == written)
        .and_then(|point| point.blocks.last())
        .map(Block::text);
    ensure!(
        words.as_deref() == Some(&trace.text),
        "the draft has other words than the recording"
    );
    Ok(took)
}
