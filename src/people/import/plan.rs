//! The plan: what a list would do to the register, and everything that stands in the way.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::Serialize;
use utoipa::ToSchema;

use super::card;
use super::column::Column;
use super::delegations::Delegations;
use super::line::Line;
use super::sheet::Sheet;
use super::{Fault, ImportProblem};
use crate::conference::SessionId;
use crate::people::register::{Register, Registered};
use crate::people::words::plain;
use crate::people::{
    Delegation, DelegationId, Participant, ParticipantId, Role, generated_reference, is_generated,
};

/// What a list would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// The headers of the list, each with what it holds; one that is not known is passed over.
    pub headers: Vec<(String, Option<Column>)>,
    /// Everything that stands in the way, by row.
    pub problems: Vec<ImportProblem>,
    /// Each row's person, as they would be.
    pub people: Vec<Planned>,
    /// Delegations to be added.
    pub new_delegations: Vec<Delegation>,
    /// Delegations to be changed, new ones with a head included.
    pub changed_delegations: Vec<Delegation>,
}

/// What becomes of the person in one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// The row.
    pub row: u32,
    /// Whether they are new.
    pub fate: Fate,
    /// The person, as they would be.
    pub participant: Participant,
    /// What changes.
    pub fields: Vec<FieldChange>,
    /// Roles in sessions that they would be given.
    pub given: Vec<(SessionId, Role)>,
    /// Roles in sessions that would be taken from them.
    pub taken: Vec<(SessionId, Role)>,
}

/// What becomes of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// They are new.
    Added,
    /// They are known, and something about them changes.
    Changed,
    /// They are known as they are.
    Unchanged,
}

/// One field of a person that changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldChange {
    /// The field.
    pub field: Column,
    /// What it was; empty for none.
    pub from: String,
    /// What it would be; empty for none.
    pub to: String,
}

impl Plan {
    /// What this list would do to this register.
    pub fn make(sheet: &Sheet, register: &Register) -> Self {
        let mut plan = Self::default();
        let lines = plan.read(sheet, register);
        if lines.is_empty() {
            plan.problems.sort_by_key(|problem| problem.column);
            return plan;
        }
        let delegations = Delegations::settle(&lines, register, &mut plan.problems);
        let known = plan.recognize(&lines, &delegations, register);
        let mut people = Vec::new();
        for (line, known) in lines.iter().zip(&known) {
            let Some(delegation) = delegations.of(line) else {
                continue;
            };
            people.push((
                line,
                *known,
                plan.person(line, *known, delegation, register),
            ));
        }
        let (new, changed) = delegations.with_heads(&people, register, &mut plan.problems);
        let after: HashMap<DelegationId, &Delegation> = register
            .delegations
            .iter()
            .chain(&new)
            .chain(&changed)
            .map(|delegation| (delegation.id, delegation))
            .collect();
        for (line, known, participant) in people {
            let planned = planned(line, known, participant, &after, register);
            plan.people.push(planned);
        }
        plan.changed_delegations = changed;
        plan.new_delegations = new;
        plan.check_emails(register);
        plan.problems
            .sort_by_key(|problem| (problem.row, problem.column));
        plan
    }

    /// How many people have this fate.
    pub fn count(&self, fate: Fate) -> usize {
        self.people.iter().filter(|one| one.fate == fate).count()
    }

