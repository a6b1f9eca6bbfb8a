//! A person with a screen: a Yjs document behind the live protocol, told to type and asked what it sees.

use std::net::SocketAddr;
use std::time::Duration;

use bytes::Bytes;
use futures_util::{SinkExt, StreamExt};
use plenary::drafting::scan::{Reader, Writer};
use plenary::negotiation::DraftId;
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};
use yrs::updates::decoder::Decode;
use yrs::updates::encoder::Encode;
use yrs::{
    Doc, GetString, Map, OffsetKind, Options, ReadTxn, StateVector, Text, Transact, Update,
    XmlFragment, XmlFragmentRef, XmlOut, XmlTextRef,
};

use super::PATIENCE;

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// Which messages a client uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Speaks {
    Plenary,
    Yjs,
    /// Nothing, until it is told to.
    Silent,
}

/// One connection with its own copy of the draft. Nothing is read from the socket but while it waits for something.
pub struct Client {
    address: SocketAddr,
    draft: DraftId,
    token: String,
    speaks: Speaks,
    socket: Option<Socket>,
    pub doc: Doc,
    fence: u64,
    /// The highest fence that was answered, and the sequence number with it.
    pub fenced: (u64, u64),
    pub hello: Option<Value>,
    pub notices: Vec<Value>,
    pub presence: Vec<Value>,
    pub awareness: Vec<Bytes>,
    pub refusal: Option<Value>,
    pub closed: Option<(u16, String)>,
    /// Whether the whole draft has come since it connected.
    pub has_synced: bool,
    /// How many updates have come.
    pub updates: usize,
}

impl Client {
    /// Opens a draft and waits until all of it has come.
    pub async fn open(address: SocketAddr, draft: DraftId, token: &str, speaks: Speaks) -> Self {
        let mut client = Self::new(address, draft, token, speaks);
        client.connect().await;
        client.syncs().await;
        client
    }

    /// A client that has not connected yet.
    pub fn new(address: SocketAddr, draft: DraftId, token: &str, speaks: Speaks) -> Self {
        let options = Options {
            offset_kind: OffsetKind::Utf16,
            skip_gc: true,
            ..Options::default()
        };
        Self {
            address,
            draft,
            token: token.to_owned(),
            speaks,
            socket: None,
            doc: Doc::with_options(options),
            fence: 0,
            fenced: (0, 0),
            hello: None,
            notices: Vec::new(),
            presence: Vec::new(),
            awareness: Vec::new(),
            refusal: None,
            closed: None,
            has_synced: false,
            updates: 0,
        }
    }

    /// The same person with an empty document, who has not connected yet.
    pub fn on_another_device(&self) -> Self {
        Self::new(self.address, self.draft, &self.token, self.speaks)
    }

    /// Connects, says hello and asks for what it lacks; nothing is awaited.
    pub async fn connect(&mut self) {
        self.try_connect().await.unwrap();
    }

    /// The same, with the answer if the server refuses.
    pub async fn try_connect(&mut self) -> Result<(), Box<Error>> {
        let mut request = format!("ws://{}/api/drafts/{}/live", self.address, self.draft)
            .into_client_request()
            .unwrap();
        request.headers_mut().insert(
            "authorization",
            format!("Bearer {}", self.token).parse().unwrap(),
        );
        let (socket, _) = tokio_tungstenite::connect_async(request)
            .await
            .map_err(Box::new)?;
        self.socket = Some(socket);
        (self.closed, self.refusal, self.has_synced) = (None, None, false);
        (self.fence, self.fenced) = (0, (0, 0));
        if self.speaks == Speaks::Plenary {
            self.says(&text_frame(
                100,
                &json!({"protocol": 1, "schema": 2, "generation": null}).to_string(),
            ))
            .await;
        }
        if self.speaks != Speaks::Silent {
            let step_1 = self.doc.transact().state_vector().encode_v1();
            self.says(&sync_frame(0, &step_1)).await;
        }
        Ok(())
    }

    /// Waits until the whole draft has come.
    pub async fn syncs(&mut self) {
        self.until("synced", |client| client.has_synced).await;
    }

