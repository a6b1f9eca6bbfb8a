//! People come in by an OpenID Connect provider, which is a process of its own.

use plenary::clock::Clock;
use plenary::drafting::{Journal, Limits, Rooms};
use plenary::http::{self, App};
use plenary::people::IdentityProvider;
use reqwest::redirect::Policy;
use reqwest::{Client as Http, Response, StatusCode, Url};
use serde_json::{Value, json};
use sqlx::PgPool;
use tokio::net::TcpListener;

use crate::support::node::Script;
use crate::support::server::{add_participant, seed};

/// A server that trusts a provider, and nobody else there.
struct Conference {
    address: String,
    db: PgPool,
    provider: Script,
}

/// A browser: it keeps cookies and goes where it is sent, until it is where it was to stop.
struct Browser {
    http: Http,
    address: String,
}

impl Conference {
    async fn start(db: PgPool) -> Self {
        let (conference, _, delegation) = seed(&db).await;
        for (name, email) in [
            ("mayor", Some("Mayor@cork.example")),
            ("clerk", Some("clerk@cork.example")),
            ("other", None),
        ] {
            let (participant, _) = add_participant(&db, conference, delegation, name).await;
            sqlx::query("update participant set email = $2 where id = $1")
                .bind(participant.0)
                .bind(email)
                .execute(&db)
                .await
                .unwrap();
        }
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let back = format!("{address}/api/sign-in/oidc/callback");
        let people = json!({
            "mayor": { "email": "mayor@CORK.example", "email_verified": true },
            "clerk": { "email": "clerk@cork.example", "email_verified": false },
            "nobody": { "email": "nobody@cork.example", "email_verified": true },
            "nameless": {},
        });
        let mut provider = Script::start("provider.mjs", &[&back, &people.to_string()]);
        let issuer = provider.says().await;
        let identity = IdentityProvider::new(issuer.as_str().unwrap(), "plenary", "known to both");
        let clock = Clock::default();
        let journal = Journal::start(&db.connect_options(), 2, &clock);
        let rooms = Rooms::new(db.clone(), journal, clock.clone(), Limits::default());
        let app = App::new(db.clone(), rooms, clock, None).trusting(Some(identity.unwrap()));
        tokio::spawn(http::serve(listener, app, std::future::pending()));
        Self {
            address,
            db,
            provider,
        }
    }

    fn browser(&self) -> Browser {
        // It stops before it comes back, so that a test may meddle with how it does.
        let home = self.address.clone();
        let until_back =
            Policy::custom(
                move |attempt| match attempt.url().as_str().starts_with(&home) {
                    true => attempt.stop(),
                    false => attempt.follow(),
                },
            );
        let browser = Http::builder().cookie_store(true).redirect(until_back);
        Browser {
            http: browser.build().unwrap(),
            address: self.address.clone(),
        }
    }
}

impl Browser {
    /// Signs in with the provider under this name, and answers where that sends the browser back to.
    async fn signs_in_as(&self, name: &str) -> Url {
        let mut page = self
            .get(&format!("{}/api/sign-in/oidc", self.address))
            .await;
        let first = page.url().clone();
        assert!(!first.as_str().starts_with(&self.address), "{first}");
        for form in [
            &[("prompt", "login"), ("login", name), ("password", "any")][..],
            &[("prompt", "consent")],
        ] {
            assert_eq!(page.status(), StatusCode::OK, "{page:?}");
            page = self
                .http
                .post(page.url().clone())
                .form(form)
                .send()
                .await
                .unwrap();
        }
        sent_to(&page)
    }

    async fn get(&self, address: &str) -> Response {
        self.http.get(address).send().await.unwrap()
    }

    /// Where the server sends a browser that comes to this address.
    async fn is_sent_from(&self, address: &Url) -> String {
        let answer = self.get(address.as_str()).await;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{answer:?}");
        answer.headers()["location"].to_str().unwrap().to_owned()
    }

    async fn who_am_i(&self) -> Value {
        let answer = self.get(&format!("{}/api/sign-in", self.address)).await;
        answer.json().await.unwrap()
    }
}

fn sent_to(answer: &Response) -> Url {
    let location = answer.headers()["location"].to_str().unwrap();
    answer.url().join(location).unwrap()
}

