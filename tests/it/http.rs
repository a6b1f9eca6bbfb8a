//! The API over HTTP: who may ask, what is answered, and errors that say what to do.

use plenary::{demo, storage};
use reqwest::{Client as Http, StatusCode};
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::support::TestServer;

async fn problem(response: reqwest::Response) -> (StatusCode, Value) {
    let status = response.status();
    assert_eq!(
        response.headers()["content-type"],
        "application/problem+json"
    );
    (status, response.json().await.unwrap())
}

#[sqlx::test]
async fn a_token_opens_what_nothing_opens(db: PgPool) {
    let server = TestServer::start(db).await;
    let draft = server.draft(&["Cities [shall] [should] learn"]).await;
    let (participant, token) = server.participant("mayor").await;
    let http = Http::new();
    let address = format!("http://{}", server.address);

    for path in [
        "/api/drafts".to_owned(),
        format!("/api/drafts/{draft}"),
        format!("/api/drafts/{draft}/text"),
        "/api/sign-in".into(),
    ] {
        let (status, problem) =
            problem(http.get(address.clone() + &path).send().await.unwrap()).await;
        assert_eq!(
            (status, problem["code"].as_str()),
            (StatusCode::UNAUTHORIZED, Some("not_signed_in")),
            "{path}"
        );
        let answered = http
            .get(address.clone() + &path)
            .bearer_auth(&token)
            .send()
            .await
            .unwrap();
        assert_eq!(answered.status(), StatusCode::OK, "{path}");
    }

    let drafts: Value = http
        .get(address.clone() + "/api/drafts")
        .bearer_auth(&token)
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert_eq!(
        drafts[0]["counts"]["open_brackets"], 1,
        "alternatives are one bracket"
    );
    assert_eq!(drafts[0]["counts"]["paragraphs"], 1);
    let me: Value = http
        .get(address.clone() + "/api/sign-in")
        .bearer_auth(&token)
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert_eq!(me["participant"]["id"], participant.to_string());

    let unknown = http
        .get(address.clone() + "/api/drafts/0198c0de-0000-7000-8000-000000000000")
        .bearer_auth(&token);
    assert_eq!(
        problem(unknown.send().await.unwrap()).await.0,
        StatusCode::NOT_FOUND
    );
    let left = http
        .delete(address.clone() + "/api/sign-in")
        .bearer_auth(&token)
        .send()
        .await
        .unwrap();
    assert_eq!(left.status(), StatusCode::NO_CONTENT);
    let after = http
        .get(address + "/api/drafts")
        .bearer_auth(&token)
        .send()
        .await
        .unwrap();
    assert_eq!(after.status(), StatusCode::UNAUTHORIZED);
}

#[sqlx::test]
async fn a_sign_in_expires(db: PgPool) {
    let server = TestServer::start(db).await;
    let (_, token) = server.participant("mayor").await;
    server.clock.advance(chrono::TimeDelta::days(15));
    let answered = Http::new()
        .get(format!("http://{}/api/drafts", server.address))
        .bearer_auth(token)
        .send()
        .await
        .unwrap();
    assert_eq!(answered.status(), StatusCode::UNAUTHORIZED);
}

#[sqlx::test]
async fn a_conference_with_badges_is_not_entered_by_choosing(db: PgPool) {
    let server = TestServer::start(db).await;
    let (participant, _) = server.participant("mayor").await;
    let address = format!("http://{}/api/sign-in", server.address);
    let entering = Http::new()
        .post(address)
        .json(&json!({ "participant": participant }))
        .send()
        .await
        .unwrap();
    assert_eq!(problem(entering).await.0, StatusCode::FORBIDDEN);
    let list = Http::new()
        .get(format!("http://{}/api/participants", server.address))
        .send()
        .await
        .unwrap();
    assert_eq!(list.status(), StatusCode::UNAUTHORIZED);
}

