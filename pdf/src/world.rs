//! What a template sees: itself, its parts and its data.

use std::collections::HashMap;

use serde_json::Value;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World, WorldExt};

use crate::fonts::FONTS;
use crate::{DATA, Template};

const MAIN: &str = "main.typ";

/// Where one document is typeset.
pub struct Desk {
    library: LazyHash<Library>,
    main: FileId,
    sources: HashMap<FileId, Source>,
    data: (FileId, Bytes),
    /// The day on which it is typeset.
    pub today: Option<Datetime>,
}

impl Desk {
    /// A desk with this template and data on it.
    pub fn new(template: &Template, data: &Value, today: Option<Datetime>) -> Self {
        let main = (MAIN, template.source);
        let sources = std::iter::once(&main).chain(template.parts);
        let sources = sources.map(|(name, text)| Source::new(file(name), (*text).to_owned()));
        Self {
            library: LazyHash::new(Library::default()),
            main: file(MAIN),
            sources: sources.map(|source| (source.id(), source)).collect(),
            data: (file(DATA), Bytes::from_string(data.to_string())),
            today,
        }
    }

    /// What was said about a template, with the line where that is known.
    pub fn word(&self, said: &SourceDiagnostic) -> String {
        let place = said.span.id().and_then(|id| {
            let start = self.range(said.span)?.start;
            let line = self.source(id).ok()?.lines().byte_to_line(start)? + 1;
            Some(format!("{}:{line}: ", id.vpath().get_without_slash()))
        });
        let hints = said.hints.iter().map(|hint| format!(" ({})", hint.v));
        place.unwrap_or_default() + &said.message + &hints.collect::<String>()
    }
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &FONTS.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.sources
            .get(&id)
            .cloned()
            .ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.data.0 {
            return Ok(self.data.1.clone());
        }
        let source = self.source(id)?;
        Ok(Bytes::from_string(source.text().to_owned()))
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        self.today
    }
}

fn file(name: &str) -> FileId {
    let path = VirtualPath::new(name).expect("names of templates are written by us");
    FileId::new(RootedPath::new(VirtualRoot::Project, path))
}
