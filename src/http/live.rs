//! The socket of a draft: carries the messages of `docs/protocol.md` between a client and a room.

use std::collections::HashMap;
use std::sync::atomic::Ordering;
use std::sync::{Arc, MutexGuard};
use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Uri, header};
use axum::response::Response;
use bytes::Bytes;
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use tokio::time::{Instant, sleep_until, timeout};
use tracing::{Instrument, debug, info_span};

use super::signed_in::{SUBPROTOCOL_TOKEN, SignedIn, subprotocols};
use super::{App, Connections, Problem, drafts};
use crate::drafting::wire::{self, Closing};
use crate::drafting::{
    ClientMessage, ConnectionId, Limits, Next, Outbox, RoomHandle, Speaks, schema,
};
use crate::negotiation::DraftId;
use crate::people::{self, ParticipantId, Person};

/// How long a client may take to say its first word.
const FIRST_WORD: Duration = Duration::from_secs(10);
/// Bytes read from a socket at once; what a connection costs while it is idle.
const READ_BUFFER_BYTES: usize = 4 << 10;
/// Bytes that may stand in a frame beside the update in it.
const FRAMING_BYTES: usize = 64;
/// The subprotocol a client offers so that its token is not repeated in the answer.
const SUBPROTOCOL: &str = "plenary";

/// Opens the socket of a draft: the Yjs sync protocol and our own messages, see `docs/protocol.md`.
#[utoipa::path(
    get, path = "/api/drafts/{id}/live", tag = "drafting", params(("id" = DraftId, Path, description = "The draft")),
    responses(
        (status = 101, description = "The socket is open"),
        (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 429, body = Problem), (status = 503, body = Problem),
    )
)]
pub async fn live(
    State(app): State<App>,
    me: SignedIn,
    Path(draft): Path<DraftId>,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Result<Response, Problem> {
    if !is_from_here(&headers) {
        return Err(Problem::not_allowed("This page is not of this server."));
    }
    if app.connections.is_stopping.load(Ordering::Relaxed) {
        return Err(Problem::unavailable(
            "The server is stopping; connect again in a moment.",
        ));
    }
    drafts::find(&app, me.conference, draft).await?;
    let person = people::store::person(&app.db, me.participant)
        .await?
        .ok_or_else(Problem::not_signed_in)?;
    let place = Place::take(
        &app.connections,
        me.participant,
        app.rooms.limits().participant_connections,
    )?;
    let room = app.rooms.room(draft).await?;
    let chosen = chosen_subprotocol(&headers).map(str::to_owned);
    let upgrade = upgrade
        .read_buffer_size(READ_BUFFER_BYTES)
        .max_message_size(app.rooms.limits().resync_bytes + FRAMING_BYTES)
        .max_frame_size(app.rooms.limits().resync_bytes + FRAMING_BYTES);
    let upgrade = match chosen {
        Some(chosen) => upgrade.protocols([chosen]),
        None => upgrade,
    };
    let connection = ConnectionId(app.connections.next.fetch_add(1, Ordering::Relaxed) + 1);
    let limits = app.rooms.limits().clone();
    let span = info_span!(parent: None, "connection", connection = connection.0, draft.id = %draft);
    Ok(upgrade.on_upgrade(move |socket| {
        async move {
            let _place = place;
            serve(socket, connection, person, &room, &limits).await;
        }
        .instrument(span)
    }))
}

/// Whether a browser's request comes from a page of this server. Programs send no origin.
fn is_from_here(headers: &HeaderMap) -> bool {
    let Some(origin) = headers.get(header::ORIGIN) else {
        return true;
    };
    let origin = origin
        .to_str()
        .ok()
        .and_then(|origin| origin.parse::<Uri>().ok());
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    let authority = origin.as_ref().and_then(|origin| origin.authority());
    authority.is_some_and(|authority| Some(authority.as_str()) == host)
}

fn chosen_subprotocol(headers: &HeaderMap) -> Option<&str> {
    let mut token = None;
    for offered in subprotocols(headers) {
        if offered == SUBPROTOCOL {
            return Some(offered);
        }
        if offered.starts_with(SUBPROTOCOL_TOKEN) {
            token = Some(offered);
        }
    }
    token
}

/// One of the connections that a participant may have; given back when dropped.
struct Place {
    connections: Arc<Connections>,
    participant: ParticipantId,
}

impl Place {
    fn take(
        connections: &Arc<Connections>,
        participant: ParticipantId,
        limit: usize,
    ) -> Result<Self, Problem> {
        let mut counts = connections.counts();
        let count = counts.entry(participant).or_default();
        if *count >= limit {
            let detail = format!(
                "You have {limit} drafts open already, the most there may be. Close another tab."
            );
            return Err(Problem::too_many_connections(detail));
        }
        *count += 1;
        drop(counts);
        metrics::gauge!("plenary_connections").increment(1);
        Ok(Self {
            connections: Arc::clone(connections),
            participant,
        })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut counts = self.connections.counts();
        if let Some(count) = counts.get_mut(&self.participant) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&self.participant);
            }
        }
        metrics::gauge!("plenary_connections").decrement(1);
    }
}