#[sqlx::test]
async fn whoever_has_the_address_comes_in(db: PgPool) {
    let conference = Conference::start(db).await;
    let browser = conference.browser();
    let ways: Value = browser
        .get(&format!("{}/api/sign-in/ways", conference.address))
        .await
        .json()
        .await
        .unwrap();
    assert_eq!(ways, json!({ "oidc": "127.0.0.1" }));

    let back = browser.signs_in_as("mayor").await;
    assert_eq!(browser.is_sent_from(&back).await, "/enter?by=oidc");
    assert_eq!(browser.who_am_i().await["participant"]["name"], "mayor");

    // The answer is good once, and only where the question was asked.
    assert_eq!(
        browser.is_sent_from(&back).await,
        "/enter?problem=oidc_expired"
    );
    let stored: String = sqlx::query_scalar("select string_agg(t::text, '') from sign_in t")
        .fetch_one(&conference.db)
        .await
        .unwrap();
    for (name, secret) in back.query_pairs() {
        assert!(!stored.contains(&*secret), "{name}");
    }
}

#[sqlx::test]
async fn whoever_the_provider_does_not_vouch_for_stays_outside(db: PgPool) {
    let conference = Conference::start(db).await;
    for (name, problem) in [
        ("clerk", "oidc_unverified"),
        ("nobody", "oidc_unknown"),
        ("nameless", "oidc_unverified"),
    ] {
        let browser = conference.browser();
        let back = browser.signs_in_as(name).await;
        let sent = browser.is_sent_from(&back).await;
        assert_eq!(sent, format!("/enter?problem={problem}"), "{name}");
        assert_eq!(browser.who_am_i().await["code"], "not_signed_in");
    }
}

#[sqlx::test]
async fn an_answer_counts_in_the_browser_that_asked(db: PgPool) {
    let conference = Conference::start(db).await;
    let (browser, other) = (conference.browser(), conference.browser());
    let back = browser.signs_in_as("mayor").await;
    let others = other.signs_in_as("mayor").await;
    let code = |url: &Url| {
        url.query_pairs()
            .find(|(name, _)| name == "code")
            .unwrap()
            .1
            .into_owned()
    };
    let state = |url: &Url| {
        url.query_pairs()
            .find(|(name, _)| name == "state")
            .unwrap()
            .1
            .into_owned()
    };
    let answer = |code: &str, state: &str| {
        let mut url = back.clone();
        url.query_pairs_mut()
            .clear()
            .append_pair("code", code)
            .append_pair("state", state);
        url
    };

    // Somebody sends the link of their own answer.
    let stranger = conference.browser();
    assert_eq!(
        stranger.is_sent_from(&back).await,
        "/enter?problem=oidc_expired"
    );
    assert_eq!(
        other.is_sent_from(&back).await,
        "/enter?problem=oidc_expired"
    );
    // The right state does not help another's code: its nonce and its proof are those of another question.
    let forged = answer(&code(&others), &state(&back));
    assert_eq!(
        browser.is_sent_from(&forged).await,
        "/enter?problem=oidc_unavailable"
    );
    for browser in [browser, other, stranger] {
        assert_eq!(browser.who_am_i().await["code"], "not_signed_in");
    }

    let browser = conference.browser();
    let back = browser.signs_in_as("mayor").await;
    let mut declined = back.clone();
    declined
        .query_pairs_mut()
        .clear()
        .append_pair("error", "access_denied")
        .append_pair("state", &state(&back));
    assert_eq!(
        browser.is_sent_from(&declined).await,
        "/enter?problem=oidc_declined"
    );
}

#[sqlx::test]
async fn without_a_provider_there_is_no_such_way_in(db: PgPool) {
    let server = crate::support::TestServer::start(db).await;
    let caller = crate::support::caller::Caller::browser(server.address);
    assert_eq!(
        caller.get("/api/sign-in/ways").await.well(),
        json!({ "oidc": null })
    );
    assert_eq!(
        caller.get("/api/sign-in/oidc").await.refused(),
        (404, "not_found")
    );
}

#[sqlx::test]
async fn a_provider_that_is_away_leads_to_the_page_of_entrance(db: PgPool) {
    let Conference {
        address, provider, ..
    } = Conference::start(db).await;
    drop(provider);
    let browser = Http::builder().redirect(Policy::none()).build().unwrap();
    let asked = browser
        .get(format!("{address}/api/sign-in/oidc"))
        .send()
        .await
        .unwrap();
    assert_eq!(asked.status(), StatusCode::SEE_OTHER);
    assert_eq!(
        asked.headers()["location"],
        "/enter?problem=oidc_unavailable"
    );
}
