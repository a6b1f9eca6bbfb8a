//! Frames that were made to do harm: refused at little cost, while the others work on undisturbed.

use std::fs;

use plenary::drafting::scan::Writer;
use plenary::negotiation::DraftId;
use sqlx::PgPool;

use crate::support::TestServer;
use crate::support::client::{Client, Speaks, sync_frame};
use crate::support::process::ServerProcess;
use crate::support::server::{add_draft, add_participant, first_paragraph, replayed, seed};

/// Updates that crash, hang or bloat yrs or that Yjs and yrs read differently, from public reports and our own search.
const HOSTILE_UPDATES: &[(&str, &str)] = &[
    ("invalid UTF-8", "0101ca0100c4010a010b0620746865e56500"),
    ("a count without end", "ffffff7f"),
    ("blocks without end", "01ffffff3f0100"),
    ("two sections of one client", "0201eb072c000101eb0700000100"),
    (
        "a length that wraps",
        "0102080000ffffffff0f820800010100010000",
    ),
    ("a skip", "010300000af0ffffff0f0001010000000100"),
    ("a clock that wraps", "0101ea07ffffffff0f000100"),
    (
        "a section twice, collected",
        "0201e90700010000000101e907f401000100",
    ),
    (
        "a delete range that wraps",
        "0301e9000000010200ffffffffff00040100050000000000000100000000",
    ),
    ("old JSON content", "01010000a2000000010000"),
    (
        "a subdocument",
        "0201070049e90700007600020700000284070004f09f988000",
    ),
    ("a hole with a skip", "010105000a0700"),
    ("nothing at all", ""),
    ("something behind the end", "000000"),
];

/// Whole frames that are no message, or one that costs too much to read.
const HOSTILE_FRAMES: &[(&str, &str)] = &[
    ("awareness without end", "0104ffffff7f"),
    ("a state vector without end", "000004ffffff7f"),
    ("an unknown type", "2a"),
    ("an endless number", "ffffffffffffffffffffffff"),
    ("a message of the server", "6603"),
    ("two messages in one frame", "65016502"),
    ("a hello that is no JSON", "6403616263"),
    ("an empty frame", ""),
];

#[sqlx::test]
async fn hostile_updates_are_refused_and_the_others_work_on(db: PgPool) {
    let (conference, session, delegation) = seed(&db).await;
    let draft = add_draft(&db, session, &["."]).await;
    let (_, honest) = add_participant(&db, conference, delegation, "honest").await;
    let (_, cheat) = add_participant(&db, conference, delegation, "cheat").await;
    let process = ServerProcess::start(&db, &[]);
    let mut honest = Client::open(process.address, draft, &honest, Speaks::Plenary).await;
    let (bytes_before, cpu_before) = (peak_bytes(process.id()), cpu_ticks(process.id()));

    let mut updates: Vec<(String, Vec<u8>)> = HOSTILE_UPDATES
        .iter()
        .map(|(name, update)| ((*name).to_owned(), hex(update)))
        .collect();
    updates.push(("deeply nested values".into(), nested_values(20_000)));
    updates.push(("deeply nested elements".into(), nested_elements(8_000)));
    updates.push(("many names of marks".into(), many_marks(5_000)));
    updates.push(("a fight over one place".into(), contention(10_000)));
    for (name, update) in &updates {
        let mut cheat = Client::open(process.address, draft, &cheat, Speaks::Plenary).await;
        cheat.forges(update).await;
        let what = format!("refused or closed: {name}");
        cheat
            .until(&what, |client| {
                client.refusal.is_some() || client.closed.is_some()
            })
            .await;
        honest.types(0, "x").await;
        honest.is_told_saved().await;
    }

    let typed = "x".repeat(updates.len()) + ".";
    assert_eq!(first_paragraph(&replayed(&db, draft).await), typed);
    assert!(
        peak_bytes(process.id()) - bytes_before < 64 << 20,
        "memory grew to {}",
        peak_bytes(process.id())
    );
    // Hundredths of a second of CPU: what the worst of these frames alone cost when it reached the document engine.
    assert!(
        cpu_ticks(process.id()) - cpu_before < 500,
        "CPU {}",
        cpu_ticks(process.id()) - cpu_before
    );
    assert!(process.stop());
}

#[sqlx::test]
async fn frames_that_are_no_message_end_their_connection_only(db: PgPool) {
    let server = TestServer::start(db).await;
    let draft = server.draft(&["."]).await;
    let mut honest = server.join(draft, "honest").await;
    let (_, cheat) = server.participant("cheat").await;
    for (name, frame) in HOSTILE_FRAMES {
        let mut cheat = Client::open(server.address, draft, &cheat, Speaks::Plenary).await;
        cheat.says(&hex(frame)).await;
        cheat.is_closed(4400).await;
        honest.types(0, "x").await;
        honest.is_told_saved().await;
        assert!(honest.closed.is_none(), "{name}");
    }
}