impl Connections {
    fn counts(&self) -> MutexGuard<'_, HashMap<ParticipantId, usize>> {
        self.per_participant
            .lock()
            .expect("no code panics while it holds this lock")
    }
}

/// How a connection ends.
enum End {
    /// We close it.
    Close(Closing, String),
    /// It is gone already.
    Gone,
}

async fn serve(
    socket: WebSocket,
    connection: ConnectionId,
    person: Person,
    room: &RoomHandle,
    limits: &Limits,
) {
    let outbox = Arc::new(Outbox::new(limits.outbox_bytes));
    let (mut sink, mut stream) = socket.split();
    let end = match join(&mut stream, connection, person, room, limits, &outbox).await {
        Ok(()) => {
            let end = tokio::select! {
                end = read(&mut stream, connection, room, limits) => end,
                end = write(&mut sink, connection, room, limits, &outbox) => end,
            };
            room.leave(connection).await;
            end
        }
        Err(end) => end,
    };
    if let End::Close(closing, reason) = end {
        debug!(code = closing.code(), reason, "closing");
        let frame = CloseFrame {
            code: closing.code(),
            reason: reason.into(),
        };
        let goodbye = async {
            sink.send(Message::Close(Some(frame))).await.ok(); // Whoever is gone needs no goodbye.
            while let Some(Ok(_)) = stream.next().await {} // The client's own close frame ends this.
        };
        timeout(FIRST_WORD, goodbye).await.ok(); // It had its time.
    }
}

/// Hears the first word and takes the connection into the room.
async fn join(
    stream: &mut SplitStream<WebSocket>,
    connection: ConnectionId,
    person: Person,
    room: &RoomHandle,
    limits: &Limits,
    outbox: &Arc<Outbox>,
) -> Result<(), End> {
    let silent = || End::Close(Closing::Malformed, "nothing was said".into());
    let first_word = async {
        loop {
            if let Some(message) = hear(stream, limits).await? {
                break Ok(message);
            }
        }
    };
    let first = timeout(FIRST_WORD, first_word)
        .await
        .map_err(|_| silent())??;
    let speaks = match &first {
        ClientMessage::Hello(hello) => {
            if hello.schema < schema::SCHEMA || hello.protocol < wire::PROTOCOL {
                return Err(End::Close(
                    Closing::OldSchema,
                    "this page is older than the server: reload it".into(),
                ));
            }
            if hello
                .generation
                .is_some_and(|generation| generation != room.generation())
            {
                return Err(End::Close(
                    Closing::NewGeneration,
                    "this draft has a new generation".into(),
                ));
            }
            Speaks::Plenary
        }
        _ => Speaks::Yjs,
    };
    let joined = room
        .join(connection, person, speaks, Arc::clone(outbox))
        .await;
    joined.map_err(|err| End::Close(Closing::TryAgainLater, err.to_string()))?;
    room.hear(connection, first).await;
    Ok(())
}

