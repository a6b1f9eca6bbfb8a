//! People come in: with the code on the badge, by a personal link, and the first one into a new server.

use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use chrono::TimeDelta;
use futures_util::future::join_all;
use serde_json::{Value, json};
use sqlx::{ConnectOptions, PgPool};

use crate::support::TestServer;
use crate::support::caller::Caller;
use crate::support::process::plenary;

async fn new_code(secretary: &Caller, participant: impl ToString, old: &str) -> String {
    let asked = json!({ "participants": [participant.to_string()], "old": old });
    let codes = secretary.post("/api/people/codes", asked).await.well();
    codes[0]["code"].as_str().unwrap().to_owned()
}

async fn enter(server: &TestServer, code: &str) -> (Caller, crate::support::caller::Answer) {
    let browser = Caller::browser(server.address);
    let answer = browser
        .post("/api/sign-in/badge", json!({ "code": code }))
        .await;
    (browser, answer)
}

#[sqlx::test]
async fn a_badge_code_signs_in_however_it_is_typed_and_is_stored_nowhere(db: PgPool) {
    let server = TestServer::start(db).await;
    let (secretary, _) = Caller::secretariat(&server).await;
    let (mayor, _) = server.participant("mayor").await;
    let code = new_code(&secretary, mayor, "keep").await;

    let (browser, answer) = enter(&server, &code.to_lowercase().replace('-', " ")).await;
    assert_eq!(answer.well()["participant"]["id"], mayor.to_string());
    let me = browser.get("/api/sign-in").await.well();
    assert_eq!(me["participant"]["name"], "mayor");
    assert_eq!(me["offices"], json!([]));

    let plain = code.replace('-', "");
    let dump: String = sqlx::query_scalar(
        "select coalesce(string_agg(t::text, ''), '') from (select * from badge_code) t",
    )
    .fetch_one(&server.db)
    .await
    .unwrap();
    assert!(!dump.contains(&plain) && !dump.contains(&code));

    let (_, answer) = enter(&server, "ZZZZZ-ZZZZZ").await;
    assert_eq!(answer.refused(), (403, "unknown_code"));
    let (_, answer) = enter(&server, "UUUUU-UUUUU").await;
    assert_eq!(answer.refused(), (422, "no_badge_code"));
}

#[sqlx::test]
async fn a_lost_badge_signs_in_no_more_and_its_replacement_does(db: PgPool) {
    let server = TestServer::start(db).await;
    let (secretary, _) = Caller::secretariat(&server).await;
    let (mayor, _) = server.participant("mayor").await;
    let first = new_code(&secretary, mayor, "keep").await;
    let second = new_code(&secretary, mayor, "keep").await;
    for code in [&first, &second] {
        enter(&server, code).await.1.well();
    }
    let third = new_code(&secretary, mayor, "revoke").await;
    for code in [&first, &second] {
        assert_eq!(
            enter(&server, code).await.1.refused(),
            (403, "unknown_code")
        );
    }
    enter(&server, &third).await.1.well();
    let revoked = secretary
        .delete(&format!("/api/people/{mayor}/codes"))
        .await;
    assert_eq!(revoked.status, 204);
    assert_eq!(
        enter(&server, &third).await.1.refused(),
        (403, "unknown_code")
    );
    let deeds: Vec<String> = sqlx::query_scalar("select deed from record_entry order by seq")
        .fetch_all(&server.db)
        .await
        .unwrap();
    assert_eq!(deeds, ["codes_renewed"; 4]);
}

#[sqlx::test]
async fn a_code_tried_too_often_waits_while_others_come_in(db: PgPool) {
    let server = TestServer::start(db).await;
    let (secretary, _) = Caller::secretariat(&server).await;
    let (mayor, _) = server.participant("mayor").await;
    let code = new_code(&secretary, mayor, "keep").await;
    for _ in 0..10 {
        let (_, answer) = enter(&server, "ABCDE-FGHJK").await;
        assert_eq!(answer.refused(), (403, "unknown_code"));
    }
    let (_, answer) = enter(&server, "ABCDE-FGHJK").await;
    assert_eq!(answer.refused(), (429, "too_often"));
    assert_eq!(answer.retry_after.as_deref(), Some("60"));
    enter(&server, &code).await.1.well();
    server.clock.advance(TimeDelta::minutes(1));
    assert_eq!(
        enter(&server, "ABCDE-FGHJK").await.1.refused(),
        (403, "unknown_code")
    );
}

