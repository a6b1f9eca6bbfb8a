//! The secretariat prints badges, and people come in with them.

use std::collections::HashSet;
use std::time::Instant;

use plenary::people::ParticipantId;
use reqwest::header::{self, HeaderMap};
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::support::TestServer;
use crate::support::caller::{Answer, Caller};
use crate::support::demonstration::Demonstration;
use crate::support::paper::Paper;

const EACH_SHEET: usize = 8;

/// Has badges printed; what is no PDF is a failure.
async fn print(secretary: &Caller, asked: Value) -> (HeaderMap, Paper) {
    let answer = secretary.download("/api/people/badges", asked).await;
    let headers = answer.headers().clone();
    let status = answer.status();
    let body = answer.bytes().await.unwrap();
    assert_eq!(status, 200, "{}", String::from_utf8_lossy(&body));
    (headers, Paper::new(&body))
}

async fn enter(address: impl std::fmt::Display, code: &str) -> Answer {
    let browser = Caller::browser(address);
    browser
        .post("/api/sign-in/badge", json!({ "code": code }))
        .await
}

/// The code behind the hash sign of an address.
fn code(link: &str) -> &str {
    link.split_once('#').unwrap().1
}

fn without_spaces(text: &str) -> String {
    text.chars()
        .filter(|letter| !letter.is_whitespace())
        .collect()
}

#[sqlx::test(migrations = false)]
async fn everybody_of_the_demonstration_comes_in_with_what_a_camera_reads(db: PgPool) {
    let demonstration = Demonstration::start(&db).await;
    let address = demonstration.address;
    let secretary = demonstration.caller("p-vossberg").await;

    let (headers, paper) = print(&secretary, json!({})).await;
    assert_eq!(headers[header::CONTENT_TYPE], "application/pdf");
    assert_eq!(
        headers[header::CONTENT_DISPOSITION],
        "attachment; filename=\"badges.pdf\""
    );
    assert_eq!(headers[header::CACHE_CONTROL], "no-store");
    assert_eq!(paper.property("Page size"), "595.276 x 841.89 pts (A4)");
    assert_eq!(paper.property("Tagged"), "yes");
    assert_eq!(
        paper.property("Title"),
        "International Conference on Learning Cities: badges"
    );

    // What stands on the paper up to a code is on that code's badge.
    let people = secretary.get("/api/people").await.well();
    let people = people.as_array().unwrap();
    let pages = people.len().div_ceil(EACH_SHEET);
    assert_eq!(paper.property("Pages"), pages.to_string());
    let text = paper.text();
    let mut rest = text.as_str();
    let mut came_in = HashSet::new();
    let mut order = Vec::new();
    for page in 1..=pages {
        let links = paper.qr_codes(page);
        assert_eq!(
            links.len(),
            EACH_SHEET.min(people.len() - came_in.len()),
            "page {page}"
        );
        let here = format!("http://{address}/enter#");
        let codes = links.iter().map(|link| link.strip_prefix(&here).unwrap());
        for code in codes {
            let (badge, after) = rest
                .split_once(code)
                .unwrap_or_else(|| panic!("{code} in {rest}"));
            rest = after;
            let me = enter(address, code).await.well();
            let id = me["participant"]["id"].as_str().unwrap().to_owned();
            let person = people
                .iter()
                .find(|person| person["id"] == id.as_str())
                .unwrap();
            let role = match person["role"].as_str().unwrap() {
                "delegate" if person["head_of_delegation"] == true => "Head of delegation",
                "screen_operator" => "Screen operator",
                word => &(word[..1].to_uppercase() + &word[1..]),
            };
            for field in ["name", "native_name", "city"] {
                for word in person[field].as_str().unwrap_or_default().split(' ') {
                    // Poppler takes Arabic letters and their marks apart, and turns them round.
                    let is_arabic =
                        word.contains(|letter| ('\u{600}'..'\u{700}').contains(&letter));
                    let is_there = match is_arabic {
                        true => word.chars().all(|letter| badge.contains(letter)),
                        false => badge.contains(word),
                    };
                    assert!(is_there, "{word} in {badge}");
                }
            }
            let after_the_code = rest
                .split_once("InternationalConference")
                .map_or(rest, |split| split.0);
            assert!(
                after_the_code.contains(&without_spaces(role)),
                "{role} in {after_the_code}"
            );
            order.push((
                person["delegation"].as_str().unwrap().to_owned(),
                id.clone(),
            ));
            assert!(came_in.insert(id));
        }
    }
    assert_eq!(came_in.len(), people.len());
    order.dedup_by(|one, other| one.0 == other.0);
    let delegations: HashSet<_> = order.iter().map(|(delegation, _)| delegation).collect();
    assert_eq!(
        delegations.len(),
        order.len(),
        "each delegation's badges lie together"
    );

    let entries: Vec<(String, Value)> =
        sqlx::query_as("select deed, details from record_entry order by seq desc limit 1")
            .fetch_all(&db)
            .await
            .unwrap();
    let (deed, details) = &entries[0];
    assert_eq!(deed, "badges_printed");
    assert_eq!(details["made"], people.len());
    assert_eq!(
        details["participants"].as_array().unwrap().len(),
        people.len()
    );
}

