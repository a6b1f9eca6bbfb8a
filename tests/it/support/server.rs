//! A server in this process, on a database of its own.

use std::net::SocketAddr;

use bytes::Bytes;
use plenary::clock::Clock;
use plenary::conference::{
    Conference, ConferenceId, Entering, Session, SessionId, SessionStatus, Translations,
};
use plenary::drafting::journal::{Batch, Entry};
use plenary::drafting::text::{Block, BlockKind, Document, MarkerKind, Point, PointKind, Run};
use plenary::drafting::{self, Draft, Journal, Limits, Rooms};
use plenary::http::serve::Stopped;
use plenary::http::{self, App};
use plenary::negotiation::{ActionPointId, DraftId, DraftStatus, ParagraphId};
use plenary::people::{
    self, Delegation, DelegationId, DelegationKind, Participant, ParticipantId, Role, SignIn,
    SignInKind, Token,
};
use sqlx::PgPool;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::Client;
use super::client::Speaks;

/// A server that runs until it is stopped or the test ends.
pub struct TestServer {
    pub address: SocketAddr,
    pub db: PgPool,
    pub clock: Clock,
    pub conference: ConferenceId,
    pub session: SessionId,
    pub delegation: DelegationId,
    pub rooms: Rooms,
    stop: Option<oneshot::Sender<()>>,
    running: JoinHandle<anyhow::Result<Stopped>>,
}

impl TestServer {
    /// A server with the limits of production, but for the pace at which one client is read.
    pub async fn start(db: PgPool) -> Self {
        Self::start_with(
            db,
            Limits {
                updates_per_second: 1_000_000,
                ..Limits::default()
            },
        )
        .await
    }

    /// A server with these limits, and a conference with one session.
    pub async fn start_with(db: PgPool, limits: Limits) -> Self {
        let place = seed(&db).await;
        Self::run(db, limits, Clock::default(), place).await
    }

    /// Another server on the same database, with the same clock.
    pub async fn beside(&self) -> Self {
        let place = (self.conference, self.session, self.delegation);
        Self::run(
            self.db.clone(),
            Limits::default(),
            self.clock.clone(),
            place,
        )
        .await
    }

    async fn run(
        db: PgPool,
        limits: Limits,
        clock: Clock,
        (conference, session, delegation): (ConferenceId, SessionId, DelegationId),
    ) -> Self {
        let journal = Journal::start(&db.connect_options(), 2, &clock);
        let rooms = Rooms::new(db.clone(), journal, clock.clone(), limits);
        let app = App::new(db.clone(), rooms.clone(), clock.clone(), None);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let running = tokio::spawn(http::serve(listener, app, async {
            stopped.await.ok();
        }));
        Self {
            address,
            db,
            clock,
            conference,
            session,
            delegation,
            rooms,
            stop: Some(stop),
            running,
        }
    }

    /// Stops it as a signal would, and waits for the end.
    pub async fn stop(mut self) -> Stopped {
        self.halt().await
    }

    /// Stops it as a signal would, waits for the end, and leaves what is known of it.
    pub async fn halt(&mut self) -> Stopped {
        self.stop.take().unwrap().send(()).unwrap();
        (&mut self.running).await.unwrap().unwrap()
    }

    /// A participant of this name, and the token of a program that acts as them.
    pub async fn participant(&self, name: &str) -> (ParticipantId, String) {
        let (participant, token) =
            add_participant(&self.db, self.conference, self.delegation, name).await;
        people::store::assign_role(&self.db, self.session, participant, Role::Delegate)
            .await
            .unwrap();
        (participant, token)
    }

    /// A draft with one action point of these paragraphs.
    pub async fn draft(&self, paragraphs: &[&str]) -> DraftId {
        add_draft(&self.db, self.session, paragraphs).await
    }

    /// Somebody opens a draft with our client.
    pub async fn join(&self, draft: DraftId, name: &str) -> Client {
        let (_, token) = self.participant(name).await;
        Client::open(self.address, draft, &token, Speaks::Plenary).await
    }

    /// Somebody opens a draft with a client that knows the Yjs protocol only.
    pub async fn join_as_stock(&self, draft: DraftId, name: &str) -> Client {
        let (_, token) = self.participant(name).await;
        Client::open(self.address, draft, &token, Speaks::Yjs).await
    }

    /// The first paragraph as it is in the journal, replayed from its beginning.
    pub async fn stored_text(&self, draft: DraftId) -> String {
        first_paragraph(&replayed(&self.db, draft).await)
    }
}

/// A draft's document, replayed from the journal alone.
pub async fn replayed(db: &PgPool, draft: DraftId) -> Document {
    let entries = drafting::store::entries_after(db, draft, 1, 0)
        .await
        .unwrap();
    let mut document = Document::new();
    for entry in &entries {
        document.apply([&*entry.update]).unwrap();
    }
    document
}

/// The words of the first paragraph of the first action point.
pub fn first_paragraph(document: &Document) -> String {
    let points = document.points();
    let paragraph = points[0]
        .blocks
        .iter()
        .find(|block| block.kind == BlockKind::Paragraph);
    paragraph.map(Block::text).unwrap_or_default()
}