    fn read(&mut self, sheet: &Sheet, register: &Register) -> Vec<Line> {
        let Some(header) = sheet.header() else {
            let row = sheet.rows.first().map_or(1, |(row, _)| *row);
            let detail = "No row names the columns. Begin with a row such as: name, delegation, country, e-mail.";
            self.problem_of_list(row, None, Fault::NoHeader, detail);
            return Vec::new();
        };
        let (row, headers) = &sheet.rows[header];
        let columns: Vec<Option<Column>> = headers
            .iter()
            .map(|header| Column::of_header(header))
            .collect();
        self.headers = headers
            .iter()
            .cloned()
            .zip(columns.iter().copied())
            .collect();
        let mut seen = BTreeSet::new();
        for column in columns.iter().flatten() {
            if !seen.insert(*column) {
                let detail = "Two columns hold the same; remove one or name it otherwise.";
                self.problem_of_list(*row, Some(*column), Fault::ColumnTwice, detail);
            }
        }
        for needed in [Column::Name, Column::Delegation] {
            if !seen.contains(&needed) {
                let detail = "This column is missing; every list needs a name and a delegation.";
                self.problem_of_list(*row, Some(needed), Fault::MissingColumn, detail);
            }
        }
        if !self.problems.is_empty() {
            return Vec::new();
        }
        let lines = sheet.rows[header + 1..]
            .iter()
            .map(|(row, cells)| Line::read(*row, cells, &columns, register, &mut self.problems));
        lines.collect()
    }

    fn problem_of_list(&mut self, row: u32, column: Option<Column>, code: Fault, detail: &str) {
        self.problems.push(ImportProblem {
            row,
            column,
            code,
            value: None,
            detail: detail.to_owned(),
        });
    }

    /// Whom in the register each line means: by the reference if it has one, else by e-mail, else by name and delegation.
    /// A reference that no list has given gives way to the one a list gives.
    fn recognize<'a>(
        &mut self,
        lines: &[Line],
        delegations: &Delegations,
        register: &'a Register,
    ) -> Vec<Option<&'a Registered>> {
        let index = Index::of(register);
        let surely: BTreeSet<ParticipantId> = lines
            .iter()
            .filter_map(|line| Some(index.find_surely(line)?.participant.id))
            .collect();
        let (mut rows, mut known) = (HashMap::new(), Vec::new());
        for line in lines {
            let delegation = delegations.of(line).map(|delegation| delegation.id);
            let found = index.find(line, delegation, &surely);
            let found = found.unwrap_or_else(|()| {
                let (name, detail) = (
                    line.said(Column::Name),
                    "Two in the register have this name and delegation; give the reference.",
                );
                self.problems.push(ImportProblem::new(
                    line.row,
                    Column::Name,
                    Fault::Ambiguous,
                    name,
                    detail,
                ));
                None
            });
            let before = rows
                .entry(identity(line, found, delegation))
                .or_insert(line.row);
            if *before != line.row {
                let detail =
                    format!("The same person stands in row {before}; keep one of the two.");
                let (column, value) = match line.said(Column::Reference) {
                    "" => (Column::Name, line.said(Column::Name)),
                    reference => (Column::Reference, reference),
                };
                self.problems.push(ImportProblem::new(
                    line.row,
                    column,
                    Fault::Duplicate,
                    value,
                    detail,
                ));
            }
            known.push(found);
        }
        known
    }

    /// The person as the line would have them.
    fn person(
        &mut self,
        line: &Line,
        known: Option<&Registered>,
        delegation: &Delegation,
        register: &Register,
    ) -> Participant {
        let said = |column| line.said(column);
        let mut person = known.map_or_else(
            || stranger(delegation, register),
            |known| known.participant.clone(),
        );
        person.delegation = delegation.id;
        let settled = [
            (Column::Reference, &mut person.reference),
            (Column::Name, &mut person.name),
            (Column::City, &mut person.city),
            (Column::Country, &mut person.country),
            (Column::Language, &mut person.language),
        ];
        for (column, field) in settled {
            if !said(column).is_empty() {
                said(column).clone_into(field);
            }
        }
        if let Some(role) = Role::of_word(said(Column::Role)) {
            person.badge_role = role;
        }
        // An empty cell under one of these says that there is none.
        let optional = |column: Column| line.said.get(&column).cloned();
        if let Some(title) = optional(Column::Title) {
            person.title = title;
        }
        if let Some(name) = optional(Column::NativeName) {
            person.native_name = Some(name).filter(|name| !name.is_empty());
        }
        if let Some(email) = optional(Column::Email) {
            person.email = Some(email).filter(|email| !email.is_empty());
        }
        if let Some(languages) = optional(Column::OtherLanguages) {
            let codes = languages.split(", ").filter(|code| !code.is_empty());
            person.other_languages = codes.map(str::to_owned).collect();
        }
        let is_named_wrong = self
            .problems
            .iter()
            .any(|problem| problem.row == line.row && problem.column == Some(Column::Country));
        if person.country.is_empty() && !is_named_wrong {
            let detail = "Nothing is known of the country of this delegation; name it.";
            let problem =
                ImportProblem::new(line.row, Column::Country, Fault::MissingCountry, "", detail);
            self.problems.push(problem);
        }
        person
    }

    /// An e-mail address belongs to one person, in the list and in the register as it would be.
    fn check_emails(&mut self, register: &Register) {
        let in_list: BTreeSet<ParticipantId> =
            self.people.iter().map(|one| one.participant.id).collect();
        let mut taken: HashMap<String, String> = HashMap::new();
        for one in &register.people {
            if let Some(email) = &one.participant.email
                && !in_list.contains(&one.participant.id)
            {
                taken.insert(email.to_lowercase(), one.participant.name.clone());
            }
        }
        for one in &self.people {
            let Some(email) = &one.participant.email else {
                continue;
            };
            let holder = taken
                .entry(email.to_lowercase())
                .or_insert_with(|| format!("row {}", one.row));
            if *holder != format!("row {}", one.row) {
                let detail =
                    format!("{holder} has this address already; each needs an own one, or none.");
                let problem =
                    ImportProblem::new(one.row, Column::Email, Fault::EmailTaken, email, detail);
                let is_duplicate =
                    |other: &ImportProblem| other.row == one.row && other.code == Fault::Duplicate;
                if !self.problems.iter().any(is_duplicate) {
                    self.problems.push(problem);
                }
            }
        }
    }
}

