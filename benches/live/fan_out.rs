//! People write in documents, and everyone in a document receives it.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use anyhow::ensure;
use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt, stream};
use plenary::drafting::text::{Document, Point};
use tokio::sync::watch;
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at, sleep};

use crate::client::{self, Heard, Socket};
use crate::crowd::Crowd;
use crate::deliveries::{Deliveries, Received};
use crate::figures::{Figures, number};
use crate::measurement::Measurement;
use crate::server::{Contestant, Server};
use crate::writer::{Typed, Writer};

/// How often a writer types.
const KEYSTROKE: Duration = Duration::from_millis(200);
/// Connections that are opened at once.
const ARRIVING: usize = 100;
/// How long a server may busy itself with arrivals before it is measured.
const SETTLING: Duration = Duration::from_secs(2);

/// How many write to how many.
#[derive(Clone, Copy, Debug)]
pub struct FanOut {
    /// Documents.
    pub documents: usize,
    /// Clients of each document, the writers among them.
    pub clients: usize,
    /// Writers in each document, who type five times a second.
    pub writers: usize,
}

/// What the clients are to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Listen,
    /// Writers begin their paragraphs.
    Prepare,
    Write,
    /// Nobody writes any more; writers ask whether everything is saved.
    Rest,
    Leave,
}

/// What the clients of one document know of each other.
#[derive(Default)]
struct Room {
    deliveries: RefCell<Deliveries>,
    /// How many have stopped.
    resting: Cell<usize>,
    /// How many writers were told that everything is saved.
    saved: Cell<usize>,
}

type Text = Vec<Point>;

impl FanOut {
    /// Lets them write for a while, and sees to it that nothing was lost.
    pub async fn run(self, server: &Server<'_>, length: Duration) -> anyhow::Result<Figures> {
        let rooms: Vec<Rc<Room>> = server.documents.iter().map(|_| Rc::default()).collect();
        let (phase, phases) = watch::channel(Phase::Listen);
        let mut crowd = self.gather(server, &rooms, &phases).await?;
        phase.send(Phase::Prepare)?;
        crowd.wait_until(|| self.is_quiet(&rooms)).await?;
        crowd.wait(sleep(SETTLING)).await?;

        for room in &rooms {
            room.deliveries.borrow_mut().begin();
        }
        let measurement = Measurement::begin(server)?;
        phase.send(Phase::Write)?;
        crowd.wait(sleep(length)).await?;
        phase.send(Phase::Rest)?;
        let saves = server.contestant == Contestant::Plenary;
        crowd
            .wait_until(|| self.is_over(&rooms, saves) && self.is_quiet(&rooms))
            .await?;
        let (spent, memory) = (measurement.end(server)?, server.memory()?);

        phase.send(Phase::Leave)?;
        self.check(server, crowd.outcomes().await?).await?;
        let latencies: Vec<Duration> = rooms
            .iter()
            .flat_map(|room| room.deliveries.take().into_latencies())
            .collect();
        let mut figures = Figures::default();
        figures.add_cpu_per("delivery", latencies.len(), &spent);
        figures.add(
            "deliveries per second",
            number(latencies.len()) / spent.took.as_secs_f64(),
        );
        figures.add_latencies("sent to received", latencies);
        figures.add_memory(memory);
        figures.add_load(&spent);
        Ok(figures)
    }

    /// Opens all connections.
    async fn gather(
        self,
        server: &Server<'_>,
        rooms: &[Rc<Room>],
        phases: &watch::Receiver<Phase>,
    ) -> anyhow::Result<Crowd<Option<(usize, Text)>>> {
        let members: Vec<Member> = stream::iter(0..self.documents * self.clients)
            .map(|nth| self.join(server, rooms, nth))
            .buffer_unordered(ARRIVING)
            .try_collect()
            .await?;
        let mut crowd = Crowd::default();
        for member in members {
            crowd.add(member.take_part(phases.clone()));
        }
        Ok(crowd)
    }

    /// Opens the connection of the `nth` client. The first clients of a document write.
    async fn join(
        self,
        server: &Server<'_>,
        rooms: &[Rc<Room>],
        nth: usize,
    ) -> anyhow::Result<Member> {
        let (document, place) = (nth % self.documents, nth / self.documents);
        let (socket, text) = client::open(server, server.documents[document]).await?;
        let (writer, paragraph) = if place < self.writers {
            let point = server.conference.point;
            let (writer, typed) =
                Writer::begin(place as u64, &server.conference.first_words, point)?;
            (Some(writer), Some(typed))
        } else {
            (None, None)
        };
        // The first and the last keep a text, to be compared at the end.
        let keeps_text = place == 0 || place + 1 == self.clients;
        let all_writers = u32::try_from(self.documents * self.writers)?;
        let mut member = Member {
            socket,
            document,
            room: Rc::clone(&rooms[document]),
            received: Received::default(),
            own: writer.as_ref().map(|writer| writer.client),
            first_keystroke_after: KEYSTROKE * u32::try_from(nth)? / all_writers,
            writer,
            paragraph,
            text: keeps_text.then(Document::new),
        };
        member.integrate(&text)?;
        Ok(member)
    }

