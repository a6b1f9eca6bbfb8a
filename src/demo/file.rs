//! The shape of `demo/learning-cities.json`, as far as it is loaded or counted.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::Deserialize;
use serde_json::Value;

use crate::conference::{Language, SessionStatus, Translations};
use crate::negotiation::suggestion::SuggestionState;
use crate::negotiation::{ActionPointStatus, DraftStatus, ParagraphState};
use crate::people::{DelegationKind, Role};

#[derive(Deserialize)]
pub(super) struct File {
    pub(super) notice: String,
    pub(super) demo_clock: DateTime<FixedOffset>,
    pub(super) time_zone: String,
    pub(super) conference: FileConference,
    pub(super) delegations: Vec<FileDelegation>,
    pub(super) participants: Vec<FileParticipant>,
    pub(super) sessions: Vec<FileSession>,
    pub(super) programme: Vec<FileProgrammeItem>,
    pub(super) drafts: Vec<FileDraft>,
    pub(super) compilation: Value,
    pub(super) editions: Vec<Value>,
    pub(super) statements: Vec<Value>,
    pub(super) presence: Vec<Value>,
}

#[derive(Deserialize)]
pub(super) struct FileConference {
    pub(super) id: String,
    pub(super) slug: String,
    pub(super) symbol_root: String,
    pub(super) title: Translations,
    pub(super) theme: Translations,
    pub(super) city: String,
    pub(super) country: String,
    pub(super) starts_on: NaiveDate,
    pub(super) ends_on: NaiveDate,
    pub(super) working_language: String,
    pub(super) languages: Vec<Language>,
    pub(super) president_id: String,
    pub(super) rapporteur_general_id: String,
}

#[derive(Deserialize)]
pub(super) struct FileDelegation {
    pub(super) id: String,
    pub(super) kind: DelegationKind,
    pub(super) city: String,
    pub(super) country: String,
    pub(super) name: Translations,
    pub(super) head_id: String,
    pub(super) may_sponsor: bool,
    pub(super) may_agree: bool,
}

#[derive(Deserialize)]
pub(super) struct FileParticipant {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) native_name: Option<String>,
    pub(super) role: Role,
    pub(super) title: String,
    pub(super) delegation_id: String,
    pub(super) city: String,
    pub(super) country: String,
    pub(super) language: String,
    pub(super) other_languages: Vec<String>,
    pub(super) head_of_delegation: bool,
}

#[derive(Deserialize)]
pub(super) struct FileSession {
    pub(super) id: String,
    pub(super) number: i32,
    pub(super) code: String,
    pub(super) title: Translations,
    pub(super) room: String,
    pub(super) status: SessionStatus,
    pub(super) chair_id: String,
    pub(super) rapporteur_id: String,
    pub(super) screen_operator_id: String,
    pub(super) interpreter_ids: Vec<String>,
    pub(super) member_ids: Vec<String>,
    pub(super) meetings: Vec<FileMeeting>,
}

#[derive(Deserialize)]
pub(super) struct FileMeeting {
    pub(super) starts_at: DateTime<FixedOffset>,
    pub(super) ends_at: DateTime<FixedOffset>,
}

#[derive(Deserialize)]
pub(super) struct FileProgrammeItem {
    pub(super) starts_at: DateTime<FixedOffset>,
    pub(super) ends_at: DateTime<FixedOffset>,
    pub(super) kind: String,
    pub(super) title: String,
    pub(super) session_id: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct FileDraft {
    pub(super) id: String,
    pub(super) session_id: String,
    pub(super) symbol: String,
    pub(super) title: Translations,
    pub(super) language: String,
    pub(super) status: DraftStatus,
    pub(super) versions: Vec<Value>,
    pub(super) action_points: Vec<FileActionPoint>,
}

#[derive(Deserialize)]
pub(super) struct FileActionPoint {
    pub(super) id: String,
    pub(super) title: String,
    #[serde(default)]
    pub(super) title_translations: BTreeMap<String, String>,
    pub(super) addressees: Vec<String>,
    pub(super) status: ActionPointStatus,
    pub(super) origin_delegation_ids: Vec<String>,
    pub(super) paragraphs: Vec<FileParagraph>,
    pub(super) brackets: Vec<Value>,
    pub(super) suggestions: Vec<FileSuggestion>,
    pub(super) comments: Vec<Value>,
    pub(super) history: Vec<FileChange>,
    pub(super) ad_referendum: Option<FileAdReferendum>,
    #[serde(default)]
    pub(super) corrections: Vec<FileCorrection>,
    pub(super) merged_into_id: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct FileParagraph {
    pub(super) id: String,
    pub(super) marker: String,
    pub(super) status: ParagraphState,
    pub(super) language: String,
    pub(super) text: String,
    pub(super) alternate_group: Option<String>,
    #[serde(default)]
    pub(super) translations: BTreeMap<String, String>,
}

#[derive(Deserialize)]
pub(super) struct FileChange {
    pub(super) at: DateTime<FixedOffset>,
    pub(super) to: ActionPointStatus,
    pub(super) by_id: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct FileAdReferendum {
    pub(super) asked_at: DateTime<FixedOffset>,
    pub(super) deadline: DateTime<FixedOffset>,
    pub(super) awaiting_delegation_ids: Vec<String>,
}

#[derive(Deserialize)]
pub(super) struct FileSuggestion {
    pub(super) id: String,
    pub(super) number: String,
    pub(super) paragraph_id: String,
    pub(super) kind: FileSuggestionKind,
    pub(super) status: SuggestionState,
    pub(super) author_id: String,
    pub(super) delegation_id: String,
    pub(super) co_sponsor_delegation_ids: Vec<String>,
    pub(super) created_at: DateTime<FixedOffset>,
    /// The words that change.
    pub(super) base_text: Option<String>,
    /// The words after which others come.
    pub(super) anchor_text: Option<String>,
    pub(super) text: Option<String>,
    pub(super) text_language: Option<String>,
    pub(super) rationale: Option<String>,
    pub(super) rationale_language: Option<String>,
    pub(super) decided_at: Option<DateTime<FixedOffset>>,
    pub(super) decided_by_id: Option<String>,
    pub(super) decision_note: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum FileSuggestionKind {
    Replace,
    InsertAfter,
    Delete,
    NewParagraph,
}

#[derive(Deserialize)]
pub(super) struct FileCorrection {
    pub(super) at: DateTime<FixedOffset>,
    pub(super) by_id: String,
    pub(super) paragraph_id: String,
    pub(super) from_text: String,
    pub(super) to_text: String,
    pub(super) corrigendum_id: String,
}
