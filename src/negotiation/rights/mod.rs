//! Who may do what: the one place that says it. HTTP, the gate and, through them, the front end all ask here.
//!
//! Rights follow from the roles a participant holds *in the session* concerned, and from offices at the conference;
//! never from the badge. The table is that of the rules of procedure: a row an [`Action`], a column a [`Role`].

use std::collections::BTreeSet;

use crate::conference::SessionStatus;
use crate::identifier::vocabulary;
use crate::negotiation::DraftStatus;
use crate::people::{Office, Role};

pub mod store;

vocabulary! {
    /// Something that not everybody may do.
    Action {
        /// Read the session's draft, its history, and compare.
        Read = "read",
        /// Change the words of open text in the live draft, place brackets there, add action points.
        Type = "type",
        /// Suggest a change.
        Suggest = "suggest",
        /// Co-sponsor a suggestion, support an alternate.
        Support = "support",
        /// Place or lift a bracket.
        Bracket = "bracket",
        /// Comment and reply.
        Comment = "comment",
        /// Accept or not retain a suggestion.
        Decide = "decide",
        /// Split, merge, move, renumber and remove action points.
        Arrange = "arrange",
        /// Withdraw an action point, or take a withdrawn one up again.
        Withdraw = "withdraw",
        /// Gavel text agreed, ad referendum or for good, and begin a reading.
        Gavel = "gavel",
        /// Propose to the chair that text be gavelled or reopened.
        ProposeGavel = "propose_gavel",
        /// Open agreed text again.
        Reopen = "reopen",
        /// Confirm text agreed ad referendum, or reserve.
        Confirm = "confirm",
        /// Change agreed text in the live draft: nobody.
        EditAgreed = "edit_agreed",
        /// Record an editorial correction to agreed text.
        Correct = "correct",
        /// Confirm an editorial correction.
        ConfirmCorrection = "confirm_correction",
        /// Name a version, or mark it as a revision.
        NameVersion = "name_version",
        /// Restore a version, as a new change of open text.
        Restore = "restore",
        /// Write a translation.
        Translate = "translate",
        /// Drive the screen of the room.
        DriveScreen = "drive_screen",
        /// Open, suspend and close a session, and say who may type.
        Conduct = "conduct",
        /// Open a closed session and its frozen draft again: one of the chair and one of the secretariat together.
        ReopenSession = "reopen_session",
        /// Compile the sessions' agreed text.
        Compile = "compile",
        /// Circulate the compilation and open the silence procedure.
        Circulate = "circulate",
        /// Break silence, explain a position.
        BreakSilence = "break_silence",
        /// Prepare or approve an edition.
        Publish = "publish",
        /// People, roles, sessions, badge codes.
        Administer = "administer",
        /// See how the server is.
        SeeHealth = "see_health",
        /// Export the draft.
        Export = "export",
    }
}

vocabulary! {
    /// What the chair can switch on in a session.
    Switch {
        /// Delegates and the screen operator type.
        Typing = "typing",
        /// Observers suggest.
        ObserversSuggest = "observers_suggest",
        /// Observers of other sessions read this one's draft.
        ObserversRead = "observers_read",
        /// The rapporteur drives the screen of the room.
        RapporteurScreen = "rapporteur_screen",
    }
}

/// What a participant is to a session.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// The roles held in it.
    pub roles: BTreeSet<Role>,
    /// The roles held in other sessions of the conference.
    pub elsewhere: BTreeSet<Role>,
    /// The offices held at the conference.
    pub offices: BTreeSet<Office>,
}

/// How things stand in a session and with its draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Situation {
    /// Where the session stands.
    pub session: SessionStatus,
    /// Where its draft stands.
    pub draft: DraftStatus,
    /// What the chair has switched on.
    pub switches: BTreeSet<Switch>,
}

/// For whom somebody may act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Extent {
    /// Only for oneself and one's own delegation.
    OwnDelegation,
    /// Without such a limit.
    Full,
}

vocabulary! {
    /// Why somebody may not do something.
    Refusal {
        /// No role held in the session allows it.
        Role = "role",
        /// The chair has not switched it on.
        SwitchedOff = "switched_off",
        /// The session is not meeting.
        NotMeeting = "not_meeting",
        /// The draft is being prepared by the secretariat.
        Preparing = "preparing",
        /// In this reading the rapporteur types and members suggest.
        Negotiating = "negotiating",
        /// The draft is frozen, or the session closed.
        Frozen = "frozen",
    }
}

