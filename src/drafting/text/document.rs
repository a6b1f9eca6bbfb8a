//! The text of a draft as a Yjs document.
//!
//! yrs panics on some bytes that look valid, and a panic leaves its document unusable. So nothing reaches
//! it that the scanner has not passed, every update is applied behind `catch_unwind`, and a document that failed is
//! forgotten, never dropped: its destructor may panic, too.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use uuid::Uuid;
use yrs::block::ClientID;
use yrs::branch::{Branch, BranchID};
use yrs::types::Attrs;
use yrs::types::text::YChange;
use yrs::updates::decoder::Decode;
use yrs::{
    Any, Doc, Map, OffsetKind, Options, Out, ReadTxn, StateVector, Text, Transact, Update, Xml,
    XmlElementPrelim, XmlElementRef, XmlFragment, XmlFragmentRef, XmlOut, XmlTextPrelim,
    XmlTextRef,
};

use super::{Block, BlockKind, Mark, MarkerKind, Point, PointKind, Run};
use crate::drafting::gate::{Standing, StandingBlock};
use crate::drafting::schema::{OUTLINE, POINT_PREFIX};
use crate::negotiation::{ActionPointId, ParagraphId};

/// An update that yrs could not apply, although the scanner passed it. The document is unusable afterwards.
#[derive(Debug, thiserror::Error)]
#[error("the document engine could not apply an update: {0}")]
pub struct Broken(String);

/// A draft's text held live.
pub struct Document {
    /// `None` once an update broke it.
    doc: Option<Doc>,
}

impl Default for Document {
    fn default() -> Self {
        Self::new()
    }
}

impl Document {
    /// An empty text.
    pub fn new() -> Self {
        Self::with_client_id(ClientID::new(0))
    }

    pub(super) fn with_client_id(client_id: ClientID) -> Self {
        let options = Options {
            // Deleted words stay: garbage collection of hostile structures is where yrs is not memory-safe.
            skip_gc: true,
            cleanup_formatting: false,
            offset_kind: OffsetKind::Utf16,
            ..Options::with_client_id(client_id)
        };
        Self {
            doc: Some(Doc::with_options(options)),
        }
    }