#[sqlx::test]
async fn the_socket_is_closed_to_strangers_and_foreign_pages(db: PgPool) {
    use tokio_tungstenite::tungstenite::Error;
    use tokio_tungstenite::tungstenite::client::IntoClientRequest;
    let server = TestServer::start(db).await;
    let draft = server.draft(&["."]).await;
    let (_, token) = server.participant("mayor").await;
    let open = async |headers: &[(&'static str, String)]| {
        let mut request = format!("ws://{}/api/drafts/{draft}/live", server.address)
            .into_client_request()
            .unwrap();
        for (name, value) in headers {
            request.headers_mut().insert(*name, value.parse().unwrap());
        }
        match tokio_tungstenite::connect_async(request).await {
            Ok((_, response)) => (
                101,
                response.headers().get("sec-websocket-protocol").cloned(),
            ),
            Err(Error::Http(response)) => (response.status().as_u16(), None),
            Err(err) => panic!("{err}"),
        }
    };
    let bearer = ("authorization", format!("Bearer {token}"));
    assert_eq!(open(&[]).await.0, 401);
    assert_eq!(
        open(&[("authorization", "Bearer nonsense".into())]).await.0,
        401
    );
    assert_eq!(
        open(&[
            bearer.clone(),
            ("origin", "https://elsewhere.example".into())
        ])
        .await
        .0,
        403
    );
    assert_eq!(
        open(&[
            bearer.clone(),
            ("origin", format!("http://{}", server.address))
        ])
        .await
        .0,
        101
    );
    assert_eq!(open(&[bearer]).await.0, 101);
    let offered = format!("plenary.token.{token}");
    let (status, chosen) = open(&[("sec-websocket-protocol", offered.clone())]).await;
    assert_eq!(
        (status, chosen.unwrap().to_str().unwrap()),
        (101, offered.as_str())
    );
    let (status, chosen) = open(&[("sec-websocket-protocol", format!("{offered}, plenary"))]).await;
    assert_eq!(
        (status, chosen.unwrap().to_str().unwrap()),
        (101, "plenary"),
        "the token is not repeated"
    );
}

#[sqlx::test]
async fn one_participant_cannot_take_all_connections(db: PgPool) {
    use plenary::drafting::Limits;
    let server = TestServer::start_with(
        db,
        Limits {
            participant_connections: 2,
            room_connections: 3,
            ..Limits::default()
        },
    )
    .await;
    let draft = server.draft(&["."]).await;
    let (_, token) = server.participant("mayor").await;
    let client = || {
        crate::support::Client::new(
            server.address,
            draft,
            &token,
            crate::support::client::Speaks::Plenary,
        )
    };
    let (mut first, mut second, mut third) = (client(), client(), client());
    first.connect().await;
    second.connect().await;
    assert!(third.try_connect().await.is_err());
    first.syncs().await;
    second.syncs().await;
    let _other = server.join(draft, "other").await;
    let (_, token) = server.participant("late").await;
    let mut late = crate::support::Client::new(
        server.address,
        draft,
        &token,
        crate::support::client::Speaks::Plenary,
    );
    late.connect().await;
    late.is_closed(1013).await;
}

#[sqlx::test]
async fn operations_answer_and_tell_when_the_database_is_away(db: PgPool) {
    let server = TestServer::start(db).await;
    let http = Http::new();
    let get = async |path: &str| {
        http.get(format!("http://{}{path}", server.address))
            .send()
            .await
            .unwrap()
            .status()
    };
    assert_eq!(get("/healthz").await, StatusCode::OK);
    assert_eq!(get("/readyz").await, StatusCode::OK);
    server.db.close().await;
    assert_eq!(get("/healthz").await, StatusCode::OK);
    assert_eq!(get("/readyz").await, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(get("/api/nothing").await, StatusCode::NOT_FOUND);
}

#[sqlx::test(migrations = false)]
async fn the_demo_is_complete_and_loading_it_twice_changes_nothing(db: PgPool) {
    storage::migrate(&db).await.unwrap();
    let clock = plenary::clock::Clock::default();
    assert!(demo::is_wanted(&db).await.unwrap());
    let first = demo::load(&db, &clock).await.unwrap();
    assert!(first.added);
    assert!(first.loaded.contains(&("action points", 34)));
    assert!(first.loaded.contains(&("suggestions", 27)));
    assert!(first.left_out.contains(&("comment threads", 21)));
    assert!(!demo::load(&db, &clock).await.unwrap().added);
    let entries: i64 = sqlx::query_scalar("select count(*) from journal_entry")
        .fetch_one(&db)
        .await
        .unwrap();
    assert_eq!(entries, 4, "one per draft");
}

#[test]
fn the_committed_description_of_the_api_is_the_servers() {
    let committed = std::fs::read_to_string("web/src/lib/api/openapi.json").unwrap();
    assert!(
        committed == plenary::http::openapi::json(),
        "run `make types`"
    );
}

/// The front end's largest script, of which the build has made a `.br` and a `.gz`; `None` where it was not built.
fn largest_script() -> Option<(String, Vec<u8>)> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("web/dist/assets");
    std::fs::read_dir(folder)
        .ok()?
        .filter_map(|entry| {
            let path = entry.ok()?.path();
            let script = path.extension()? == "js";
            let name = format!("/assets/{}", path.file_name()?.to_str()?);
            script.then(|| (name, std::fs::read(&path).unwrap()))
        })
        .max_by_key(|(_, content)| content.len())
}

#[sqlx::test]
async fn the_front_end_comes_as_the_build_has_packed_it(db: PgPool) {
    use std::io::Read as _;

    let (script, plain) = largest_script().expect("`make build` comes first");
    let server = TestServer::start(db).await;
    let http = Http::new();
    let address = format!("http://{}{script}", server.address);
    let ask = async |method: reqwest::Method, headers: &[(&str, &str)]| {
        let asked = http.request(method, &address);
        let asked = headers
            .iter()
            .fold(asked, |asked, (name, value)| asked.header(*name, *value));
        asked.send().await.unwrap()
    };
    let get =
        async |accepts: &str| ask(reqwest::Method::GET, &[("accept-encoding", accepts)]).await;

    let mut tags = Vec::new();
    for (accepts, coding) in [
        ("gzip, deflate, br, zstd", Some("br")),
        ("gzip, br;q=0", Some("gzip")),
        ("gzip;q=0.5", Some("gzip")),
        ("identity", None),
        ("br; q=0, gzip; q=0.000", None),
    ] {
        let answer = get(accepts).await;
        assert_eq!(answer.status(), StatusCode::OK);
        let header = |name| {
            answer
                .headers()
                .get(name)
                .map(|value| value.to_str().unwrap().to_owned())
        };
        assert_eq!(header("content-encoding").as_deref(), coding, "{accepts}");
        assert_eq!(header("content-type").as_deref(), Some("text/javascript"));
        assert_eq!(header("vary").as_deref(), Some("accept-encoding"));
        assert!(header("cache-control").unwrap().contains("immutable"));
        let (tag, length) = (header("etag").unwrap(), header("content-length").unwrap());

        let without_body = ask(reqwest::Method::HEAD, &[("accept-encoding", accepts)]).await;
        assert_eq!(without_body.headers()["etag"], tag);
        assert_eq!(without_body.headers()["content-length"], length);
        let known = [("accept-encoding", accepts), ("if-none-match", &tag)];
        let unchanged = ask(reqwest::Method::GET, &known).await;
        assert_eq!(unchanged.status(), StatusCode::NOT_MODIFIED);
        assert_eq!(unchanged.headers()["vary"], "accept-encoding");

        let body = answer.bytes().await.unwrap();
        match coding {
            Some("gzip") => {
                let mut unpacked = Vec::new();
                flate2::read::GzDecoder::new(&body[..])
                    .read_to_end(&mut unpacked)
                    .unwrap();
                assert!(unpacked == plain, "the script as it was built");
            }
            Some(_) => assert!(body.len() < plain.len() / 2, "{} bytes", body.len()),
            None => assert!(body == plain, "the script as it was built"),
        }
        tags.push((coding, tag));
    }
    tags.sort();
    tags.dedup();
    assert_eq!(tags.len(), 3, "each form has a tag of its own: {tags:?}");
}

#[sqlx::test]
async fn the_page_of_a_draft_asks_for_the_editor_at_once(db: PgPool) {
    let server = TestServer::start(db).await;
    let page = async |path: &str| {
        let address = format!("http://{}{path}", server.address);
        let answer = Http::new().get(address).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK);
        assert_eq!(answer.headers()["cache-control"], "no-cache");
        answer.text().await.unwrap()
    };

    let editor = r#"rel="modulepreload" crossorigin href="/assets/libraries-"#;
    let draft = page("/drafts/0198c0de-0000-7000-8000-000000000000").await;
    assert!(draft.contains(editor), "{draft}");
    for other in ["/", "/conference", "/index.html", "/draft.html", "/nowhere"] {
        assert!(!page(other).await.contains(editor), "{other}");
    }
}
