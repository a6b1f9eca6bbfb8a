//! The socket of a draft: carries the messages of `docs/protocol.md` between a client and a room.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Uri, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use sqlx::PgPool;
use tokio::time::{Instant, sleep, sleep_until, timeout};
use tracing::{Instrument, debug, info_span};

use super::connections::Place;
use super::rights::Asking;
use super::signed_in::{SUBPROTOCOL_TOKEN, SignedIn, subprotocols};
use super::{App, Problem};
use crate::clock::Clock;
use crate::drafting::wire::{self, ClientHello, Closing};
use crate::drafting::{
    ClientMessage, Guest, JoinError, Limits, Next, RoomHandle, Rooms, Speaks, schema,
};
use crate::negotiation::DraftId;
use crate::negotiation::rights::Action;
use crate::people::{self, SignInId};

/// How long a client may take to say its first word, or to answer the last one.
const PATIENCE: Duration = Duration::from_secs(10);
/// Bytes read from a socket at once; what a connection costs while it is idle.
const READ_BUFFER_BYTES: usize = 2 << 10;
/// Bytes that may stand in a frame beside the update in it.
const FRAMING_BYTES: usize = 64;
/// The subprotocol a client offers so that its token is not repeated in the answer.
const SUBPROTOCOL: &str = "plenary";

