//! Lists of people from spreadsheets, and back.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use serde_json::json;
use tokio::task::spawn_blocking;
use utoipa::{IntoParams, ToSchema};

use super::administrator::Administrator;
use super::problem::sentence;
use super::{App, Problem, effect};
use crate::negotiation::rights;
use crate::people::import::{
    self, Column, Fate, FieldChange, ImportProblem, Plan, Sheet, SheetError,
};
use crate::people::{ParticipantId, register};
use crate::record::{self, Deed};

/// The longest list that is read.
pub const LIST_BYTES: usize = 5 << 20;

/// What to do with a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Say what it would do.
    Preview,
    /// Do it, unless there is a problem.
    Apply,
}

/// How to take a list.
#[derive(Debug, Deserialize, IntoParams)]
pub struct HowToImport {
    /// What to do with it.
    #[param(inline)]
    mode: Mode,
    /// The encoding of a text file, such as `windows-1251`, where it is guessed wrong.
    encoding: Option<String>,
}

/// What a list does, or would do.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportReport {
    /// Whether it was done.
    applied: bool,
    /// How the file was read: `xlsx`, or an encoding such as `UTF-8`.
    encoding: String,
    /// What stands between the cells of a text file.
    separator: Option<char>,
    /// The columns in the order of the list.
    columns: Vec<ImportColumn>,
    /// People who are new.
    added: usize,
    /// People about whom something changes.
    changed: usize,
    /// People who stay as they are.
    unchanged: usize,
    /// Names of delegations that are new.
    new_delegations: Vec<String>,
    /// Everybody new or changed, field by field.
    people: Vec<ImportedPerson>,
    /// Everything that stands in the way, by row and column.
    problems: Vec<ImportProblem>,
}

/// A column of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportColumn {
    /// What stands at its head.
    header: String,
    /// What it holds; absent for one that is passed over.
    column: Option<Column>,
}

/// Somebody new or changed.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportedPerson {
    /// The row, as the spreadsheet numbers it.
    row: u32,
    /// Whether they are new.
    fate: Fate,
    /// Who it is; absent for somebody new in a preview.
    participant: Option<ParticipantId>,
    /// Their name, as it would be.
    name: String,
    /// What changes.
    fields: Vec<FieldChange>,
}

/// Why a list was not taken.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportRefused {
    #[serde(flatten)]
    problem: Problem,
    /// What stands in the way.
    report: ImportReport,
}

/// Adds and changes people from a list, sent as the body: XLSX or CSV as spreadsheets write them.
///
/// `preview` says what the list would do and names every problem by row and column. `apply` does it, unless there is a problem:
/// then nothing at all is done, and the answer 422 with the code `list_has_problems` holds the same report.
#[utoipa::path(
    post, operation_id = "import_people", path = "/api/people/import", tag = "administration", params(HowToImport),
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "The file, 5 MB at most"),
    responses((status = 200, body = ImportReport), (status = 403, body = Problem), (status = 413), (status = 422, body = ImportRefused))
)]
pub async fn import(
    State(app): State<App>,
    by: Administrator,
    Query(how): Query<HowToImport>,
    body: Bytes,
) -> Result<Response, Problem> {
    let sheet = spawn_blocking(move || Sheet::read(&body, how.encoding.as_deref()));
    let sheet = sheet.await.map_err(|err| Problem::internal(&err))??;
    let mut db = app.db.begin().await?;
    register::store::one_at_a_time(&mut *db, by.conference).await?;
    let register = register::store::load(&mut db, by.conference, app.clock.now()).await?;
    let (sheet, plan) = spawn_blocking(move || {
        let plan = Plan::make(&sheet, &register);
        (sheet, plan)
    })
    .await
    .map_err(|err| Problem::internal(&err))?;
    if how.mode == Mode::Preview {
        return Ok(Json(ImportReport::new(sheet, plan, false)).into_response());
    }
    if !plan.problems.is_empty() {
        let problem = Problem::invalid(
            "list_has_problems",
            "Nothing was imported. Correct the rows that are named here and import the list again.",
        );
        return Ok(ImportRefused {
            problem,
            report: ImportReport::new(sheet, plan, false),
        }
        .into_response());
    }
    let drafts = rights::store::change_rules_of_conference(&mut *db, by.conference).await?;
    import::store::carry_out(&mut db, by.conference, &plan).await?;
    let entry = by.entry(Deed::PeopleImported, details(&plan));
    record::append(&mut db, by.conference, app.clock.now(), &entry).await?;
    effect::commit(&app, db, &drafts).await?;
    Ok(Json(ImportReport::new(sheet, plan, true)).into_response())
}