#[sqlx::test]
async fn an_update_over_the_limit_is_refused_and_a_frame_over_it_not_read(db: PgPool) {
    let server = TestServer::start(db).await;
    let draft = server.draft(&["."]).await;
    let mut honest = server.join(draft, "honest").await;
    let mut cheat = server.join(draft, "cheat").await;
    cheat.forges(&vec![0; 3 << 20]).await;
    cheat.is_refused("too_large").await;
    let mut cheat = server.join(draft, "another cheat").await;
    cheat.forges(&vec![0; 10 << 20]).await;
    cheat
        .until("closed", |client| client.closed.is_some())
        .await;
    honest.types(0, "x").await;
    honest.is_told_saved().await;
}

#[sqlx::test]
async fn a_hole_is_never_logged_and_the_missing_part_is_asked_for(db: PgPool) {
    let server = TestServer::start(db).await;
    let draft = server.draft(&["."]).await;
    let mut writer = server.join(draft, "writer").await;
    let mut reader = server.join(draft, "reader").await;
    // Three letters, each an update; the middle one is not sent. The answer to the server's question holds all.
    let updates: Vec<Vec<u8>> = ["a", "b", "c"]
        .iter()
        .enumerate()
        .map(|(at, letter)| {
            use yrs::Text;
            writer.edits(|text, txn| text.insert(txn, u32::try_from(at).unwrap(), letter))
        })
        .collect();
    writer.forges(&updates[0]).await;
    writer.forges(&updates[2]).await;
    writer.is_told_saved().await;
    reader.sees("abc.").await;
    assert_eq!(server.stored_text(draft).await, "abc.");
}

#[sqlx::test]
async fn a_client_that_cannot_fill_its_hole_is_given_up(db: PgPool) {
    let server = TestServer::start(db).await;
    let draft = server.draft(&["."]).await;
    let mut cheat = server.join(draft, "cheat").await;
    // An item that follows one which nobody has.
    let dangling = hex("0101b60a0084b70a00017800");
    for _ in 0..4 {
        cheat.forges(&dangling).await;
        cheat.says(&sync_frame(1, &dangling)).await;
    }
    cheat.is_closed(4409).await;
    assert_eq!(server.stored_text(draft).await, ".");
}

#[sqlx::test]
async fn twenty_thousand_changes_that_build_on_nothing_leave_nothing_behind(db: PgPool) {
    let server = TestServer::start(db).await;
    let draft = server.draft(&["."]).await;
    let mut honest = server.join(draft, "honest").await;
    let mut cheat = server.join(draft, "cheat").await;
    for client in 0..20_000 {
        // One letter of this client after a letter of another one that nobody has.
        let mut update = vec![1, 1];
        varuint(&mut update, 1_000_000 + client);
        update.extend([0, 0x84]);
        varuint(&mut update, 9_000_000 + client);
        update.extend([0, 1, b'x', 0]);
        cheat.forges(&update).await;
    }
    // Its own document holds none of them: what it answers to the server's question is complete.
    honest.types(0, "x").await;
    cheat.sees("x.").await;
    honest.is_told_saved().await;
    let entries = plenary::drafting::store::entries_after(&server.db, draft, 1, 0)
        .await
        .unwrap();
    assert_eq!(entries.len(), 2, "the first text and the honest letter");
}

#[sqlx::test]
async fn insertions_and_deletions_arrive_in_any_order_and_none_is_lost(db: PgPool) {
    use yrs::Text;
    let server = TestServer::start(db).await;
    let (_, token) = server.participant("writer").await;
    let orders = permutations(&[0, 1, 2, 3]);
    assert_eq!(orders.len(), 24);
    for order in orders {
        let draft = server.draft(&["."]).await;
        let mut writer = Client::open(server.address, draft, &token, Speaks::Plenary).await;
        let updates = [
            writer.edits(|text, txn| text.insert(txn, 0, "abc")),
            writer.edits(|text, txn| text.remove_range(txn, 1, 1)),
            writer.edits(|text, txn| text.insert(txn, 1, "de")),
            writer.edits(|text, txn| text.remove_range(txn, 2, 2)),
        ];
        for update in &order {
            writer.forges(&updates[*update]).await;
        }
        writer.is_told_saved().await;
        assert_eq!(writer.text(), "ad.");
        assert_eq!(
            server.stored_text(draft).await,
            "ad.",
            "in the order {order:?}"
        );
    }
}

