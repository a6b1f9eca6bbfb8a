//! The secretariat administers people, roles, offices and sessions; everything is recorded, and in force at once.

use serde_json::{Value, json};
use sqlx::PgPool;

use crate::support::TestServer;
use crate::support::caller::Caller;

async fn deeds(server: &TestServer) -> Vec<String> {
    sqlx::query_scalar("select deed from record_entry order by seq")
        .fetch_all(&server.db)
        .await
        .unwrap()
}

async fn rules(server: &TestServer) -> i64 {
    sqlx::query_scalar("select coalesce(sum(rules), 0)::bigint from draft_head")
        .fetch_one(&server.db)
        .await
        .unwrap()
}

async fn first_session(secretary: &Caller) -> String {
    let conference = secretary.get("/api/conference").await.well();
    conference["sessions"][0]["id"].as_str().unwrap().to_owned()
}

#[sqlx::test]
async fn people_and_delegations_are_added_and_changed(db: PgPool) {
    let server = TestServer::start(db).await;
    let (secretary, _) = Caller::secretariat(&server).await;
    let new = json!({ "name": { "en": "Uppsala" }, "country": "Sweden" });
    let delegation = secretary.post("/api/delegations", new).await.well();
    assert_eq!(
        (&delegation["city"], &delegation["country"]),
        (&json!("Uppsala"), &json!("SE"))
    );
    assert_eq!(delegation["may_agree"], true);

    let new = json!({ "name": " Bo  Ek ", "delegation": delegation["id"], "email": "bo@uppsala.example", "role": "chair" });
    let bo = secretary.post("/api/people", new).await.well();
    assert_eq!(
        (&bo["name"], &bo["city"], &bo["role"]),
        (&json!("Bo Ek"), &json!("Uppsala"), &json!("chair"))
    );
    assert_eq!(
        (&bo["valid_codes"], &bo["last_seen_at"]),
        (&json!(0), &Value::Null)
    );
    let path = format!("/api/people/{}", bo["id"].as_str().unwrap());
    let changed = secretary
        .patch(&path, json!({ "title": "Mayor", "native_name": "Bo" }))
        .await
        .well();
    assert_eq!(
        (&changed["title"], &changed["email"]),
        (&json!("Mayor"), &json!("bo@uppsala.example"))
    );
    let changed = secretary
        .patch(&path, json!({ "email": "", "native_name": "" }))
        .await
        .well();
    assert_eq!(
        (&changed["email"], &changed["native_name"]),
        (&Value::Null, &Value::Null)
    );

    let head = json!({ "head": bo["id"], "kind": "observer" });
    let path_of_delegation = format!("/api/delegations/{}", delegation["id"].as_str().unwrap());
    let delegation = secretary.patch(&path_of_delegation, head).await.well();
    assert_eq!(
        (&delegation["head"], &delegation["may_agree"]),
        (&bo["id"], &json!(false))
    );
    assert_eq!(delegation["members"], 1);
    let (mayor, _) = server.participant("mayor").await;
    let foreign = secretary
        .patch(&path_of_delegation, json!({ "head": mayor }))
        .await;
    assert_eq!(foreign.refused(), (422, "head_is_no_member"));

    for (wrong, status, code) in [
        (json!({ "name": " " }), 422, "missing_name"),
        (json!({ "reference": "" }), 422, "missing_name"),
        (json!({ "email": "nowhere" }), 422, "bad_email"),
        (json!({ "country": "Atlantis" }), 422, "unknown_country"),
        (json!({ "language": "Klingon" }), 422, "unknown_language"),
        (
            json!({ "other_languages": ["fr", "Klingon"] }),
            422,
            "unknown_language",
        ),
        (json!({ "reference": "p-mayor" }), 409, "reference_taken"),
        (json!({ "delegation": mayor }), 422, "unknown_delegation"),
        (json!({ "title": "x".repeat(201) }), 422, "too_long"),
        (json!({ "native_name": "x".repeat(201) }), 422, "too_long"),
    ] {
        let field = wrong.as_object().unwrap().keys().next().unwrap().clone();
        let answer = secretary.patch(&path, wrong).await;
        assert_eq!(answer.refused(), (status, code));
        assert_eq!(answer.body["field"], field, "the page shows it there");
    }
    let taken = json!({ "name": "Other", "delegation": delegation["id"], "email": "x@y.example" });
    secretary.post("/api/people", taken.clone()).await.well();
    assert_eq!(
        secretary.post("/api/people", taken).await.refused(),
        (409, "email_taken")
    );
    assert_eq!(
        deeds(&server).await,
        [
            "delegation_changed",
            "participant_changed",
            "participant_changed",
            "participant_changed",
            "delegation_changed",
            "participant_changed",
        ]
    );
}

