//! yrs, as the room uses it.

use yrs::updates::decoder::Decode;
use yrs::updates::encoder::Encode;
use yrs::{Doc, OffsetKind, Options, ReadTxn, Transact, Update, XmlFragment, XmlOut};

use crate::drafting::scan::{DeleteSet, ScanLimits, StateVector, read_state_vector, scan};

/// A document that has seen client bytes.
pub struct Engine {
    pub doc: Doc,
}

impl Engine {
    pub fn new() -> Self {
        Self {
            doc: Doc::with_options(Options {
                skip_gc: true,
                offset_kind: OffsetKind::Utf16,
                cleanup_formatting: false,
                ..Options::default()
            }),
        }
    }

    /// Applies an update; nothing may be left over.
    pub fn apply(&self, update: &[u8]) {
        let mut transaction = self.doc.transact_mut();
        transaction
            .apply_update(Update::decode_v1(update).unwrap())
            .unwrap();
        let store = transaction.store();
        assert!(store.pending_update().is_none(), "structs are pending");
        assert!(store.pending_ds().is_none(), "deletions are pending");
    }

    pub fn state(&self) -> Vec<u8> {
        self.doc
            .transact()
            .encode_state_as_update_v1(&yrs::StateVector::default())
    }

    pub fn state_vector(&self) -> StateVector {
        let bytes = self.doc.transact().state_vector().encode_v1();
        read_state_vector(&bytes, usize::MAX).unwrap()
    }

    pub fn delete_set(&self) -> DeleteSet {
        let transaction = self.doc.transact();
        let vector = transaction.state_vector();
        delete_set_of(&transaction.encode_state_as_update_v1(&vector))
    }

    /// The blocks of an action point: the id of each, and its texts.
    pub fn texts(&self, point: &str) -> Vec<(String, Vec<String>)> {
        let fragment = self
            .doc
            .get_or_insert_xml_fragment(format!("point:{point}"));
        let transaction = self.doc.transact();
        let blocks = fragment
            .children(&transaction)
            .filter_map(|child| match child {
                XmlOut::Element(element) => Some(element),
                XmlOut::Fragment(_) | XmlOut::Text(_) => None,
            });
        blocks
            .map(|block| {
                let id = yrs::Xml::get_attribute(&block, &transaction, "id");
                let id = id.map(|id| id.to_string(&transaction)).unwrap_or_default();
                let texts = block
                    .children(&transaction)
                    .filter_map(|child| match child {
                        XmlOut::Text(text) => Some(plain(&text, &transaction)),
                        XmlOut::Fragment(_) | XmlOut::Element(_) => None,
                    });
                (id, texts.collect())
            })
            .collect()
    }
}

fn plain<T: ReadTxn>(text: &yrs::XmlTextRef, transaction: &T) -> String {
    use yrs::Text;
    text.diff(transaction, |_| ())
        .into_iter()
        .map(|part| part.insert.to_string(transaction))
        .collect()
}

/// The deletions that an update lists.
pub fn delete_set_of(update: &[u8]) -> DeleteSet {
    let mut deleted = DeleteSet::default();
    for range in scan(update, &ScanLimits::checkpoint()).unwrap().deletes {
        deleted.insert(range.client, range.start, range.end);
    }
    deleted
}