/// Adds a draft in which nothing was written yet to a session.
pub async fn add_empty_draft(db: &PgPool, session: SessionId) -> DraftId {
    let draft = empty_draft(session);
    let mut db = db.acquire().await.unwrap();
    drafting::store::add(&mut db, &draft).await.unwrap();
    draft.id
}

fn empty_draft(session: SessionId) -> Draft {
    Draft {
        id: DraftId::new(),
        session,
        session_number: 1,
        symbol: format!("TEST/{}", uuid::Uuid::now_v7()),
        title: Translations::default(),
        language: "en".into(),
        status: DraftStatus::Drafting,
        generation: 1,
        seq: 0,
        quarantined: false,
    }
}

/// Adds a draft with one action point of these paragraphs to a session.
pub async fn add_draft(db: &PgPool, session: SessionId, paragraphs: &[&str]) -> DraftId {
    add_draft_of(db, session, &[paragraphs]).await
}

/// A draft with action points of these paragraphs.
pub async fn add_draft_of(db: &PgPool, session: SessionId, points: &[&[&str]]) -> DraftId {
    let draft = empty_draft(session);
    let block = |kind, text: &str| Block {
        kind,
        id: Some(ParagraphId::new()),
        level: 0,
        marker: MarkerKind::None,
        alternate: None,
        language: None,
        runs: vec![Run::plain(text)],
    };
    let point = |(place, paragraphs): (usize, &&[&str])| {
        let paragraphs = paragraphs
            .iter()
            .map(|text| block(BlockKind::Paragraph, text));
        Point {
            id: ActionPointId::new(),
            kind: PointKind::ActionPoint,
            order: format!("a{place}"),
            blocks: std::iter::once(block(BlockKind::Title, "Title"))
                .chain(paragraphs)
                .collect(),
        }
    };
    let points: Vec<Point> = points.iter().enumerate().map(point).collect();
    let mut db = db.begin().await.unwrap();
    drafting::store::add(&mut db, &draft).await.unwrap();
    let update = Bytes::from(Document::compose(&points, 1).encode());
    let entries = vec![Entry {
        participant: None,
        update,
        new_clients: vec![1],
    }];
    let batch = Batch {
        draft: draft.id,
        generation: 1,
        after_seq: 0,
        rules: 0,
        entries,
    };
    drafting::store::append(&mut db, &[batch], Clock::default().now())
        .await
        .unwrap();
    db.commit().await.unwrap();
    draft.id
}

/// A conference with one session and one delegation.
pub async fn seed(db: &PgPool) -> (ConferenceId, SessionId, DelegationId) {
    let conference = Conference {
        id: ConferenceId::new(),
        slug: "test".into(),
        symbol_root: "TEST".into(),
        title: Translations::default(),
        theme: Translations::default(),
        city: "Beijing".into(),
        country: "CN".into(),
        starts_on: chrono::NaiveDate::from_ymd_opt(2013, 10, 21).unwrap(),
        ends_on: chrono::NaiveDate::from_ymd_opt(2013, 10, 23).unwrap(),
        working_language: "en".into(),
        languages: vec![],
        time_zone: "Asia/Shanghai".into(),
        notice: None,
        entering: Entering::ByBadge,
    };
    plenary::conference::store::add(db, &conference)
        .await
        .unwrap();
    let session = Session {
        id: SessionId::new(),
        number: 1,
        code: "S1".into(),
        title: Translations::default(),
        place: "Room 1".into(),
        status: SessionStatus::InProgress,
    };
    plenary::conference::store::add_session(db, conference.id, &session)
        .await
        .unwrap();
    let delegation = Delegation {
        id: DelegationId::new(),
        kind: DelegationKind::City,
        city: "Cork".into(),
        country: "IE".into(),
        name: Translations::default(),
        head: None,
        may_sponsor: true,
        may_agree: true,
    };
    people::store::add_delegation(db, conference.id, &delegation)
        .await
        .unwrap();
    (conference.id, session.id, delegation.id)
}

/// Adds a participant who keeps the text of every session, and a token of a program that acts as them.
pub async fn add_participant(
    db: &PgPool,
    conference: ConferenceId,
    delegation: DelegationId,
    name: &str,
) -> (ParticipantId, String) {
    let participant = Participant {
        id: ParticipantId::new(),
        reference: format!("p-{name}"),
        delegation,
        name: name.to_owned(),
        native_name: None,
        title: "Mayor".into(),
        badge_role: Role::Delegate,
        city: format!("City of {name}"),
        country: "IE".into(),
        language: "en".into(),
        other_languages: vec![],
        email: None,
    };
    people::store::add_participant(db, conference, &participant)
        .await
        .unwrap();
    let sessions = plenary::conference::store::sessions(db, conference)
        .await
        .unwrap();
    for session in sessions {
        people::store::assign_role(db, session.id, participant.id, Role::Rapporteur)
            .await
            .unwrap();
    }
    let token = Token::new();
    let sign_in = SignIn::new(participant.id, SignInKind::Program, Clock::default().now());
    people::store::sign_in(db, &sign_in, &token).await.unwrap();
    (participant.id, token.reveal())
}