#[sqlx::test]
async fn a_new_badge_takes_the_place_of_the_old_one(db: PgPool) {
    let server = TestServer::start(db).await;
    let (secretary, _) = Caller::secretariat(&server).await;
    let (mayor, _) = server.participant("mayor").await;
    let (other, _) = server.participant("other").await;
    let one = async |person: ParticipantId| {
        let (_, paper) = print(&secretary, json!({ "people": [person, person] })).await;
        let codes = paper.qr_codes(1);
        assert_eq!(codes.len(), 1, "one badge, however often somebody is named");
        code(&codes[0]).to_owned()
    };
    let (first, others) = (one(mayor).await, one(other).await);
    enter(server.address, &first).await.well();
    let second = one(mayor).await;
    assert_eq!(
        enter(server.address, &first).await.refused(),
        (403, "unknown_code")
    );
    for (code, person) in [(&second, mayor), (&others, other)] {
        let me = enter(server.address, code).await.well();
        assert_eq!(me["participant"]["id"], person.to_string());
    }
}

#[sqlx::test]
async fn a_sheet_that_is_refused_or_fails_leaves_the_old_badges_good(db: PgPool) {
    let server = TestServer::start(db).await;
    let (secretary, _) = Caller::secretariat(&server).await;
    let (mayor, token) = server.participant("mayor").await;
    let (_, paper) = print(&secretary, json!({ "people": [mayor] })).await;
    let codes = paper.qr_codes(1);
    let asked = json!({ "people": [mayor] });

    let mayors = Caller::with_token(server.address, token);
    for asked in [&asked, &json!({})] {
        let refused = mayors.post("/api/people/badges", asked.clone()).await;
        assert_eq!(refused.refused(), (403, "not_allowed"));
    }
    let stranger = Caller::browser(server.address);
    let refused = stranger.post("/api/people/badges", asked.clone()).await;
    assert_eq!(refused.refused(), (401, "not_signed_in"));
    let unknown = json!({ "people": [mayor, ParticipantId::new()] });
    let refused = secretary.post("/api/people/badges", unknown).await;
    assert_eq!(refused.refused(), (404, "not_found"));
    let refused = secretary
        .post("/api/people/badges", json!({ "people": [] }))
        .await;
    assert_eq!(refused.refused(), (422, "nobody_chosen"));
    // The address of the server stands in the QR code, and this one has no place there.
    let far_away = format!("{}.example", "a".repeat(3_000));
    let failed = secretary
        .download_from(&far_away, "/api/people/badges", asked)
        .await;
    assert_eq!(failed.status(), 500);

    enter(server.address, code(&codes[0])).await.well();
    let deeds: Vec<String> = sqlx::query_scalar("select deed from record_entry")
        .fetch_all(&server.db)
        .await
        .unwrap();
    assert_eq!(deeds, ["badges_printed"]);
}

#[sqlx::test]
async fn the_badges_of_550_people_are_printed_at_once(db: PgPool) {
    const PEOPLE: usize = 550;
    let server = TestServer::start(db).await;
    let (secretary, _) = Caller::secretariat(&server).await;
    for number in 1..PEOPLE {
        let name = match number % 4 {
            0 => format!("刘文轩 {number}"),
            1 => format!("طارق بن حدّو {number}"),
            2 => format!("Maria de los Ángeles Fernández-Villanueva y Ortega {number}"),
            _ => format!("Delegate {number} 🎉"),
        };
        server.participant(&name).await;
    }
    let begun = Instant::now();
    let (_, paper) = print(&secretary, json!({})).await;
    println!("{PEOPLE} badges were printed within {:?}", begun.elapsed());
    let pages = PEOPLE.div_ceil(EACH_SHEET);
    assert_eq!(paper.property("Pages"), pages.to_string());
    let last = paper.qr_codes(pages);
    assert_eq!(last.len(), PEOPLE % EACH_SHEET);
    for link in last {
        enter(server.address, code(&link)).await.well();
    }
}
