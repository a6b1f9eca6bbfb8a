//! Hundreds are in one document, and each moves once a second.
//!
//! The relay shows every move to everyone. Plenary tells on a tick who went to another action point, and shows the twenty
//! newest carets in one's own.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use anyhow::Context;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use futures_util::{StreamExt, TryStreamExt, stream};
use plenary::negotiation::ActionPointId;
use serde::Deserialize;
use serde_json::json;
use tokio::sync::watch;
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at, sleep};

use crate::client::{self, Heard, Socket};
use crate::crowd::Crowd;
use crate::figures::{Figures, number, percent};
use crate::measurement::Measurement;
use crate::server::{Contestant, Server};

/// How often everyone moves.
const MOVE: Duration = Duration::from_secs(1);
/// Action points that people are in.
const POINTS: usize = 25;
/// After how many moves one goes to the next action point.
const STAY: usize = 10;
/// Connections that are opened at once.
const ARRIVING: usize = 100;
/// How long a server may busy itself with arrivals before it is measured.
const SETTLING: Duration = Duration::from_secs(3);

/// Everyone's moves, and who has seen them.
struct Hall {
    points: Vec<ActionPointId>,
    /// When each made each of their moves.
    moves: RefCell<Vec<Vec<Instant>>>,
    /// How often somebody saw a move of somebody else; not counted are those that a newer one overtook.
    sightings: Cell<usize>,
    /// How long it took until those saw a move who could see it when it was made.
    latencies: RefCell<Vec<Duration>>,
    /// How many were told that everybody is here.
    know_everyone: Cell<usize>,
    /// How many have stopped.
    resting: Cell<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Listen,
    Move,
    Rest,
    Leave,
}

/// Lets everyone move for a while.
pub async fn run(server: &Server<'_>, people: usize, length: Duration) -> anyhow::Result<Figures> {
    let hall = Rc::new(Hall::of(people));
    let (phase, phases) = watch::channel(Phase::Listen);
    let mut crowd = gather(server, &hall, &phases).await?;
    crowd.wait(sleep(SETTLING)).await?;

    let measurement = Measurement::begin(server)?;
    phase.send(Phase::Move)?;
    crowd.wait(sleep(length)).await?;
    phase.send(Phase::Rest)?;
    let is_told = || match server.contestant {
        Contestant::Relay => hall.sightings.get() == hall.due(),
        Contestant::Plenary => hall.know_everyone.get() == people,
    };
    crowd
        .wait_until(|| hall.resting.get() == people && is_told())
        .await?;
    let (spent, memory) = (measurement.end(server)?, server.memory()?);
    phase.send(Phase::Leave)?;
    crowd.outcomes().await?;

    let mut figures = Figures::default();
    figures.add_cpu_per("move and receiver", hall.due(), &spent);
    figures.add("server CPU, %", percent(spent.server, spent.took));
    figures.add(
        "moves that a receiver is shown, %",
        number(hall.sightings.get()) / number(hall.due()) * 100.0,
    );
    figures.add_latencies("moved to shown", hall.latencies.take());
    figures.add_memory(memory);
    figures.add_load(&spent);
    Ok(figures)
}

/// Opens all connections.
async fn gather(
    server: &Server<'_>,
    hall: &Rc<Hall>,
    phases: &watch::Receiver<Phase>,
) -> anyhow::Result<Crowd<()>> {
    let people = hall.moves.borrow().len();
    let sockets: Vec<Socket> = stream::iter(0..people)
        .map(async |_| client::open(server, server.documents[0]).await)
        .buffer_unordered(ARRIVING)
        .map_ok(|(socket, _)| socket)
        .try_collect()
        .await?;
    let mut crowd = Crowd::default();
    for (nth, socket) in sockets.into_iter().enumerate() {
        let person = Person {
            nth,
            socket,
            hall: Rc::clone(hall),
            point: ActionPointId::default(),
            arrived: Instant::now(),
            seen: vec![0; people],
            knows_everyone: false,
        };
        crowd.add(person.take_part(phases.clone()));
    }
    Ok(crowd)
}

impl Hall {
    fn of(people: usize) -> Self {
        Self {
            points: (0..POINTS).map(|_| ActionPointId::new()).collect(),
            moves: RefCell::new(vec![Vec::new(); people]),
            sightings: Cell::new(0),
            latencies: RefCell::default(),
            know_everyone: Cell::new(0),
            resting: Cell::new(0),
        }
    }