    /// Applies updates in order.
    ///
    /// # Errors
    /// When yrs refuses one, panics, or would keep a part of it waiting. The document is unusable afterwards and
    /// must be made again from the journal.
    pub fn apply<'a>(&mut self, updates: impl IntoIterator<Item = &'a [u8]>) -> Result<(), Broken> {
        let doc = self
            .doc
            .take()
            .ok_or_else(|| Broken("it was broken before".into()))?;
        let applied = catch_unwind(AssertUnwindSafe(|| -> Result<(), Broken> {
            let mut txn = doc.transact_mut();
            for update in updates {
                let update = Update::decode_v1(update).map_err(|err| Broken(err.to_string()))?;
                txn.apply_update(update)
                    .map_err(|err| Broken(err.to_string()))?;
            }
            txn.commit();
            if txn.has_missing_updates() {
                Err(Broken("a part of it depends on what is not there".into()))
            } else {
                Ok(())
            }
        }));
        match applied {
            Ok(Ok(())) => {
                self.doc = Some(doc);
                Ok(())
            }
            Ok(Err(broken)) => {
                std::mem::forget(doc);
                Err(broken)
            }
            Err(_) => {
                std::mem::forget(doc);
                Err(Broken("it panicked".into()))
            }
        }
    }

    pub(super) fn doc(&self) -> &Doc {
        self.doc
            .as_ref()
            .expect("a broken document is made again before it is read")
    }

    /// What a client lacks that has the first `clock` items of each Yjs client id, as one update (version 1).
    pub fn encode_since(&self, known: impl IntoIterator<Item = (u64, u32)>) -> Vec<u8> {
        let mut state_vector = StateVector::default();
        for (client, clock) in known {
            state_vector.set_max(ClientID::new(client), clock);
        }
        self.doc().transact().encode_diff_v1(&state_vector)
    }

    /// The whole document as one update (version 1).
    pub fn encode(&self) -> Vec<u8> {
        self.encode_since([])
    }

    /// The points of the outline in their order, with their words.
    pub fn points(&self) -> Vec<Point> {
        let txn = self.doc().transact();
        let Some(outline) = txn.get_map(OUTLINE) else {
            return Vec::new();
        };
        let mut points: Vec<Point> = outline
            .iter(&txn)
            .filter_map(|(id, entry)| read_point(&txn, id, &entry))
            .collect();
        points.sort_by(|a, b| (&a.order, a.id).cmp(&(&b.order, b.id)));
        points
    }

    /// The action points that have words, with those that were taken out of the outline.
    pub fn point_ids(&self) -> Vec<ActionPointId> {
        let txn = self.doc().transact();
        let ids = txn
            .root_refs()
            .filter_map(|(name, _)| Uuid::parse_str(name.strip_prefix(POINT_PREFIX)?).ok());
        ids.map(ActionPointId).collect()
    }

    /// The ids of the titles and paragraphs of an action point, in their order.
    pub fn block_ids(&self, point: ActionPointId) -> Vec<ParagraphId> {
        let txn = self.doc().transact();
        let Some(fragment) = txn.get_xml_fragment(format!("{POINT_PREFIX}{point}")) else {
            return Vec::new();
        };
        let ids = elements(&txn, &fragment).filter_map(|element| {
            match element.get_attribute(&txn, "id") {
                Some(Out::Any(Any::String(id))) => Uuid::parse_str(&id).ok(),
                _ => None,
            }
        });
        ids.map(ParagraphId).collect()
    }

    /// How an action point stands, for the gate; also if it is not in the outline.
    pub fn standing(&self, point: ActionPointId) -> Standing {
        let txn = self.doc().transact();
        let entry = txn
            .get_map(OUTLINE)
            .and_then(|outline| outline.get(&txn, &point.to_string()))
            .and_then(|entry| read_entry(&entry));
        let fragment = txn.get_xml_fragment(format!("{POINT_PREFIX}{point}"));
        let blocks = fragment.map(|fragment| {
            let blocks = elements(&txn, &fragment).filter_map(|element| {
                Some(StandingBlock {
                    element: identity(&element)?,
                    block: read_block(&txn, &element)?,
                })
            });
            blocks.collect()
        });
        Standing {
            entry,
            blocks: blocks.unwrap_or_default(),
        }
    }

    /// A new text with these points, written as the browser's editor would write it, under a Yjs client id of the server.
    ///
    /// Every attribute that has a default is written out, so that an editor finds nothing to complete.
    pub fn compose(points: &[Point], client_id: u32) -> Self {
        let document = Self::with_client_id(ClientID::new(client_id.into()));
        let doc = document.doc();
        let outline = doc.get_or_insert_map(OUTLINE);
        let fragments: Vec<XmlFragmentRef> = points
            .iter()
            .map(|point| doc.get_or_insert_xml_fragment(format!("{POINT_PREFIX}{}", point.id)))
            .collect();
        let mut txn = doc.transact_mut();
        for (point, fragment) in points.iter().zip(fragments) {
            let entry: HashMap<String, Any> = HashMap::from([
                ("order".into(), Any::from(point.order.as_str())),
                ("kind".into(), Any::from(point.kind.word())),
            ]);
            outline.insert(&mut txn, point.id.to_string(), Any::Map(Arc::new(entry)));
            for (index, block) in (0u32..).zip(&point.blocks) {
                let element =
                    fragment.insert(&mut txn, index, XmlElementPrelim::empty(block.kind.word()));
                write_block(&mut txn, &element, block);
            }
        }
        drop(txn);
        document
    }
}

pub(super) fn write_block(
    txn: &mut yrs::TransactionMut<'_>,
    element: &XmlElementRef,
    block: &Block,
) {
    if let Some(id) = block.id {
        element.insert_attribute(txn, "id", id.to_string());
    }
    if block.kind == BlockKind::Paragraph {
        element.insert_attribute(txn, "level", Any::from(f64::from(block.level)));
        element.insert_attribute(txn, "marker", block.marker.word());
        if let Some(group) = block.alternate {
            element.insert_attribute(txn, "alternate", group.to_string());
        }
        if let Some(language) = &block.language {
            element.insert_attribute(txn, "language", language.as_str());
        }
    }
    if block.runs.iter().all(|run| run.text.is_empty()) {
        return;
    }
    let text = element.insert(txn, 0, XmlTextPrelim::new(""));
    for run in &block.runs {
        let end = text.len(txn);
        let marks: Attrs = run.marks.iter().map(write_mark).collect();
        text.insert_with_attributes(txn, end, &run.text, marks);
    }
}

