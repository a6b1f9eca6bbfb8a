//! A session with everybody in it, and a draft to agree on.

use std::collections::BTreeMap;

use chrono::{SecondsFormat, TimeDelta};
use plenary::conference::{Session, SessionId, SessionStatus, Translations};
use plenary::negotiation::DraftId;
use plenary::people::{
    self, Delegation, DelegationId, DelegationKind, Office, ParticipantId, Role,
};
use plenary::record;
use reqwest::{Client as Http, Method};
use serde_json::{Value, json};
use sqlx::PgPool;
use tokio::time::{Instant, sleep};

use crate::support::{PATIENCE, TestServer, server};

/// Somebody in the story.
pub struct Someone {
    pub id: ParticipantId,
    token: String,
}

/// The stage of a story.
pub struct Stage {
    pub server: TestServer,
    pub draft: DraftId,
    people: BTreeMap<&'static str, Someone>,
    delegations: BTreeMap<&'static str, DelegationId>,
    http: Http,
}

/// Everybody by the name they have in the stories. `elsewhere` chairs another session, `nobody` holds no role at all.
pub const EVERYBODY: [&str; 14] = [
    "cork_delegate",
    "cork_head",
    "pune_head",
    "observer",
    "observer_head",
    "rapporteur",
    "chair",
    "vice_chair",
    "screen_operator",
    "interpreter",
    "secretariat",
    "technician",
    "elsewhere",
    "nobody",
];

impl Stage {
    /// A session that meets, and a draft with one action point of these paragraphs.
    pub async fn set(db: PgPool, paragraphs: &[&str]) -> Self {
        Self::with_points(db, &[paragraphs]).await
    }

    /// A session that meets, and a draft with action points of these paragraphs.
    pub async fn with_points(db: PgPool, points: &[&[&str]]) -> Self {
        let server = TestServer::start(db).await;
        let draft = server::add_draft_of(&server.db, server.session, points).await;
        let mut stage = Self {
            server,
            draft,
            people: BTreeMap::new(),
            delegations: BTreeMap::new(),
            http: Http::new(),
        };
        for name in ["cork", "pune", "dakar", "learners", "office"] {
            let id = stage.add_delegation(name).await;
            stage.delegations.insert(name, id);
        }
        let other = stage.add_session(2).await;
        for name in EVERYBODY {
            stage.bring(name, other).await;
        }
        stage
    }

    async fn add_delegation(&self, name: &str) -> DelegationId {
        let (kind, may_agree) = match name {
            "learners" => (DelegationKind::Observer, false),
            "office" => (DelegationKind::Secretariat, false),
            _ => (DelegationKind::City, true),
        };
        let delegation = Delegation {
            id: DelegationId::new(),
            kind,
            city: name.to_owned(),
            country: "IE".into(),
            name: Translations([("en".to_owned(), name.to_owned())].into()),
            head: None,
            may_sponsor: may_agree,
            may_agree,
        };
        let (db, conference) = (&self.server.db, self.server.conference);
        people::store::add_delegation(db, conference, &delegation)
            .await
            .unwrap();
        delegation.id
    }

    async fn add_session(&self, number: i32) -> SessionId {
        let session = Session {
            id: SessionId::new(),
            number,
            code: format!("S{number}"),
            title: Translations::default(),
            place: format!("Room {number}"),
            status: SessionStatus::InProgress,
        };
        let (db, conference) = (&self.server.db, self.server.conference);
        plenary::conference::store::add_session(db, conference, &session)
            .await
            .unwrap();
        session.id
    }

    async fn bring(&mut self, name: &'static str, other: SessionId) {
        let here = self.server.session;
        let (delegation, session, role) = match name {
            "cork_delegate" => ("cork", here, Some(Role::Delegate)),
            "cork_head" => ("cork", here, Some(Role::HeadOfDelegation)),
            "pune_head" => ("pune", here, Some(Role::HeadOfDelegation)),
            "observer" => ("learners", here, Some(Role::Observer)),
            "observer_head" => ("learners", here, Some(Role::HeadOfDelegation)),
            "rapporteur" => ("office", here, Some(Role::Rapporteur)),
            "chair" | "vice_chair" => ("office", here, Some(Role::Chair)),
            "screen_operator" => ("office", here, Some(Role::ScreenOperator)),
            "interpreter" => ("office", here, Some(Role::Interpreter)),
            "elsewhere" => ("dakar", other, Some(Role::Chair)),
            _ => ("office", here, None),
        };
        let (db, conference) = (&self.server.db, self.server.conference);
        let delegation = self.delegations[delegation];
        let (id, token) = server::add_participant(db, conference, delegation, name).await;
        // Whatever roles a newcomer is given elsewhere in these tests: here only those of the story count.
        sqlx::query("delete from session_role where participant_id = $1")
            .bind(id.0)
            .execute(db)
            .await
            .unwrap();
        if let Some(role) = role {
            people::store::assign_role(db, session, id, role)
                .await
                .unwrap();
        }
        let office = match name {
            "secretariat" => Some(Office::Secretariat),
            "technician" => Some(Office::Technician),
            _ => None,
        };
        if let Some(office) = office {
            people::store::give_office(db, conference, id, office)
                .await
                .unwrap();
        }
        self.people.insert(name, Someone { id, token });
    }

    pub fn id(&self, who: &str) -> ParticipantId {
        self.people[who].id
    }

    pub fn delegation(&self, name: &str) -> DelegationId {
        self.delegations[name]
    }