    /// Whether everyone has received everything that was written.
    fn is_quiet(self, rooms: &[Rc<Room>]) -> bool {
        let everyone = |room: &Rc<Room>| {
            let deliveries = room.deliveries.borrow();
            deliveries.authors() == self.writers && deliveries.are_complete(self.clients)
        };
        rooms.iter().all(everyone)
    }

    /// Whether everyone has stopped, and every writer was told that everything is saved, if the server `saves`.
    fn is_over(self, rooms: &[Rc<Room>], saves: bool) -> bool {
        rooms.iter().all(|room| {
            room.resting.get() == self.clients && (!saves || room.saved.get() == self.writers)
        })
    }

    /// Compares the texts of each document with one another and with the server's.
    async fn check(
        self,
        server: &Server<'_>,
        texts: Vec<Option<(usize, Text)>>,
    ) -> anyhow::Result<()> {
        let mut expected: Vec<Option<Text>> = vec![None; self.documents];
        for (document, text) in texts.into_iter().flatten() {
            let first = expected[document].get_or_insert_with(|| text.clone());
            ensure!(
                *first == text,
                "two clients of one document have different texts"
            );
        }
        if server.contestant == Contestant::Relay {
            return Ok(());
        }
        for (draft, text) in server.documents.iter().zip(expected) {
            let stored = server.text(*draft).await?;
            ensure!(
                Some(stored) == text,
                "the server has another text than its clients"
            );
        }
        Ok(())
    }
}

/// One client.
struct Member {
    socket: Socket,
    document: usize,
    room: Rc<Room>,
    received: Received,
    /// The Yjs client id it writes under.
    own: Option<u64>,
    first_keystroke_after: Duration,
    writer: Option<Writer>,
    /// The beginning of its paragraph, until that is sent.
    paragraph: Option<Typed>,
    /// What it integrates, if it keeps a text.
    text: Option<Document>,
}

impl Member {
    /// Does what the phases ask; answers its document and text, if it keeps one.
    async fn take_part(
        mut self,
        mut phases: watch::Receiver<Phase>,
    ) -> anyhow::Result<Option<(usize, Text)>> {
        let mut keystrokes = None;
        loop {
            tokio::select! {
                frame = client::hear(&mut self.socket) => self.hear(&frame?).await?,
                () = next(&mut keystrokes) => self.type_character().await?,
                changed = phases.changed() => {
                    changed?;
                    let phase = *phases.borrow_and_update();
                    match phase {
                        Phase::Listen => {}
                        Phase::Prepare => self.begin_paragraph().await?,
                        Phase::Write => keystrokes = self.keystrokes(),
                        Phase::Rest => {
                            keystrokes = None;
                            self.room.resting.set(self.room.resting.get() + 1);
                            self.ask_whether_saved().await?;
                        }
                        Phase::Leave => break,
                    }
                }
            }
        }
        let document = self.document;
        Ok(self.text.map(|text| (document, text.points())))
    }

    async fn hear(&mut self, frame: &Bytes) -> anyhow::Result<()> {
        match client::read(frame)? {
            Heard::Step1 => client::say(&mut self.socket, client::step_2(client::NOTHING)).await?,
            Heard::Step2(update) | Heard::Update(update) => {
                let mut deliveries = self.room.deliveries.borrow_mut();
                deliveries.receive(update, self.own, &mut self.received)?;
                drop(deliveries);
                self.integrate(update)?;
            }
            Heard::Fenced(_) => self.room.saved.set(self.room.saved.get() + 1),
            Heard::Presence(_) | Heard::Other => {}
        }
        Ok(())
    }

    fn integrate(&mut self, update: &[u8]) -> anyhow::Result<()> {
        if let Some(text) = &mut self.text {
            text.apply([update])?;
        }
        Ok(())
    }

    fn keystrokes(&self) -> Option<Interval> {
        self.writer.as_ref()?;
        let mut keystrokes = interval_at(Instant::now() + self.first_keystroke_after, KEYSTROKE);
        keystrokes.set_missed_tick_behavior(MissedTickBehavior::Skip);
        Some(keystrokes)
    }

    async fn begin_paragraph(&mut self) -> anyhow::Result<()> {
        match self.paragraph.take() {
            Some(typed) => self.send(&typed).await,
            None => Ok(()),
        }
    }

    async fn type_character(&mut self) -> anyhow::Result<()> {
        match self.writer.as_mut().map(Writer::type_character) {
            Some(typed) => self.send(&typed).await,
            None => Ok(()),
        }
    }

    async fn send(&mut self, typed: &Typed) -> anyhow::Result<()> {
        self.integrate(&typed.update)?;
        if let Some(own) = self.own {
            self.room.deliveries.borrow_mut().send(own, typed);
        }
        client::say(&mut self.socket, client::update(&typed.update)).await
    }

    async fn ask_whether_saved(&mut self) -> anyhow::Result<()> {
        if self.writer.is_some() {
            client::say(&mut self.socket, client::fence(1)).await?;
        }
        Ok(())
    }
}

/// The next keystroke, if there is any.
async fn next(keystrokes: &mut Option<Interval>) {
    match keystrokes {
        Some(keystrokes) => drop(keystrokes.tick().await),
        None => std::future::pending().await,
    }
}
