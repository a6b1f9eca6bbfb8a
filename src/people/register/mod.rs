//! The register: everybody at a conference with what they are there, as the secretariat sees it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use super::{Delegation, Office, Participant, Role};
use crate::conference::SessionId;

pub mod store;

/// Everybody at a conference.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Register {
    /// The participants by name.
    pub people: Vec<Registered>,
    /// The delegations.
    pub delegations: Vec<Delegation>,
    /// The sessions' codes, in the order of the sessions.
    pub sessions: Vec<(SessionId, String)>,
    /// The language negotiated in.
    pub working_language: String,
}

/// A participant with what they are at the conference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registered {
    /// The participant.
    pub participant: Participant,
    /// The roles held in sessions.
    pub roles: BTreeMap<SessionId, BTreeSet<Role>>,
    /// The offices held.
    pub offices: BTreeSet<Office>,
    /// How many codes sign them in.
    pub valid_codes: i64,
    /// How many personal links sign them in.
    pub valid_links: i64,
    /// When they last asked for anything, to the minute.
    pub last_seen_at: Option<DateTime<Utc>>,
}