    /// From now on the action point comes from these delegations.
    pub async fn comes_from(&self, delegations: &[&str]) {
        let point = self.point("chair").await["id"].as_str().unwrap().to_owned();
        let ids: Vec<_> = delegations
            .iter()
            .map(|name| self.delegation(name).0)
            .collect();
        for sql in [
            "insert into action_point (id, draft_id, status, addressees) values ($1::uuid, $2, 'drafting', '{}') on conflict do nothing",
            "delete from action_point_origin where action_point_id = $1::uuid and $2::uuid is not null",
        ] {
            let done = sqlx::query(sql).bind(&point).bind(self.draft.0);
            done.execute(&self.server.db).await.unwrap();
        }
        sqlx::query("insert into action_point_origin select $1::uuid, unnest($2::uuid[])")
            .bind(&point)
            .bind(ids)
            .execute(&self.server.db)
            .await
            .unwrap();
    }

    /// A time on the server's clock, in minutes from now.
    pub fn time(&self, minutes: i64) -> String {
        let at = self.server.clock.now() + TimeDelta::minutes(minutes);
        at.to_rfc3339_opts(SecondsFormat::Micros, true)
    }

    /// Somebody asks the server for something.
    pub async fn ask(
        &self,
        who: &str,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> (u16, Value) {
        let mut request = self
            .http
            .request(method, format!("http://{}{path}", self.server.address))
            .bearer_auth(&self.people[who].token);
        if let Some(body) = body {
            request = request.json(&body);
        }
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        let text = response.text().await.unwrap();
        let answer = serde_json::from_str(&text).unwrap_or(Value::String(text));
        (status, answer)
    }

    pub async fn get(&self, who: &str, path: &str) -> Value {
        let (status, answer) = self.ask(who, Method::GET, path, None).await;
        assert_eq!(status, 200, "{who} GET {path}: {answer}");
        answer
    }

    /// Somebody commands something; the status and the answer, or the code of the problem.
    pub async fn command(&self, who: &str, path: &str, body: Value) -> (u16, Value) {
        self.ask(who, Method::POST, path, Some(body)).await
    }

    /// Somebody does something that must work.
    pub async fn does(&self, who: &str, path: &str, body: Value) -> Value {
        let (status, answer) = self.command(who, path, body).await;
        assert_eq!(status, 200, "{who} POST {path}: {answer}");
        answer
    }

    /// Somebody is refused something, with this status and code.
    pub async fn is_refused(&self, who: &str, path: &str, body: Value, expected: (u16, &str)) {
        let (status, answer) = self.command(who, path, body).await;
        let code = answer["code"].as_str().unwrap_or_default();
        assert_eq!((status, code), expected, "{who} POST {path}: {answer}");
    }

    pub fn in_draft(&self, rest: &str) -> String {
        format!("/api/drafts/{}/{rest}", self.draft)
    }

    pub fn in_session(&self, rest: &str) -> String {
        format!("/api/sessions/{}{rest}", self.server.session)
    }

    /// The action point as somebody is shown it.
    pub async fn point(&self, who: &str) -> Value {
        let view = self.get(who, &self.in_draft("agreement")).await;
        view["action_points"][0].clone()
    }

    /// The action points as somebody is shown them.
    pub async fn points(&self, who: &str) -> Vec<Value> {
        let view = self.get(who, &self.in_draft("agreement")).await;
        view["action_points"].as_array().unwrap().clone()
    }

    /// The states of the paragraphs, behind that of the action point.
    pub async fn states(&self) -> Vec<String> {
        let point = self.point("chair").await;
        let paragraphs = point["paragraphs"].as_array().unwrap();
        std::iter::once(&point)
            .chain(paragraphs)
            .map(|part| part["state"].as_str().unwrap().to_owned())
            .collect()
    }

    /// The ids of the paragraphs.
    pub async fn paragraphs(&self) -> Vec<String> {
        let point = self.point("chair").await;
        let paragraphs = point["paragraphs"].as_array().unwrap().iter();
        paragraphs
            .map(|paragraph| paragraph["id"].as_str().unwrap().to_owned())
            .collect()
    }

    /// The path of a command about the nth paragraph.
    pub async fn about(&self, nth: usize, command: &str) -> String {
        let paragraph = &self.paragraphs().await[nth];
        self.in_draft(&format!("paragraphs/{paragraph}/{command}"))
    }

    /// The gavel ad referendum on these words, awaiting Cork and Pune, for an hour.
    pub fn ad_ref(&self, words: &str) -> Value {
        json!({
            "outcome": "agreed_ad_ref",
            "words": words,
            "awaiting": [self.delegation("cork"), self.delegation("pune")],
            "until": self.time(60),
        })
    }

    /// Waits until the states are these.
    pub async fn comes_to(&self, expected: &[&str]) {
        let until = Instant::now() + PATIENCE;
        loop {
            let states = self.states().await;
            if states == expected {
                return;
            }
            assert!(
                Instant::now() < until,
                "{expected:?} never came: {states:?}"
            );
            sleep(std::time::Duration::from_millis(20)).await;
        }
    }

    /// What was recorded, oldest first; the record must fit together.
    pub async fn recorded(&self) -> Vec<String> {
        let mut db = self.server.db.acquire().await.unwrap();
        let verified = record::store::verify(&mut db, self.server.conference).await;
        verified.unwrap().unwrap();
        let filter = record::store::Filter::default();
        let entries = record::store::entries(&mut *db, self.server.conference, &filter, 10_000);
        let deeds = entries.await.unwrap().into_iter().rev();
        deeds.map(|entry| entry.deed.word().to_owned()).collect()
    }
}
