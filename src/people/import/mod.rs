//! Lists of people, as the secretariat has them in a spreadsheet: read, checked against the register, and put into it whole
//! or not at all.
//!
//! A file becomes a [`Sheet`], each of its rows a [`Line`], and all lines together with the register a [`Plan`], which names
//! every problem. Only a plan without problems is carried out.

use serde::Serialize;
use utoipa::ToSchema;

use crate::identifier::vocabulary;

mod card;
mod column;
mod delegations;
mod export;
mod line;
mod plan;
mod sheet;
pub mod store;

pub use column::Column;
pub use export::{export, export_with};
pub use line::Line;
pub use plan::{Fate, FieldChange, Plan, Planned};
pub use sheet::{Sheet, SheetError};

vocabulary! {
    /// What is wrong with a list.
    Fault {
        /// No row has headers that are known.
        NoHeader = "no_header",
        /// A column that every list needs is missing.
        MissingColumn = "missing_column",
        /// Two columns hold the same.
        ColumnTwice = "column_twice",
        /// There is no name.
        MissingName = "missing_name",
        /// There is no delegation.
        MissingDelegation = "missing_delegation",
        /// There is no country, and none is known of the delegation.
        MissingCountry = "missing_country",
        /// This is no e-mail address.
        BadEmail = "bad_email",
        /// Somebody else has this e-mail address.
        EmailTaken = "email_taken",
        /// This is no country.
        UnknownCountry = "unknown_country",
        /// This is no role.
        UnknownRole = "unknown_role",
        /// This is no kind of delegation.
        UnknownKind = "unknown_kind",
        /// This is no language.
        UnknownLanguage = "unknown_language",
        /// This is neither yes nor no.
        NeitherYesNorNo = "neither_yes_nor_no",
        /// There is no session of this code.
        UnknownSession = "unknown_session",
        /// The same person stands in another row.
        Duplicate = "duplicate",
        /// Two in the register could be meant.
        Ambiguous = "ambiguous",
        /// A delegation has two heads.
        TwoHeads = "two_heads",
        /// Another row says otherwise about the same delegation.
        DelegationDiffers = "delegation_differs",
        /// It is too long.
        TooLong = "too_long",
    }
}

/// Something wrong with a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ImportProblem {
    /// The row, as the spreadsheet numbers it.
    pub row: u32,
    /// The column.
    pub column: Option<Column>,
    /// What is wrong, for programs.
    pub code: Fault,
    /// What stands there.
    pub value: Option<String>,
    /// What is wrong and what to do.
    pub detail: String,
}

impl ImportProblem {
    fn new(row: u32, column: Column, code: Fault, value: &str, detail: impl Into<String>) -> Self {
        Self {
            row,
            column: Some(column),
            code,
            value: (!value.is_empty()).then(|| value.to_owned()),
            detail: detail.into(),
        }
    }
}
