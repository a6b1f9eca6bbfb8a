//! The people, as the secretariat administers them.

use std::collections::BTreeSet;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::administrator::Administrator;
use super::{App, Problem, effect};
use crate::conference::{ConferenceId, SessionId};
use crate::negotiation::rights;
use crate::people::country::Country;
use crate::people::email::Email;
use crate::people::register::{self, Register, Registered};
use crate::people::{
    self, DelegationId, Office, Participant, ParticipantId, Role, generated_reference,
};
use crate::record::{self, Deed};

/// The longest text of a field, in characters.
const LONGEST: usize = 200;

/// A participant as the secretariat sees them.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonInRegister {
    id: ParticipantId,
    reference: String,
    name: String,
    native_name: Option<String>,
    title: String,
    /// The role on the badge.
    role: Role,
    delegation: DelegationId,
    head_of_delegation: bool,
    city: String,
    country: String,
    language: String,
    other_languages: Vec<String>,
    email: Option<String>,
    /// The roles held in sessions.
    roles: Vec<HeldRole>,
    /// The offices held at the conference.
    offices: BTreeSet<Office>,
    /// How many badge codes sign them in.
    valid_codes: i64,
    /// How many personal links sign them in.
    valid_links: i64,
    /// When they last asked for anything, to the minute; absent if never.
    last_seen_at: Option<DateTime<Utc>>,
}

/// A role held in a session.
#[derive(Debug, Serialize, ToSchema)]
pub struct HeldRole {
    session: SessionId,
    role: Role,
}

/// A participant to be added, or what is to be changed about one: what is absent stays as it is.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct PersonEdit {
    /// The name by which the secretariat's lists know them.
    reference: Option<String>,
    name: Option<String>,
    /// Empty for none.
    native_name: Option<String>,
    title: Option<String>,
    /// The role on the badge.
    role: Option<Role>,
    delegation: Option<DelegationId>,
    city: Option<String>,
    /// ISO 3166-1 alpha-2, alpha-3 or the English name.
    country: Option<String>,
    /// ISO 639-1.
    language: Option<String>,
    other_languages: Option<Vec<String>>,
    /// Empty for none.
    email: Option<String>,
}

/// Everybody at the conference, by name.
#[utoipa::path(
    get, operation_id = "people", path = "/api/people", tag = "administration",
    responses((status = 200, body = Vec<PersonInRegister>), (status = 403, body = Problem))
)]
pub async fn list(
    State(app): State<App>,
    by: Administrator,
) -> Result<Json<Vec<PersonInRegister>>, Problem> {
    let mut db = app.db.acquire().await?;
    let register = register::store::load(&mut db, by.conference, app.clock.now()).await?;
    Ok(Json(
        register
            .people
            .iter()
            .map(|one| PersonInRegister::new(one, &register))
            .collect(),
    ))
}

/// Adds a participant. A name and a delegation are needed.
#[utoipa::path(
    post, operation_id = "add_person", path = "/api/people", tag = "administration", request_body = PersonEdit,
    responses(
        (status = 201, body = PersonInRegister), (status = 403, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem),
    )
)]
pub async fn add(
    State(app): State<App>,
    by: Administrator,
    Json(edit): Json<PersonEdit>,
) -> Result<(StatusCode, Json<PersonInRegister>), Problem> {
    let mut db = app.db.begin().await?;
    let register = register::store::load(&mut db, by.conference, app.clock.now()).await?;
    let id = ParticipantId::new();
    let delegation = register
        .delegations
        .iter()
        .find(|one| Some(one.id) == edit.delegation);
    let delegation = delegation.ok_or_else(unknown_delegation)?;
    let stranger = Participant {
        id,
        reference: generated_reference(id),
        delegation: delegation.id,
        name: String::new(),
        native_name: None,
        title: String::new(),
        badge_role: Role::Delegate,
        city: delegation.city.clone(),
        country: delegation.country.clone(),
        language: register.working_language.clone(),
        other_languages: Vec::new(),
        email: None,
    };
    let participant = edit.apply(stranger, &register)?;
    people::store::add_participant(&mut *db, by.conference, &participant)
        .await
        .map_err(taken)?;
    let entry = by.entry(
        Deed::ParticipantChanged,
        json!({ "participant": id, "added": true }),
    );
    record::append(&mut db, by.conference, app.clock.now(), &entry).await?;
    db.commit().await?;
    Ok((
        StatusCode::CREATED,
        Json(view(&app, by.conference, id).await?),
    ))
}

