//! Suggestions: made, carried over, sponsored, decided, and never lost.

mod deciding;
mod demonstration;
mod making;
mod properties;
mod races;
mod rights;

use reqwest::Method;
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::agreement::stage::Stage;

/// A session whose draft can be suggested to.
struct Floor {
    stage: Stage,
    paragraphs: Vec<String>,
}

impl Floor {
    async fn set(db: PgPool, paragraphs: &[&str]) -> Self {
        let stage = Stage::set(db, paragraphs).await;
        let paragraphs = stage.paragraphs().await;
        Self { stage, paragraphs }
    }

    /// Somebody suggests other words for the nth paragraph, which they saw with these; what was made, or the problem.
    async fn tries(&self, who: &str, nth: usize, base: &str, words: &str) -> (u16, Value) {
        let asked = json!({
            "paragraph": self.paragraphs[nth], "base_words": base, "words": words, "reason": "So it reads better.",
        });
        self.stage
            .command(who, &self.stage.in_draft("suggestions"), asked)
            .await
    }

    async fn suggests(&self, who: &str, nth: usize, base: &str, words: &str) -> Value {
        let (status, made) = self.tries(who, nth, base, words).await;
        assert_eq!(status, 201, "{made}");
        made
    }

    /// The path of a command about a suggestion.
    fn about(&self, suggestion: &Value, command: &str) -> String {
        let id = suggestion["id"].as_str().unwrap();
        let rest = match command {
            "" => format!("suggestions/{id}"),
            command => format!("suggestions/{id}/{command}"),
        };
        self.stage.in_draft(&rest)
    }

    async fn accepts(&self, who: &str, suggestions: &[&Value]) -> (u16, Value) {
        let ids: Vec<&Value> = suggestions.iter().map(|one| &one["id"]).collect();
        let path = self.stage.in_draft("suggestions/accept");
        let note = "As the room wished.";
        let asked = json!({ "suggestions": ids, "note": note });
        self.stage.command(who, &path, asked).await
    }

    /// A suggestion as somebody reads it now.
    async fn read(&self, who: &str, suggestion: &Value) -> Value {
        let all = self.all(who).await;
        let found = all.into_iter().find(|one| one["id"] == suggestion["id"]);
        found.expect("a suggestion is never lost")
    }

    async fn all(&self, who: &str) -> Vec<Value> {
        let view = self
            .stage
            .get(who, &self.stage.in_draft("suggestions"))
            .await;
        view["suggestions"].as_array().unwrap().clone()
    }

    async fn supports(&self, who: &str, method: Method, suggestion: &Value) -> (u16, Value) {
        let path = self.about(suggestion, "sponsor");
        self.stage.ask(who, method, &path, None).await
    }

    /// The words of the paragraphs, replayed from the journal.
    async fn words(&self) -> Vec<String> {
        let document =
            crate::support::server::replayed(&self.stage.server.db, self.stage.draft).await;
        let points = document.points().into_iter();
        let blocks = points.flat_map(|point| point.blocks).filter(|block| {
            block.kind == plenary::drafting::text::BlockKind::Paragraph && block.id.is_some()
        });
        blocks.map(|block| block.text()).collect()
    }
}
