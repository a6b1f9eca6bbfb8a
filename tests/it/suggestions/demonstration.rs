//! The suggestions of the demonstration.

use plenary::clock::Clock;
use plenary::drafting::{Journal, Limits, Rooms};
use plenary::http::{self, App};
use plenary::people::{self, SignIn, SignInKind, Token};
use plenary::{demo, storage};
use serde_json::Value;
use sqlx::PgPool;
use tokio::net::TcpListener;

use crate::support::caller::Caller;

#[sqlx::test(migrations = false)]
async fn all_of_them_are_there_and_those_that_are_open_fit(db: PgPool) {
    storage::migrate(&db).await.unwrap();
    let clock = Clock::default();
    demo::load(&db, &clock).await.unwrap();
    let journal = Journal::start(&db.connect_options(), 2, &clock);
    let rooms = Rooms::new(db.clone(), journal, clock.clone(), Limits::default());
    let app = App::new(db.clone(), rooms, clock.clone(), None);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(http::serve(listener, app, std::future::pending()));
    let (rapporteur, _) = people::store::find(&db, "p-kim-seoyun")
        .await
        .unwrap()
        .unwrap();
    let token = Token::new();
    let sign_in = SignIn::new(rapporteur, SignInKind::Program, clock.now());
    people::store::sign_in(&db, &sign_in, &token).await.unwrap();
    let rapporteur = Caller::with_token(address, token.reveal());

    let drafts = rapporteur.get("/api/drafts").await.well();
    let mut all: Vec<Value> = Vec::new();
    for draft in drafts.as_array().unwrap() {
        let path = format!("/api/drafts/{}/suggestions", draft["id"].as_str().unwrap());
        let view = rapporteur.get(&path).await.well();
        all.extend(view["suggestions"].as_array().unwrap().clone());
    }
    assert_eq!(all.len(), 27);
    let state = |state: &str| all.iter().filter(|one| one["state"] == state).count();
    assert_eq!(
        [
            state("open"),
            state("accepted"),
            state("accepted_amended"),
            state("not_retained")
        ],
        [19, 6, 1, 1]
    );
    for one in &all {
        assert!(one["state"] != "open" || one["fit"] == "fits", "{one}");
        assert!(one["reason"].is_string(), "{one}");
    }
    let arabic: Vec<&Value> = all.iter().filter(|one| one["language"] == "ar").collect();
    assert_eq!(arabic.len(), 1);
    assert!(all.iter().any(|one| one["reason_language"] == "zh"));
    let next: i32 = sqlx::query_scalar("select suggestions from session where code = 'S2'")
        .fetch_one(&db)
        .await
        .unwrap();
    assert_eq!(next, 9, "the next one is S2/10");
}