/// The list of people as CSV, as it can be imported again.
#[utoipa::path(
    get, operation_id = "export_people", path = "/api/people/export.csv", tag = "administration",
    responses((status = 200, body = String, content_type = "text/csv"), (status = 403, body = Problem))
)]
pub async fn export(State(app): State<App>, by: Administrator) -> Result<Response, Problem> {
    let mut db = app.db.acquire().await?;
    let register = register::store::load(&mut db, by.conference, app.clock.now()).await?;
    table_of(&register, "attachment; filename=\"people.csv\"")
}

/// A list with nobody in it: the columns that are understood, to be filled in.
#[utoipa::path(
    get, operation_id = "people_template", path = "/api/people/template.csv", tag = "administration",
    responses((status = 200, body = String, content_type = "text/csv"), (status = 403, body = Problem))
)]
pub async fn template(_by: Administrator) -> Result<Response, Problem> {
    let nobody = register::Register::default();
    table_of(&nobody, "attachment; filename=\"people-template.csv\"")
}

fn table_of(register: &register::Register, name: &'static str) -> Result<Response, Problem> {
    let table = import::export(register).map_err(|err| Problem::internal(&err))?;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, name),
    ];
    Ok((headers, table).into_response())
}

impl ImportReport {
    fn new(sheet: Sheet, plan: Plan, applied: bool) -> Self {
        let columns = plan.headers.iter().map(|(header, column)| ImportColumn {
            header: header.clone(),
            column: *column,
        });
        let names = plan.new_delegations.iter();
        let names = names.flat_map(|delegation| delegation.name.0.values().cloned());
        Self {
            applied,
            encoding: sheet.encoding,
            separator: sheet.separator,
            columns: columns.collect(),
            added: plan.count(Fate::Added),
            changed: plan.count(Fate::Changed),
            unchanged: plan.count(Fate::Unchanged),
            new_delegations: names.collect(),
            people: plan
                .people
                .into_iter()
                .filter(|one| one.fate != Fate::Unchanged)
                .map(|one| ImportedPerson {
                    row: one.row,
                    participant: (applied || one.fate == Fate::Changed)
                        .then_some(one.participant.id),
                    fate: one.fate,
                    name: one.participant.name,
                    fields: one.fields,
                })
                .collect(),
            problems: plan.problems,
        }
    }
}

/// What the record keeps of an import: who and which fields, but neither addresses nor names.
fn details(plan: &Plan) -> serde_json::Value {
    let of_fate = |fate| plan.people.iter().filter(move |one| one.fate == fate);
    let added: Vec<ParticipantId> = of_fate(Fate::Added).map(|one| one.participant.id).collect();
    let changed = of_fate(Fate::Changed).map(|one| {
        let fields: Vec<&str> = one
            .fields
            .iter()
            .map(|change| change.field.word())
            .collect();
        json!({ "participant": one.participant.id, "fields": fields })
    });
    let roles = plan
        .people
        .iter()
        .filter(|one| !one.given.is_empty() || !one.taken.is_empty());
    let roles = roles.map(
        |one| json!({ "participant": one.participant.id, "given": one.given, "taken": one.taken }),
    );
    json!({
        "added": added,
        "changed": changed.collect::<Vec<_>>(),
        "roles": roles.collect::<Vec<_>>(),
    })
}

impl IntoResponse for ImportRefused {
    fn into_response(self) -> Response {
        let status = self.problem.status();
        let kind = [(header::CONTENT_TYPE, "application/problem+json")];
        (status, kind, Json(self)).into_response()
    }
}

impl From<SheetError> for Problem {
    fn from(err: SheetError) -> Self {
        let code = match err {
            SheetError::Unreadable => "unreadable_list",
            SheetError::UnknownEncoding => "unknown_encoding",
            SheetError::TooLong => "list_too_long",
        };
        Self::invalid(code, sentence(&err))
    }
}