#[sqlx::test]
async fn a_delegation_can_do_without_a_head_and_loses_one_who_leaves(db: PgPool) {
    let server = TestServer::start(db).await;
    let (secretary, _) = Caller::secretariat(&server).await;
    let mut delegations = vec![];
    for name in ["Uppsala", "Espoo"] {
        let new = json!({ "name": { "en": name }, "country": "SE" });
        let made = secretary.post("/api/delegations", new).await.well();
        delegations.push(made["id"].as_str().unwrap().to_owned());
    }
    let new = json!({ "name": "Bo Ek", "delegation": delegations[0] });
    let bo = secretary.post("/api/people", new).await.well();
    let path = format!("/api/delegations/{}", delegations[0]);
    let head = async |body: Value| secretary.patch(&path, body).await.well()["head"].clone();
    assert_eq!(head(json!({ "head": bo["id"] })).await, bo["id"]);
    assert_eq!(head(json!({ "city": "Uppsala" })).await, bo["id"]);
    assert_eq!(head(json!({ "head": null })).await, Value::Null);
    assert_eq!(head(json!({ "head": bo["id"] })).await, bo["id"]);

    let person = format!("/api/people/{}", bo["id"].as_str().unwrap());
    let moved = json!({ "delegation": delegations[1] });
    let moved = secretary.patch(&person, moved).await.well();
    assert_eq!(moved["head_of_delegation"], false);
    assert_eq!(head(json!({})).await, Value::Null);
}

#[sqlx::test]
async fn links_that_still_sign_in_are_counted(db: PgPool) {
    let server = TestServer::start(db).await;
    let (secretary, _) = Caller::secretariat(&server).await;
    let (mayor, _) = server.participant("mayor").await;
    let links = async || {
        let people = secretary.get("/api/people").await.well();
        let people = people.as_array().unwrap().clone();
        let mayor = people.into_iter().find(|one| one["name"] == "mayor");
        mayor.unwrap()["valid_links"].as_i64().unwrap()
    };
    assert_eq!(links().await, 0);
    let once = json!({ "participants": [mayor], "lasting": { "use": "once" } });
    let made = secretary
        .post("/api/people/links", once.clone())
        .await
        .well();
    secretary.post("/api/people/links", once).await.well();
    assert_eq!(links().await, 2);
    let link = made[0]["link"].as_str().unwrap();
    let (_, token) = link.split_once('#').unwrap();
    let stranger = Caller::browser(server.address);
    let used = json!({ "token": token });
    stranger.post("/api/sign-in/link", used).await.well();
    assert_eq!(links().await, 1, "one is used up");
    let path = format!("/api/people/{mayor}/links");
    assert_eq!(secretary.delete(&path).await.status, 204);
    assert_eq!(links().await, 0);
}

#[sqlx::test]
async fn whoever_is_signed_in_is_told_whether_they_administer(db: PgPool) {
    let server = TestServer::start(db).await;
    let (secretary, _) = Caller::secretariat(&server).await;
    let me = secretary.get("/api/sign-in").await.well();
    let may = me["may"].as_array().unwrap();
    assert!(may.contains(&json!("administer")), "{me}");
    let (_, token) = server.participant("mayor").await;
    let mayor = Caller::with_token(server.address, token);
    assert_eq!(mayor.get("/api/sign-in").await.well()["may"], json!([]));
}

