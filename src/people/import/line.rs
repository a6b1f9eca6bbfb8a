//! A row of a list, read: each cell on its own, before anybody is compared with anybody.

use std::collections::{BTreeMap, BTreeSet};

use super::card::{self, Card};
use super::column::Column;
use super::{Fault, ImportProblem};
use crate::conference::SessionId;
use crate::people::country::Country;
use crate::people::email::Email;
use crate::people::register::Register;
use crate::people::{Role, words};

/// The longest text of a cell, in characters.
const LONGEST: usize = 200;

/// A row that says something about somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its number in the spreadsheet.
    pub row: u32,
    /// What it says: the columns that the list has, empty ones included.
    pub(super) said: Card,
    /// The sessions it names, each with the role, if it says which.
    pub(super) sessions: Vec<(SessionId, Option<Role>)>,
    is_head_by_role: bool,
}

impl Line {
    /// Reads a row whose cells stand under these columns.
    pub(super) fn read(
        row: u32,
        cells: &[String],
        columns: &[Option<Column>],
        register: &Register,
        problems: &mut Vec<ImportProblem>,
    ) -> Self {
        let mut line = Self {
            row,
            said: Card::new(),
            sessions: Vec::new(),
            is_head_by_role: false,
        };
        let empty = String::new();
        for (place, column) in columns.iter().enumerate() {
            let Some(column) = *column else { continue };
            let cell = cells.get(place).unwrap_or(&empty);
            match line.read_cell(column, cell, register) {
                Ok(said) => {
                    line.said.insert(column, said);
                }
                Err((code, detail)) => {
                    problems.push(ImportProblem::new(row, column, code, cell, detail));
                }
            }
        }
        if line.is_head_by_role && line.said(Column::HeadOfDelegation).is_empty() {
            line.said.insert(Column::HeadOfDelegation, "yes".to_owned());
        }
        line
    }

    /// What a column says; empty if there is no such column.
    pub(super) fn said(&self, column: Column) -> &str {
        self.said.get(&column).map_or("", String::as_str)
    }

    fn read_cell(
        &mut self,
        column: Column,
        cell: &str,
        register: &Register,
    ) -> Result<String, (Fault, String)> {
        if cell.chars().count() > LONGEST {
            let detail = format!("At most {LONGEST} characters; shorten it.");
            return Err((Fault::TooLong, detail));
        }
        if cell.is_empty() {
            return match column {
                Column::Name => Err((Fault::MissingName, "Everybody needs a name.".into())),
                Column::Delegation => Err((
                    Fault::MissingDelegation,
                    "Everybody belongs to a delegation; name it.".into(),
                )),
                _ => Ok(String::new()),
            };
        }
        match column {
            Column::Reference | Column::Name | Column::NativeName | Column::Title => {
                Ok(cell.into())
            }
            Column::Delegation | Column::City => Ok(cell.into()),
            Column::Role => {
                let role = role(cell)?;
                if role != Role::HeadOfDelegation {
                    return Ok(role.word().to_owned());
                }
                // No badge says so: it is what the delegation says of a delegate.
                self.is_head_by_role = true;
                Ok(Role::Delegate.word().to_owned())
            }
            Column::DelegationKind => {
                let kind = words::delegation_kind(cell).ok_or_else(|| {
                    (
                        Fault::UnknownKind,
                        "A delegation is a city, an observer or the secretariat.".to_owned(),
                    )
                })?;
                Ok(kind.word().to_owned())
            }
            Column::Country => {
                let country: Country = cell.parse().map_err(|_| {
                    let detail =
                        "This is no country of ISO 3166-1; write its code or its English name.";
                    (Fault::UnknownCountry, detail.to_owned())
                })?;
                Ok(country.code().to_owned())
            }
            Column::Email => {
                let email: Email = cell.parse().map_err(|_| {
                    let detail = "This is no e-mail address; write one, such as name@city.example.";
                    (Fault::BadEmail, detail.to_owned())
                })?;
                Ok(email.to_string())
            }
            Column::Language => language(cell),
            Column::OtherLanguages => {
                let mut codes = Vec::new();
                for named in list(cell, &[',', ';', '/', '،', '、']) {
                    let code = language(named)?;
                    if !codes.contains(&code) {
                        codes.push(code);
                    }
                }
                Ok(card::languages(&codes))
            }
            Column::HeadOfDelegation => {
                let is_head = words::yes_or_no(cell)
                    .ok_or_else(|| (Fault::NeitherYesNorNo, "Write yes or no.".to_owned()))?;
                Ok(if is_head { "yes" } else { "no" }.to_owned())
            }
            Column::Sessions => self.read_sessions(cell, register),
        }
    }

    /// Reads `S2: rapporteur; S4`. What it says as one text is settled later: a role that is not named follows from the rest.
    fn read_sessions(
        &mut self,
        cell: &str,
        register: &Register,
    ) -> Result<String, (Fault, String)> {
        for part in list(cell, &[';', ',', '،', '；', '、']) {
            let (code, named) = match part.split_once([':', '：', '=']) {
                Some((code, named)) => (code.trim(), Some(named.trim())),
                None => (part, None),
            };
            let known = register
                .sessions
                .iter()
                .find(|(_, known)| known.eq_ignore_ascii_case(code));
            let (session, _) = known.ok_or_else(|| {
                let codes: Vec<&str> = register
                    .sessions
                    .iter()
                    .map(|(_, code)| code.as_str())
                    .collect();
                let detail = format!(
                    "There is no session {code}; there are {}.",
                    codes.join(", ")
                );
                (Fault::UnknownSession, detail)
            })?;
            match named.filter(|named| !named.is_empty()) {
                None => self.sessions.push((*session, None)),
                Some(named) => {
                    for named in list(named, &['+', '/', '&']) {
                        self.sessions.push((*session, Some(role(named)?)));
                    }
                }
            }
        }
        Ok(cell.to_owned())
    }

    /// The roles in sessions that the line gives; one that it does not name follows from the badge.
    pub(super) fn roles(&self, badge: Role, is_head: bool) -> BTreeMap<SessionId, BTreeSet<Role>> {
        let usual = match badge {
            Role::Delegate | Role::HeadOfDelegation | Role::Chair | Role::Rapporteur if is_head => {
                Role::HeadOfDelegation
            }
            Role::Chair | Role::Rapporteur => Role::Delegate,
            badge => badge,
        };
        let mut roles: BTreeMap<SessionId, BTreeSet<Role>> = BTreeMap::new();
        for (session, role) in &self.sessions {
            roles
                .entry(*session)
                .or_default()
                .insert(role.unwrap_or(usual));
        }
        roles
    }
}

fn list<'a>(text: &'a str, separators: &'a [char]) -> impl Iterator<Item = &'a str> {
    text.split(separators)
        .map(str::trim)
        .filter(|part| !part.is_empty())
}

fn role(text: &str) -> Result<Role, (Fault, String)> {
    words::role(text).ok_or_else(|| {
        let detail = "This is no role; there are delegate, head of delegation, observer, rapporteur, chair, interpreter, \
            screen operator, secretariat and technician.";
        (Fault::UnknownRole, detail.to_owned())
    })
}

fn language(text: &str) -> Result<String, (Fault, String)> {
    words::language(text).ok_or_else(|| {
        let detail = "This is no language that is known here; write its code, such as fr.";
        (Fault::UnknownLanguage, detail.to_owned())
    })
}