    /// How many sightings there are if everyone sees every move of the others.
    fn due(&self) -> usize {
        let moves = self.moves.borrow();
        moves.iter().map(Vec::len).sum::<usize>() * (moves.len() - 1)
    }
}

/// One client.
struct Person {
    nth: usize,
    socket: Socket,
    hall: Rc<Hall>,
    /// The action point this one is in, and since when.
    point: ActionPointId,
    arrived: Instant,
    /// How many moves of each this one has seen or seen overtaken.
    seen: Vec<usize>,
    knows_everyone: bool,
}

/// What is read of a presence message: a client's own as the relay passes it on, or one of the server's.
#[derive(Deserialize)]
struct Shown<'a> {
    total: Option<usize>,
    #[serde(borrow)]
    caret: Option<Caret<'a>>,
    #[serde(borrow, default)]
    carets: Vec<Caret<'a>>,
}

#[derive(Deserialize)]
struct Caret<'a> {
    anchor: &'a str,
}

impl Person {
    async fn take_part(mut self, mut phases: watch::Receiver<Phase>) -> anyhow::Result<()> {
        let mut moves = None;
        loop {
            tokio::select! {
                frame = client::hear(&mut self.socket) => {
                    if let Heard::Presence(json) = client::read(&frame?)? {
                        self.look(json)?;
                    }
                }
                () = next(&mut moves) => self.make_a_move().await?,
                changed = phases.changed() => {
                    changed?;
                    match *phases.borrow_and_update() {
                        Phase::Listen => {}
                        Phase::Move => moves = Some(self.moves()),
                        Phase::Rest => {
                            moves = None;
                            self.hall.resting.set(self.hall.resting.get() + 1);
                        }
                        Phase::Leave => return Ok(()),
                    }
                }
            }
        }
    }

    fn moves(&self) -> Interval {
        let offset = MOVE.mul_f64(number(self.nth) / number(self.seen.len()));
        let mut moves = interval_at(Instant::now() + offset, MOVE);
        moves.set_missed_tick_behavior(MissedTickBehavior::Skip);
        moves
    }

    async fn make_a_move(&mut self) -> anyhow::Result<()> {
        let so_far = self.hall.moves.borrow()[self.nth].len();
        let point = self.hall.points[(self.nth + so_far / STAY) % POINTS];
        if point != self.point {
            (self.point, self.arrived) = (point, Instant::now());
        }
        let place = encode(self.nth, so_far)?;
        let said = json!({ "point": point, "caret": { "anchor": place, "head": place } });
        self.hall.moves.borrow_mut()[self.nth].push(Instant::now());
        client::say(&mut self.socket, client::presence(&said.to_string())).await
    }

    /// Notes whose moves a message shows.
    fn look(&mut self, json: &str) -> anyhow::Result<()> {
        let shown: Shown<'_> = serde_json::from_str(json)?;
        if shown.total == Some(self.seen.len()) && !self.knows_everyone {
            self.knows_everyone = true;
            let count = &self.hall.know_everyone;
            count.set(count.get() + 1);
        }
        let now = Instant::now();
        for caret in shown.caret.iter().chain(&shown.carets) {
            let (person, nth) = decode(caret.anchor)?;
            if person == self.nth || nth < self.seen[person] {
                continue;
            }
            self.seen[person] = nth + 1;
            let made = self.hall.moves.borrow()[person][nth];
            self.hall.sightings.set(self.hall.sightings.get() + 1);
            if made >= self.arrived {
                self.hall.latencies.borrow_mut().push(now - made);
            }
        }
        Ok(())
    }
}

/// A caret's place as long as real ones are; it says who made the move, and which.
fn encode(person: usize, nth: usize) -> anyhow::Result<String> {
    let mut place = [0; 16];
    place[..4].copy_from_slice(&u32::try_from(person)?.to_be_bytes());
    place[4..8].copy_from_slice(&u32::try_from(nth)?.to_be_bytes());
    Ok(BASE64_STANDARD.encode(place))
}

fn decode(place: &str) -> anyhow::Result<(usize, usize)> {
    let place = BASE64_STANDARD.decode(place)?;
    let number = |bytes: Option<&[u8]>| -> anyhow::Result<usize> {
        let bytes = bytes.context("a place that nobody sent")?;
        Ok(u32::from_be_bytes(bytes.try_into()?) as usize)
    };
    Ok((number(place.get(..4))?, number(place.get(4..8))?))
}

/// The next move, if there is any.
async fn next(moves: &mut Option<Interval>) {
    match moves {
        Some(moves) => drop(moves.tick().await),
        None => std::future::pending().await,
    }
}
