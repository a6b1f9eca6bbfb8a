//! What a copy of a draft holds, so that copies in yrs and in Yjs can be compared.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Value, json};
use yrs::types::Attrs;
use yrs::{
    Any, Doc, IdSet, Map, Out, ReadTxn, Text, Transact, Xml, XmlFragment, XmlOut, XmlTextRef,
};

/// A copy of a draft at one moment. Copies of which this is equal have the same items and read the same.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct State {
    /// How many units of each Yjs client are there.
    pub vector: BTreeMap<u64, u32>,
    /// Which of them are deleted: merged ranges, end exclusive.
    pub deleted: BTreeMap<u64, Vec<(u32, u32)>>,
    /// The outline, and the blocks of every root fragment with their attributes, texts and marks.
    pub words: Value,
}

impl State {
    /// What a document of yrs holds.
    pub fn of(doc: &Doc) -> Self {
        let txn = doc.transact();
        Self {
            vector: vector(&txn),
            deleted: deleted(&txn),
            words: words(&txn),
        }
    }

    /// Whether a document has the same units and deletions; nothing can wait in it then.
    pub fn is_reached_by(&self, doc: &Doc) -> bool {
        let txn = doc.transact();
        self.vector == vector(&txn) && self.deleted == deleted(&txn)
    }

    /// Fails with the first thing in which another copy differs.
    pub fn assert_equals(&self, other: &Self, whose: &str) {
        let (here, there) = (&self.vector, &other.vector);
        assert!(
            here == there,
            "{whose}: another state vector\n expected {here:?}\n got      {there:?}"
        );
        let (here, there) = (&self.deleted, &other.deleted);
        let client = here
            .keys()
            .chain(there.keys())
            .find(|client| here.get(client) != there.get(client));
        if let Some(client) = client {
            let (here, there) = (here.get(client), there.get(client));
            panic!(
                "{whose}: other deletions of client {client}\n expected {here:?}\n got      {there:?}"
            );
        }
        if self.words != other.words {
            let (here, there) = (self.words.to_string(), other.words.to_string());
            let differs_at = here
                .bytes()
                .zip(there.bytes())
                .take_while(|(here, there)| here == there)
                .count();
            let around = |text: &str| {
                let bytes = text.as_bytes();
                let (from, to) = (
                    differs_at.saturating_sub(100),
                    (differs_at + 100).min(bytes.len()),
                );
                String::from_utf8_lossy(&bytes[from..to]).into_owned()
            };
            panic!(
                "{whose}: other words\n expected …{}…\n got      …{}…",
                around(&here),
                around(&there)
            );
        }
    }
}

fn vector(txn: &impl ReadTxn) -> BTreeMap<u64, u32> {
    let vector = txn.state_vector();
    vector
        .iter()
        .map(|(client, clock)| (client.get(), *clock))
        .filter(|(_, clock)| *clock > 0)
        .collect()
}

fn deleted(txn: &impl ReadTxn) -> BTreeMap<u64, Vec<(u32, u32)>> {
    merged(&txn.snapshot().delete_set)
}

/// The units in a set of yrs: merged ranges, end exclusive.
pub fn merged(set: &IdSet) -> BTreeMap<u64, Vec<(u32, u32)>> {
    let clients = set.iter().map(|(client, ranges)| {
        let mut ranges: Vec<(u32, u32)> = ranges
            .iter()
            .map(|range| (range.start, range.end))
            .collect();
        ranges.sort_unstable();
        let mut merged: Vec<(u32, u32)> = Vec::new();
        for (start, end) in ranges {
            match merged.last_mut() {
                Some(last) if start <= last.1 => last.1 = last.1.max(end),
                _ => merged.push((start, end)),
            }
        }
        (client.get(), merged)
    });
    clients.filter(|(_, ranges)| !ranges.is_empty()).collect()
}

fn words(txn: &impl ReadTxn) -> Value {
    let outline: BTreeMap<String, Value> = txn
        .get_map("outline")
        .map(|outline| {
            outline
                .iter(txn)
                .map(|(id, entry)| (id.to_owned(), out(&entry)))
                .collect()
        })
        .unwrap_or_default();
    let roots: Vec<String> = txn.root_refs().map(|(name, _)| name.to_owned()).collect();
    let points: BTreeMap<String, Value> = roots
        .into_iter()
        .filter(|name| name.starts_with("point:"))
        .filter_map(|name| {
            let fragment = txn.get_xml_fragment(name.as_str())?;
            let blocks: Vec<Value> = fragment
                .children(txn)
                .map(|child| node(txn, &child))
                .collect();
            (!blocks.is_empty()).then(|| (name, blocks.into()))
        })
        .collect();
    json!({ "outline": outline, "points": points })
}

fn node(txn: &impl ReadTxn, node_: &XmlOut) -> Value {
    match node_ {
        XmlOut::Element(element) => {
            let attributes: BTreeMap<String, Value> = element
                .attributes(txn)
                .map(|(name, value)| (name.to_owned(), out(&value)))
                .collect();
            let children: Vec<Value> = element
                .children(txn)
                .map(|child| node(txn, &child))
                .collect();
            json!([element.tag().as_ref(), attributes, children])
        }
        XmlOut::Text(text) => runs(txn, text).into(),
        XmlOut::Fragment(_) => Value::Null,
    }
}

/// The runs of a text with their marks; neighbours with the same marks are one run.
fn runs(txn: &impl ReadTxn, text: &XmlTextRef) -> Vec<Value> {
    let mut runs: Vec<(String, Value)> = Vec::new();
    for part in text.diff(txn, |_| ()) {
        let words = part.insert.to_string(txn);
        let marks = marks(part.attributes.as_deref());
        match runs.last_mut() {
            Some(last) if last.1 == marks => last.0.push_str(&words),
            _ => runs.push((words, marks)),
        }
    }
    runs.into_iter()
        .map(|(words, marks)| json!([words, marks]))
        .collect()
}

fn marks(attributes: Option<&Attrs>) -> Value {
    let marks = attributes
        .into_iter()
        .flatten()
        .map(|(name, value): (&Arc<str>, &Any)| (name.to_string(), any(value)));
    marks.collect::<serde_json::Map<_, _>>().into()
}

fn out(value: &Out) -> Value {
    match value {
        Out::Any(value) => any(value),
        other => panic!("a draft holds no shared type as a value: {other:?}"),
    }
}

/// A value as JavaScript writes it: whole numbers without a fraction.
fn any(value: &Any) -> Value {
    match value {
        Any::Number(number) => number
            .as_i64()
            .map_or_else(|| json!(number.as_f64()), |whole| json!(whole)),
        Any::Map(map) => map
            .iter()
            .map(|(key, value)| (key.clone(), any(value)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
        Any::Array(array) => array.iter().map(any).collect(),
        other => serde_json::to_value(other).unwrap(),
    }
}