    /// Drops the connection without a word.
    pub fn disconnects(&mut self) {
        self.socket = None;
    }

    /// Sends bytes as one frame. A socket that is gone swallows them.
    pub async fn says(&mut self, frame: &[u8]) {
        let Some(socket) = &mut self.socket else {
            return;
        };
        socket
            .send(Message::Binary(Bytes::copy_from_slice(frame)))
            .await
            .ok(); // What has come can still be read.
    }

    /// From now on the server is found elsewhere.
    pub fn moves_to(&mut self, address: SocketAddr) {
        self.socket = None;
        self.address = address;
    }

    /// Reads the frames that have come already.
    pub async fn hears_what_is_there(&mut self) {
        while let Some(socket) = &mut self.socket
            && let Ok(message) = timeout(Duration::from_millis(1), socket.next()).await
        {
            self.takes(message).await;
        }
    }

    /// Reads what is left to read on a socket that cannot be written any more.
    pub async fn hears_out(&mut self) {
        while self.socket.is_some() {
            self.hears().await;
        }
    }

    /// Sends an update that this client did not make.
    pub async fn forges(&mut self, update: &[u8]) {
        self.says(&sync_frame(2, update)).await;
    }

    /// Types into the first paragraph, at a position in UTF-16 units.
    pub async fn types(&mut self, at: u32, words: &str) {
        let update = self.edits(|text, txn| text.insert(txn, at, words));
        self.forges(&update).await;
    }

    /// Deletes from the first paragraph.
    pub async fn deletes(&mut self, at: u32, length: u32) {
        let update = self.edits(|text, txn| text.remove_range(txn, at, length));
        self.forges(&update).await;
    }

