//! Edits that the server itself makes in a text, as part of a decision.

use std::ops::Range;

use yrs::block::ClientID;
use yrs::types::Attrs;
use yrs::{
    GetString, ReadTxn, Text, Transact, TransactionMut, XmlElementPrelim, XmlElementRef,
    XmlFragment, XmlFragmentRef, XmlOut, XmlTextRef,
};

use super::content::{Block, Mark};
use super::document::{elements, read_block, read_runs, write_block, write_mark};
use super::{Broken, Document};
use crate::drafting::schema::POINT_PREFIX;
use crate::negotiation::{ActionPointId, ParagraphId};

/// Something that changes in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Words of a title or paragraph become others.
    Words {
        /// The action point.
        point: ActionPointId,
        /// The title or paragraph.
        paragraph: ParagraphId,
        /// What changes, in the order of the text.
        changes: Vec<WordsAt>,
    },
    /// A paragraph comes.
    Insert {
        /// The action point.
        point: ActionPointId,
        /// After which paragraph; `None` for the first place below the title.
        after: Option<ParagraphId>,
        /// The paragraph.
        block: Block,
    },
    /// A paragraph goes.
    Remove {
        /// The action point.
        point: ActionPointId,
        /// The paragraph.
        paragraph: ParagraphId,
    },
}

/// Words of a title or paragraph that become others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordsAt {
    /// How many UTF-16 units of the block stand before them, those of its footnotes included.
    pub after: u32,
    /// The words; empty where others are only added.
    pub words: String,
    /// The words that come. They have the marks of the last of those that go or, if none goes, those that both neighbours have.
    pub new: String,
}

/// Why an edit could not be made.
#[derive(Debug, thiserror::Error)]
pub enum EditError {
    /// The words do not stand there.
    #[error("these words do not stand there any more")]
    NotThere,
    /// The text cannot be read.
    #[error(transparent)]
    Broken(#[from] Broken),
}

impl Document {
    /// Makes edits in a text, which is the sum of these updates, under a Yjs client id that nobody has; answers the update.
    ///
    /// # Errors
    /// When the words do not stand there, or in two parts of the paragraph.
    pub fn edit<'a>(
        state: impl IntoIterator<Item = &'a [u8]>,
        client_id: u32,
        edits: &[Edit],
    ) -> Result<Vec<u8>, EditError> {
        let mut document = Self::with_client_id(ClientID::new(client_id.into()));
        document.apply(state)?;
        let doc = document.doc();
        let mut txn = doc.transact_mut();
        for edit in edits {
            make(&mut txn, edit).ok_or(EditError::NotThere)?;
        }
        Ok(txn.encode_update_v1())
    }
}

/// `None` where it cannot be made.
fn make(txn: &mut TransactionMut<'_>, edit: &Edit) -> Option<()> {
    match edit {
        Edit::Words {
            point,
            paragraph,
            changes,
        } => {
            let fragment = fragment(txn, *point)?;
            let (_, element) = find(txn, &fragment, *paragraph)?;
            // From the end, so that what stands before keeps its place.
            for change in changes.iter().rev() {
                replace(txn, &element, change)?;
            }
        }
        Edit::Insert {
            point,
            after,
            block,
        } => {
            let fragment = fragment(txn, *point)?;
            let index = match after {
                Some(after) => find(txn, &fragment, *after)?.0 + 1,
                None => below_title(txn, &fragment),
            };
            let element = fragment.insert(txn, index, XmlElementPrelim::empty(block.kind.word()));
            write_block(txn, &element, block);
        }
        Edit::Remove { point, paragraph } => {
            let fragment = fragment(txn, *point)?;
            let (index, _) = find(txn, &fragment, *paragraph)?;
            fragment.remove_range(txn, index, 1);
        }
    }
    Some(())
}

fn fragment(txn: &impl ReadTxn, point: ActionPointId) -> Option<XmlFragmentRef> {
    txn.get_xml_fragment(format!("{POINT_PREFIX}{point}"))
}