/// Five hundred within five minutes, all from one address: here all at once, coming again when they are asked to.
#[sqlx::test]
async fn five_hundred_come_in_from_one_address(db: PgPool) {
    const PEOPLE: usize = 500;
    let server = TestServer::start(db).await;
    let (secretary, _) = Caller::secretariat(&server).await;
    let mut people = Vec::new();
    for number in 0..PEOPLE {
        people.push(server.participant(&format!("{number}")).await.0.to_string());
    }
    let asked = json!({ "participants": people, "old": "keep" });
    let codes = secretary.post("/api/people/codes", asked).await.well();
    let codes: Vec<&str> = codes
        .as_array()
        .unwrap()
        .iter()
        .map(|code| code["code"].as_str().unwrap())
        .collect();
    let begun = Instant::now();
    let turned_away = join_all(codes.iter().map(async |code| {
        let browser = Caller::browser(server.address);
        let mut turned_away = 0;
        loop {
            let asked = json!({ "code": code });
            let answer = browser.post("/api/sign-in/badge", asked).await;
            match answer.status.as_u16() {
                200 => return turned_away,
                503 if answer.body["code"] == "unavailable" => {
                    let wait = answer.retry_after.unwrap().parse().unwrap();
                    tokio::time::sleep(Duration::from_secs(wait)).await;
                    turned_away += 1;
                }
                _ => panic!("{answer:?}"),
            }
        }
    }));
    let turned_away: usize = turned_away.await.iter().sum();
    println!(
        "{PEOPLE} came in within {:?}, {turned_away} times asked to come again",
        begun.elapsed()
    );
    assert!(begun.elapsed() < Duration::from_secs(300));
}

#[sqlx::test]
async fn a_personal_link_signs_in_once_or_until_its_date(db: PgPool) {
    let server = TestServer::start(db).await;
    let (secretary, _) = Caller::secretariat(&server).await;
    let (mayor, mayor_token) = server.participant("mayor").await;
    let make = async |lasting: Value| {
        let asked = json!({ "participants": [mayor], "lasting": lasting });
        secretary.post("/api/people/links", asked).await
    };
    let token = |links: Value| {
        let link = links[0]["link"].as_str().unwrap().to_owned();
        let here = format!("http://{}/enter#", server.address);
        link.strip_prefix(&here)
            .unwrap_or_else(|| panic!("{link}"))
            .to_owned()
    };
    let follow = async |token: &str| {
        let browser = Caller::browser(server.address);
        let asked = json!({ "token": token });
        browser.post("/api/sign-in/link", asked).await
    };

    let once = token(make(json!({ "use": "once" })).await.well());
    let both = join_all([follow(&once), follow(&once)]).await;
    let came_in = both.iter().filter(|answer| answer.status == 200).count();
    assert_eq!(came_in, 1, "of two at the same time one is first: {both:?}");
    assert_eq!(follow(&once).await.refused(), (403, "unknown_link"));
    assert_eq!(follow("nonsense").await.refused(), (403, "unknown_link"));

    let until = server.clock.now() + TimeDelta::days(2);
    let often = token(make(json!({ "use": "until", "until": until })).await.well());
    for _ in 0..3 {
        assert_eq!(
            follow(&often).await.well()["participant"]["id"],
            mayor.to_string()
        );
    }
    server.clock.advance(TimeDelta::days(2));
    assert_eq!(follow(&often).await.refused(), (403, "unknown_link"));
    let past = make(json!({ "use": "until", "until": until })).await;
    assert_eq!(past.refused(), (422, "bad_date"));

    let ended = token(make(json!({ "use": "once" })).await.well());
    let end = secretary
        .delete(&format!("/api/people/{mayor}/links"))
        .await;
    assert_eq!(end.status, 204);
    assert_eq!(follow(&ended).await.refused(), (403, "unknown_link"));

    let asked = json!({ "participants": [mayor], "lasting": { "use": "once" } });
    let mayors = Caller::with_token(server.address, mayor_token);
    let by_the_mayor = mayors.post("/api/people/links", asked).await;
    assert_eq!(by_the_mayor.refused(), (403, "not_allowed"));
}

#[sqlx::test]
async fn one_browser_is_one_person(db: PgPool) {
    let server = TestServer::start(db).await;
    let (secretary, _) = Caller::secretariat(&server).await;
    let (mayor, mayor_token) = server.participant("mayor").await;
    let (other, _) = server.participant("other").await;
    let (of_mayor, of_other) = (
        new_code(&secretary, mayor, "keep").await,
        new_code(&secretary, other, "keep").await,
    );
    let (tablet, _) = enter(&server, &of_mayor).await;
    let devices = async || {
        let mayors = Caller::with_token(server.address, mayor_token.clone());
        let devices = mayors.get("/api/me/sign-ins").await.well();
        devices.as_array().unwrap().len()
    };
    assert_eq!(
        devices().await,
        2,
        "the tablet, and the program of the test"
    );

    let enters = async |code: &str| {
        let asked = json!({ "code": code });
        tablet.post("/api/sign-in/badge", asked).await
    };
    enters(&of_mayor).await.well();
    assert_eq!(devices().await, 2, "the tablet is one device still");
    let me = tablet.get("/api/sign-in").await.well();
    assert_eq!(me["participant"]["id"], mayor.to_string());
    let wrong = enters("ZZZZZ-ZZZZZ").await;
    assert_eq!(wrong.refused(), (403, "unknown_code"));
    assert_eq!(devices().await, 2, "who is not let in changes nothing");
    enters(&of_other).await.well();
    assert_eq!(devices().await, 1, "the tablet is the other's now");
    let me = tablet.get("/api/sign-in").await.well();
    assert_eq!(me["participant"]["id"], other.to_string());
}

