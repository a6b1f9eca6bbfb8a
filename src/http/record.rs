//! The record: who did what, when and why, filtered, in pages, and as a table to keep.

use std::collections::{BTreeSet, HashMap};

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::agreement::PersonView;
use super::asked::AskedOf;
use super::signed_in::SignedIn;
use super::{App, Problem};
use crate::conference::{self, SessionId};
use crate::drafting;
use crate::negotiation::rights::{self, Action, Situation};
use crate::people::{self, ParticipantId, Person};
use crate::record::store::Filter;
use crate::record::{self, About, Deed, Recorded};

/// How many entries a page has unless asked otherwise, and at most.
const PAGE: i64 = 100;
const LONGEST_PAGE: i64 = 500;

/// Which entries are wanted.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Wanted {
    /// Only of this session.
    session: Option<SessionId>,
    /// Only of this draft.
    draft: Option<Uuid>,
    /// Only of this action point.
    action_point: Option<Uuid>,
    /// Only what this participant did.
    actor: Option<ParticipantId>,
    /// Only these deeds, separated by commas.
    deeds: Option<String>,
    /// Only entries before this one: the `next` of the page before.
    before: Option<i64>,
    /// How many entries, at most 500; 100 unless said.
    limit: Option<i64>,
}

/// A page of the record, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecordPage {
    entries: Vec<EntryView>,
    /// With what to ask for the next page; none at the end.
    next: Option<i64>,
}

/// An entry of the record.
#[derive(Debug, Serialize, ToSchema)]
pub struct EntryView {
    /// Its place in the record, from 1.
    seq: i64,
    at: DateTime<Utc>,
    /// Who did it; none for the server itself.
    actor: Option<PersonView>,
    deed: Deed,
    #[serde(flatten)]
    about: About,
    reason: Option<String>,
    /// What else belongs to it.
    details: Value,
    /// The SHA-256 of the chain up to this entry.
    sha256: String,
}

/// The record, for those who hold a role or an office at the conference. Of drafts that they may not read they are told nothing.
#[utoipa::path(
    get, operation_id = "record", path = "/api/record", tag = "record", params(Wanted),
    responses((status = 200, body = RecordPage), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem))
)]
pub async fn list(
    State(app): State<App>,
    me: SignedIn,
    AskedOf(wanted): AskedOf<Wanted>,
) -> Result<Json<RecordPage>, Problem> {
    let limit = wanted.limit.unwrap_or(PAGE).clamp(1, LONGEST_PAGE);
    let filter = filter(&app, &me, wanted).await?;
    let page = record::store::entries(&app.db, me.conference, &filter, limit).await?;
    let is_full = i64::try_from(page.len()).is_ok_and(|length| length == limit);
    let next = page.last().filter(|_| is_full).map(|last| last.seq);
    let persons = persons(&app, &page).await?;
    let entries = page.into_iter().map(|entry| view(entry, &persons));
    Ok(Json(RecordPage {
        entries: entries.collect(),
        next,
    }))
}

/// The record as a table of comma-separated values, oldest first: the same entries, all of them.
#[utoipa::path(
    get, operation_id = "record_csv", path = "/api/record.csv", tag = "record", params(Wanted),
    responses((status = 200, body = String, content_type = "text/csv"), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem))
)]
pub async fn csv(
    State(app): State<App>,
    me: SignedIn,
    AskedOf(wanted): AskedOf<Wanted>,
) -> Result<Response, Problem> {
    let mut filter = filter(&app, &me, wanted).await?;
    let mut entries = Vec::new();
    loop {
        let page = record::store::entries(&app.db, me.conference, &filter, LONGEST_PAGE).await?;
        let Some(last) = page.last() else { break };
        filter.before = Some(last.seq);
        entries.extend(page);
    }
    entries.reverse();
    let table = table(&app, &me, entries).await?;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"record.csv\"",
        ),
    ];
    Ok((headers, table).into_response())
}

