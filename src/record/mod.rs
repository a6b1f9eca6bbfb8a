//! The record: who did what, when and why. It is only ever added to, and each entry is chained to the one before by SHA-256.
//!
//! Whoever decides something appends it here in the same transaction, so that nothing is decided without a record and nothing is
//! recorded that was not decided.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::conference::SessionId;
use crate::identifier::vocabulary;
use crate::people::ParticipantId;

pub mod chain;
pub mod store;

pub use chain::{Fault, Verified};
pub use store::append;

vocabulary! {
    /// Something that is recorded.
    Deed {
        /// People were added or changed from a list.
        PeopleImported = "people_imported",
        /// A participant was added or changed.
        ParticipantChanged = "participant_changed",
        /// A delegation was added or changed.
        DelegationChanged = "delegation_changed",
        /// A session was added or changed.
        SessionChanged = "session_changed",
        /// Somebody was given a role in a session.
        RoleGiven = "role_given",
        /// A role in a session was taken from somebody.
        RoleTaken = "role_taken",
        /// Somebody was given an office at the conference.
        OfficeGiven = "office_given",
        /// An office was taken from somebody.
        OfficeTaken = "office_taken",
        /// Badge codes were made anew, so that the old ones no longer sign in.
        CodesRenewed = "codes_renewed",
        /// Badges were printed.
        BadgesPrinted = "badges_printed",
        /// Personal links were made or sent.
        LinksSent = "links_sent",
        /// Somebody's device was signed out by somebody else.
        SignedOut = "signed_out",
        /// The first secretariat link was used.
        SecretariatClaimed = "secretariat_claimed",
        /// A session began to meet.
        SessionOpened = "session_opened",
        /// A session was suspended.
        SessionSuspended = "session_suspended",
        /// A session was closed and its draft frozen.
        SessionClosed = "session_closed",
        /// It was proposed to open a closed session again.
        SessionReopeningProposed = "session_reopening_proposed",
        /// A closed session was opened again.
        SessionReopened = "session_reopened",
        /// Something was switched on or off.
        Switched = "switched",
        /// The draft was given to the session.
        DraftOpened = "draft_opened",
        /// The first reading began.
        ReadingBegun = "reading_begun",
        /// The rapporteur proposed to the chair to gavel or to reopen.
        GavelProposed = "gavel_proposed",
        /// A paragraph was agreed ad referendum.
        AgreedAdReferendum = "agreed_ad_ref",
        /// A paragraph was agreed.
        Agreed = "agreed",
        /// A delegation confirmed.
        Confirmed = "confirmed",
        /// A delegation reserved; the paragraph is open again.
        Reserved = "reserved",
        /// The deadline passed in silence; the paragraph is agreed.
        AgreedInSilence = "agreed_in_silence",
        /// A paragraph was reopened.
        Reopened = "reopened",
        /// An editorial correction to agreed text was proposed.
        CorrectionProposed = "correction_proposed",
        /// An editorial correction was confirmed and made.
        Corrected = "corrected",
        /// An editorial correction was not confirmed.
        CorrectionRejected = "correction_rejected",
        /// An action point was withdrawn by its sponsor.
        ActionPointWithdrawn = "action_point_withdrawn",
        /// A withdrawn action point was taken up again.
        ActionPointRestored = "action_point_restored",
        /// It was proposed that an action point becomes part of another.
        MergerProposed = "merger_proposed",
        /// A delegation consented to that.
        MergerConsented = "merger_consented",
        /// It was declined, or taken back.
        MergerDeclined = "merger_declined",
        /// An action point became part of another.
        ActionPointMerged = "action_point_merged",
        /// A suggestion was made.
        SuggestionMade = "suggestion_made",
        /// A suggestion got other words or another reason.
        SuggestionRevised = "suggestion_revised",
        /// A suggestion was taken back.
        SuggestionWithdrawn = "suggestion_withdrawn",
        /// A delegation stands behind the suggestion of another.
        SuggestionSponsored = "suggestion_sponsored",
        /// A delegation stands behind the suggestion of another no more.
        SuggestionLeft = "suggestion_left",
        /// A suggestion was accepted: its words are in the text.
        SuggestionAccepted = "suggestion_accepted",
        /// A suggestion was accepted with other words.
        SuggestionAmended = "suggestion_amended",
        /// A suggestion was not retained.
        SuggestionNotRetained = "suggestion_not_retained",
    }
}

/// What is to be recorded.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Who did it; `None` for the server itself.
    pub actor: Option<ParticipantId>,
    /// What was done.
    pub deed: Deed,
    /// Where.
    pub about: About,
    /// Why, where a reason is due.
    pub reason: Option<String>,
    /// What else belongs to it, as a JSON object. Numbers in it are whole: fractions would not come back as they went.
    pub details: Value,
}

/// What an entry is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct About {
    /// The session.
    pub session: Option<SessionId>,
    /// The draft.
    pub draft: Option<Uuid>,
    /// The action point.
    pub action_point: Option<Uuid>,
    /// The paragraph.
    pub paragraph: Option<Uuid>,
}

/// What was recorded.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Recorded {
    /// Its place in the record, from 1.
    pub seq: i64,
    /// When, to the microsecond.
    pub at: DateTime<Utc>,
    /// Who did it; absent for the server itself.
    pub actor: Option<ParticipantId>,
    /// What was done.
    pub deed: Deed,
    /// Where.
    #[serde(flatten)]
    pub about: About,
    /// Why.
    pub reason: Option<String>,
    /// What else belongs to it.
    pub details: Value,
    /// The SHA-256 of the chain up to this entry, in hexadecimal digits.
    pub sha256: String,
}