/// All orders of these.
fn permutations(of: &[usize]) -> Vec<Vec<usize>> {
    if of.is_empty() {
        return vec![vec![]];
    }
    let with_first = |first: &usize| {
        let rest: Vec<usize> = of.iter().copied().filter(|other| other != first).collect();
        let orders = permutations(&rest).into_iter();
        orders
            .map(|order| [vec![*first], order].concat())
            .collect::<Vec<_>>()
    };
    of.iter().flat_map(with_first).collect()
}

#[sqlx::test]
async fn nobody_writes_under_anothers_client_id(db: PgPool) {
    let server = TestServer::start(db).await;
    let draft = server.draft(&["."]).await;
    let mut owner = server.join(draft, "owner").await;
    let mut reader = server.join(draft, "reader").await;
    owner.types(0, "mine ").await;
    owner.is_told_saved().await;

    // The owner's next letter, sent by somebody else.
    use yrs::Text;
    let stolen = owner.edits(|text, txn| text.insert(txn, 5, "too "));
    let mut cheat = server.join(draft, "cheat").await;
    cheat.forges(&stolen).await;
    cheat.is_refused("foreign_client_id").await;

    // The owner, on another device, may.
    owner.forges(&stolen).await;
    reader.sees("mine too .").await;
}

#[sqlx::test]
async fn after_a_refusal_nothing_more_is_taken_until_the_client_comes_anew(db: PgPool) {
    let server = TestServer::start(db).await;
    let draft = server.draft(&["."]).await;
    let mut cheat = server.join(draft, "cheat").await;
    cheat.forges(&hex(HOSTILE_UPDATES[0].1)).await;
    cheat.is_refused("malformed").await;
    cheat.types(0, "ignored").await;
    cheat.fences().await;

    let mut reader = server.join(draft, "reader").await;
    reader.types(1, "x").await;
    cheat.sees("ignored.x").await;
    assert_eq!(cheat.fenced.0, 0, "what was ignored is never called saved");
    assert_eq!(server.stored_text(draft).await, ".x");
}

#[sqlx::test]
async fn a_stock_client_that_is_refused_is_closed_for_good(db: PgPool) {
    let server = TestServer::start(db).await;
    let draft = server.draft(&["."]).await;
    let mut stock = server.join_as_stock(draft, "stock").await;
    stock.forges(&hex(HOSTILE_UPDATES[0].1)).await;
    stock.is_closed(4409).await;
}

/// Makes an update on a cheat's screen.
type Forge = fn(&Client) -> Vec<u8>;

#[sqlx::test]
async fn what_a_draft_cannot_hold_is_refused(db: PgPool) {
    use yrs::{Map, Text, Transact, XmlElementPrelim, XmlFragment};
    let server = TestServer::start(db).await;
    let draft = server.draft(&["."]).await;
    let cases: [(&str, Forge); 7] = [
        ("another root", |client| {
            let text = client.doc.get_or_insert_text("other");
            let mut txn = client.doc.transact_mut();
            text.insert(&mut txn, 0, "x");
            txn.encode_update_v1()
        }),
        ("an unknown block", |client| {
            let fragment = client.fragment().unwrap();
            let mut txn = client.doc.transact_mut();
            fragment.insert(&mut txn, 0, XmlElementPrelim::empty("script"));
            txn.encode_update_v1()
        }),
        ("an unknown mark", |client| {
            client.edits(|text, txn| {
                text.insert_with_attributes(txn, 0, "x", [("onclick".into(), true.into())].into());
            })
        }),
        ("a link that runs a program", |client| {
            client.edits(|text, txn| {
                let link = [("link".into(), object([("href", "javascript:alert(1)")]))].into();
                text.insert_with_attributes(txn, 0, "x", link);
            })
        }),
        ("a footnote without an id of its own", |client| {
            client.edits(|text, txn| {
                let note = [("footnote".into(), object([("id", "first")]))].into();
                text.insert_with_attributes(txn, 0, "x", note);
            })
        }),
        ("a footnote that says more than its id", |client| {
            let note = object([("id", "0198c0de-0000-7000-8000-000000000000"), ("n", "1")]);
            client.edits(|text, txn| {
                let note = [("footnote".into(), note.clone())].into();
                text.insert_with_attributes(txn, 0, "x", note);
            })
        }),
        ("an outline entry that is none", |client| {
            let outline = client.doc.get_or_insert_map("outline");
            let mut txn = client.doc.transact_mut();
            outline.insert(&mut txn, "0198c0de-0000-7000-8000-000000000000", "gone");
            txn.encode_update_v1()
        }),
    ];
    let (_, token) = server.participant("cheat").await;
    for (name, forge) in cases {
        let mut cheat = Client::open(server.address, draft, &token, Speaks::Plenary).await;
        let update = forge(&cheat);
        cheat.forges(&update).await;
        cheat
            .until(&format!("refused: {name}"), |client| {
                client.refusal.is_some()
            })
            .await;
        assert_eq!(
            cheat.refusal.as_ref().unwrap()["code"],
            "not_in_schema",
            "{name}"
        );
    }
    assert_eq!(server.stored_text(draft).await, ".");
}

