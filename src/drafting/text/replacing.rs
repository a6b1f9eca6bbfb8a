//! Words that the server itself replaces, as part of a decision.

use yrs::block::ClientID;
use yrs::{ReadTxn, Text, Transact, XmlElementRef, XmlFragment, XmlOut, XmlTextRef};

use super::document::{elements, read_block, read_runs};
use super::{Broken, Document};
use crate::drafting::schema::POINT_PREFIX;
use crate::negotiation::{ActionPointId, ParagraphId};

/// Words of a title or paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WordsAt<'a> {
    /// The action point.
    pub point: ActionPointId,
    /// The title or paragraph.
    pub paragraph: ParagraphId,
    /// How many UTF-16 units of the block stand before them, those of its footnotes included.
    pub after: u32,
    /// The words.
    pub words: &'a str,
}

/// Why words could not be replaced.
#[derive(Debug, thiserror::Error)]
pub enum ReplaceError {
    /// They do not stand there.
    #[error("these words do not stand there any more")]
    NotThere,
    /// The text cannot be read.
    #[error(transparent)]
    Broken(#[from] Broken),
}

impl Document {
    /// Replaces words of a title or paragraph, under a Yjs client id that nobody has, and answers the update. The new words have the
    /// marks of the last one they replace.
    ///
    /// # Errors
    /// When the words do not stand there, or in two parts of the paragraph.
    pub fn replace_words(
        state: &[u8],
        client_id: u32,
        at: &WordsAt<'_>,
        new: &str,
    ) -> Result<Vec<u8>, ReplaceError> {
        let mut document = Self::with_client_id(ClientID::new(client_id.into()));
        document.apply([state])?;
        let doc = document.doc();
        let mut txn = doc.transact_mut();
        let fragment = txn
            .get_xml_fragment(format!("{POINT_PREFIX}{}", at.point))
            .ok_or(ReplaceError::NotThere)?;
        let found = elements(&txn, &fragment).find(|element| {
            read_block(&txn, element).is_some_and(|block| block.id == Some(at.paragraph))
        });
        let element = found.ok_or(ReplaceError::NotThere)?;
        let (text, from) = find_words(&txn, &element, at).ok_or(ReplaceError::NotThere)?;
        let length = utf16_len(at.words);
        text.insert(&mut txn, from + length, new);
        text.remove_range(&mut txn, from, length);
        Ok(txn.encode_update_v1())
    }
}

/// The text of an element in which these words stand, and after how many of its UTF-16 units.
fn find_words(
    txn: &impl ReadTxn,
    element: &XmlElementRef,
    at: &WordsAt<'_>,
) -> Option<(XmlTextRef, u32)> {
    let mut before = 0;
    for child in element.children(txn) {
        let XmlOut::Text(text) = child else { continue };
        let words: Vec<u16> = read_runs(txn, &text)
            .iter()
            .flat_map(|run| run.text.encode_utf16())
            .collect();
        let length = u32::try_from(words.len()).ok()?;
        if at.after >= before && at.after + utf16_len(at.words) <= before + length {
            let from = at.after - before;
            let wanted = words.get(from as usize..(from + utf16_len(at.words)) as usize)?;
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
