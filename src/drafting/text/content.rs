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
    /// The block's words without their marks.
    pub fn text(&self) -> String {
        self.runs.iter().map(|run| run.text.as_str()).collect()
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
}

/// How words are set apart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Mark {
    /// Emphasized.
    Em,
    /// A reference to an address.
    Link {
        /// The address.
        href: String,
    },
    /// Strongly emphasized.
    Strong,
}