pub(super) fn write_mark(mark: &Mark) -> (Arc<str>, Any) {
    match mark {
        Mark::Em => ("em".into(), Any::Map(Arc::default())),
        Mark::Strong => ("strong".into(), Any::Map(Arc::default())),
        Mark::Link { href } => ("link".into(), with_field("href", href)),
        Mark::Footnote { id } => ("footnote".into(), with_field("id", &id.to_string())),
    }
}

fn with_field(name: &str, value: &str) -> Any {
    Any::Map(Arc::new(HashMap::from([(
        name.to_owned(),
        Any::from(value),
    )])))
}

fn read_point(txn: &impl ReadTxn, id: &str, entry: &Out) -> Option<Point> {
    let id = ActionPointId(Uuid::parse_str(id).ok()?);
    let (kind, order) = read_entry(entry)?;
    let fragment = txn.get_xml_fragment(format!("{POINT_PREFIX}{id}"));
    let blocks = fragment
        .map(|fragment| read_blocks(txn, &fragment))
        .unwrap_or_default();
    Some(Point {
        id,
        kind,
        order,
        blocks,
    })
}

fn read_entry(entry: &Out) -> Option<(PointKind, String)> {
    let Out::Any(Any::Map(entry)) = entry else {
        return None;
    };
    let kind = PointKind::of_word(entry.get("kind").and_then(as_str)?)?;
    Some((kind, entry.get("order").and_then(as_str)?.to_owned()))
}

/// The Yjs client id and clock of an element.
fn identity(element: &XmlElementRef) -> Option<(u64, u32)> {
    match AsRef::<Branch>::as_ref(element).id() {
        BranchID::Nested(id) => Some((id.client.get(), id.clock)),
        BranchID::Root(_) => None,
    }
}

fn read_blocks<T: ReadTxn>(txn: &T, fragment: &XmlFragmentRef) -> Vec<Block> {
    elements(txn, fragment)
        .filter_map(|element| read_block(txn, &element))
        .collect()
}

pub(super) fn elements<T: ReadTxn>(
    txn: &T,
    fragment: &XmlFragmentRef,
) -> impl Iterator<Item = XmlElementRef> {
    fragment.children(txn).filter_map(|child| match child {
        XmlOut::Element(element) => Some(element),
        XmlOut::Fragment(_) | XmlOut::Text(_) => None,
    })
}

pub(super) fn read_block(txn: &impl ReadTxn, element: &XmlElementRef) -> Option<Block> {
    let kind = match element.tag().as_ref() {
        "title" => BlockKind::Title,
        "paragraph" => BlockKind::Paragraph,
        _ => return None,
    };
    let default_marker = match kind {
        BlockKind::Title => MarkerKind::None,
        BlockKind::Paragraph => MarkerKind::Number,
    };
    let attribute = |name: &str| match element.get_attribute(txn, name) {
        Some(Out::Any(value)) => Some(value),
        _ => None,
    };
    let word = |name: &str| attribute(name).as_ref().and_then(as_str).map(str::to_owned);
    let texts = element.children(txn).filter_map(|child| match child {
        XmlOut::Text(text) => Some(text),
        XmlOut::Element(_) | XmlOut::Fragment(_) => None,
    });
    Some(Block {
        kind,
        id: word("id")
            .and_then(|id| Uuid::parse_str(&id).ok())
            .map(ParagraphId),
        level: attribute("level")
            .as_ref()
            .map(as_level)
            .unwrap_or_default(),
        marker: word("marker").map_or(default_marker, |marker| read_marker(&marker)),
        alternate: word("alternate").and_then(|group| Uuid::parse_str(&group).ok()),
        language: word("language"),
        runs: texts.flat_map(|text| read_runs(txn, &text)).collect(),
    })
}

fn read_marker(word: &str) -> MarkerKind {
    match word {
        "number" => MarkerKind::Number,
        "letter" => MarkerKind::Letter,
        "roman" => MarkerKind::Roman,
        "bullet" => MarkerKind::Bullet,
        _ => MarkerKind::None,
    }
}

