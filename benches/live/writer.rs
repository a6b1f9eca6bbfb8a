//! Somebody who types: a Yjs document with a paragraph of their own, and the update that every keystroke makes.

use std::ops::Range;

use plenary::negotiation::{ActionPointId, ParagraphId};
use yrs::block::ClientID;
use yrs::updates::decoder::Decode;
use yrs::{
    Any, Doc, GetString, OffsetKind, Options, ReadTxn, Text, Transact, Update, Xml,
    XmlElementPrelim, XmlFragment, XmlTextPrelim, XmlTextRef,
};

/// The first Yjs client id of a writer.
const FIRST_WRITER: u64 = 1_000;

/// An update and the clocks in it that are its author's.
pub struct Typed {
    /// The update, version 1.
    pub update: Vec<u8>,
    /// The author's clocks in it; none for a deletion.
    pub clocks: Range<u32>,
}

/// Somebody who types.
pub struct Writer {
    /// Their Yjs client id.
    pub client: u64,
    doc: Doc,
    text: XmlTextRef,
    clock: u32,
}

impl Writer {
    /// The `nth` writer of a document: adds a paragraph to what is there, and answers the update that does it.
    pub fn begin(
        nth: u64,
        first_words: &[u8],
        point: ActionPointId,
    ) -> anyhow::Result<(Self, Typed)> {
        let client = FIRST_WRITER + nth;
        let options = Options {
            offset_kind: OffsetKind::Utf16,
            ..Options::with_client_id(ClientID::new(client))
        };
        let doc = Doc::with_options(options);
        let fragment = doc.get_or_insert_xml_fragment(format!("point:{point}"));
        doc.transact_mut()
            .apply_update(Update::decode_v1(first_words)?)?;
        let mut txn = doc.transact_mut();
        let paragraph = fragment.push_back(&mut txn, XmlElementPrelim::empty("paragraph"));
        paragraph.insert_attribute(&mut txn, "id", ParagraphId::new().to_string());
        paragraph.insert_attribute(&mut txn, "level", Any::from(0.0));
        paragraph.insert_attribute(&mut txn, "marker", "none");
        let text = paragraph.push_back(&mut txn, XmlTextPrelim::new(""));
        let update = txn.encode_update_v1();
        drop(txn);
        let mut writer = Self {
            client,
            doc,
            text,
            clock: 0,
        };
        let typed = writer.typed(update);
        Ok((writer, typed))
    }

    /// Appends a character.
    pub fn type_character(&mut self) -> Typed {
        let letter = char::from(b"abcdefghijklmnopqrstuvwxyz "[self.clock as usize % 27]);
        let end = {
            let txn = self.doc.transact();
            self.text.len(&txn)
        };
        self.replace(end, 0, letter.encode_utf8(&mut [0; 4]))
    }

    /// Takes characters out and puts others in, in one change.
    pub fn replace(&mut self, at: u32, removed: u32, inserted: &str) -> Typed {
        let mut txn = self.doc.transact_mut();
        if removed > 0 {
            self.text.remove_range(&mut txn, at, removed);
        }
        if !inserted.is_empty() {
            self.text.insert(&mut txn, at, inserted);
        }
        let update = txn.encode_update_v1();
        drop(txn);
        self.typed(update)
    }

    fn typed(&mut self, update: Vec<u8>) -> Typed {
        let before = self.clock;
        let state = self.doc.transact().state_vector();
        self.clock = state.get(&ClientID::new(self.client));
        Typed {
            update,
            clocks: before..self.clock,
        }
    }

    /// The words of the paragraph.
    pub fn words(&self) -> String {
        self.text.get_string(&self.doc.transact())
    }
}
