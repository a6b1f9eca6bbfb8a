//! Somebody who calls the API: with a token, with a browser's cookies, or as a stranger.

use plenary::people::{self, Office, ParticipantId};
use reqwest::{Client as Http, Method, StatusCode};
use serde_json::Value;

use super::TestServer;

/// Somebody who calls the API.
pub struct Caller {
    address: String,
    token: Option<String>,
    pub http: Http,
}

/// What was answered.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub body: Value,
    pub retry_after: Option<String>,
}

impl Answer {
    /// The body of an answer that is well.
    #[track_caller]
    pub fn well(self) -> Value {
        assert!(self.status.is_success(), "{self:?}");
        self.body
    }

    /// The status and the code of the problem.
    pub fn refused(&self) -> (u16, &str) {
        (
            self.status.as_u16(),
            self.body["code"].as_str().unwrap_or(""),
        )
    }
}

impl Caller {
    /// A browser that keeps its cookies.
    pub fn browser(address: impl std::fmt::Display) -> Self {
        let browser = Http::builder().cookie_store(true).user_agent(
            "Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36",
        );
        Self {
            address: format!("http://{address}"),
            token: None,
            http: browser.build().unwrap(),
        }
    }

    /// A program with a token.
    pub fn with_token(address: impl std::fmt::Display, token: String) -> Self {
        Self {
            token: Some(token),
            ..Self::browser(address)
        }
    }

    /// One of the secretariat of a server.
    pub async fn secretariat(server: &TestServer) -> (Self, ParticipantId) {
        let (participant, token) = server.participant("secretary").await;
        let office = Office::Secretariat;
        people::store::give_office(&server.db, server.conference, participant, office)
            .await
            .unwrap();
        (Self::with_token(server.address, token), participant)
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.ask(Method::GET, path, None).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.ask(Method::POST, path, Some(body)).await
    }

    pub async fn patch(&self, path: &str, body: Value) -> Answer {
        self.ask(Method::PATCH, path, Some(body)).await
    }

    pub async fn put(&self, path: &str) -> Answer {
        self.ask(Method::PUT, path, None).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.ask(Method::DELETE, path, None).await
    }

    pub async fn ask(&self, method: Method, path: &str, body: Option<Value>) -> Answer {
        let mut asked = self.http.request(method, self.address.clone() + path);
        if let Some(token) = &self.token {
            asked = asked.bearer_auth(token);
        }
        if let Some(body) = body {
            asked = asked.json(&body);
        }
        Self::answer(asked).await
    }

    /// Sends bytes, as a browser sends a file.
    pub async fn post_file(&self, path: &str, body: Vec<u8>) -> Answer {
        let asked = self.http.post(self.address.clone() + path).body(body);
        let token = self.token.clone().unwrap_or_default();
        Self::answer(asked.bearer_auth(token)).await
    }

    /// Asks for a file.
    pub async fn download(&self, path: &str, body: Value) -> reqwest::Response {
        let host = self.address.trim_start_matches("http://").to_owned();
        self.download_from(&host, path, body).await
    }

    /// Asks for a file under another name of the server.
    pub async fn download_from(&self, host: &str, path: &str, body: Value) -> reqwest::Response {
        let asked = self
            .http
            .post(self.address.clone() + path)
            .header("host", host);
        let token = self.token.clone().unwrap_or_default();
        asked.bearer_auth(token).json(&body).send().await.unwrap()
    }

    async fn answer(asked: reqwest::RequestBuilder) -> Answer {
        let answer = asked.send().await.unwrap();
        let header = answer.headers().get("retry-after");
        let retry_after = header.map(|value| value.to_str().unwrap().to_owned());
        let status = answer.status();
        let text = answer.text().await.unwrap();
        let body = serde_json::from_str(&text).unwrap_or(Value::String(text));
        Answer {
            status,
            body,
            retry_after,
        }
    }
}
