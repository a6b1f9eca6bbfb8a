//! The people: participants, the delegations they belong to, the role each holds in a session, and their sign-ins.

use std::sync::Arc;

use serde::Serialize;
use utoipa::ToSchema;

use crate::conference::{SessionId, Translations};
use crate::identifier::{identifier, vocabulary};

pub mod badge_code;
pub mod badge_sheet;
pub mod claim;
pub mod country;
pub mod device;
pub mod email;
mod entrance;
pub mod identity_provider;
pub mod import;
pub mod mailer;
pub mod personal_link;
pub mod register;
pub mod sign_in;
pub mod store;
pub mod words;

pub use badge_code::{BadgeCode, CodeHash, CodeSalt};
pub use device::Device;
pub use entrance::{Entrance, Turned};
pub use identity_provider::IdentityProvider;
pub use mailer::{MailError, Mailer};
pub use personal_link::{Lasting, LinkUse, Origin};
pub use sign_in::{SignIn, SignInId, SignInKind, Token};

identifier! {
    /// Names a participant: a person with a badge.
    ParticipantId
}
identifier! {
    /// Names a delegation.
    DelegationId
}

vocabulary! {
    /// What a delegation is.
    DelegationKind {
        /// A city: it may sponsor and agree.
        City = "city",
        /// An organization that follows and speaks.
        Observer = "observer",
        /// Those who serve the conference.
        Secretariat = "secretariat",
    }
}

vocabulary! {
    /// What a participant is, on the badge or in a session. Rights follow only from the role in a session.
    Role {
        /// Speaks and types for a delegation that may agree.
        Delegate = "delegate",
        /// A delegate who agrees and reserves for the delegation.
        HeadOfDelegation = "head_of_delegation",
        /// Keeps the text.
        Rapporteur = "rapporteur",
        /// Presides and gavels.
        Chair = "chair",
        /// Serves the conference and publishes.
        Secretariat = "secretariat",
        /// Follows, comments and suggests.
        Observer = "observer",
        /// Translates.
        Interpreter = "interpreter",
        /// Drives the room screen.
        ScreenOperator = "screen_operator",
        /// Keeps the server up; reads no text.
        Technician = "technician",
    }
}

vocabulary! {
    /// What a participant is at the conference as a whole. It gives rights that belong to no session.
    Office {
        /// Serves the conference: people, sessions, publishing.
        Secretariat = "secretariat",
        /// Compiles the sessions' texts.
        RapporteurGeneral = "rapporteur_general",
        /// Presides over the plenary.
        President = "president",
        /// Keeps the server up.
        Technician = "technician",
    }
}

/// A city or organization represented at the conference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delegation {
    /// Its identity.
    pub id: DelegationId,
    /// What it is.
    pub kind: DelegationKind,
    /// Its city.
    pub city: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// Its name.
    pub name: Translations,
    /// Who agrees and reserves for it.
    pub head: Option<ParticipantId>,
    /// Whether it may sponsor text.
    pub may_sponsor: bool,
    /// Whether it takes part in agreement.
    pub may_agree: bool,
}

/// A person with a badge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Participant {
    /// Their identity.
    pub id: ParticipantId,
    /// The name by which the secretariat's lists know them.
    pub reference: String,
    /// Their delegation.
    pub delegation: DelegationId,
    /// Their name in Latin letters.
    pub name: String,
    /// Their name in their own script.
    pub native_name: Option<String>,
    /// Their office at home.
    pub title: String,
    /// The role on the badge.
    pub badge_role: Role,
    /// Their city.
    pub city: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// ISO 639-1 code of the language they work in.
    pub language: String,
    /// Further languages they read.
    pub other_languages: Vec<String>,
    /// Where mail reaches them.
    pub email: Option<String>,
}

/// How a participant is known whom no list has named.
pub fn generated_reference(id: ParticipantId) -> String {
    let digits = id.0.simple().to_string();
    format!("{GENERATED}{}", &digits[digits.len() - 12..])
}

/// What the references begin with that no list has given.
const GENERATED: &str = "p~";

/// Whether no list has given this reference, so that one still may.
pub fn is_generated(reference: &str) -> bool {
    reference.starts_with(GENERATED)
}

/// What others see of a participant beside their words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The participant.
    pub id: ParticipantId,
    /// Their name.
    pub name: Arc<str>,
    /// Their city.
    pub city: Arc<str>,
    /// Their delegation.
    pub delegation: DelegationId,
}

/// A participant's badge, as everyone may read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Badge {
    /// Their identity.
    pub id: ParticipantId,
    /// The name by which the secretariat's lists know them.
    pub reference: String,
    /// Their name in Latin letters.
    pub name: String,
    /// Their name in their own script.
    pub native_name: Option<String>,
    /// Their office at home.
    pub title: String,
    /// The role on the badge.
    pub role: Role,
    /// Their city.
    pub city: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// ISO 639-1 code of the language they work in.
    pub language: String,
    /// Whether they speak for their delegation.
    pub head_of_delegation: bool,
    /// Their delegation.
    pub delegation: BadgeDelegation,
    /// The roles they hold in sessions.
    pub sessions: Vec<BadgeSession>,
}

/// The delegation on a badge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct BadgeDelegation {
    /// Its identity.
    pub id: DelegationId,
    /// Its name.
    pub name: Translations,
    /// What it is.
    pub kind: DelegationKind,
}

/// A role held in a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct BadgeSession {
    /// The session.
    pub session: SessionId,
    /// Its code, such as `S2`.
    pub code: String,
    /// The role held there.
    pub role: Role,
}
