//! A card: what a list may say about somebody, each column as one text of a settled form. Two cards are compared text by text.

use std::collections::{BTreeMap, BTreeSet};

use super::column::Column;
use crate::conference::{SessionId, Translations};
use crate::people::register::Register;
use crate::people::{Delegation, Participant, Role};

/// What a list says about somebody.
pub(super) type Card = BTreeMap<Column, String>;

/// The card of a participant of a delegation.
pub(super) fn of(
    participant: &Participant,
    delegation: Option<&Delegation>,
    roles: &BTreeMap<SessionId, BTreeSet<Role>>,
    register: &Register,
) -> Card {
    let is_head = delegation.is_some_and(|delegation| delegation.head == Some(participant.id));
    let name = |delegation: &Delegation| display_name(delegation, &register.working_language);
    let kind = |delegation: &Delegation| delegation.kind.word().to_owned();
    Card::from([
        (Column::Reference, participant.reference.clone()),
        (Column::Name, participant.name.clone()),
        (
            Column::NativeName,
            participant.native_name.clone().unwrap_or_default(),
        ),
        (Column::Title, participant.title.clone()),
        (Column::Role, participant.badge_role.word().to_owned()),
        (Column::Delegation, delegation.map(name).unwrap_or_default()),
        (
            Column::DelegationKind,
            delegation.map(kind).unwrap_or_default(),
        ),
        (Column::City, participant.city.clone()),
        (Column::Country, participant.country.clone()),
        (Column::Email, participant.email.clone().unwrap_or_default()),
        (Column::Language, participant.language.clone()),
        (
            Column::OtherLanguages,
            languages(&participant.other_languages),
        ),
        (
            Column::HeadOfDelegation,
            if is_head { "yes" } else { "no" }.to_owned(),
        ),
        (Column::Sessions, sessions(roles, register)),
    ])
}

/// The name by which a delegation stands in lists.
pub(super) fn display_name(delegation: &Delegation, working_language: &str) -> String {
    let Translations(names) = &delegation.name;
    let name = names
        .get(working_language)
        .or_else(|| names.get("en"))
        .or_else(|| names.values().next());
    name.unwrap_or(&delegation.city).clone()
}

/// Languages as one text.
pub(super) fn languages(codes: &[String]) -> String {
    codes.join(", ")
}

/// Roles in sessions as one text: `S2: rapporteur; S4: delegate`.
pub(super) fn sessions(roles: &BTreeMap<SessionId, BTreeSet<Role>>, register: &Register) -> String {
    let of_one = register.sessions.iter().flat_map(|(session, code)| {
        let held = roles.get(session).into_iter().flatten();
        held.map(move |role| format!("{code}: {}", role.word()))
    });
    of_one.collect::<Vec<_>>().join("; ")
}