impl Refusal {
    /// Why, and what to do, for people.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Role => {
                "Your role in this session does not allow it. Ask the chair or the secretariat."
            }
            Self::SwitchedOff => "The chair has not switched this on. Ask the chair.",
            Self::NotMeeting => {
                "The session is not meeting now. Wait until the chair opens the meeting."
            }
            Self::Preparing => "The secretariat is still preparing this draft.",
            Self::Negotiating => "In this reading the rapporteur types. Suggest a change instead.",
            Self::Frozen => "The session is closed and its draft is frozen.",
        }
    }
}

/// A cell of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cell {
    No,
    /// With the chair's switch on.
    With(Switch),
    Own,
    Yes,
}

/// Whether, and for whom, somebody may do something as things stand: what the best of their roles allows.
///
/// # Errors
/// The reason why not; that of a role which could do it at another time, if there is one.
pub fn may(action: Action, standing: &Standing, situation: &Situation) -> Result<Extent, Refusal> {
    let here = standing
        .roles
        .iter()
        .map(|role| (cell(action, *role), *role));
    let elsewhere = standing
        .elsewhere
        .iter()
        .map(|role| (cell_elsewhere(action, *role), *role));
    let offices = standing
        .offices
        .iter()
        .map(|office| cell_of_office(action, *office));
    let answers = here
        .chain(elsewhere)
        .chain(offices)
        .map(|(cell, role)| match cell {
            Cell::No => Err(Refusal::Role),
            Cell::Own => timely(action, role, situation).map(|()| Extent::OwnDelegation),
            Cell::Yes => timely(action, role, situation).map(|()| Extent::Full),
            Cell::With(switch) => timely(action, role, situation).and_then(|()| {
                let is_on = situation.switches.contains(&switch);
                is_on.then_some(Extent::Full).ok_or(Refusal::SwitchedOff)
            }),
        });
    answers.reduce(better).unwrap_or(Err(Refusal::Role))
}

/// The better of two answers: the wider right, else the reason that could pass.
fn better(one: Result<Extent, Refusal>, other: Result<Extent, Refusal>) -> Result<Extent, Refusal> {
    match (one, other) {
        (Ok(one), Ok(other)) => Ok(one.max(other)),
        (Ok(extent), Err(_)) | (Err(_), Ok(extent)) => Ok(extent),
        (Err(Refusal::Role), Err(refusal)) | (Err(refusal), Err(_)) => Err(refusal),
    }
}

/// Everything somebody may do as things stand, for the front end.
pub fn all(standing: &Standing, situation: &Situation) -> BTreeSet<Action> {
    let allowed = |action: &Action| may(*action, standing, situation).is_ok();
    ACTIONS.into_iter().filter(allowed).collect()
}

/// Every action.
pub const ACTIONS: [Action; 29] = [
    Action::Read,
    Action::Type,
    Action::Suggest,
    Action::Support,
    Action::Bracket,
    Action::Comment,
    Action::Decide,
    Action::Arrange,
    Action::Withdraw,
    Action::Gavel,
    Action::ProposeGavel,
    Action::Reopen,
    Action::Confirm,
    Action::EditAgreed,
    Action::Correct,
    Action::ConfirmCorrection,
    Action::NameVersion,
    Action::Restore,
    Action::Translate,
    Action::DriveScreen,
    Action::Conduct,
    Action::ReopenSession,
    Action::Compile,
    Action::Circulate,
    Action::BreakSilence,
    Action::Publish,
    Action::Administer,
    Action::SeeHealth,
    Action::Export,
];