/// Changes a participant.
#[utoipa::path(
    patch, operation_id = "change_person", path = "/api/people/{id}", tag = "administration", request_body = PersonEdit,
    params(("id" = ParticipantId, Path, description = "The participant")),
    responses(
        (status = 200, body = PersonInRegister), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem),
    )
)]
pub async fn change(
    State(app): State<App>,
    by: Administrator,
    Path(id): Path<ParticipantId>,
    Json(edit): Json<PersonEdit>,
) -> Result<Json<PersonInRegister>, Problem> {
    let mut db = app.db.begin().await?;
    register::store::one_at_a_time(&mut *db, by.conference).await?;
    let drafts = rights::store::change_rules_of_conference(&mut *db, by.conference).await?;
    let register = register::store::load(&mut db, by.conference, app.clock.now()).await?;
    let before = register.people.iter().find(|one| one.participant.id == id);
    let before = before.ok_or_else(unknown)?.participant.clone();
    let after = edit.apply(before.clone(), &register)?;
    if after != before {
        register::store::change_participant(&mut *db, &after)
            .await
            .map_err(taken)?;
        // Nobody speaks for a delegation they do not belong to any more.
        let left = (register.delegations.iter())
            .filter(|one| one.head == Some(id) && one.id != after.delegation);
        for delegation in left {
            let headless = people::Delegation {
                head: None,
                ..delegation.clone()
            };
            register::store::change_delegation(&mut *db, &headless).await?;
            let details = json!({ "delegation": delegation.id, "added": false });
            let entry = by.entry(Deed::DelegationChanged, details);
            record::append(&mut db, by.conference, app.clock.now(), &entry).await?;
        }
        let entry = by.entry(
            Deed::ParticipantChanged,
            json!({ "participant": id, "added": false }),
        );
        record::append(&mut db, by.conference, app.clock.now(), &entry).await?;
    }
    effect::commit(&app, db, &drafts).await?;
    Ok(Json(view(&app, by.conference, id).await?))
}

