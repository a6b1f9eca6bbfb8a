//! The bare relay: what the machine allows. It passes every frame on to everyone at the same address, and knows neither
//! documents nor a disk nor people.
//!
//! One thread. The frames that arrive in one turn of the scheduler leave in one write per client.

use std::cell::RefCell;
use std::collections::HashMap;
use std::io::{ErrorKind, Write};
use std::rc::Rc;

use anyhow::Context;
use bytes::{Buf, BufMut, Bytes, BytesMut};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::task::{LocalSet, spawn_local};
use tokio_tungstenite::accept_hdr_async;
use tokio_tungstenite::tungstenite::handshake::server::{Request, Response};

/// The argument with which this program is the relay.
pub const ARGUMENT: &str = "relay";

/// The WebSocket opcode of a close frame.
const CLOSE: u8 = 8;
/// Bytes read at once.
const READ_BYTES: usize = 4 << 10;

/// Relays until it is killed.
pub fn run() -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    LocalSet::new().block_on(&runtime, serve())
}

async fn serve() -> anyhow::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let mut out = std::io::stdout();
    writeln!(out, "listening on http://{}", listener.local_addr()?)?;
    out.flush()?;
    let mut rooms: HashMap<String, Rc<Room>> = HashMap::new();
    let (joined, mut joining) = tokio::sync::mpsc::unbounded_channel();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                let joined = joined.clone();
                let (stream, _) = accepted?;
                spawn_local(async move {
                    if let Ok(opened) = shake_hands(stream).await {
                        joined.send(opened).ok(); // The receiver lives as long as the relay.
                    }
                });
            }
            Some((path, stream)) = joining.recv() => {
                let room = rooms.entry(path).or_insert_with(Room::open);
                let client = Rc::new(Client { stream, backlog: RefCell::default() });
                room.clients.borrow_mut().push(Rc::clone(&client));
                spawn_local(Rc::clone(room).listen(client));
            }
        }
    }
}

/// Takes the upgrade, and answers the path that was asked for and the naked connection.
#[expect(
    clippy::result_large_err,
    reason = "the callback's signature is tungstenite's"
)]
async fn shake_hands(stream: TcpStream) -> anyhow::Result<(String, TcpStream)> {
    stream.set_nodelay(true)?;
    let mut path = String::new();
    let note_path = |request: &Request, response: Response| {
        request.uri().path().clone_into(&mut path);
        Ok(response)
    };
    let stream = accept_hdr_async(stream, note_path).await?.into_inner();
    Ok((path, stream))
}

/// The clients at one address, and what came from them in this turn.
struct Room {
    clients: RefCell<Vec<Rc<Client>>>,
    turn: RefCell<BytesMut>,
    spoken: Notify,
}

struct Client {
    stream: TcpStream,
    /// What the socket did not take yet.
    backlog: RefCell<BytesMut>,
}

impl Room {
    fn open() -> Rc<Self> {
        let room = Rc::new(Self {
            clients: RefCell::default(),
            turn: RefCell::default(),
            spoken: Notify::new(),
        });
        spawn_local(Rc::clone(&room).pass_on());
        room
    }

    /// Reads what a client says until it is gone.
    async fn listen(self: Rc<Self>, client: Rc<Client>) {
        self.hear(&client).await.ok(); // However it ends, it is gone.
        self.clients
            .borrow_mut()
            .retain(|other| !Rc::ptr_eq(other, &client));
    }

    async fn hear(&self, client: &Client) -> anyhow::Result<()> {
        let mut heard = BytesMut::new();
        loop {
            client.stream.readable().await?;
            heard.reserve(READ_BYTES);
            match client.stream.try_read_buf(&mut heard) {
                Ok(0) => return Ok(()),
                Ok(_) => {}
                Err(err) if err.kind() == ErrorKind::WouldBlock => continue,
                Err(err) => return Err(err.into()),
            }
            while let Some((opcode, payload)) = take_frame(&mut heard) {
                if opcode == CLOSE {
                    return Ok(());
                }
                write_frame(&mut self.turn.borrow_mut(), opcode, &payload);
                self.spoken.notify_one();
            }
            if heard.is_empty() {
                heard = BytesMut::new(); // A quiet client costs no buffer.
            }
        }
    }

    /// Writes what came in each turn to everyone. This task runs after those that were woken before it.
    async fn pass_on(self: Rc<Self>) {
        loop {
            self.spoken.notified().await;
            let turn = self.turn.take().freeze();
            for client in self.clients.borrow().iter() {
                client.write(&turn);
            }
        }
    }
}

impl Client {
    /// Writes at once what the socket takes; the rest is written by a task when the socket drains.
    fn write(self: &Rc<Self>, bytes: &Bytes) {
        let mut backlog = self.backlog.borrow_mut();
        if !backlog.is_empty() {
            backlog.extend_from_slice(bytes);
            return;
        }
        let written = self.stream.try_write(bytes).unwrap_or(0);
        if written < bytes.len() {
            backlog.extend_from_slice(&bytes[written..]);
            spawn_local(Rc::clone(self).drain());
        }
    }

    async fn drain(self: Rc<Self>) {
        while self.stream.writable().await.is_ok() {
            let mut backlog = self.backlog.borrow_mut();
            match self.stream.try_write(&backlog) {
                Ok(written) => backlog.advance(written),
                Err(err) if err.kind() == ErrorKind::WouldBlock => {}
                Err(_) => return, // It is gone; the reader notices, too.
            }
            if backlog.is_empty() {
                *backlog = BytesMut::new();
                return;
            }
        }
    }
}

/// Takes a whole frame of a client off the buffer: its opcode and its unmasked payload.
fn take_frame(buffer: &mut BytesMut) -> Option<(u8, BytesMut)> {
    let opcode = buffer.first()? & 0x0f;
    let short = usize::from(buffer.get(1)? & 0x7f);
    let (length, mask_at) = match short {
        126 => {
            let bytes = buffer.get(2..4)?.try_into().ok()?;
            (usize::from(u16::from_be_bytes(bytes)), 4)
        }
        127 => {
            let bytes = buffer.get(2..10)?.try_into().ok()?;
            (usize::try_from(u64::from_be_bytes(bytes)).ok()?, 10)
        }
        short => (short, 2),
    };
    let mask: [u8; 4] = buffer.get(mask_at..mask_at + 4)?.try_into().ok()?;
    if buffer.len() < mask_at + 4 + length {
        return None;
    }
    buffer.advance(mask_at + 4);
    let mut payload = buffer.split_to(length);
    for (byte, mask) in payload.iter_mut().zip(mask.iter().cycle()) {
        *byte ^= mask;
    }
    Some((opcode, payload))
}

/// Writes a frame as a server does: whole, and not masked.
fn write_frame(to: &mut BytesMut, opcode: u8, payload: &[u8]) {
    to.put_u8(0x80 | opcode);
    if let Ok(length @ 0..126) = u8::try_from(payload.len()) {
        to.put_u8(length);
    } else if let Ok(length) = u16::try_from(payload.len()) {
        to.put_u8(126);
        to.put_u16(length);
    } else {
        to.put_u8(127);
        to.put_u64(payload.len() as u64);
    }
    to.extend_from_slice(payload);
}

/// The program of this benchmark as a relay, for whoever starts it.
pub fn command() -> anyhow::Result<tokio::process::Command> {
    let program = std::env::current_exe().context("where this program is")?;
    let mut command = tokio::process::Command::new(program);
    command.arg(ARGUMENT);
    Ok(command)
}