/// Reads messages and passes them on, no faster than the room takes them and than one client may speak.
async fn read(
    stream: &mut SplitStream<WebSocket>,
    connection: ConnectionId,
    room: &RoomHandle,
    limits: &Limits,
) -> End {
    let mut pace = Pace::new(limits.updates_per_second);
    loop {
        let message = match timeout(limits.stall, hear(stream, limits)).await {
            Ok(Ok(Some(message))) => message,
            Ok(Ok(None)) => continue,
            Ok(Err(end)) => return end,
            Err(_) => {
                return End::Close(
                    Closing::TryAgainLater,
                    "nothing was heard for too long".into(),
                );
            }
        };
        pace.keep().await;
        room.hear(connection, message).await;
    }
}

/// The next message of the protocol, or `None` for a sign of life that is no message.
async fn hear(
    stream: &mut SplitStream<WebSocket>,
    limits: &Limits,
) -> Result<Option<ClientMessage>, End> {
    match stream.next().await {
        Some(Ok(Message::Binary(frame))) => {
            let message = ClientMessage::read(&frame, limits);
            message
                .map(Some)
                .map_err(|err| End::Close(Closing::Malformed, err.to_string()))
        }
        Some(Ok(Message::Text(_))) => Err(End::Close(
            Closing::Malformed,
            "text frames are not understood".into(),
        )),
        Some(Ok(Message::Ping(_) | Message::Pong(_))) => Ok(None),
        Some(Ok(Message::Close(_))) | None => Err(End::Gone),
        // Whoever is merely gone will not read this.
        Some(Err(_)) => Err(End::Close(
            Closing::Malformed,
            "a message was too long or broken".into(),
        )),
    }
}

/// Writes what the room puts into the outbox, what came in one turn in one write, and a heartbeat when nothing did.
async fn write(
    sink: &mut SplitSink<WebSocket, Message>,
    connection: ConnectionId,
    room: &RoomHandle,
    limits: &Limits,
    outbox: &Outbox,
) -> End {
    loop {
        let frames = tokio::select! {
            next = outbox.next() => match next {
                Next::Write(frames) => frames.into_iter().map(Message::Binary).collect(),
                Next::CatchUp => {
                    room.catch_up(connection).await;
                    continue;
                }
                Next::Close(closing, reason) => return End::Close(closing, reason),
            },
            // Browsers hide pings from pages, so the page's watchdog needs a frame; the ping asks for a sign of life.
            () = tokio::time::sleep(limits.heartbeat) => vec![Message::Binary(wire::heartbeat()), Message::Ping(Bytes::new())],
        };
        let written = async {
            for frame in frames {
                sink.feed(frame).await?;
            }
            sink.flush().await
        };
        match timeout(limits.stall, written).await {
            Ok(Ok(())) => {}
            Ok(Err(_)) => return End::Gone,
            Err(_) => {
                return End::Close(
                    Closing::TryAgainLater,
                    "nothing was read for too long".into(),
                );
            }
        }
    }
}

/// Slows down a client that says more than it may: each message costs a share of a second, and one second may be saved up.
struct Pace {
    share: Duration,
    free_at: Instant,
}

impl Pace {
    fn new(per_second: u32) -> Self {
        Self {
            share: Duration::from_secs(1) / per_second.max(1),
            free_at: Instant::now(),
        }
    }

    async fn keep(&mut self) {
        let now = Instant::now();
        self.free_at = self
            .free_at
            .max(now.checked_sub(Duration::from_secs(1)).unwrap_or(now))
            + self.share;
        if self.free_at > now {
            sleep_until(self.free_at).await;
        }
    }
}
