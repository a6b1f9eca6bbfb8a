//! Personal links, as the secretariat makes them for one or for many.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use futures_util::{StreamExt, stream};
use serde::{Deserialize, Serialize};
use serde_json::json;
use tracing::warn;
use utoipa::ToSchema;

use super::administrator::Administrator;
use super::codes::AT_ONCE;
use super::problem::sentence;
use super::{App, Problem, origin, people};
use crate::conference;
use crate::people::mailer::{self, Invitation};
use crate::people::{Lasting, ParticipantId, Token, personal_link};
use crate::record::{self, Deed};

/// Mails sent at once.
const IN_FLIGHT: usize = 4;

/// For whom links are to be made, and how long they last.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NewLinks {
    participants: Vec<ParticipantId>,
    lasting: Lasting,
}

/// A new link, shown this once.
#[derive(Serialize, ToSchema)]
pub struct NewLink {
    participant: ParticipantId,
    #[schema(example = "https://plenary.example/enter#mJ4c…")]
    link: String,
}

/// Makes a personal link for each of these participants, to be copied. It can be read only in this answer.
#[utoipa::path(
    post, operation_id = "make_links", path = "/api/people/links", tag = "administration", request_body = NewLinks,
    responses((status = 200, body = Vec<NewLink>), (status = 403, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem))
)]
pub async fn make(
    State(app): State<App>,
    by: Administrator,
    headers: HeaderMap,
    Json(new): Json<NewLinks>,
) -> Result<Json<Vec<NewLink>>, Problem> {
    let origin = origin::of(&app, &headers);
    let links = add(&app, &by, &new).await?;
    let shown = links.into_iter().map(|(participant, token)| NewLink {
        participant,
        link: origin.link(&token),
    });
    Ok(Json(shown.collect()))
}

/// Whether links can be sent.
#[derive(Serialize, ToSchema)]
pub struct Mailing {
    /// Whether this server sends mail; where not, links are copied.
    sends_mail: bool,
}

/// Whether a link was sent.
#[derive(Serialize, ToSchema)]
pub struct SentLink {
    participant: ParticipantId,
    fate: Sending,
}

/// What became of a link that was to be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sending {
    /// The mail server took it.
    Sent,
    /// There is no address.
    NoEmail,
    /// The mail server did not take it; the log says why.
    NotTaken,
}

/// Whether this server sends mail.
#[utoipa::path(
    get, operation_id = "sends_mail", path = "/api/people/links", tag = "administration",
    responses((status = 200, body = Mailing), (status = 403, body = Problem))
)]
pub async fn sends_mail(State(app): State<App>, _by: Administrator) -> Json<Mailing> {
    Json(Mailing {
        sends_mail: app.mailer.is_some(),
    })
}

/// Makes a personal link for each of these participants and sends it to their address, each in the language they work in.
#[utoipa::path(
    post, operation_id = "send_links", path = "/api/people/links/send", tag = "administration", request_body = NewLinks,
    responses(
        (status = 200, body = Vec<SentLink>), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem),
    )
)]
pub async fn send(
    State(app): State<App>,
    by: Administrator,
    headers: HeaderMap,
    Json(new): Json<NewLinks>,
) -> Result<Json<Vec<SentLink>>, Problem> {
    let Some(mailer) = &app.mailer else {
        return Err(Problem::conflict(
            "no_mail",
            "This server sends no mail. Copy the links instead.",
        ));
    };
    let origin = origin::of(&app, &headers);
    let conference = conference::store::current(&app.db).await?;
    let conference = conference
        .ok_or_else(|| Problem::not_found("There is no conference on this server yet."))?;
    let title = conference.title.0.get(&conference.working_language);
    let title = title.unwrap_or(&conference.slug);
    let addresses = mailer::store::addresses(&app.db, &new.participants).await?;
    let links = add(&app, &by, &new).await?;
    let sent = stream::iter(links).map(|(participant, token)| {
        let (address, link) = (addresses.get(&participant), origin.link(&token));
        async move {
            let Some((to, language)) = address else {
                return SentLink {
                    participant,
                    fate: Sending::NoEmail,
                };
            };
            let conference = title.as_str();
            let invitation = Invitation {
                to,
                language,
                conference,
                link: &link,
            };
            let fate = match mailer.send(&invitation).await {
                Ok(()) => Sending::Sent,
                Err(err) => {
                    warn!(participant.id = %participant, %err, "could not send a link");
                    Sending::NotTaken
                }
            };
            SentLink { participant, fate }
        }
    });
    Ok(Json(sent.buffered(IN_FLIGHT).collect().await))
}

/// Ends all personal links of a participant.
#[utoipa::path(
    delete, operation_id = "end_links", path = "/api/people/{id}/links", tag = "administration",
    params(("id" = ParticipantId, Path, description = "The participant")),
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem))
)]
pub async fn end(
    State(app): State<App>,
    by: Administrator,
    Path(participant): Path<ParticipantId>,
) -> Result<StatusCode, Problem> {
    people::must_be_of(&app, by.conference, &[participant]).await?;
    let now = app.clock.now();
    let mut db = app.db.begin().await?;
    let ended = personal_link::store::end(&mut *db, &[participant], now).await?;
    let details = json!({ "participants": [participant], "made": 0, "ended": ended });
    let entry = by.entry(Deed::LinksSent, details);
    record::append(&mut db, by.conference, now, &entry).await?;
    db.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn add(
    app: &App,
    by: &Administrator,
    new: &NewLinks,
) -> Result<Vec<(ParticipantId, Token)>, Problem> {
    people::must_be_of(app, by.conference, &new.participants).await?;
    if new.participants.len() > AT_ONCE {
        return Err(Problem::invalid(
            "too_many",
            format!("At most {AT_ONCE} participants at once: choose fewer."),
        ));
    }
    let now = app.clock.now();
    let terms = new
        .lasting
        .terms(now)
        .map_err(|err| Problem::invalid("bad_date", sentence(&err)))?;
    let links: Vec<(ParticipantId, Token)> = new
        .participants
        .iter()
        .map(|participant| (*participant, Token::new()))
        .collect();
    let mut db = app.db.begin().await?;
    personal_link::store::add(&mut *db, &links, terms, now).await?;
    let details =
        json!({ "participants": new.participants, "made": links.len(), "lasting": new.lasting });
    let entry = by.entry(Deed::LinksSent, details);
    record::append(&mut db, by.conference, now, &entry).await?;
    db.commit().await?;
    Ok(links)
}
