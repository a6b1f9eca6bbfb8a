//! For the technician: is it up, can it save, how does it do.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::{App, Problem};
use crate::storage;

/// Whether the process answers.
#[utoipa::path(get, operation_id = "healthz", path = "/healthz", tag = "operations", responses((status = 200, body = String)))]
pub async fn healthz() -> &'static str {
    "ok\n"
}

/// Whether drafts can be opened and changes saved now.
#[utoipa::path(
    get, operation_id = "readyz", path = "/readyz", tag = "operations",
    responses((status = 200, body = String), (status = 503, body = Problem))
)]
pub async fn readyz(State(app): State<App>) -> Result<&'static str, Problem> {
    if app.connections.is_stopping() {
        return Err(Problem::unavailable("The server is stopping."));
    }
    if app.rooms.journal().is_away() {
        return Err(Problem::unavailable(
            "Changes cannot be saved now: the database is away.",
        ));
    }
    storage::check(&app.db)
        .await
        .map_err(|_| Problem::unavailable("The database is away."))?;
    Ok("ready\n")
}

/// Metrics in the text format of Prometheus. None of them holds words or names of people.
#[utoipa::path(get, operation_id = "metrics", path = "/metrics", tag = "operations", responses((status = 200, body = String)))]
pub async fn metrics(State(app): State<App>) -> Response {
    let Some(metrics) = &app.metrics else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let journal = app.rooms.journal();
    let bytes = |bytes: usize| u32::try_from(bytes).unwrap_or(u32::MAX);
    metrics::gauge!("plenary_waiting_bytes").set(bytes(journal.waiting_bytes()));
    metrics::gauge!("plenary_oldest_uncommitted_seconds").set(journal.oldest_waits());
    metrics::gauge!("plenary_database_away").set(u32::from(journal.is_away()));
    metrics::gauge!("plenary_outbound_bytes").set(bytes(app.connections.waiting_bytes()));
    (
        [(header::CONTENT_TYPE, "text/plain; version=0.0.4")],
        metrics.render(),
    )
        .into_response()
}