async fn table(app: &App, me: &SignedIn, entries: Vec<Recorded>) -> Result<String, Problem> {
    let persons = persons(app, &entries).await?;
    let sessions = conference::store::sessions(&app.db, me.conference).await?;
    let codes: HashMap<SessionId, String> = sessions
        .into_iter()
        .map(|session| (session.id, session.code))
        .collect();
    let drafts = drafting::store::list(&app.db, me.conference, None).await?;
    let symbols: HashMap<Uuid, String> = drafts
        .into_iter()
        .map(|draft| (draft.id.0, draft.symbol))
        .collect();
    // The mark tells spreadsheet programs that this is UTF-8.
    let mut table = String::from("\u{feff}");
    let heads = [
        "entry",
        "time",
        "who",
        "what",
        "session",
        "draft",
        "action point",
        "paragraph",
        "why",
        "details",
        "sha256",
    ];
    push_row(&mut table, &heads.map(str::to_owned));
    for entry in entries {
        let entry = view(entry, &persons);
        let id = |id: Option<Uuid>| id.map_or_else(String::new, |id| id.to_string());
        let about = entry.about;
        let code = about.session.and_then(|session| codes.get(&session));
        let symbol = about.draft.and_then(|draft| symbols.get(&draft));
        push_row(
            &mut table,
            &[
                entry.seq.to_string(),
                entry.at.to_rfc3339(),
                entry.actor.map_or_else(String::new, |actor| actor.words()),
                entry.deed.word().to_owned(),
                code.cloned().unwrap_or_default(),
                symbol.cloned().unwrap_or_default(),
                id(about.action_point),
                id(about.paragraph),
                entry.reason.unwrap_or_default(),
                entry.details.to_string(),
                entry.sha256,
            ],
        );
    }
    Ok(table)
}

fn push_row(table: &mut String, cells: &[String]) {
    let cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
    table.push_str(&cells.join(","));
    table.push_str("\r\n");
}

/// A cell as RFC 4180 has it. Spreadsheet programs take some first characters for a formula; an apostrophe stops them.
fn quoted(cell: &str) -> String {
    let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let guard = if is_formula { "'" } else { "" };
    format!("\"{guard}{}\"", cell.replace('"', "\"\""))
}

/// What is wanted, without what may not be read.
async fn filter(app: &App, me: &SignedIn, wanted: Wanted) -> Result<Filter, Problem> {
    let mut db = app.db.acquire().await?;
    let offices = rights::store::offices(&mut *db, me.conference, me.person.id).await?;
    let mut takes_part = !offices.is_empty();
    let mut hidden = BTreeSet::new();
    let sessions = conference::store::sessions(&mut *db, me.conference).await?;
    let drafts = drafting::store::list(&mut *db, me.conference, None).await?;
    for session in sessions {
        let standing = rights::store::standing(&mut db, session.id, me.person.id).await?;
        takes_part |= !standing.roles.is_empty();
        let switches = rights::store::switches(&mut *db, session.id).await?;
        for draft in drafts.iter().filter(|draft| draft.session == session.id) {
            let situation = Situation {
                session: session.status,
                draft: draft.status,
                switches: switches.clone(),
            };
            if rights::may(Action::Read, &standing, &situation).is_err() {
                hidden.insert(draft.id.0);
            }
        }
    }
    if !takes_part {
        return Err(Problem::not_allowed(
            "The record is for those who hold a role or an office at the conference.",
        ));
    }
    let deeds = wanted.deeds.as_deref().unwrap_or_default();
    let deeds = deeds.split(',').filter(|word| !word.is_empty());
    let deeds = deeds.map(|word| {
        let unknown =
            || Problem::bad_request(format!("Nothing that is recorded is called {word}."));
        Deed::of_word(word).ok_or_else(unknown)
    });
    Ok(Filter {
        session: wanted.session,
        draft: wanted.draft,
        action_point: wanted.action_point,
        actor: wanted.actor,
        deeds: deeds.collect::<Result<_, _>>()?,
        before: wanted.before,
        hidden: hidden.into_iter().collect(),
    })
}

async fn persons(
    app: &App,
    entries: &[Recorded],
) -> Result<HashMap<ParticipantId, Person>, Problem> {
    let ids: BTreeSet<ParticipantId> = entries.iter().filter_map(|entry| entry.actor).collect();
    let ids: Vec<ParticipantId> = ids.into_iter().collect();
    Ok(people::store::persons(&app.db, &ids).await?)
}

fn view(entry: Recorded, persons: &HashMap<ParticipantId, Person>) -> EntryView {
    EntryView {
        seq: entry.seq,
        at: entry.at,
        actor: entry.actor.map(|actor| PersonView::of(persons, actor)),
        deed: entry.deed,
        about: entry.about,
        reason: entry.reason,
        details: entry.details,
        sha256: entry.sha256,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_one_cell_and_no_formula() {
        assert_eq!(quoted("a, \"b\"\nc"), "\"a, \"\"b\"\"\nc\"");
        assert_eq!(quoted("=cmd()"), "\"'=cmd()\"");
        assert_eq!(quoted("漏了一个字"), "\"漏了一个字\"");
    }
}
