//! A client of either contestant: the same code, the same frames.

use anyhow::{Context, bail};
use bytes::Bytes;
use futures_util::{Sink, SinkExt, Stream, StreamExt};
use plenary::drafting::scan::{Reader, Writer};
use plenary::negotiation::DraftId;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::tungstenite::http::header::AUTHORIZATION;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{WebSocketStream, client_async_with_config};

use crate::server::{Contestant, Server};

/// An update that changes nothing.
pub const NOTHING: &[u8] = &[0, 0];
/// A state vector of somebody who has nothing.
const NOTHING_KNOWN: &[u8] = &[0];
const HELLO: &str = r#"{"protocol":1,"schema":2,"generation":null}"#;
/// Bytes read at once: thousands of clients must fit into memory.
const READ_BUFFER_BYTES: usize = 16 << 10;

/// A connection to a document.
pub type Socket = WebSocketStream<TcpStream>;

/// What a server says, as far as a client here listens.
#[derive(Debug, PartialEq, Eq)]
pub enum Heard<'a> {
    /// The server's state vector: it wants what it lacks.
    Step1,
    /// What a client lacks that asked.
    Step2(&'a [u8]),
    /// What others wrote.
    Update(&'a [u8]),
    /// Everything before this fence is saved.
    Fenced(u64),
    /// Who is where, in JSON.
    Presence(&'a str),
    /// Anything else.
    Other,
}

/// Opens a connection to a document and says nothing.
pub async fn connect(server: &Server<'_>, document: DraftId) -> anyhow::Result<Socket> {
    let address = format!("ws://{}/api/drafts/{document}/live", server.address);
    let mut request = address.into_client_request()?;
    let token = format!("Bearer {}", server.conference.token);
    request
        .headers_mut()
        .insert(AUTHORIZATION, HeaderValue::from_str(&token)?);
    let stream = TcpStream::connect(server.address).await?;
    stream.set_nodelay(true)?;
    let config = WebSocketConfig::default().read_buffer_size(READ_BUFFER_BYTES);
    let (socket, _) = client_async_with_config(request, stream, Some(config)).await?;
    Ok(socket)
}

/// Opens a document: answers the connection and the text. The relay has none, so that its clients begin with the first words.
pub async fn open(server: &Server<'_>, document: DraftId) -> anyhow::Result<(Socket, Bytes)> {
    let mut socket = connect(server, document).await?;
    if server.contestant == Contestant::Relay {
        return Ok((socket, server.conference.first_words.clone()));
    }
    say(&mut socket, hello()).await?;
    say(&mut socket, step_1()).await?;
    loop {
        let frame = hear(&mut socket).await?;
        match read(&frame)? {
            Heard::Step1 => say(&mut socket, step_2(NOTHING)).await?,
            Heard::Step2(text) => return Ok((socket, frame.slice_ref(text))),
            _ => {}
        }
    }
}

/// Sends a frame at once.
pub async fn say(
    socket: &mut (impl Sink<Message, Error = Error> + Unpin),
    frame: Vec<u8>,
) -> anyhow::Result<()> {
    Ok(socket.send(Message::Binary(frame.into())).await?)
}

/// The next frame. May be cancelled: no frame is lost.
pub async fn hear(
    socket: &mut (impl Stream<Item = Result<Message, Error>> + Unpin),
) -> anyhow::Result<Bytes> {
    loop {
        match socket.next().await.context("the connection ended")?? {
            Message::Binary(frame) => return Ok(frame),
            Message::Close(reason) => bail!("the server closed the connection: {reason:?}"),
            Message::Ping(_) | Message::Pong(_) => {} // Answered while the next frame is awaited.
            Message::Text(_) | Message::Frame(_) => bail!("a frame that nobody sends here"),
        }
    }
}

/// What a frame says; an error if it says that something was not taken.
pub fn read(frame: &[u8]) -> anyhow::Result<Heard<'_>> {
    let mut reader = Reader::new(frame);
    Ok(match reader.varuint()? {
        0 => match reader.varuint()? {
            0 => Heard::Step1,
            1 => Heard::Step2(reader.var_bytes()?),
            _ => Heard::Update(reader.var_bytes()?),
        },
        102 => Heard::Fenced(reader.varuint()?),
        103 => bail!("an update was refused: {}", reader.var_string()?),
        105 => Heard::Presence(reader.var_string()?),
        _ => Heard::Other,
    })
}

/// The first word of a client.
fn hello() -> Vec<u8> {
    message(&[100], HELLO.as_bytes())
}

fn step_1() -> Vec<u8> {
    message(&[0, 0], NOTHING_KNOWN)
}

/// The answer to the server's state vector.
pub fn step_2(update: &[u8]) -> Vec<u8> {
    message(&[0, 1], update)
}

/// A change.
pub fn update(update: &[u8]) -> Vec<u8> {
    message(&[0, 2], update)
}

/// The question whether everything so far is saved.
pub fn fence(n: u64) -> Vec<u8> {
    let mut writer = Writer::default();
    writer.varuint(101);
    writer.varuint(n);
    writer.into_bytes()
}

/// Where somebody is.
pub fn presence(json: &str) -> Vec<u8> {
    message(&[105], json.as_bytes())
}

fn message(kind: &[u8], body: &[u8]) -> Vec<u8> {
    let mut writer = Writer::default();
    writer.raw(kind);
    writer.var_bytes(body);
    writer.into_bytes()
}