    /// Changes the first paragraph on this screen only; answers the update.
    pub fn edits(&self, edit: impl FnOnce(&XmlTextRef, &mut yrs::TransactionMut<'_>)) -> Vec<u8> {
        let text = self.paragraph().expect("the draft has a paragraph");
        let mut txn = self.doc.transact_mut();
        edit(&text, &mut txn);
        txn.encode_update_v1()
    }

    /// The text node of the first paragraph of the first action point.
    pub fn paragraph(&self) -> Option<XmlTextRef> {
        let fragment = self.fragment()?;
        let txn = self.doc.transact();
        let paragraphs = fragment.children(&txn).filter_map(|child| match child {
            XmlOut::Element(element) if element.tag().as_ref() == "paragraph" => Some(element),
            _ => None,
        });
        let mut texts = paragraphs.filter_map(|paragraph| match paragraph.get(&txn, 0) {
            Some(XmlOut::Text(text)) => Some(text),
            _ => None,
        });
        texts.next()
    }

    /// The root fragment of the first action point.
    pub fn fragment(&self) -> Option<XmlFragmentRef> {
        let outline = self.doc.get_or_insert_map("outline");
        let mut ids: Vec<String> = outline
            .keys(&self.doc.transact())
            .map(str::to_owned)
            .collect();
        ids.sort_unstable();
        Some(
            self.doc
                .get_or_insert_xml_fragment(format!("point:{}", ids.first()?)),
        )
    }

    /// The first paragraph as this screen shows it.
    pub fn text(&self) -> String {
        self.paragraph()
            .map(|text| text.get_string(&self.doc.transact()))
            .unwrap_or_default()
    }

    /// Asks to be told when everything so far is saved.
    pub async fn fences(&mut self) -> u64 {
        self.fence += 1;
        let mut frame = Writer::default();
        frame.byte(101);
        frame.varuint(self.fence);
        self.says(&frame.into_bytes()).await;
        self.fence
    }

    /// Asks, and waits for the answer.
    pub async fn is_told_saved(&mut self) {
        let fence = self.fences().await;
        self.until("told that all is saved", |client| client.fenced.0 >= fence)
            .await;
    }

    /// Waits until the first paragraph reads like this.
    pub async fn sees(&mut self, words: &str) {
        self.until(&format!("sees {words:?}"), |client| client.text() == words)
            .await;
    }

    /// Waits for a refusal with this code.
    pub async fn is_refused(&mut self, code: &str) {
        let refused = |client: &Self| {
            client
                .refusal
                .as_ref()
                .is_some_and(|refusal| refusal["code"] == code)
        };
        self.until(&format!("refused as {code}"), refused).await;
    }

    /// Waits for the connection to be closed with this code.
    pub async fn is_closed(&mut self, code: u16) {
        self.until(&format!("closed with {code}"), |client| {
            client
                .closed
                .as_ref()
                .is_some_and(|closed| closed.0 == code)
        })
        .await;
    }

    /// Waits for a notice of this kind with this value of a field.
    pub async fn is_noticed(&mut self, kind: &str, field: &str, value: &str) {
        let told = |client: &Self| {
            client.notices.iter().any(|notice| {
                notice["kind"] == kind && (field.is_empty() || notice[field] == value)
            })
        };
        self.until(&format!("noticed {kind} {value}"), told).await;
    }

    /// Reads frames until something holds; then says what it saw instead.
    pub async fn until(&mut self, what: &str, holds: impl Fn(&Self) -> bool) {
        let waited = timeout(PATIENCE, async {
            while !holds(self) {
                assert!(
                    self.socket.is_some(),
                    "the connection ended ({:?}) and never: {what}",
                    self.closed
                );
                self.hears().await;
            }
        });
        let is_patient = waited.await.is_ok();
        assert!(
            is_patient,
            "never {what}; it reads {:?}, fenced {:?} of {}, refusal {:?}, notices {:?}",
            self.text(),
            self.fenced,
            self.fence,
            self.refusal,
            self.notices
        );
    }

    /// Reads one frame and does what a client does with it.
    pub async fn hears(&mut self) {
        let Some(socket) = &mut self.socket else {
            return;
        };
        let message = socket.next().await;
        self.takes(message).await;
    }

    async fn takes(&mut self, message: Option<Result<Message, Error>>) {
        match message {
            Some(Ok(Message::Binary(frame))) => self.understands(&frame).await,
            Some(Ok(Message::Close(Some(frame)))) => {
                self.closed = Some((frame.code.into(), frame.reason.to_string()));
            }
            Some(Ok(_)) => {}
            Some(Err(_)) | None => {
                self.closed.get_or_insert((1006, "it broke".into()));
                self.socket = None;
            }
        }
    }

    async fn understands(&mut self, frame: &Bytes) {
        let mut body = Reader::new(frame);
        match body.varuint().unwrap() {
            0 => {
                let step = body.varuint().unwrap();
                let content = body.var_bytes().unwrap();
                if step == 0 {
                    let known = StateVector::decode_v1(content).unwrap();
                    let answer = self.doc.transact().encode_diff_v1(&known);
                    self.says(&sync_frame(1, &answer)).await;
                } else {
                    self.has_synced |= step == 1;
                    self.updates += usize::from(step == 2);
                    let update = Update::decode_v1(content).unwrap();
                    self.doc.transact_mut().apply_update(update).unwrap();
                }
            }
            1 => self.awareness.push(frame.clone()),
            100 => self.hello = Some(json_of(&mut body)),
            102 => self.fenced = (body.varuint().unwrap(), body.varuint().unwrap()),
            103 => self.refusal = Some(json_of(&mut body)),
            104 => self.notices.push(json_of(&mut body)),
            105 => self.presence.push(json_of(&mut body)),
            other => panic!("the server sent a message of type {other}"),
        }
    }
}

/// A sync message: step 1 (0), step 2 (1) or update (2).
pub fn sync_frame(step: u8, body: &[u8]) -> Vec<u8> {
    let mut frame = Writer::default();
    frame.raw(&[0, step]);
    frame.var_bytes(body);
    frame.into_bytes()
}

/// A message whose body is text.
pub fn text_frame(kind: u8, text: &str) -> Vec<u8> {
    let mut frame = Writer::default();
    frame.byte(kind);
    frame.string(text);
    frame.into_bytes()
}

fn json_of(body: &mut Reader<'_>) -> Value {
    serde_json::from_slice(body.var_bytes().unwrap()).unwrap()
}
