//! The description of the API, and the page that shows it without any network.

use axum::Router;
use utoipa::OpenApi;
use utoipa_swagger_ui::SwaggerUi;

use super::App;
use crate::drafting::wire::{
    Caret, ClientHello, ClientPresence, Hello, HelloParticipant, Here, Notice, OthersCaret,
    Presence, ReadOnlyReason, RefusalCode, Refused, SavingState,
};

/// What stands at the head of the description.
#[derive(OpenApi)]
#[openapi(
    info(title = "Plenary", description = "The server on which an international conference writes its outcome together.",
        license(name = "Apache-2.0", identifier = "Apache-2.0")),
    tags(
        (name = "conference", description = "The conference and its sessions"),
        (name = "people", description = "Participants and signing in"),
        (name = "administration", description = "People, roles, sessions and codes: for the secretariat"),
        (name = "drafting", description = "Drafts and their text; the messages of the socket are in docs/protocol.md"),
        (name = "agreement", description = "The states of paragraphs and action points, and the commands that decide about them"),
        (name = "sessions", description = "The conduct of sessions"),
        (name = "record", description = "Who did what, when and why"),
        (name = "operations", description = "For the technician"),
    ),
    components(schemas(
        ClientHello, Hello, HelloParticipant, Refused, RefusalCode, Notice, SavingState, ReadOnlyReason,
        ClientPresence, Caret, Presence, Here, OthersCaret,
    )),
)]
struct Description;

/// The description before the routes are added.
pub(super) fn description() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

/// The whole description as JSON, as it is committed for the front end's types.
///
/// # Panics
/// Never: the description is made of plain data.
pub fn json() -> String {
    let (_, _, description) = super::parts();
    description.to_pretty_json().expect("plain data") + "\n"
}

/// `/api/openapi.json` and the page `/api/docs`.
pub(super) fn page(description: utoipa::openapi::OpenApi) -> Router<App> {
    SwaggerUi::new("/api/docs")
        .url("/api/openapi.json", description)
        .into()
}