#[sqlx::test]
async fn devices_are_listed_in_words_and_signed_out(db: PgPool) {
    let server = TestServer::start(db).await;
    let (secretary, _) = Caller::secretariat(&server).await;
    let (mayor, _) = server.participant("mayor").await;
    let (other, other_token) = server.participant("other").await;
    let code = new_code(&secretary, mayor, "keep").await;
    let (phone, _) = enter(&server, &code).await;
    server.clock.advance(TimeDelta::seconds(90));
    let (tablet, _) = enter(&server, &code).await;

    let devices = phone.get("/api/me/sign-ins").await.well();
    assert_eq!(
        devices.as_array().unwrap().len(),
        3,
        "and the program of the test"
    );
    assert_eq!(devices[0]["device"], "Chrome on Android");
    assert_eq!(devices[0]["kind"], "browser");
    let these: Vec<bool> = devices
        .as_array()
        .unwrap()
        .iter()
        .map(|device| device["this_one"].as_bool().unwrap())
        .collect();
    assert_eq!(these, [false, true, false], "newest first");
    let seen = |device: &Value| -> chrono::DateTime<chrono::Utc> {
        device["last_seen_at"].as_str().unwrap().parse().unwrap()
    };
    let first_seen = seen(&devices[1]);
    server.clock.advance(TimeDelta::seconds(30));
    let again = phone.get("/api/me/sign-ins").await.well();
    assert_eq!(seen(&again[1]), first_seen, "written at most once a minute");
    server.clock.advance(TimeDelta::seconds(31));
    let again = phone.get("/api/me/sign-ins").await.well();
    assert!(seen(&again[1]) > first_seen);

    let id = |device: &Value| device["id"].as_str().unwrap().to_owned();
    let others = Caller::with_token(server.address, other_token);
    let not_theirs = others
        .delete(&format!("/api/me/sign-ins/{}", id(&devices[0])))
        .await;
    assert_eq!(not_theirs.refused(), (404, "not_found"));
    let not_allowed = others.get(&format!("/api/people/{mayor}/sign-ins")).await;
    assert_eq!(not_allowed.refused(), (403, "not_allowed"));
    let gone = phone
        .delete(&format!("/api/me/sign-ins/{}", id(&devices[0])))
        .await;
    assert_eq!(gone.status, 204);
    assert_eq!(
        tablet.get("/api/sign-in").await.refused(),
        (401, "not_signed_in")
    );

    let theirs = secretary
        .get(&format!("/api/people/{mayor}/sign-ins"))
        .await
        .well();
    assert_eq!(theirs.as_array().unwrap().len(), 2);
    let wrong = secretary
        .delete(&format!("/api/people/{other}/sign-ins/{}", id(&devices[1])))
        .await;
    assert_eq!(wrong.refused(), (404, "not_found"));
    let ended = secretary
        .delete(&format!("/api/people/{mayor}/sign-ins/{}", id(&devices[1])))
        .await;
    assert_eq!(ended.status, 204);
    assert_eq!(
        phone.get("/api/sign-in").await.refused(),
        (401, "not_signed_in")
    );
}

#[sqlx::test]
async fn every_sign_out_changes_the_rules_of_open_drafts(db: PgPool) {
    let server = TestServer::start(db).await;
    let draft = server.draft(&["."]).await;
    let (_, token) = server.participant("mayor").await;
    let rules = async || -> i64 {
        sqlx::query_scalar("select rules from draft_head where draft_id = $1")
            .bind(draft.0)
            .fetch_one(&server.db)
            .await
            .unwrap()
    };
    let before = rules().await;
    let mayor = Caller::with_token(server.address, token);
    assert_eq!(mayor.delete("/api/sign-in").await.status, 204);
    assert_eq!(rules().await, before + 1);
}

/// A server process and what it prints.
struct Started {
    child: Child,
    address: String,
    lines: std::io::Lines<BufReader<std::process::ChildStdout>>,
}

