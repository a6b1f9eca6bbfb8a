//! The words of a draft as plain data, as they are read, counted and published.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::identifier::vocabulary;
use crate::negotiation::{ActionPointId, ParagraphId};

vocabulary! {
    /// What an entry of the outline is.
    PointKind {
        /// Part of the preamble.
        Preamble = "preamble",
        /// A heading between action points.
        Heading = "heading",
        /// A numbered action point.
        ActionPoint = "action_point",
    }
}

vocabulary! {
    /// What a block of an action point is.
    BlockKind {
        /// Its title.
        Title = "title",
        /// A paragraph.
        Paragraph = "paragraph",
    }
}

vocabulary! {
    /// How a paragraph is marked; the marker itself is computed.
    MarkerKind {
        /// 1, 2, 3.
        Number = "number",
        /// (a), (b), (c).
        Letter = "letter",
        /// (i), (ii), (iii).
        Roman = "roman",
        /// A bullet.
        Bullet = "bullet",
        /// Nothing.
        None = "none",
    }
}

/// An entry of the outline with its words: usually an action point.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Point {
    /// Its identity.
    pub id: ActionPointId,
    /// What it is.
    pub kind: PointKind,
    /// Its place among the others: a fractional index, compared byte by byte.
    pub order: String,
    /// Its title and paragraphs.
    pub blocks: Vec<Block>,
}

/// A title or a paragraph.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its permanent identity; missing only for the moment between an editor's two steps.
    pub id: Option<ParagraphId>,
    /// How deep a paragraph is indented, from 0.
    pub level: u8,
    /// How a paragraph is marked.
    pub marker: MarkerKind,
    /// The group of alternates that a paragraph competes in.
    pub alternate: Option<Uuid>,
    /// ISO 639-1 code of its language, if it is not the draft's.
    pub language: Option<String>,
    /// Its words.
    pub runs: Vec<Run>,
}

impl Block {
    /// The block's words without their marks, those of its footnotes included: all of it is agreed or not agreed.
    pub fn text(&self) -> String {
        self.runs.iter().map(|run| run.text.as_str()).collect()
    }

    /// The words that belong together: first those of the block itself, then those of each footnote in its order.
    ///
    /// A bracket has its partner in the same of them.
    pub fn strands(&self) -> Vec<String> {
        let mut notes: Vec<Uuid> = Vec::new();
        let mut strands = vec![String::new()];
        for run in &self.runs {
            let strand = run.note().map_or(0, |note| {
                let known = notes.iter().position(|known| *known == note);
                1 + known.unwrap_or_else(|| {
                    notes.push(note);
                    strands.push(String::new());
                    notes.len() - 1
                })
            });
            strands[strand].push_str(&run.text);
        }
        strands
    }
}

/// Words with the same marks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Run {
    /// The words.
    pub text: String,
    /// Their marks, by name.
    pub marks: Vec<Mark>,
}

impl Run {
    /// Words without marks.
    pub fn plain(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            marks: Vec::new(),
        }
    }

    /// The footnote that the words belong to.
    pub fn note(&self) -> Option<Uuid> {
        self.marks.iter().find_map(|mark| match mark {
            Mark::Footnote { id } => Some(*id),
            Mark::Em | Mark::Link { .. } | Mark::Strong => None,
        })
    }
}

/// How words are set apart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Mark {
    /// Emphasized.
    Em,
    /// A footnote to the words before it. Runs of a block with the same id are one note.
    Footnote {
        /// The note's identity.
        id: Uuid,
    },
    /// A reference to an address.
    Link {
        /// The address.
        href: String,
    },
    /// Strongly emphasized.
    Strong,
}
