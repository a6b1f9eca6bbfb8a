//! The golden documents that the front end reads, too, so that the two cannot drift apart.

use std::collections::BTreeSet;
use std::fs;

use bytes::Bytes;
use plenary::drafting::scan::{Frame, Reader, read_frame};
use plenary::drafting::schema::{Attribute, Mark, SCHEMA, Tag};
use plenary::drafting::text::{self, Block, BlockKind, MarkerKind, Run};
use plenary::drafting::wire;
use plenary::negotiation::bracket;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use uuid::Uuid;

/// A paragraph with these words, of which the ranges of each of the notes are a footnote.
fn block(text: &str, notes: &Value) -> Block {
    let units: Vec<u16> = text.encode_utf16().collect();
    let notes: Vec<Vec<(usize, usize)>> = match notes {
        Value::Null => Vec::new(),
        notes => read_as(notes),
    };
    let covers = |at: usize, ranges: &Vec<(usize, usize)>| {
        ranges.iter().any(|&(from, to)| (from..to).contains(&at))
    };
    let runs = units.iter().enumerate().map(|(at, unit)| {
        let note = (0u128..)
            .zip(&notes)
            .find(|(_, ranges)| covers(at, ranges))
            .map(|(id, _)| text::Mark::Footnote {
                id: Uuid::from_u128(id),
            });
        Run {
            text: String::from_utf16_lossy(&[*unit]),
            marks: note.into_iter().collect(),
        }
    });
    Block {
        kind: BlockKind::Paragraph,
        id: None,
        level: 0,
        marker: MarkerKind::None,
        alternate: None,
        language: None,
        runs: runs.collect(),
    }
}

fn golden(name: &str) -> Value {
    serde_json::from_str(&fs::read_to_string(format!("tests/fixtures/{name}.json")).unwrap())
        .unwrap()
}

#[test]
fn brackets_are_counted_alike() {
    for case in golden("brackets")["cases"].as_array().unwrap() {
        let text = case["text"].as_str().unwrap();
        let strands = block(text, &case["notes"]).strands();
        let count: usize = strands.iter().map(|words| bracket::count(words)).sum();
        assert_eq!(json!(count), case["open_brackets"], "{text}");
    }
}

#[test]
fn a_draft_holds_the_same_nodes_attributes_and_marks() {
    let schema = golden("schema");
    assert_eq!(schema["schema"], SCHEMA);
    for (name, node) in schema["nodes"].as_object().unwrap() {
        let known: BTreeSet<Attribute> = Tag::named(name)
            .unwrap()
            .attributes()
            .iter()
            .copied()
            .collect();
        let named = node["attributes"].as_object().unwrap().keys();
        let named: BTreeSet<Attribute> =
            named.map(|name| Attribute::named(name).unwrap()).collect();
        assert_eq!(named, known, "{name}");
        for mark in node["marks"].as_array().unwrap() {
            assert!(Mark::named(mark.as_str().unwrap()).is_some(), "{mark}");
        }
    }
    assert!(
        Tag::named("table").is_none()
            && Mark::named("underline").is_none()
            && Attribute::named("style").is_none()
    );
}

#[test]
fn what_the_front_end_says_is_understood() {
    for message in golden("messages")["client"].as_array().unwrap() {
        let bytes = hex(&message["hex"]);
        let meaning = &message["meaning"];
        let json = |text: &str| serde_json::from_str::<Value>(text).unwrap();
        let understood = match read_frame(&bytes).unwrap() {
            Frame::SyncStep1(body) => json!({"kind": "sync_step_1", "state_vector": digits(body)}),
            Frame::SyncStep2(body) => json!({"kind": "sync_step_2", "update": digits(body)}),
            Frame::Update(body) => json!({"kind": "update", "update": digits(body)}),
            Frame::Awareness(_) => meaning.clone(),
            Frame::QueryAwareness => json!({"kind": "query_awareness"}),
            Frame::Hello(body) => {
                read_as::<wire::ClientHello>(&json(body));
                json!({"kind": "hello", "hello": json(body)})
            }
            Frame::Fence(n) => json!({"kind": "fence", "fence": n}),
            Frame::Presence(body) => {
                read_as::<wire::ClientPresence>(&json(body));
                json!({"kind": "presence", "presence": json(body)})
            }
        };
        assert_eq!(understood, *meaning, "{}", message["name"]);
    }
}

#[test]
fn what_the_server_says_is_what_the_front_end_reads() {
    for message in golden("messages")["server"].as_array().unwrap() {
        let meaning = &message["meaning"];
        let said = match meaning["kind"].as_str().unwrap() {
            "sync_step_1" => wire::sync_step_1(&hex(&meaning["state_vector"])),
            "awareness" => wire::heartbeat(),
            "hello" => wire::hello(&read_as(&meaning["hello"])),
            "fenced" => wire::fenced(
                meaning["fence"].as_u64().unwrap(),
                meaning["seq"].as_i64().unwrap(),
            ),
            "refused" => wire::refused(&read_as(&meaning["refused"])),
            "notice" => wire::notice(&read_as(&meaning["notice"])),
            "presence" => wire::presence(&read_as(&meaning["presence"])),
            kind => panic!("the server says no {kind}"),
        };
        assert_eq!(
            comparable(&said),
            comparable(&hex(&message["hex"]).into()),
            "{}",
            message["name"]
        );
    }
}

/// A frame as its type and its body, JSON as a value: the order of its fields does not matter.
fn comparable(frame: &Bytes) -> (u64, Result<Value, Vec<u8>>) {
    let mut body = Reader::new(frame);
    let kind = body.varuint().unwrap();
    let json = body
        .var_bytes()
        .ok()
        .and_then(|body| serde_json::from_slice(body).ok());
    (
        kind,
        json.filter(|_| kind >= 100 && kind != 102)
            .ok_or(frame.to_vec()),
    )
}

fn read_as<T: DeserializeOwned>(value: &Value) -> T {
    serde_json::from_value(value.clone()).unwrap()
}

fn hex(value: &Value) -> Vec<u8> {
    let digits = value.as_str().unwrap();
    (0..digits.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap())
        .collect()
}

fn digits(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