/// The element of a paragraph, and its place among all children.
fn find(
    txn: &impl ReadTxn,
    fragment: &XmlFragmentRef,
    paragraph: ParagraphId,
) -> Option<(u32, XmlElementRef)> {
    (0u32..)
        .zip(fragment.children(txn))
        .find_map(|(index, child)| match child {
            XmlOut::Element(element) => {
                let is_it = read_block(txn, &element)?.id == Some(paragraph);
                is_it.then_some((index, element))
            }
            XmlOut::Fragment(_) | XmlOut::Text(_) => None,
        })
}

fn below_title(txn: &impl ReadTxn, fragment: &XmlFragmentRef) -> u32 {
    let first = elements(txn, fragment).next();
    u32::from(first.is_some_and(|element| element.tag().as_ref() == "title"))
}

fn replace(txn: &mut TransactionMut<'_>, element: &XmlElementRef, change: &WordsAt) -> Option<()> {
    let (text, from) = find_words(txn, element, change)?;
    let length = utf16_len(&change.words);
    if length > 0 {
        text.insert(txn, from + length, &change.new);
        text.remove_range(txn, from, length);
    } else if text.get_string(txn).is_empty() {
        text.insert(txn, 0, &change.new);
    } else {
        let marks = marks_around(txn, &text, from);
        let marks: Attrs = marks.iter().map(write_mark).collect();
        text.insert_with_attributes(txn, from, &change.new, marks);
    }
    Some(())
}

/// The marks that the characters before and after a place share; at an end, those of the only neighbour which go on there.
fn marks_around(txn: &impl ReadTxn, text: &XmlTextRef, at: u32) -> Vec<Mark> {
    let mut place: Range<u32> = 0..0;
    let (mut before, mut after): (Option<Vec<Mark>>, Option<Vec<Mark>>) = (None, None);
    for run in read_runs(txn, text) {
        place = place.end..place.end + utf16_len(&run.text);
        if place.start < at && at <= place.end {
            before = Some(run.marks.clone());
        }
        if place.start <= at && at < place.end {
            after = Some(run.marks);
        }
    }
    match (before, after) {
        (Some(before), Some(after)) => before
            .into_iter()
            .filter(|mark| after.contains(mark))
            .collect(),
        (Some(only), None) | (None, Some(only)) => {
            let goes_on = |mark: &Mark| matches!(mark, Mark::Em | Mark::Strong);
            only.into_iter().filter(goes_on).collect()
        }
        (None, None) => Vec::new(),
    }
}

/// The text of an element in which these words stand, and after how many of its UTF-16 units.
fn find_words(
    txn: &mut TransactionMut<'_>,
    element: &XmlElementRef,
    at: &WordsAt,
) -> Option<(XmlTextRef, u32)> {
    let mut before = 0;
    let texts: Vec<XmlTextRef> = element
        .children(txn)
        .filter_map(|child| match child {
            XmlOut::Text(text) => Some(text),
            XmlOut::Element(_) | XmlOut::Fragment(_) => None,
        })
        .collect();
    if texts.is_empty() && at.after == 0 && at.words.is_empty() {
        return Some((element.insert(txn, 0, yrs::XmlTextPrelim::new("")), 0));
    }
    for text in texts {
        let words: Vec<u16> = read_runs(txn, &text)
            .iter()
            .flat_map(|run| run.text.encode_utf16())
            .collect();
        let length = u32::try_from(words.len()).ok()?;
        if at.after >= before && at.after + utf16_len(&at.words) <= before + length {
            let from = at.after - before;
            let wanted = words.get(from as usize..(from + utf16_len(&at.words)) as usize)?;
            let is_there = at.words.encode_utf16().eq(wanted.iter().copied());
            return is_there.then_some((text, from));
        }
        before += length;
    }
    None
}

fn utf16_len(words: &str) -> u32 {
    u32::try_from(words.encode_utf16().count()).unwrap_or(u32::MAX)
}
