//! A server with the demonstration conference.

use std::net::SocketAddr;

use plenary::clock::Clock;
use plenary::demo::Report;
use plenary::drafting::{Journal, Limits, Rooms};
use plenary::http::{self, App};
use plenary::people::{self, SignIn, SignInKind, Token};
use plenary::{demo, storage};
use sqlx::PgPool;
use tokio::net::TcpListener;

use super::caller::Caller;

/// A server with the demonstration conference.
pub struct Demonstration {
    pub address: SocketAddr,
    pub clock: Clock,
    /// What was loaded.
    pub report: Report,
    db: PgPool,
}

impl Demonstration {
    /// Starts one on an empty database.
    pub async fn start(db: &PgPool) -> Self {
        storage::migrate(db).await.unwrap();
        let clock = Clock::default();
        let report = demo::load(db, &clock).await.unwrap();
        let journal = Journal::start(&db.connect_options(), 2, &clock);
        let rooms = Rooms::new(db.clone(), journal, clock.clone(), Limits::default());
        let app = App::new(db.clone(), rooms, clock.clone(), None);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(http::serve(listener, app, std::future::pending()));
        Self {
            address,
            clock,
            report,
            db: db.clone(),
        }
    }

    /// A program of the participant with this reference.
    pub async fn caller(&self, reference: &str) -> Caller {
        let found = people::store::find(&self.db, reference).await.unwrap();
        let (participant, _) = found.unwrap();
        let token = Token::new();
        let sign_in = SignIn::new(participant, SignInKind::Program, self.clock.now());
        people::store::sign_in(&self.db, &sign_in, &token)
            .await
            .unwrap();
        Caller::with_token(self.address, token.reveal())
    }
}
