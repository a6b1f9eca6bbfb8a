//! Delegations, as the secretariat administers them.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::administrator::Administrator;
use super::people::{tidy, unknown_country};
use super::{App, Problem, effect};
use crate::conference::Translations;
use crate::negotiation::rights;
use crate::people::country::Country;
use crate::people::register::{self, Register};
use crate::people::{self, Delegation, DelegationId, DelegationKind, ParticipantId};
use crate::record::{self, Deed};

/// A delegation.
#[derive(Debug, Serialize, ToSchema)]
pub struct DelegationView {
    id: DelegationId,
    kind: DelegationKind,
    name: Translations,
    city: String,
    country: String,
    /// Who agrees and reserves for it.
    head: Option<ParticipantId>,
    may_sponsor: bool,
    may_agree: bool,
    /// How many belong to it.
    members: usize,
}

/// A delegation to be added, or what is to be changed about one: what is absent stays as it is.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct DelegationEdit {
    /// With a new kind it sponsors and agrees as one of this kind does.
    kind: Option<DelegationKind>,
    name: Option<Translations>,
    city: Option<String>,
    /// ISO 3166-1 alpha-2, alpha-3 or the English name.
    country: Option<String>,
    /// One of its members; null for nobody.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<ParticipantId>)]
    head: Option<Option<ParticipantId>>,
}

/// Null is something that was said.
fn said<'de, D: Deserializer<'de>>(value: D) -> Result<Option<Option<ParticipantId>>, D::Error> {
    Option::deserialize(value).map(Some)
}

/// The delegations of the conference.
#[utoipa::path(
    get, operation_id = "delegations", path = "/api/delegations", tag = "administration",
    responses((status = 200, body = Vec<DelegationView>), (status = 403, body = Problem))
)]
pub async fn list(
    State(app): State<App>,
    by: Administrator,
) -> Result<Json<Vec<DelegationView>>, Problem> {
    let mut db = app.db.acquire().await?;
    let register = register::store::load(&mut db, by.conference, app.clock.now()).await?;
    let views = register
        .delegations
        .iter()
        .map(|one| DelegationView::new(one, &register));
    Ok(Json(views.collect()))
}

/// Adds a delegation. A name and a country are needed.
#[utoipa::path(
    post, operation_id = "add_delegation", path = "/api/delegations", tag = "administration", request_body = DelegationEdit,
    responses((status = 201, body = DelegationView), (status = 403, body = Problem), (status = 422, body = Problem))
)]
pub async fn add(
    State(app): State<App>,
    by: Administrator,
    Json(edit): Json<DelegationEdit>,
) -> Result<(StatusCode, Json<DelegationView>), Problem> {
    let mut db = app.db.begin().await?;
    let register = register::store::load(&mut db, by.conference, app.clock.now()).await?;
    let empty = Delegation {
        id: DelegationId::new(),
        kind: DelegationKind::City,
        city: String::new(),
        country: String::new(),
        name: Translations::default(),
        head: None,
        may_sponsor: true,
        may_agree: true,
    };
    let delegation = edit.apply(empty, &register)?;
    people::store::add_delegation(&mut *db, by.conference, &delegation).await?;
    let details = json!({ "delegation": delegation.id, "added": true });
    let entry = by.entry(Deed::DelegationChanged, details);
    record::append(&mut db, by.conference, app.clock.now(), &entry).await?;
    db.commit().await?;
    Ok((
        StatusCode::CREATED,
        Json(DelegationView::new(&delegation, &register)),
    ))
}

/// Changes a delegation.
#[utoipa::path(
    patch, operation_id = "change_delegation", path = "/api/delegations/{id}", tag = "administration", request_body = DelegationEdit,
    params(("id" = DelegationId, Path, description = "The delegation")),
    responses(
        (status = 200, body = DelegationView), (status = 403, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem),
    )
)]
pub async fn change(
    State(app): State<App>,
    by: Administrator,
    Path(id): Path<DelegationId>,
    Json(edit): Json<DelegationEdit>,
) -> Result<Json<DelegationView>, Problem> {
    let mut db = app.db.begin().await?;
    register::store::one_at_a_time(&mut *db, by.conference).await?;
    let drafts = rights::store::change_rules_of_conference(&mut *db, by.conference).await?;
    let register = register::store::load(&mut db, by.conference, app.clock.now()).await?;
    let before = register.delegations.iter().find(|one| one.id == id);
    let before = before.ok_or_else(|| Problem::not_found("There is no such delegation."))?;
    let after = edit.apply(before.clone(), &register)?;
    register::store::change_delegation(&mut *db, &after).await?;
    let details = json!({ "delegation": id, "added": false });
    let entry = by.entry(Deed::DelegationChanged, details);
    record::append(&mut db, by.conference, app.clock.now(), &entry).await?;
    effect::commit(&app, db, &drafts).await?;
    Ok(Json(DelegationView::new(&after, &register)))
}

impl DelegationEdit {
    fn apply(self, mut to: Delegation, register: &Register) -> Result<Delegation, Problem> {
        if let Some(kind) = self.kind {
            to.kind = kind;
            to.may_sponsor = kind == DelegationKind::City;
            to.may_agree = kind == DelegationKind::City;
        }
        if let Some(Translations(names)) = self.name {
            let mut tidied = Translations::default();
            for (language, name) in names {
                let name = tidy(&name).map_err(|problem| problem.in_field("name"))?;
                if !name.is_empty() {
                    tidied.0.insert(language, name);
                }
            }
            to.name = tidied;
        }
        let Translations(names) = &to.name;
        let Some(name) = names
            .get(&register.working_language)
            .or_else(|| names.values().next())
        else {
            return Err(
                Problem::invalid("missing_name", "A delegation needs a name.").in_field("name"),
            );
        };
        match self.city {
            Some(city) => {
                to.city = tidy(&city).map_err(|problem| problem.in_field("city"))?;
            }
            None if to.city.is_empty() => to.city = name.clone(),
            None => {}
        }
        match self.country {
            Some(country) => {
                let country: Country = country.parse().map_err(|_| unknown_country())?;
                country.code().clone_into(&mut to.country);
            }
            None if to.country.is_empty() => return Err(unknown_country()),
            None => {}
        }
        if self.head == Some(None) {
            to.head = None;
        }
        if let Some(Some(head)) = self.head {
            let is_member = |one: &register::Registered| {
                one.participant.id == head && one.participant.delegation == to.id
            };
            if !register.people.iter().any(is_member) {
                let detail = "The head of a delegation is one of its members.";
                return Err(Problem::invalid("head_is_no_member", detail).in_field("head"));
            }
            to.head = Some(head);
        }
        Ok(to)
    }
}

impl DelegationView {
    fn new(of: &Delegation, register: &Register) -> Self {
        let members = register
            .people
            .iter()
            .filter(|one| one.participant.delegation == of.id);
        Self {
            id: of.id,
            kind: of.kind,
            name: of.name.clone(),
            city: of.city.clone(),
            country: of.country.clone(),
            head: of.head,
            may_sponsor: of.may_sponsor,
            may_agree: of.may_agree,
            members: members.count(),
        }
    }
}