/// Somebody of a delegation of whom nothing else is known yet.
fn stranger(delegation: &Delegation, register: &Register) -> Participant {
    let id = ParticipantId::new();
    Participant {
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
    }
}

fn planned(
    line: &Line,
    known: Option<&Registered>,
    participant: Participant,
    after: &HashMap<DelegationId, &Delegation>,
    register: &Register,
) -> Planned {
    let none = BTreeMap::new();
    let held = known.map_or(&none, |known| &known.roles);
    let delegation = after.get(&participant.delegation).copied();
    let roles = if line.said.contains_key(&Column::Sessions) {
        let is_head = delegation.is_some_and(|delegation| delegation.head == Some(participant.id));
        line.roles(participant.badge_role, is_head)
    } else {
        held.clone()
    };
    let flat = |roles: &BTreeMap<SessionId, BTreeSet<Role>>| -> BTreeSet<(SessionId, Role)> {
        roles
            .iter()
            .flat_map(|(session, roles)| roles.iter().map(|role| (*session, *role)))
            .collect()
    };
    let (before, now) = (flat(held), flat(&roles));
    let card_before = known.map(|known| {
        let delegation = register
            .delegations
            .iter()
            .find(|one| one.id == known.participant.delegation);
        card::of(&known.participant, delegation, held, register)
    });
    let card_after = card::of(&participant, delegation, &roles, register);
    let fields: Vec<FieldChange> = card_after
        .into_iter()
        .map(|(field, to)| {
            let from = card_before
                .as_ref()
                .and_then(|card| card.get(&field).cloned());
            FieldChange {
                field,
                from: from.unwrap_or_default(),
                to,
            }
        })
        .filter(|change| change.from != change.to)
        .collect();
    let fate = match known {
        None => Fate::Added,
        Some(_) if fields.is_empty() => Fate::Unchanged,
        Some(_) => Fate::Changed,
    };
    Planned {
        row: line.row,
        fate,
        participant,
        fields,
        given: now.difference(&before).copied().collect(),
        taken: before.difference(&now).copied().collect(),
    }
}