fn object<const N: usize>(fields: [(&str, &str); N]) -> yrs::Any {
    let fields = fields.map(|(name, text)| (name.to_owned(), yrs::Any::from(text)));
    yrs::Any::from(std::collections::HashMap::from(fields))
}

#[sqlx::test]
async fn a_paragraph_id_is_used_once(db: PgPool) {
    use yrs::{Transact, Xml, XmlElementPrelim, XmlFragment, XmlOut};
    let server = TestServer::start(db).await;
    let draft = server.draft(&["."]).await;
    let mut cheat = server.join(draft, "cheat").await;
    let fragment = cheat.fragment().unwrap();
    let update = {
        let mut txn = cheat.doc.transact_mut();
        let Some(XmlOut::Element(paragraph)) = fragment.get(&txn, 1) else {
            panic!("no paragraph")
        };
        let id = paragraph.get_attribute(&txn, "id").unwrap().to_string(&txn);
        let twin = fragment.insert(&mut txn, 2, XmlElementPrelim::empty("paragraph"));
        twin.insert_attribute(&mut txn, "id", id);
        txn.encode_update_v1()
    };
    cheat.forges(&update).await;
    cheat.is_refused("duplicate_paragraph").await;

    let mut honest = server.join(draft, "honest").await;
    honest.types(0, "x").await;
    honest.is_told_saved().await;
    assert_eq!(
        blocks(&server, draft).await,
        2,
        "the title and one paragraph"
    );
}

async fn blocks(server: &TestServer, draft: DraftId) -> usize {
    replayed(&server.db, draft).await.points()[0].blocks.len()
}

fn hex(digits: &str) -> Vec<u8> {
    (0..digits.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap())
        .collect()
}

/// An outline entry whose value is an array in an array in an array …
fn nested_values(depth: usize) -> Vec<u8> {
    let mut update = hex("0101b60a00280107");
    update.extend(b"outline");
    update.extend([1, b'k', 1]);
    update.extend([117, 1].repeat(depth));
    update.extend([126, 0]);
    update
}

/// An element in an element in an element …
fn nested_elements(depth: u64) -> Vec<u8> {
    let mut update = vec![1];
    varuint(&mut update, depth);
    update.extend(hex("b60a00"));
    let name = b"point:0198c0de-0000-7000-8000-000000000000";
    for clock in 0..depth {
        update.push(7);
        if clock == 0 {
            update.push(1);
            varuint(&mut update, name.len() as u64);
            update.extend(name);
        } else {
            update.extend(hex("00b60a"));
            varuint(&mut update, clock - 1);
        }
        update.push(3);
        varuint(&mut update, 9);
        update.extend(b"paragraph");
    }
    update.push(0);
    update
}

/// A text with thousands of differently named marks.
fn many_marks(count: u64) -> Vec<u8> {
    let mut update = vec![1];
    varuint(&mut update, count);
    update.extend(hex("b60a00"));
    for clock in 0..count {
        if clock == 0 {
            update.extend([6, 1, 1, b'x']);
        } else {
            update.extend(hex("86b60a"));
            varuint(&mut update, clock - 1);
        }
        let name = format!("m{clock}");
        varuint(&mut update, name.len() as u64);
        update.extend(name.as_bytes());
        update.extend([4, b't', b'r', b'u', b'e']);
    }
    update.push(0);
    update
}

/// Thousands of items that all claim the same left neighbour.
fn contention(count: u64) -> Vec<u8> {
    let mut update = vec![];
    varuint(&mut update, count);
    for client in 0..count {
        update.push(1);
        varuint(&mut update, 1_000_000 + client);
        update.extend(hex("0084010001").iter().copied().chain([b'x']));
    }
    update.push(0);
    update
}

fn varuint(to: &mut Vec<u8>, number: u64) {
    let mut writer = Writer::default();
    writer.varuint(number);
    to.extend(writer.into_bytes());
}

/// The most memory a process has had.
fn peak_bytes(pid: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() << 10
}

/// The CPU time a process has had, in hundredths of a second.
fn cpu_ticks(pid: u32) -> u64 {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
    let fields: Vec<&str> = stat.rsplit_once(") ").unwrap().1.split(' ').collect();
    fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap()
}
