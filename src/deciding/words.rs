//! The words that are decided about, and whether they are those that somebody saw.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

use crate::drafting::Reading;
use crate::drafting::text::{Block, BlockKind, Point};
use crate::negotiation::agreement::{Facts, Obstacle};
use crate::negotiation::suggestion::fit::Texts;
use crate::negotiation::{ActionPointId, ParagraphId, bracket};

/// Where a paragraph stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    /// Its action point.
    pub point: ActionPointId,
    /// The paragraph.
    pub paragraph: ParagraphId,
}

/// The words somebody saw, or their fingerprint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    /// The words: those of all runs of the paragraph, footnotes included, one after the other.
    Words(String),
    /// The SHA-256 of the same in UTF-8, in hexadecimal digits.
    Sha256(String),
}

impl Seen {
    /// Whether these are the words.
    pub fn is(&self, words: &str) -> bool {
        match self {
            Self::Words(seen) => seen == words,
            Self::Sha256(seen) => seen.eq_ignore_ascii_case(&fingerprint(words)),
        }
    }
}

/// The SHA-256 of words in UTF-8, in hexadecimal digits.
pub fn fingerprint(words: &str) -> String {
    let digest = Sha256::digest(words.as_bytes());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The action point with this id in a text.
pub fn point(reading: &Reading, id: ActionPointId) -> Option<&Point> {
    reading.points.iter().find(|point| point.id == id)
}

/// The paragraph with this id in a text, and where it stands. A title is no paragraph: it is locked with its action point.
pub fn paragraph(reading: &Reading, id: ParagraphId) -> Option<(Spot, &Block)> {
    reading.points.iter().find_map(|point| {
        let (_, block) = paragraphs(point).find(|(found, _)| *found == id)?;
        let spot = Spot {
            point: point.id,
            paragraph: id,
        };
        Some((spot, block))
    })
}

/// The paragraphs of an action point in their order.
pub fn paragraphs(point: &Point) -> impl Iterator<Item = (ParagraphId, &Block)> {
    let blocks = point.blocks.iter();
    blocks
        .filter(|block| block.kind == BlockKind::Paragraph)
        .filter_map(|block| Some((block.id?, block)))
}

/// The words of all paragraphs of a text.
pub fn texts(reading: &Reading) -> Texts {
    let paragraphs = reading.points.iter().flat_map(paragraphs);
    paragraphs.map(|(id, block)| (id, block.text())).collect()
}

/// What of a paragraph matters when it is to be agreed; `suggested` are those to which a suggestion is open.
///
/// A title is agreed with the first of its paragraphs that is: so nothing agreed stands under a title in brackets.
pub fn facts(
    reading: &Reading,
    spot: Spot,
    block: &Block,
    suggested: &BTreeSet<ParagraphId>,
) -> Facts {
    let mut obstacles = BTreeSet::new();
    if suggested.contains(&spot.paragraph) {
        obstacles.insert(Obstacle::Suggestion);
    }
    let title = point(reading, spot.point)
        .into_iter()
        .flat_map(|point| &point.blocks)
        .filter(|block| block.kind == BlockKind::Title);
    for words in title.chain([block]).flat_map(Block::strands) {
        if bracket::count(&words) > 0 {
            obstacles.insert(Obstacle::Bracket);
        }
        if bracket::unmatched(&words) > 0 {
            obstacles.insert(Obstacle::UnmatchedBracket);
        }
    }
    if block.text().trim().is_empty() {
        obstacles.insert(Obstacle::Empty);
    }
    if block
        .alternate
        .is_some_and(|group| has_rival(reading, spot, group))
    {
        obstacles.insert(Obstacle::Alternate);
    }
    Facts { obstacles }
}

/// Whether another version of the same paragraph is left.
fn has_rival(reading: &Reading, spot: Spot, group: uuid::Uuid) -> bool {
    let mut others = reading.points.iter().flat_map(paragraphs);
    others.any(|(id, block)| id != spot.paragraph && block.alternate == Some(group))
}