fn cell(action: Action, role: Role) -> Cell {
    use Role as R;
    match action {
        Action::Read | Action::Export => match role {
            R::Technician => Cell::No,
            _ => Cell::Yes,
        },
        Action::Type => match role {
            R::Rapporteur | R::Secretariat => Cell::Yes,
            R::Delegate | R::HeadOfDelegation | R::ScreenOperator => Cell::With(Switch::Typing),
            _ => Cell::No,
        },
        Action::Suggest => match role {
            R::Delegate | R::HeadOfDelegation | R::Rapporteur | R::Chair => Cell::Yes,
            R::Observer => Cell::With(Switch::ObserversSuggest),
            _ => Cell::No,
        },
        Action::Support => match role {
            R::Delegate => Cell::Own,
            R::HeadOfDelegation => Cell::Yes,
            _ => Cell::No,
        },
        Action::Bracket => match role {
            R::Delegate | R::HeadOfDelegation => Cell::Own,
            R::Rapporteur | R::Chair | R::ScreenOperator => Cell::Yes,
            _ => Cell::No,
        },
        Action::Comment => match role {
            R::Technician => Cell::No,
            _ => Cell::Yes,
        },
        Action::Decide | Action::Arrange => match role {
            R::Rapporteur | R::Chair => Cell::Yes,
            // Until the session begins it is the secretariat's text; see `timely`.
            R::Secretariat if action == Action::Arrange => Cell::Yes,
            _ => Cell::No,
        },
        // The table has no row for it: officers as with other changes of the outline, and the sponsor's head.
        Action::Withdraw => match role {
            R::Rapporteur | R::Chair => Cell::Yes,
            R::HeadOfDelegation => Cell::Own,
            _ => Cell::No,
        },
        Action::Gavel | Action::Reopen | Action::ConfirmCorrection => match role {
            R::Chair => Cell::Yes,
            _ => Cell::No,
        },
        Action::ProposeGavel => match role {
            R::Rapporteur => Cell::Yes,
            _ => Cell::No,
        },
        Action::Confirm | Action::BreakSilence => match role {
            R::HeadOfDelegation => Cell::Own,
            _ => Cell::No,
        },
        Action::EditAgreed | Action::Compile => Cell::No,
        Action::Correct | Action::NameVersion | Action::Conduct => match role {
            R::Rapporteur | R::Chair | R::Secretariat => Cell::Yes,
            _ => Cell::No,
        },
        Action::Restore => match role {
            R::Rapporteur | R::Secretariat => Cell::Yes,
            _ => Cell::No,
        },
        Action::Translate => match role {
            R::Interpreter => Cell::Own,
            R::Secretariat => Cell::Yes,
            _ => Cell::No,
        },
        Action::DriveScreen => match role {
            R::Chair | R::ScreenOperator => Cell::Yes,
            R::Rapporteur => Cell::With(Switch::RapporteurScreen),
            _ => Cell::No,
        },
        Action::ReopenSession => match role {
            R::Chair | R::Secretariat => Cell::Yes,
            _ => Cell::No,
        },
        Action::Circulate | Action::Publish | Action::Administer => match role {
            R::Secretariat => Cell::Yes,
            _ => Cell::No,
        },
        Action::SeeHealth => match role {
            R::Secretariat | R::Technician => Cell::Yes,
            _ => Cell::No,
        },
    }
}

/// What a role in another session allows: to read along.
fn cell_elsewhere(action: Action, role: Role) -> Cell {
    match (action, role) {
        (Action::Read, Role::Technician) => Cell::No,
        (Action::Read, Role::Observer) => Cell::With(Switch::ObserversRead),
        (Action::Read, _) => Cell::Yes,
        _ => Cell::No,
    }
}

/// What an office at the conference allows in every session, and the role whose times are its times.
fn cell_of_office(action: Action, office: Office) -> (Cell, Role) {
    match office {
        Office::Secretariat => (cell(action, Role::Secretariat), Role::Secretariat),
        Office::Technician => (cell(action, Role::Technician), Role::Technician),
        Office::RapporteurGeneral | Office::President => {
            let has = match action {
                Action::Read | Action::Export | Action::Comment | Action::Circulate => Cell::Yes,
                Action::Compile if office == Office::RapporteurGeneral => Cell::Yes,
                _ => Cell::No,
            };
            (has, Role::Rapporteur)
        }
    }
}

/// Whether this is the time for somebody of this role to do it.
fn timely(action: Action, role: Role, situation: &Situation) -> Result<(), Refusal> {
    let draft = match (situation.draft, situation.session) {
        (DraftStatus::Drafting | DraftStatus::Negotiating, SessionStatus::Closed) => {
            DraftStatus::Frozen
        }
        (draft, _) => draft,
    };
    match action {
        Action::Read | Action::Export | Action::Comment => match (draft, role) {
            (DraftStatus::Preparing, Role::Secretariat | Role::Rapporteur | Role::Chair) => Ok(()),
            (DraftStatus::Preparing, _) => Err(Refusal::Preparing),
            _ => Ok(()),
        },
        Action::Type | Action::Arrange => match (draft, role) {
            (DraftStatus::Preparing, Role::Secretariat) => Ok(()),
            (DraftStatus::Preparing, _) => Err(Refusal::Preparing),
            (DraftStatus::Frozen, _) => Err(Refusal::Frozen),
            // The secretariat's hand is off the text as soon as the session has it.
            (_, Role::Secretariat) => Err(Refusal::Role),
            // Also at night, between two meetings.
            (_, Role::Rapporteur | Role::Chair) => Ok(()),
            (DraftStatus::Negotiating, Role::Delegate | Role::HeadOfDelegation) => {
                Err(Refusal::Negotiating)
            }
            _ => in_the_room(situation),
        },
        Action::Gavel => during_negotiation(draft).and_then(|()| in_the_room(situation)),
        Action::ProposeGavel
        | Action::Withdraw
        | Action::Reopen
        | Action::Suggest
        | Action::Support
        | Action::Bracket
        | Action::Decide
        | Action::Restore
        | Action::Translate => during_negotiation(draft),
        _ => Ok(()),
    }
}

