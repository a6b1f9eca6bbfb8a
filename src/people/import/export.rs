//! The list of people as a table, as it may be imported again.

use super::card;
use super::column::{COLUMNS, Column};
use crate::people::register::Register;

/// The register as CSV in UTF-8, with the mark by which spreadsheets know it.
///
/// # Errors
/// When a row cannot be written, which memory never refuses.
pub fn export(register: &Register) -> Result<Vec<u8>, csv::Error> {
    let table = export_with(register, &COLUMNS, b',')?;
    Ok([b"\xef\xbb\xbf", &table[..]].concat())
}

/// The register as a table of these columns in UTF-8, without a mark.
///
/// # Errors
/// When a row cannot be written, which memory never refuses.
pub fn export_with(
    register: &Register,
    columns: &[Column],
    separator: u8,
) -> Result<Vec<u8>, csv::Error> {
    let mut table = csv::WriterBuilder::new()
        .delimiter(separator)
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    table.write_record(columns.iter().map(|column| column.header()))?;
    for one in &register.people {
        let delegation = register
            .delegations
            .iter()
            .find(|delegation| delegation.id == one.participant.delegation);
        let card = card::of(&one.participant, delegation, &one.roles, register);
        table.write_record(columns.iter().map(|column| harmless(&card[column])))?;
    }
    table.into_inner().map_err(|err| err.into_error().into())
}

/// A cell that no spreadsheet takes for a formula.
fn harmless(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}
