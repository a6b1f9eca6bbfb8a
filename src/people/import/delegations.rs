//! The delegations that a list names: known ones, new ones, and what the list says about them.

use std::collections::{BTreeMap, HashMap};

use super::column::Column;
use super::line::Line;
use super::{Fault, ImportProblem};
use crate::conference::Translations;
use crate::people::register::{Register, Registered};
use crate::people::words::plain;
use crate::people::{Delegation, DelegationId, DelegationKind, Participant, ParticipantId, Role};

/// The delegations that a list names, as they would be.
pub(super) struct Delegations {
    of_rows: HashMap<u32, DelegationId>,
    all: HashMap<DelegationId, Delegation>,
    new: Vec<DelegationId>,
}

impl Delegations {
    /// Finds each line's delegation in the register, or makes it.
    pub(super) fn settle(
        lines: &[Line],
        register: &Register,
        problems: &mut Vec<ImportProblem>,
    ) -> Self {
        let mut known: HashMap<String, Vec<&Delegation>> = HashMap::new();
        for delegation in &register.delegations {
            let Translations(names) = &delegation.name;
            let mut names: Vec<String> = names.values().map(|name| plain(name)).collect();
            if names.is_empty() {
                names.push(plain(&delegation.city));
            }
            names.sort();
            names.dedup();
            for name in names {
                known.entry(name).or_default().push(delegation);
            }
        }
        let mut settled = Self {
            of_rows: HashMap::new(),
            all: HashMap::new(),
            new: Vec::new(),
        };
        let mut made: BTreeMap<String, DelegationId> = BTreeMap::new();
        for line in lines {
            let named = line.said(Column::Delegation);
            if named.is_empty() {
                continue;
            }
            let country = line.said(Column::Country);
            let candidates = known.get(&plain(named)).map_or(&[][..], Vec::as_slice);
            let there: Vec<&&Delegation> = candidates
                .iter()
                .filter(|one| candidates.len() == 1 || one.country == country)
                .collect();
            let id = match (there[..].first(), candidates.is_empty()) {
                (Some(one), _) => {
                    settled.all.entry(one.id).or_insert_with(|| (**one).clone());
                    one.id
                }
                (None, true) => *made.entry(plain(named)).or_insert_with(|| {
                    let delegation = new(line, register);
                    let id = delegation.id;
                    settled.all.insert(id, delegation);
                    settled.new.push(id);
                    id
                }),
                (None, false) => {
                    let detail =
                        "Several delegations have this name; give the country of one of them.";
                    problems.push(ImportProblem::new(
                        line.row,
                        Column::Delegation,
                        Fault::Ambiguous,
                        named,
                        detail,
                    ));
                    continue;
                }
            };
            settled.of_rows.insert(line.row, id);
        }
        settled.hear(lines, problems);
        settled
    }

    /// The delegation of a line.
    pub(super) fn of(&self, line: &Line) -> Option<&Delegation> {
        self.all.get(self.of_rows.get(&line.row)?)
    }

    /// Takes in what the lines say about the delegations: their kinds, and the countries of new ones.
    fn hear(&mut self, lines: &[Line], problems: &mut Vec<ImportProblem>) {
        let mut kinds: HashMap<DelegationId, (DelegationKind, u32)> = HashMap::new();
        for line in lines {
            let Some(delegation) = self
                .of_rows
                .get(&line.row)
                .and_then(|id| self.all.get_mut(id))
            else {
                continue;
            };
            if delegation.country.is_empty() {
                line.said(Column::Country)
                    .clone_into(&mut delegation.country);
            }
            let said = line.said(Column::DelegationKind);
            let Some(kind) = DelegationKind::of_word(said) else {
                continue;
            };
            let (before, row) = *kinds.entry(delegation.id).or_insert((kind, line.row));
            if before != kind {
                let detail = format!(
                    "Row {row} says otherwise about the same delegation; let them say the same."
                );
                problems.push(ImportProblem::new(
                    line.row,
                    Column::DelegationKind,
                    Fault::DelegationDiffers,
                    said,
                    detail,
                ));
            } else if delegation.kind != kind {
                set_kind(delegation, kind);
            }
        }
    }

    /// The delegations with the heads that the lines name: the new ones, without their heads as long as these are not
    /// there, and those that change.
    pub(super) fn with_heads(
        mut self,
        people: &[(&Line, Option<&Registered>, Participant)],
        register: &Register,
        problems: &mut Vec<ImportProblem>,
    ) -> (Vec<Delegation>, Vec<Delegation>) {
        let mut heads: HashMap<DelegationId, u32> = HashMap::new();
        let mut named: HashMap<DelegationId, Option<ParticipantId>> = HashMap::new();
        for (line, _, participant) in people {
            match line.said(Column::HeadOfDelegation) {
                "yes" => {
                    let row = *heads.entry(participant.delegation).or_insert(line.row);
                    if row != line.row {
                        let detail =
                            format!("Row {row} names another head of this delegation; keep one.");
                        problems.push(ImportProblem::new(
                            line.row,
                            Column::HeadOfDelegation,
                            Fault::TwoHeads,
                            "yes",
                            detail,
                        ));
                    }
                    named.insert(participant.delegation, Some(participant.id));
                }
                "no" if self.all[&participant.delegation].head == Some(participant.id) => {
                    named.entry(participant.delegation).or_insert(None);
                }
                _ => {}
            }
        }
        let new: Vec<Delegation> = self.new.iter().map(|id| self.all[id].clone()).collect();
        for (delegation, head) in named {
            if let Some(delegation) = self.all.get_mut(&delegation) {
                delegation.head = head;
            }
        }
        let before = |id: &DelegationId| {
            register
                .delegations
                .iter()
                .chain(&new)
                .find(|one| one.id == *id)
        };
        let mut changed: Vec<Delegation> = self
            .all
            .values()
            .filter(|one| before(&one.id) != Some(*one))
            .cloned()
            .collect();
        changed.sort_by_key(|delegation| delegation.id);
        (new, changed)
    }
}

/// The delegation that a line names first.
fn new(line: &Line, register: &Register) -> Delegation {
    let name = line.said(Column::Delegation);
    let kind = match Role::of_word(line.said(Column::Role)) {
        Some(Role::Observer) => DelegationKind::Observer,
        Some(Role::Secretariat | Role::Technician | Role::Interpreter | Role::ScreenOperator) => {
            DelegationKind::Secretariat
        }
        _ => DelegationKind::City,
    };
    let city = match line.said(Column::City) {
        "" => name,
        city => city,
    };
    let mut delegation = Delegation {
        id: DelegationId::new(),
        kind,
        city: city.to_owned(),
        country: line.said(Column::Country).to_owned(),
        name: Translations([(register.working_language.clone(), name.to_owned())].into()),
        head: None,
        may_sponsor: false,
        may_agree: false,
    };
    set_kind(&mut delegation, kind);
    delegation
}

/// A city sponsors and agrees; others do not.
fn set_kind(delegation: &mut Delegation, kind: DelegationKind) {
    delegation.kind = kind;
    delegation.may_sponsor = kind == DelegationKind::City;
    delegation.may_agree = kind == DelegationKind::City;
}