pub(super) fn read_runs(txn: &impl ReadTxn, text: &XmlTextRef) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for piece in text.diff(txn, YChange::identity) {
        let Out::Any(Any::String(words)) = piece.insert else {
            continue;
        };
        let marks = piece
            .attributes
            .map(|marks| read_marks(&marks))
            .unwrap_or_default();
        match runs.last_mut() {
            Some(last) if last.marks == marks => last.text.push_str(&words),
            _ => runs.push(Run {
                text: words.to_string(),
                marks,
            }),
        }
    }
    runs
}

fn read_marks(formats: &Attrs) -> Vec<Mark> {
    let mut marks: Vec<Mark> = formats
        .iter()
        .filter_map(|(name, value)| match (name.as_ref(), value) {
            ("em", Any::Map(_)) => Some(Mark::Em),
            ("strong", Any::Map(_)) => Some(Mark::Strong),
            ("link", Any::Map(link)) => Some(Mark::Link {
                href: link
                    .get("href")
                    .and_then(as_str)
                    .unwrap_or_default()
                    .to_owned(),
            }),
            ("footnote", Any::Map(note)) => {
                let id = note.get("id").and_then(as_str)?;
                Some(Mark::Footnote {
                    id: Uuid::parse_str(id).ok()?,
                })
            }
            _ => None,
        })
        .collect();
    marks.sort();
    marks
}

fn as_str(value: &Any) -> Option<&str> {
    match value {
        Any::String(text) => Some(text),
        _ => None,
    }
}

/// A level as the schema allows it: 0 to 8.
fn as_level(value: &Any) -> u8 {
    (0..=8)
        .find(|level| *value == Any::from(f64::from(*level)))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point() -> Point {
        Point {
            id: ActionPointId::new(),
            kind: PointKind::ActionPoint,
            order: "a0".into(),
            blocks: vec![
                Block {
                    kind: BlockKind::Title,
                    id: Some(ParagraphId::new()),
                    level: 0,
                    marker: MarkerKind::None,
                    alternate: None,
                    language: None,
                    runs: vec![Run::plain("Open the doors")],
                },
                Block {
                    kind: BlockKind::Paragraph,
                    id: Some(ParagraphId::new()),
                    level: 2,
                    marker: MarkerKind::Letter,
                    alternate: Some(Uuid::now_v7()),
                    language: Some("ar".into()),
                    runs: vec![
                        Run::plain("Cities "),
                        Run {
                            text: "shall".into(),
                            marks: vec![
                                Mark::Em,
                                Mark::Link {
                                    href: "https://example.org".into(),
                                },
                            ],
                        },
                        Run::plain(" 😀 تنشر"),
                        // Two notes side by side stay two, and a note may hold marks of its own.
                        note(1, "See ", &[]),
                        note(1, "the report", &[Mark::Strong]),
                        note(2, "[Sources]", &[]),
                        Run::plain("."),
                    ],
                },
                Block {
                    kind: BlockKind::Paragraph,
                    id: Some(ParagraphId::new()),
                    level: 0,
                    marker: MarkerKind::Number,
                    alternate: None,
                    language: None,
                    runs: vec![],
                },
            ],
        }
    }

    fn note(id: u128, text: &str, marks: &[Mark]) -> Run {
        let id = Uuid::from_u128(id);
        Run {
            text: text.into(),
            marks: [&[Mark::Footnote { id }], marks].concat(),
        }
    }

    #[test]
    fn a_paragraph_and_its_footnotes_are_strands_of_their_own() {
        let point = point();
        let paragraph = &point.blocks[1];
        assert_eq!(
            paragraph.strands(),
            ["Cities shall 😀 تنشر.", "See the report", "[Sources]"]
        );
        assert_eq!(
            paragraph.text(),
            "Cities shall 😀 تنشرSee the report[Sources]."
        );
        assert_eq!(point.blocks[2].strands(), [""]);
    }

    #[test]
    fn what_is_composed_reads_back_after_a_journey_through_bytes() {
        let points = vec![point()];
        let update = Document::compose(&points, 7).encode();
        let mut copy = Document::new();
        copy.apply([update.as_slice()]).expect("own bytes");
        assert_eq!(copy.points(), points);
        assert_eq!(copy.point_ids(), [points[0].id]);
        assert_eq!(copy.block_ids(points[0].id).len(), 3);
    }

    #[test]
    fn a_broken_document_says_so_and_stays_broken() {
        let mut document = Document::new();
        assert!(document.apply([&[1, 2, 3][..]]).is_err());
        assert!(document.apply([&[0, 0][..]]).is_err());
    }
}