impl Started {
    fn on(db: &PgPool, arguments: &[&str]) -> Self {
        let url = db.connect_options().to_url_lossy();
        let mut command = plenary();
        command
            .env("DATABASE_URL", url.as_str())
            .args(["serve", "--listen", "127.0.0.1:0", "--log", "warn"])
            .args(arguments)
            .stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let first = lines.next().unwrap().unwrap();
        let address = first
            .strip_prefix("listening on http://")
            .unwrap()
            .to_owned();
        Self {
            child,
            address,
            lines,
        }
    }

    /// What stands behind the hash sign of the link it prints.
    fn link(&mut self, page: &str) -> String {
        let line = self.lines.next().unwrap().unwrap();
        let link = line.split(' ').next_back().unwrap();
        let here = format!("http://{}/{page}#", self.address);
        link.strip_prefix(&here)
            .unwrap_or_else(|| panic!("{line}"))
            .to_owned()
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

fn a_conference() -> Value {
    json!({
        "slug": "learning-cities", "title": { "en": "Learning Cities" }, "city": "Cork", "country": "Ireland",
        "starts_on": "2027-05-01", "ends_on": "2027-05-03", "working_language": "en", "time_zone": "Europe/Dublin",
        "secretariat": { "name": "Ada Byrne", "email": "ada@cork.example" },
    })
}

#[sqlx::test]
async fn who_follows_the_link_of_a_new_server_makes_the_conference(db: PgPool) {
    let mut server = Started::on(&db, &[]);
    let first_link = server.link("claim");
    drop(server);
    let mut server = Started::on(&db, &[]);
    let link = server.link("claim");
    let browser = Caller::browser(&server.address);
    let claim = async |browser: &Caller, token: &str| {
        browser.post("/api/claim", json!({ "token": token })).await
    };

    let too_early = browser.post("/api/conference", a_conference()).await;
    assert_eq!(too_early.refused(), (401, "not_signed_in"));
    assert_eq!(
        claim(&browser, &first_link).await.refused(),
        (403, "unknown_link")
    );
    assert_eq!(claim(&browser, &link).await.status, 204);
    let late = Caller::browser(&server.address);
    assert_eq!(claim(&late, &link).await.refused(), (403, "unknown_link"));
    assert_eq!(
        late.post("/api/conference", a_conference()).await.refused(),
        (401, "not_signed_in")
    );

    for (field, value, code) in [
        ("slug", json!("Learning Cities"), "bad_slug"),
        ("country", json!("Atlantis"), "unknown_country"),
        ("ends_on", json!("2027-04-30"), "ends_before_it_starts"),
        ("time_zone", json!("Europe/Atlantis"), "unknown_time_zone"),
        ("working_language", json!("tlh"), "unknown_language"),
        ("title", json!({ "fr": "Villes" }), "missing_title"),
        ("secretariat", json!({ "name": " " }), "missing_name"),
    ] {
        let mut wrong = a_conference();
        wrong[field] = value;
        let answer = browser.post("/api/conference", wrong).await;
        assert_eq!(answer.refused(), (422, code));
    }
    let me = browser.post("/api/conference", a_conference()).await.well();
    assert_eq!(me["offices"], json!(["secretariat"]));
    assert_eq!(me["participant"]["name"], "Ada Byrne");
    let again = browser.post("/api/conference", a_conference()).await;
    assert_eq!(again.refused(), (409, "conference_exists"));

    let conference = browser.get("/api/conference").await.well();
    assert_eq!(conference["symbol_root"], "LEARNING-CITIES/2027");
    assert_eq!(conference["country"], "IE");
    let me = browser.get("/api/sign-in").await.well();
    assert_eq!(me["participant"]["role"], "secretariat");
}

#[sqlx::test]
async fn the_demo_prints_a_link_until_somebody_of_the_secretariat_was_there(db: PgPool) {
    let mut server = Started::on(&db, &["--demo"]);
    let old = server.link("enter");
    drop(server);
    let mut server = Started::on(&db, &["--demo"]);
    let link = server.link("enter");
    let browser = Caller::browser(&server.address);
    let follow = async |token: &str| {
        browser
            .post("/api/sign-in/link", json!({ "token": token }))
            .await
    };
    assert_eq!(follow(&old).await.refused(), (403, "unknown_link"));
    let me = follow(&link).await.well();
    assert_eq!(me["offices"], json!(["secretariat"]));
    assert_eq!(follow(&link).await.refused(), (403, "unknown_link"));
    drop(server);

    let server = Started::on(&db, &["--demo"]);
    let browser = Caller::browser(&server.address);
    assert_eq!(browser.get("/readyz").await.status, 200);
    let waiting: i64 = sqlx::query_scalar(
        "select count(*) from personal_link where used_at is null and expires_at > now()",
    )
    .fetch_one(&db)
    .await
    .unwrap();
    assert_eq!(waiting, 0, "no link was made at the third start");
}
