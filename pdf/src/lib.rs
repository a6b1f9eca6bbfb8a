//! Typesetting: a template and data become a PDF.
//!
//! A template is written in Typst's language (<https://typst.app/docs>) and reads its data with `json("data.json")`. It sees
//! nothing else: no other file, no network, no packages, no time but the day it is told, so the same input makes the same
//! bytes. What people typed goes in as data and never as markup.
//!
//! Documents are tagged, in PDF/A-2a and PDF/UA-1. For that a template sets the title (`set document(title: …)`) and the
//! language (`set text(lang: …)`), makes headings headings, and gives pictures an `alt`.
//!
//! There are three families of fonts: `Noto Sans`, `Noto Naskh Arabic` and `Noto Sans CJK SC`, each regular and bold, the first
//! also italic. A template names them all, that of its language first.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};
use serde_json::Value;
use typst::comemo;
use typst::diag::SourceDiagnostic;
use typst::foundations::Datetime;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

mod fonts;
mod world;

use world::Desk;

/// The name under which a template reads its data.
pub const DATA: &str = "data.json";
/// What stands for a character that no font has, unless it is one that nobody sees.
pub const UNKNOWN: char = '□';

/// How a document looks.
#[derive(Clone, Copy, Debug)]
pub struct Template {
    /// The source in Typst's language.
    pub source: &'static str,
    /// Sources that it imports, with the names it knows them by, such as `("running-head.typ", include_str!(…))`.
    pub parts: &'static [(&'static str, &'static str)],
}

/// What a typeset document keeps to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standard {
    /// PDF/A-2a and PDF/UA-1: it can be archived, and read aloud.
    Accessible,
    /// PDF 1.7, tagged as far as possible, because the template or its data did not allow for more.
    Tagged,
}

/// A typeset document.
#[derive(Clone, Debug)]
pub struct Typeset {
    /// The PDF.
    pub pdf: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
    /// What it keeps to.
    pub standard: Standard,
    /// Why it keeps to no more, and what else the template should heed; for the log, in Typst's words.
    pub remarks: Vec<String>,
    /// The characters of the data that no font has: [`UNKNOWN`] stands for each.
    pub unknown: BTreeSet<char>,
}

/// The template does not fit the data.
#[derive(Clone, Debug, thiserror::Error)]
#[error("the template does not fit the data: {0}")]
pub struct TypesetError(String);

/// Typesets a document that is dated `today`.
///
/// It takes 30 ms for a page and more for many, so call it off a runtime's threads; and some 100 MB, so call it for few
/// documents at once. Nothing of the document stays in memory.
///
/// # Errors
/// When the template has a mistake, or does not fit the data.
pub fn typeset(
    template: &Template,
    mut data: Value,
    today: NaiveDate,
) -> Result<Typeset, TypesetError> {
    let unknown = replace_unknown(&mut data);
    let desk = Desk::new(template, &data, day(today));
    let typeset = desk.typeset();
    // The layouter remembers what it did, and with it what was secret in the data.
    comemo::evict(0);
    Ok(Typeset {
        unknown,
        ..typeset?
    })
}

/// Whether there is a font for each character of a text.
pub fn is_legible(text: &str) -> bool {
    text.chars().all(fonts::is_known)
}

impl Desk {
    fn typeset(&self) -> Result<Typeset, TypesetError> {
        let laid_out = typst::compile::<PagedDocument>(self);
        let mut remarks = self.words(&laid_out.warnings);
        let document = laid_out.output.map_err(|errors| self.failure(&errors))?;
        let accessible = [PdfStandard::Ua_1, PdfStandard::A_2a];
        let (pdf, standard) = match typst_pdf::pdf(&document, &self.options(&accessible)) {
            Ok(pdf) => (pdf, Standard::Accessible),
            Err(errors) => {
                remarks.extend(self.words(&errors));
                let pdf = typst_pdf::pdf(&document, &self.options(&[]));
                (
                    pdf.map_err(|errors| self.failure(&errors))?,
                    Standard::Tagged,
                )
            }
        };
        Ok(Typeset {
            pdf,
            pages: document.pages().len(),
            standard,
            remarks,
            unknown: BTreeSet::new(),
        })
    }

    fn options(&self, standards: &[PdfStandard]) -> PdfOptions {
        PdfOptions {
            timestamp: self.today.map(Timestamp::new_utc),
            standards: PdfStandards::new(standards).expect("standards that go together"),
            ..PdfOptions::default()
        }
    }

    fn failure(&self, errors: &[SourceDiagnostic]) -> TypesetError {
        TypesetError(self.words(errors).join("; "))
    }

    fn words(&self, diagnostics: &[SourceDiagnostic]) -> Vec<String> {
        diagnostics.iter().map(|one| self.word(one)).collect()
    }
}

fn day(date: NaiveDate) -> Option<Datetime> {
    let (month, day) = (u8::try_from(date.month()), u8::try_from(date.day()));
    Datetime::from_ymd_hms(date.year(), month.ok()?, day.ok()?, 0, 0, 0)
}

/// Replaces what no font has in all texts of the data, and says what it was.
fn replace_unknown(data: &mut Value) -> BTreeSet<char> {
    let mut unknown = BTreeSet::new();
    match data {
        Value::String(text) if !is_legible(text) => {
            let replaced = text.chars().filter_map(|character| {
                if fonts::is_known(character) {
                    return Some(character);
                }
                unknown.insert(character);
                (!fonts::is_invisible(character)).then_some(UNKNOWN)
            });
            *text = replaced.collect();
        }
        Value::Array(values) => unknown.extend(values.iter_mut().flat_map(replace_unknown)),
        Value::Object(fields) => unknown.extend(fields.values_mut().flat_map(replace_unknown)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
    unknown
}