fn during_negotiation(draft: DraftStatus) -> Result<(), Refusal> {
    match draft {
        DraftStatus::Preparing => Err(Refusal::Preparing),
        DraftStatus::Drafting | DraftStatus::Negotiating => Ok(()),
        DraftStatus::Frozen => Err(Refusal::Frozen),
    }
}

/// Not between two meetings.
fn in_the_room(situation: &Situation) -> Result<(), Refusal> {
    match situation.session {
        SessionStatus::InProgress => Ok(()),
        SessionStatus::Scheduled | SessionStatus::Suspended => Err(Refusal::NotMeeting),
        SessionStatus::Closed => Err(Refusal::Frozen),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROLES: [Role; 9] = [
        Role::Delegate,
        Role::HeadOfDelegation,
        Role::Observer,
        Role::Rapporteur,
        Role::Chair,
        Role::ScreenOperator,
        Role::Interpreter,
        Role::Secretariat,
        Role::Technician,
    ];

    /// The table of the rules of procedure while the session meets: Y yes, o own delegation, s with a switch, . no.
    /// Columns: delegate, head, observer, rapporteur, chair, screen operator, interpreter, secretariat, technician.
    const WHILE_DRAFTING: [(Action, &str); 29] = [
        (Action::Read, "YYYYYYYY."),
        (Action::Type, "ss.Y.s..."),
        (Action::Suggest, "YYsYY...."),
        (Action::Support, "oY......."),
        (Action::Bracket, "oo.YYY..."),
        (Action::Comment, "YYYYYYYY."),
        (Action::Decide, "...YY...."),
        (Action::Arrange, "...YY...."),
        (Action::Withdraw, ".o.YY...."),
        (Action::Gavel, "....Y...."),
        (Action::ProposeGavel, "...Y....."),
        (Action::Reopen, "....Y...."),
        (Action::Confirm, ".o......."),
        (Action::EditAgreed, "........."),
        (Action::Correct, "...YY..Y."),
        (Action::ConfirmCorrection, "....Y...."),
        (Action::NameVersion, "...YY..Y."),
        (Action::Restore, "...Y...Y."),
        (Action::Translate, "......oY."),
        (Action::DriveScreen, "...sYY..."),
        (Action::Conduct, "...YY..Y."),
        (Action::ReopenSession, "....Y..Y."),
        (Action::Compile, "........."),
        (Action::Circulate, ".......Y."),
        (Action::BreakSilence, ".o......."),
        (Action::Publish, ".......Y."),
        (Action::Administer, ".......Y."),
        (Action::SeeHealth, ".......YY"),
        (Action::Export, "YYYYYYYY."),
    ];

    fn situation(draft: DraftStatus, switches: &[Switch]) -> Situation {
        Situation {
            session: SessionStatus::InProgress,
            draft,
            switches: switches.iter().copied().collect(),
        }
    }

    fn only(role: Role) -> Standing {
        Standing {
            roles: [role].into(),
            ..Standing::default()
        }
    }

    const ALL_SWITCHES: [Switch; 4] = [
        Switch::Typing,
        Switch::ObserversSuggest,
        Switch::ObserversRead,
        Switch::RapporteurScreen,
    ];

    fn letter(action: Action, standing: &Standing, draft: DraftStatus) -> char {
        let off = may(action, standing, &situation(draft, &[]));
        let on = may(action, standing, &situation(draft, &ALL_SWITCHES));
        match (off, on) {
            (Ok(Extent::Full), Ok(Extent::Full)) => 'Y',
            (Ok(Extent::OwnDelegation), Ok(Extent::OwnDelegation)) => 'o',
            (Err(Refusal::SwitchedOff), Ok(Extent::Full)) => 's',
            (Err(_), Err(_)) => '.',
            other => {
                panic!("a switch changes {action:?} for {standing:?} in an odd way: {other:?}")
            }
        }
    }

    #[test]
    fn every_cell_of_the_table_holds() {
        for (action, row) in WHILE_DRAFTING {
            let cells: String = ROLES
                .map(|role| letter(action, &only(role), DraftStatus::Drafting))
                .iter()
                .collect();
            assert_eq!(cells, row, "{action:?}");
        }
        assert_eq!(WHILE_DRAFTING.map(|(action, _)| action), ACTIONS);
    }

    #[test]
    fn in_negotiation_the_rapporteur_types_and_members_suggest() {
        let cells: String = ROLES
            .map(|role| letter(Action::Type, &only(role), DraftStatus::Negotiating))
            .iter()
            .collect();
        assert_eq!(cells, "...Y.s...");
        let refused = may(
            Action::Type,
            &only(Role::Delegate),
            &situation(DraftStatus::Negotiating, &ALL_SWITCHES),
        );
        assert_eq!(refused, Err(Refusal::Negotiating));
    }

    #[test]
    fn what_is_prepared_is_the_secretariats_and_what_is_frozen_nobodys() {
        let typing = |draft| -> String {
            ROLES
                .map(|role| letter(Action::Type, &only(role), draft))
                .iter()
                .collect()
        };
        assert_eq!(typing(DraftStatus::Preparing), ".......Y.");
        assert_eq!(typing(DraftStatus::Frozen), ".........");
        for role in ROLES {
            for action in [
                Action::Suggest,
                Action::Arrange,
                Action::Gavel,
                Action::Reopen,
                Action::Restore,
            ] {
                assert!(
                    may(
                        action,
                        &only(role),
                        &situation(DraftStatus::Frozen, &ALL_SWITCHES)
                    )
                    .is_err()
                );
            }
        }
    }

    #[test]
    fn between_meetings_the_rapporteur_works_on_and_nobody_gavels() {
        let suspended = Situation {
            session: SessionStatus::Suspended,
            ..situation(DraftStatus::Drafting, &ALL_SWITCHES)
        };
        assert!(may(Action::Type, &only(Role::Rapporteur), &suspended).is_ok());
        assert_eq!(
            may(Action::Type, &only(Role::Delegate), &suspended),
            Err(Refusal::NotMeeting)
        );
        assert_eq!(
            may(Action::Gavel, &only(Role::Chair), &suspended),
            Err(Refusal::NotMeeting)
        );
        assert!(may(Action::Confirm, &only(Role::HeadOfDelegation), &suspended).is_ok());
    }

    #[test]
    fn a_closed_session_has_no_open_text() {
        let closed = Situation {
            session: SessionStatus::Closed,
            ..situation(DraftStatus::Drafting, &ALL_SWITCHES)
        };
        assert_eq!(
            may(Action::Type, &only(Role::Rapporteur), &closed),
            Err(Refusal::Frozen)
        );
        assert!(may(Action::Read, &only(Role::Delegate), &closed).is_ok());
    }

    #[test]
    fn roles_of_other_sessions_only_let_one_read_along() {
        let chair_elsewhere = Standing {
            elsewhere: [Role::Chair].into(),
            ..Standing::default()
        };
        let open = situation(DraftStatus::Drafting, &ALL_SWITCHES);
        assert_eq!(all(&chair_elsewhere, &open), [Action::Read].into());
        let observer = Standing {
            elsewhere: [Role::Observer].into(),
            ..Standing::default()
        };
        assert_eq!(letter(Action::Read, &observer, DraftStatus::Drafting), 's');
        assert_eq!(all(&Standing::default(), &open), [].into());
    }

    #[test]
    fn two_roles_in_one_session_add_up() {
        let both = Standing {
            roles: [Role::Interpreter, Role::HeadOfDelegation].into(),
            ..Standing::default()
        };
        let open = situation(DraftStatus::Drafting, &[]);
        assert_eq!(
            may(Action::Translate, &both, &open),
            Ok(Extent::OwnDelegation)
        );
        assert_eq!(may(Action::Support, &both, &open), Ok(Extent::Full));
        assert_eq!(may(Action::Type, &both, &open), Err(Refusal::SwitchedOff));
    }

    #[test]
    fn offices_serve_every_session() {
        let holds = |office| Standing {
            offices: [office].into(),
            ..Standing::default()
        };
        let open = situation(DraftStatus::Drafting, &[]);
        assert!(may(Action::Administer, &holds(Office::Secretariat), &open).is_ok());
        assert!(may(Action::Compile, &holds(Office::RapporteurGeneral), &open).is_ok());
        assert!(may(Action::Compile, &holds(Office::Secretariat), &open).is_err());
        assert!(may(Action::Circulate, &holds(Office::President), &open).is_ok());
        assert!(may(Action::Read, &holds(Office::Technician), &open).is_err());
        assert!(may(Action::SeeHealth, &holds(Office::Technician), &open).is_ok());
    }
}