/// Gives a participant an office at the conference; giving it twice changes nothing.
#[utoipa::path(
    put, operation_id = "give_office", path = "/api/people/{id}/offices/{office}", tag = "administration",
    params(("id" = ParticipantId, Path, description = "The participant"), ("office" = Office, Path, description = "The office")),
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem))
)]
pub async fn give_office(
    State(app): State<App>,
    by: Administrator,
    Path((participant, office)): Path<(ParticipantId, Office)>,
) -> Result<StatusCode, Problem> {
    must_be_of(&app, by.conference, &[participant]).await?;
    let mut db = app.db.begin().await?;
    let drafts = rights::store::change_rules_of_conference(&mut *db, by.conference).await?;
    if register::store::give_office(&mut *db, by.conference, participant, office).await? {
        let details = json!({ "participant": participant, "office": office });
        let entry = by.entry(Deed::OfficeGiven, details);
        record::append(&mut db, by.conference, app.clock.now(), &entry).await?;
    }
    effect::commit(&app, db, &drafts).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes an office from a participant; the last of the secretariat keeps it.
#[utoipa::path(
    delete, operation_id = "take_office", path = "/api/people/{id}/offices/{office}", tag = "administration",
    params(("id" = ParticipantId, Path, description = "The participant"), ("office" = Office, Path, description = "The office")),
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem))
)]
pub async fn take_office(
    State(app): State<App>,
    by: Administrator,
    Path((participant, office)): Path<(ParticipantId, Office)>,
) -> Result<StatusCode, Problem> {
    must_be_of(&app, by.conference, &[participant]).await?;
    let mut db = app.db.begin().await?;
    // Of two who take it from each other one is first.
    register::store::one_at_a_time(&mut *db, by.conference).await?;
    let drafts = rights::store::change_rules_of_conference(&mut *db, by.conference).await?;
    if register::store::take_office(&mut *db, by.conference, participant, office).await? {
        let left = register::store::holders(&mut *db, by.conference, office).await?;
        if office == Office::Secretariat && left == 0 {
            return Err(Problem::conflict(
                "last_secretariat",
                "Somebody must serve the conference. Give this office to somebody else first.",
            ));
        }
        let details = json!({ "participant": participant, "office": office });
        let entry = by.entry(Deed::OfficeTaken, details);
        record::append(&mut db, by.conference, app.clock.now(), &entry).await?;
    }
    effect::commit(&app, db, &drafts).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Refuses unless all of these are participants of this conference.
pub async fn must_be_of(
    app: &App,
    conference: ConferenceId,
    participants: &[ParticipantId],
) -> Result<(), Problem> {
    if people::store::are_all_of(&app.db, conference, participants).await? {
        Ok(())
    } else {
        Err(unknown())
    }
}

impl PersonEdit {
    fn apply(self, mut to: Participant, register: &Register) -> Result<Participant, Problem> {
        if let Some(delegation) = self.delegation {
            let known = register.delegations.iter().any(|one| one.id == delegation);
            to.delegation = known.then_some(delegation).ok_or_else(unknown_delegation)?;
        }
        let texts = [
            ("reference", self.reference, &mut to.reference),
            ("name", self.name, &mut to.name),
            ("title", self.title, &mut to.title),
            ("city", self.city, &mut to.city),
        ];
        for (name, text, field) in texts {
            if let Some(text) = text {
                *field = tidy(&text).map_err(|problem| problem.in_field(name))?;
            }
        }
        for (name, field) in [("name", &to.name), ("reference", &to.reference)] {
            if field.is_empty() {
                let detail = "Everybody needs a name and a reference.";
                return Err(Problem::invalid("missing_name", detail).in_field(name));
            }
        }
        if let Some(name) = self.native_name {
            let name = tidy(&name).map_err(|problem| problem.in_field("native_name"))?;
            to.native_name = Some(name).filter(|name| !name.is_empty());
        }
        to.badge_role = match self.role {
            Some(Role::HeadOfDelegation) => Role::Delegate,
            role => role.unwrap_or(to.badge_role),
        };
        if let Some(country) = self.country {
            let country: Country = country.parse().map_err(|_| unknown_country())?;
            country.code().clone_into(&mut to.country);
        }
        let languages = self.language.iter().map(|code| ("language", code));
        let others = self.other_languages.iter().flatten();
        for (field, code) in languages.chain(others.map(|code| ("other_languages", code))) {
            if !matches!(code.len(), 2 | 3)
                || !code.chars().all(|letter| letter.is_ascii_lowercase())
            {
                let detail = "A language is named by its code of two or three letters, such as fr.";
                return Err(Problem::invalid("unknown_language", detail).in_field(field));
            }
        }
        to.language = self.language.unwrap_or(to.language);
        to.other_languages = self.other_languages.unwrap_or(to.other_languages);
        match self.email.as_deref().map(str::trim) {
            None => {}
            Some("") => to.email = None,
            Some(email) => {
                let email: Email = email.parse().map_err(|_| {
                    Problem::invalid("bad_email", "This is no e-mail address. Compare it.")
                        .in_field("email")
                })?;
                to.email = Some(email.to_string());
            }
        }
        Ok(to)
    }
}

impl PersonInRegister {
    fn new(one: &Registered, register: &Register) -> Self {
        let participant = one.participant.clone();
        let heads = |delegation: &people::Delegation| delegation.head == Some(participant.id);
        let roles = register.sessions.iter().flat_map(|(session, _)| {
            let held = one.roles.get(session).into_iter().flatten();
            held.map(|role| HeldRole {
                session: *session,
                role: *role,
            })
        });
        Self {
            id: participant.id,
            head_of_delegation: register.delegations.iter().any(heads),
            roles: roles.collect(),
            reference: participant.reference,
            name: participant.name,
            native_name: participant.native_name,
            title: participant.title,
            role: participant.badge_role,
            delegation: participant.delegation,
            city: participant.city,
            country: participant.country,
            language: participant.language,
            other_languages: participant.other_languages,
            email: participant.email,
            offices: one.offices.clone(),
            valid_codes: one.valid_codes,
            valid_links: one.valid_links,
            last_seen_at: one.last_seen_at,
        }
    }
}

async fn view(
    app: &App,
    conference: ConferenceId,
    id: ParticipantId,
) -> Result<PersonInRegister, Problem> {
    let mut db = app.db.acquire().await?;
    let register = register::store::load(&mut db, conference, app.clock.now()).await?;
    let one = register.people.iter().find(|one| one.participant.id == id);
    one.map(|one| PersonInRegister::new(one, &register))
        .ok_or_else(unknown)
}

/// A text of one line that is not too long.
pub fn tidy(text: &str) -> Result<String, Problem> {
    let tidy = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if tidy.chars().count() > LONGEST {
        return Err(Problem::invalid(
            "too_long",
            format!("At most {LONGEST} characters; shorten it."),
        ));
    }
    Ok(tidy)
}

/// What a unique constraint says about people.
pub fn taken(err: sqlx::Error) -> Problem {
    let constraint = err.as_database_error().and_then(|err| err.constraint());
    match constraint {
        Some("participant_email_unique") => Problem::conflict(
            "email_taken",
            "Somebody else has this e-mail address; each needs an own one, or none.",
        )
        .in_field("email"),
        Some("participant_reference_unique") => Problem::conflict(
            "reference_taken",
            "Somebody else has this reference; choose another.",
        )
        .in_field("reference"),
        _ => err.into(),
    }
}

fn unknown() -> Problem {
    Problem::not_found("There is no such participant.")
}

fn unknown_delegation() -> Problem {
    Problem::invalid(
        "unknown_delegation",
        "There is no such delegation. Choose one, or add it first.",
    )
    .in_field("delegation")
}

/// What is no country.
pub fn unknown_country() -> Problem {
    Problem::invalid(
        "unknown_country",
        "This is no country of ISO 3166-1. Give its code or its English name.",
    )
    .in_field("country")
}
