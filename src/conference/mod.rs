//! The event: a conference, its sessions with their meetings, and the programme.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::identifier::{identifier, vocabulary};

pub mod store;

identifier! {
    /// Names a conference.
    ConferenceId
}
identifier! {
    /// Names a session: a body of the conference.
    SessionId
}

/// A text in several languages: language code (`en`, `fr`, …) to words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
pub struct Translations(pub BTreeMap<String, String>);

/// An official language of the conference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Language {
    /// ISO 639-1 code.
    pub code: String,
    /// Its own name for itself.
    pub name: String,
    /// `ltr` or `rtl`.
    pub direction: String,
}

vocabulary! {
    /// How participants enter the conference.
    Entering {
        /// By choosing a participant: only for demonstrations.
        ByChoice = "by_choice",
        /// With the code on the badge.
        ByBadge = "by_badge",
    }
}

vocabulary! {
    /// Where a session stands.
    SessionStatus {
        /// It has not met yet.
        Scheduled = "scheduled",
        /// It is meeting.
        InProgress = "in_progress",
        /// It will meet again.
        Suspended = "suspended",
        /// It has finished its work.
        Closed = "closed",
    }
}

/// One event with participants, sessions and one outcome.
#[derive(Clone, Debug, PartialEq)]
pub struct Conference {
    /// Its identity.
    pub id: ConferenceId,
    /// Its short name in addresses.
    pub slug: String,
    /// What all its document symbols begin with, such as `ICLC/2013`.
    pub symbol_root: String,
    /// Its title.
    pub title: Translations,
    /// Its theme.
    pub theme: Translations,
    /// Where it meets.
    pub city: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// Its first day.
    pub starts_on: NaiveDate,
    /// Its last day.
    pub ends_on: NaiveDate,
    /// The language negotiated in.
    pub working_language: String,
    /// The languages the outcome is issued in.
    pub languages: Vec<Language>,
    /// IANA name of the venue's time zone.
    pub time_zone: String,
    /// A sentence to show wherever this could be mistaken for a real record.
    pub notice: Option<String>,
    /// How participants enter.
    pub entering: Entering,
}

/// A body of the conference with its own chair, rapporteur, members and drafts.
#[derive(Clone, Debug, PartialEq)]
pub struct Session {
    /// Its identity.
    pub id: SessionId,
    /// Its number, from 1.
    pub number: i32,
    /// Its code in symbols and suggestions, such as `S2`.
    pub code: String,
    /// Its title.
    pub title: Translations,
    /// The room of the venue it meets in.
    pub place: String,
    /// Where it stands.
    pub status: SessionStatus,
}

/// One sitting of a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Meeting {
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// When it ends.
    pub ends_at: DateTime<Utc>,
}

/// An entry of the timetable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ProgrammeItem {
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// When it ends.
    pub ends_at: DateTime<Utc>,
    /// `plenary`, `drafting`, `drafting_group` or `translation`.
    pub kind: String,
    /// What it is called.
    pub title: String,
    /// The session that meets, if it is one.
    pub session: Option<SessionId>,
}