/// By what somebody is the same person in two rows.
#[derive(PartialEq, Eq, Hash)]
enum Identity {
    Known(ParticipantId),
    Reference(String),
    Email(String),
    Name(String, Option<DelegationId>),
    /// Without a name nobody is told from anybody.
    Row(u32),
}

fn identity(line: &Line, known: Option<&Registered>, delegation: Option<DelegationId>) -> Identity {
    let name = line.said(Column::Name);
    match (
        known,
        line.said(Column::Reference),
        line.said(Column::Email),
    ) {
        (Some(known), ..) => Identity::Known(known.participant.id),
        (None, reference, _) if !reference.is_empty() => Identity::Reference(reference.to_owned()),
        (None, _, email) if !email.is_empty() => {
            Identity::Email(format!("{}\n{}", email.to_lowercase(), plain(name)))
        }
        _ if name.is_empty() => Identity::Row(line.row),
        _ => Identity::Name(plain(name), delegation),
    }
}

/// The people of the register by what they may be known.
struct Index<'a> {
    references: HashMap<&'a str, &'a Registered>,
    emails: HashMap<String, &'a Registered>,
    names: HashMap<(String, DelegationId), Vec<&'a Registered>>,
}

impl<'a> Index<'a> {
    fn of(register: &'a Register) -> Self {
        let mut names: HashMap<_, Vec<_>> = HashMap::new();
        for one in &register.people {
            let key = (plain(&one.participant.name), one.participant.delegation);
            names.entry(key).or_default().push(one);
        }
        let by_email =
            |one: &'a Registered| Some((one.participant.email.as_ref()?.to_lowercase(), one));
        Self {
            references: register
                .people
                .iter()
                .map(|one| (one.participant.reference.as_str(), one))
                .collect(),
            emails: register.people.iter().filter_map(by_email).collect(),
            names,
        }
    }

    /// Whom a line means by its reference or its e-mail address.
    fn find_surely(&self, line: &Line) -> Option<&'a Registered> {
        let reference = line.said(Column::Reference);
        let named = self.references.get(reference).copied();
        let email = line.said(Column::Email).to_lowercase();
        let reached = || self.emails.get(&email).copied();
        named.or_else(|| reached().filter(|one| may_be(reference, one)))
    }

    /// Whom a line means; an error where it could be two. Somebody whom another line surely means is not meant by the name
    /// alone, if this line has a reference of its own.
    fn find(
        &self,
        line: &Line,
        delegation: Option<DelegationId>,
        surely: &BTreeSet<ParticipantId>,
    ) -> Result<Option<&'a Registered>, ()> {
        if let Some(known) = self.find_surely(line) {
            return Ok(Some(known));
        }
        let Some(delegation) = delegation else {
            return Ok(None);
        };
        let reference = line.said(Column::Reference);
        let email = line.said(Column::Email).to_lowercase();
        let has_other_email = |one: &Registered| {
            let other = one.participant.email.as_ref();
            !email.is_empty() && other.is_some_and(|other| other.to_lowercase() != email)
        };
        let is_another =
            |one: &Registered| !reference.is_empty() && surely.contains(&one.participant.id);
        let key = (plain(line.said(Column::Name)), delegation);
        let named = self.names.get(&key).into_iter().flatten().copied();
        let named =
            named.filter(|one| may_be(reference, one) && !has_other_email(one) && !is_another(one));
        match named.collect::<Vec<_>>()[..] {
            [] => Ok(None),
            [one] => Ok(Some(one)),
            _ => Err(()),
        }
    }
}

/// Whether somebody can be the one with this reference: one that a list has given does not give way.
fn may_be(reference: &str, one: &Registered) -> bool {
    reference.is_empty() || is_generated(&one.participant.reference)
}
