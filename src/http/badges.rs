//! Badges, as the secretariat prints them.

use std::collections::{HashMap, HashSet};

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use plenary_pdf::Standard;
use serde::Deserialize;
use tracing::warn;
use utoipa::ToSchema;

use super::administrator::Administrator;
use super::codes::{self, OldCodes};
use super::{App, Problem, origin, people};
use crate::conference;
use crate::people::{Badge, BadgeCode, ParticipantId, badge_sheet};
use crate::record::{self, Deed};

/// For whom badges are to be printed.
#[derive(Debug, Deserialize, ToSchema)]
pub struct BadgesFor {
    /// Everybody at the conference where this is absent.
    people: Option<Vec<ParticipantId>>,
}

/// Pages to print.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary)]
pub struct Pdf(Vec<u8>);

/// Prints the badges of these participants, or of everybody, on sheets of A4 with eight badges each, by delegation and name.
///
/// On each stand a new badge code and its QR code. The codes made before sign in no more; whoever is signed in stays so.
#[utoipa::path(
    post, operation_id = "print_badges", path = "/api/people/badges", tag = "administration", request_body = BadgesFor,
    responses(
        (status = 200, content_type = "application/pdf", body = Pdf), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 422, body = Problem),
    )
)]
pub async fn print(
    State(app): State<App>,
    by: Administrator,
    headers: HeaderMap,
    Json(chosen): Json<BadgesFor>,
) -> Result<Response, Problem> {
    let badges = chosen.badges(&app, &by).await?;
    let participants: Vec<ParticipantId> = badges.iter().map(|badge| badge.id).collect();
    let codes = codes::fresh(&participants)?;
    // A code signs in only when it stands on paper: else a failure here would leave people without any.
    let sheet = typeset(&app, &headers, badges, &codes);
    let (pdf, hashes) = tokio::try_join!(sheet, codes::hashes(&app, &by, &codes))?;

    let now = app.clock.now();
    let mut db = app.db.begin().await?;
    let details = codes::store(&mut db, &by, &hashes, OldCodes::Revoke, now).await?;
    let entry = by.entry(Deed::BadgesPrinted, details);
    record::append(&mut db, by.conference, now, &entry).await?;
    db.commit().await?;

    let headers = [
        (header::CONTENT_TYPE, "application/pdf"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"badges.pdf\"",
        ),
    ];
    Ok((headers, pdf.0).into_response())
}

impl BadgesFor {
    async fn badges(self, app: &App, by: &Administrator) -> Result<Vec<Badge>, Problem> {
        if let Some(chosen) = &self.people {
            people::must_be_of(app, by.conference, chosen).await?;
        }
        let chosen: Option<HashSet<ParticipantId>> = self.people.map(HashSet::from_iter);
        let mut badges = crate::people::store::badges(&app.db, by.conference, None).await?;
        badges.retain(|badge| {
            chosen
                .as_ref()
                .is_none_or(|these| these.contains(&badge.id))
        });
        if badges.is_empty() {
            return Err(Problem::invalid(
                "nobody_chosen",
                "Choose at least one participant whose badge is to be printed.",
            ));
        }
        Ok(badges)
    }
}

async fn typeset(
    app: &App,
    headers: &HeaderMap,
    badges: Vec<Badge>,
    codes: &[(ParticipantId, BadgeCode)],
) -> Result<Pdf, Problem> {
    let conference = conference::store::current(&app.db).await?;
    let conference =
        conference.ok_or_else(|| Problem::not_found("There is no conference here yet."))?;
    let codes: HashMap<ParticipantId, BadgeCode> = codes.iter().copied().collect();
    let badges = badges.into_iter();
    let badges = badges.filter_map(|badge| Some((codes.get(&badge.id).copied()?, badge)));
    let badges = badges.map(|(code, badge)| (badge, code)).collect();
    let origin = origin::of(app, headers);
    let data = badge_sheet::data(&conference, badges, &origin);
    let data = data.map_err(|err| Problem::internal(&err))?;
    let today = app.clock.now().date_naive();
    let sheet = app.press.typeset(badge_sheet::TEMPLATE, data, today).await;
    let sheet = sheet.map_err(|err| Problem::internal(&err))?;
    if sheet.standard != Standard::Accessible || !sheet.unknown.is_empty() {
        // Neither the remarks nor the characters: both may quote names.
        warn!(
            remarks = sheet.remarks.len(),
            unknown = sheet.unknown.len(),
            "badges are printed, but not as they should be"
        );
    }
    Ok(Pdf(sheet.pdf))
}