#[sqlx::test]
async fn roles_are_given_and_taken_in_a_session_and_change_its_rules(db: PgPool) {
    let server = TestServer::start(db).await;
    server.draft(&["."]).await;
    let (secretary, _) = Caller::secretariat(&server).await;
    let (mayor, token) = server.participant("mayor").await;
    let session = first_session(&secretary).await;
    let path = format!("/api/sessions/{session}/roles/interpreter/{mayor}");
    let before = rules(&server).await;
    for _ in 0..2 {
        assert_eq!(secretary.put(&path).await.status, 204);
    }
    assert!(rules(&server).await > before);
    let people = secretary.get("/api/people").await.well();
    let roles = |people: &Value| -> Vec<String> {
        let mayor = people
            .as_array()
            .unwrap()
            .iter()
            .find(|one| one["name"] == "mayor")
            .unwrap();
        let roles = mayor["roles"].as_array().unwrap().iter();
        roles
            .map(|role| role["role"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(roles(&people), ["delegate", "rapporteur", "interpreter"]);
    let before = rules(&server).await;
    assert_eq!(secretary.delete(&path).await.status, 204);
    assert!(rules(&server).await > before);
    assert_eq!(
        roles(&secretary.get("/api/people").await.well()),
        ["delegate", "rapporteur"]
    );
    assert_eq!(deeds(&server).await, ["role_given", "role_taken"]);
    let unknown = secretary
        .put(&format!("/api/sessions/{mayor}/roles/chair/{mayor}"))
        .await;
    assert_eq!(unknown.refused(), (404, "not_found"));

    let mayors = Caller::with_token(server.address, token);
    assert_eq!(mayors.put(&path).await.refused(), (403, "not_allowed"));
}

#[sqlx::test]
async fn offices_are_given_and_taken_but_the_last_of_the_secretariat_stays(db: PgPool) {
    let server = TestServer::start(db).await;
    let (secretary, id) = Caller::secretariat(&server).await;
    let (mayor, token) = server.participant("mayor").await;
    let mayors = Caller::with_token(server.address, token);
    assert_eq!(
        mayors.get("/api/people").await.refused(),
        (403, "not_allowed")
    );
    let own = format!("/api/people/{id}/offices/secretariat");
    assert_eq!(
        secretary.delete(&own).await.refused(),
        (409, "last_secretariat")
    );
    let path = format!("/api/people/{mayor}/offices/secretariat");
    assert_eq!(secretary.put(&path).await.status, 204);
    mayors.get("/api/people").await.well();
    assert_eq!(mayors.delete(&own).await.status, 204);
    assert_eq!(
        secretary.get("/api/people").await.refused(),
        (403, "not_allowed")
    );
    assert_eq!(
        mayors.delete(&path).await.refused(),
        (409, "last_secretariat")
    );
    assert_eq!(deeds(&server).await, ["office_given", "office_taken"]);
}

#[sqlx::test]
async fn sessions_are_set_up_with_their_meetings_and_a_draft(db: PgPool) {
    let server = TestServer::start(db).await;
    let (secretary, _) = Caller::secretariat(&server).await;
    let meeting = |from: u8, to: u8| json!({ "starts_at": format!("2013-10-21T{from:02}:00:00Z"), "ends_at": format!("2013-10-21T{to:02}:00:00Z") });
    let new = json!({ "title": { "en": "Strategies" }, "room": "Hall 3", "meetings": [meeting(14, 17), meeting(9, 12)] });
    let session = secretary.post("/api/sessions", new).await.well();
    assert_eq!(
        (&session["number"], &session["code"], &session["status"]),
        (&json!(2), &json!("S2"), &json!("scheduled"))
    );
    assert_eq!(
        session["meetings"],
        json!([meeting(9, 12), meeting(14, 17)])
    );
    let conference = secretary.get("/api/conference").await.well();
    let draft = &conference["sessions"][1]["drafts"][0];
    assert_eq!(
        (&draft["symbol"], &draft["status"]),
        (&json!("TEST/S2/L.1"), &json!("preparing"))
    );

    let path = format!("/api/sessions/{}", session["id"].as_str().unwrap());
    let changed = secretary
        .patch(
            &path,
            json!({ "room": "Hall 4", "meetings": [meeting(8, 9)] }),
        )
        .await
        .well();
    assert_eq!(
        (&changed["room"], &changed["title"]),
        (&json!("Hall 4"), &json!({ "en": "Strategies" }))
    );
    assert_eq!(changed["meetings"], json!([meeting(8, 9)]));
    for (wrong, status, code) in [
        (json!({ "number": 1 }), 409, "session_exists"),
        (json!({ "code": "S1" }), 409, "session_exists"),
        (json!({ "code": "S 1" }), 422, "bad_code"),
        (json!({ "number": 0 }), 422, "bad_number"),
        (json!({ "title": { "en": " " } }), 422, "missing_title"),
        (json!({ "meetings": [meeting(9, 9)] }), 422, "bad_meetings"),
        (
            json!({ "meetings": [meeting(9, 11), meeting(10, 12)] }),
            422,
            "bad_meetings",
        ),
    ] {
        let field = wrong.as_object().unwrap().keys().next().unwrap().clone();
        let answer = secretary.patch(&path, wrong).await;
        assert_eq!(answer.refused(), (status, code));
        assert_eq!(answer.body["field"], field, "the page shows it there");
    }
    assert_eq!(deeds(&server).await, ["session_changed", "session_changed"]);
    let mut db = server.db.acquire().await.unwrap();
    let verified = plenary::record::store::verify(&mut db, server.conference)
        .await
        .unwrap();
    assert!(verified.is_ok());
}

/// Each route of the secretariat, asked by a stranger and by everybody who is not of the secretariat.
#[sqlx::test]
async fn nobody_else_administers(db: PgPool) {
    use plenary::people::{self, Office, Role};
    use reqwest::Method;
    let server = TestServer::start(db).await;
    let (secretary, _) = Caller::secretariat(&server).await;
    let session = first_session(&secretary).await;
    let (mayor, _) = server.participant("mayor").await;
    let routes = [
        (Method::GET, "/api/people".to_owned()),
        (Method::POST, "/api/people".into()),
        (Method::PATCH, format!("/api/people/{mayor}")),
        (
            Method::PUT,
            format!("/api/people/{mayor}/offices/president"),
        ),
        (
            Method::DELETE,
            format!("/api/people/{mayor}/offices/president"),
        ),
        (Method::GET, "/api/delegations".into()),
        (Method::POST, "/api/delegations".into()),
        (Method::PATCH, format!("/api/delegations/{mayor}")),
        (Method::POST, "/api/sessions".into()),
        (Method::PATCH, format!("/api/sessions/{session}")),
        (
            Method::PUT,
            format!("/api/sessions/{session}/roles/chair/{mayor}"),
        ),
        (
            Method::DELETE,
            format!("/api/sessions/{session}/roles/chair/{mayor}"),
        ),
        (Method::POST, "/api/people/codes".into()),
        (Method::DELETE, format!("/api/people/{mayor}/codes")),
        (Method::POST, "/api/people/links".into()),
        (Method::DELETE, format!("/api/people/{mayor}/links")),
        (Method::GET, format!("/api/people/{mayor}/sign-ins")),
        (
            Method::DELETE,
            format!("/api/people/{mayor}/sign-ins/{mayor}"),
        ),
        (Method::GET, "/api/people/export.csv".into()),
        (Method::GET, "/api/people/template.csv".into()),
        (Method::POST, "/api/people/import?mode=preview".into()),
    ];
    let mut callers = vec![];
    for role in [
        Role::Delegate,
        Role::HeadOfDelegation,
        Role::Observer,
        Role::Rapporteur,
        Role::Chair,
        Role::ScreenOperator,
        Role::Interpreter,
        Role::Secretariat,
        Role::Technician,
    ] {
        let (participant, token) = server.participant(role.word()).await;
        let session = plenary::conference::SessionId(session.parse().unwrap());
        people::store::assign_role(&server.db, session, participant, role)
            .await
            .unwrap();
        callers.push((role.word(), Caller::with_token(server.address, token)));
    }
    for office in [
        Office::President,
        Office::RapporteurGeneral,
        Office::Technician,
    ] {
        let (participant, token) = server
            .participant(&format!("office {}", office.word()))
            .await;
        people::store::give_office(&server.db, server.conference, participant, office)
            .await
            .unwrap();
        callers.push((office.word(), Caller::with_token(server.address, token)));
    }
    let stranger = Caller::browser(server.address);
    for (method, path) in &routes {
        let body = || (*method == Method::POST || *method == Method::PATCH).then(|| json!({}));
        let answer = stranger.ask(method.clone(), path, body()).await;
        assert_eq!(answer.refused(), (401, "not_signed_in"), "{method} {path}");
        for (who, caller) in &callers {
            let answer = caller.ask(method.clone(), path, body()).await;
            assert_eq!(
                answer.refused(),
                (403, "not_allowed"),
                "{who}: {method} {path}"
            );
        }
    }
}