/// Opens the socket of a draft: the Yjs sync protocol and our own messages, see `docs/protocol.md`.
///
/// Asked without an upgrade it gives the reason why the socket would be refused, which a browser hides, or that an upgrade is missing.
#[utoipa::path(
    get, operation_id = "live", path = "/api/drafts/{id}/live", tag = "drafting", params(("id" = DraftId, Path, description = "The draft")),
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
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, Problem> {
    if !is_from_here(&headers) {
        return Err(Problem::not_allowed("This page is not of this server."));
    }
    if app.connections.is_stopping() {
        return Err(Problem::unavailable(
            "The server is stopping; connect again in a moment.",
        ));
    }
    let place = app.connections.take(me.person.id, app.rooms.limits())?;
    Asking::about(&app, &me, draft).await?.may(Action::Read)?;
    let room = app.rooms.room(draft).await?;
    let upgrade = match upgrade {
        Ok(upgrade) => upgrade,
        Err(rejection) => return Ok(rejection.into_response()),
    };
    let chosen = chosen_subprotocol(&headers).map(str::to_owned);
    let upgrade = upgrade
        .read_buffer_size(READ_BUFFER_BYTES)
        .max_message_size(app.rooms.limits().resync_bytes + FRAMING_BYTES)
        .max_frame_size(app.rooms.limits().resync_bytes + FRAMING_BYTES);
    let upgrade = match chosen {
        Some(chosen) => upgrade.protocols([chosen]),
        None => upgrade,
    };
    let guest = Guest {
        person: me.person,
        sign_in: me.sign_in,
        expires_at: me.expires_at,
    };
    let line = Line {
        db: app.db,
        clock: app.clock,
        place,
        room,
        draft,
        limits: app.rooms.limits().clone(),
        rooms: app.rooms,
        heard: AtomicU64::new(0),
    };
    let span =
        info_span!(parent: None, "connection", connection = line.place.id.0, draft.id = %draft);
    Ok(upgrade.on_upgrade(move |socket| {
        async move {
            line.serve(socket, guest).await;
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

/// How a connection ends.
enum End {
    /// We close it.
    Close(Closing, String),
    /// It is gone already.
    Gone,
}

/// A socket's way to its room.
struct Line {
    db: PgPool,
    clock: Clock,
    place: Place,
    rooms: Rooms,
    draft: DraftId,
    room: RoomHandle,
    limits: Limits,
    /// How many frames have come.
    heard: AtomicU64,
}

impl Line {
    /// Carries messages until either side ends the connection.
    async fn serve(mut self, socket: WebSocket, guest: Guest) {
        let (mut sink, mut stream) = socket.split();
        let end = match self.join(&mut stream, guest).await {
            Ok(()) => {
                let end = tokio::select! {
                    end = self.read(&mut stream) => end,
                    end = self.write(&mut sink) => end,
                    end = self.tend() => end,
                };
                self.room.leave(self.place.id).await;
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
            timeout(PATIENCE, goodbye).await.ok(); // It had its time.
        }
    }

    /// Hears the first word and takes the connection into the room.
    async fn join(&mut self, stream: &mut SplitStream<WebSocket>, guest: Guest) -> Result<(), End> {
        let first_word = async {
            loop {
                if let Some(message) = self.hear(stream).await? {
                    break Ok(message);
                }
            }
        };
        let silent = || End::Close(Closing::Malformed, "nothing was said".into());
        let first = timeout(PATIENCE, first_word)
            .await
            .map_err(|_| silent())??;
        let speaks = match &first {
            ClientMessage::Hello(hello) => {
                self.accept(hello)?;
                Speaks::Plenary
            }
            _ => Speaks::Yjs,
        };
        let sign_in = guest.sign_in;
        self.enter(guest, speaks).await?;
        // From now on the room hears of every sign-out; of one just before it heard nothing.
        if !self.is_signed_in(sign_in).await {
            let reason = "you were signed out".into();
            self.room.leave(self.place.id).await;
            return Err(End::Close(Closing::SignedOut, reason));
        }
        self.room.hear(self.place.id, first).await;
        Ok(())
    }

    /// Enters the room; should it end at this moment, for want of people, the one that is opened next.
    async fn enter(&mut self, guest: Guest, speaks: Speaks) -> Result<(), End> {
        loop {
            let outbox = Arc::clone(&self.place.outbox);
            match self
                .room
                .join(self.place.id, guest.clone(), speaks, outbox)
                .await
            {
                Ok(()) => return Ok(()),
                Err(JoinError::Ended) => match self.rooms.room(self.draft).await {
                    Ok(room) => self.room = room,
                    Err(err) => return Err(End::Close(Closing::TryAgainLater, err.to_string())),
                },
                Err(err @ JoinError::NotAllowed) => {
                    return Err(End::Close(Closing::NotAllowed, err.to_string()));
                }
                Err(err @ JoinError::Full { .. }) => {
                    return Err(End::Close(Closing::TryAgainLater, err.to_string()));
                }
            }
        }
    }

    async fn is_signed_in(&self, sign_in: SignInId) -> bool {
        let valid = people::store::still_signed_in(&self.db, &[sign_in], self.clock.now()).await;
        // Without a database nothing can be signed out either.
        valid.map_or(true, |valid| !valid.is_empty())
    }

    /// Whether this client may merge its copy and edit without deleting what it does not know.
    fn accept(&self, hello: &ClientHello) -> Result<(), End> {
        if hello.schema < schema::SCHEMA || hello.protocol < wire::PROTOCOL {
            return Err(End::Close(
                Closing::OldSchema,
                "this page is older than the server: reload it".into(),
            ));
        }
        if hello
            .generation
            .is_some_and(|generation| generation != self.room.generation())
        {
            return Err(End::Close(
                Closing::NewGeneration,
                "this draft has a new generation".into(),
            ));
        }
        Ok(())
    }

    /// Reads messages and passes them on, no faster than the room takes them and than one client may speak.
    async fn read(&self, stream: &mut SplitStream<WebSocket>) -> End {
        let mut pace = Pace::new(self.limits.updates_per_second);
        loop {
            let message = match self.hear(stream).await {
                Ok(Some(message)) => message,
                Ok(None) => continue,
                Err(end) => return end,
            };
            pace.keep().await;
            self.room.hear(self.place.id, message).await;
        }
    }

    /// The next message of the protocol, or `None` for a sign of life that is no message.
    async fn hear(
        &self,
        stream: &mut SplitStream<WebSocket>,
    ) -> Result<Option<ClientMessage>, End> {
        let message = stream.next().await;
        self.heard.fetch_add(1, Ordering::Relaxed);
        match message {
            Some(Ok(Message::Binary(frame))) => {
                let message = ClientMessage::read(&frame, &self.limits);
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

    /// Writes what the room puts into the outbox, what came in one turn in one write.
    async fn write(&self, sink: &mut SplitSink<WebSocket, Message>) -> End {
        loop {
            let frames = match self.place.outbox.next().await {
                Next::Write(frames) => frames.into_iter().map(Message::Binary).collect(),
                // Browsers hide pings from pages, so the page's watchdog needs a frame of its own.
                Next::Beat => vec![
                    Message::Binary(wire::heartbeat()),
                    Message::Ping(Bytes::new()),
                ],
                Next::CatchUp => {
                    self.room.catch_up(self.place.id).await;
                    continue;
                }
                Next::Close(closing, reason) => return End::Close(closing, reason),
            };
            let written = async {
                for frame in frames {
                    sink.feed(frame).await?;
                }
                sink.flush().await
            };
            match timeout(self.limits.stall, written).await {
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

    /// Has a sign of life sent every now and then, and misses the client's. One timer for both, which no message touches.
    async fn tend(&self) -> End {
        let mut silent = Duration::ZERO;
        let mut heard = self.heard.load(Ordering::Relaxed);
        loop {
            sleep(self.limits.heartbeat).await;
            self.place.outbox.beat();
            let newest = self.heard.load(Ordering::Relaxed);
            silent = if newest == heard {
                silent + self.limits.heartbeat
            } else {
                Duration::ZERO
            };
            heard = newest;
            if silent > self.limits.stall {
                return End::Close(
                    Closing::TryAgainLater,
                    "nothing was heard for too long".into(),
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
