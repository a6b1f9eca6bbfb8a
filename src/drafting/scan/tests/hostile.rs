//! Bytes that crashed, stalled or filled yrs 0.28.1, or a server around it: each is refused before yrs.

use proptest::prelude::*;

use crate::drafting::scan::{
    AwarenessLimits, DraftLimits, Fault, Frame, Index, ScanError, ScanLimits, read_awareness,
    read_frame, read_state_vector, scan,
};

use super::forge::{At, Body, Forge, id, item, small_draft, text};

fn bytes(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> = hex
        .bytes()
        .filter(|byte| !byte.is_ascii_whitespace())
        .collect();
    digits
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect()
}

fn code(update: &[u8]) -> Result<(), &'static str> {
    scan(update, &ScanLimits::default())
        .map(drop)
        .map_err(ScanError::code)
}

#[test]
fn what_crashed_yrs_is_refused() {
    for (what, hex) in [
        ("an allocation for a claimed count", "ffffff7f"),
        ("3 GB for a claimed count of blocks", "01ffffff3f0100"),
        (
            "a live item replaced: use after free",
            "0201eb072c000101eb0700000100",
        ),
        (
            "a division by zero",
            "0102080000ffffffff0f820800010100010000",
        ),
        (
            "an index out of bounds",
            "010300000af0ffffff0f0001010000000100",
        ),
        (
            "an unwrap of nothing in 12 bytes",
            "0101ea07ffffffff0f000100",
        ),
        (
            "an unreachable place",
            "0201e90700010000000101e907f401000100",
        ),
        (
            "an unwrap of nothing while encoding",
            "0301e9000000010200ffffffffff00040100050000000000000100000000",
        ),
        ("a panic of every later encoding", "01010000a2000000010000"),
        (
            "an abort in a destructor",
            "0201070049e90700007600020700000284070004f09f988000",
        ),
        (
            "text that is not UTF-8",
            "0101ca0100c4010a010b06 2074 6865 e565 00",
        ),
    ] {
        assert!(code(&bytes(hex)).is_err(), "{what}");
    }
}

#[test]
fn every_prefix_of_an_update_is_refused() {
    let update = small_draft();
    assert_eq!(code(&update), Ok(()));
    for end in 0..update.len() {
        assert!(code(&update[..end]).is_err(), "{end}");
    }
    assert_eq!(code(&[&update[..], &[0]].concat()), Err("malformed"));
}

#[test]
fn a_message_that_claims_a_length_is_refused() {
    let awareness = bytes("0104ffffff7f");
    let Ok(Frame::Awareness(body)) = read_frame(&awareness) else {
        panic!("a frame of awareness")
    };
    assert!(read_awareness(body, &AwarenessLimits::default()).is_err());
    let step_1 = bytes("000004ffffff7f");
    let Ok(Frame::SyncStep1(body)) = read_frame(&step_1) else {
        panic!("a frame of sync")
    };
    assert!(read_state_vector(body, 20_000).is_err());
}

#[test]
fn a_claimed_count_reserves_next_to_nothing() {
    // A count that the bytes could hold, and structs that end at once: 30,000 in 60 KB, of which none is read.
    let mut update = vec![1, 0xe0, 0x5d, 1, 0];
    update.extend([0xff; 60_000]);
    assert_eq!(code(&update), Err("malformed"));
    let many = ScanLimits {
        max_structs: 10,
        ..ScanLimits::default()
    };
    let eleven = Forge::default()
        .section(1, 0, vec![item(&At::point(), &text("a")); 11])
        .bytes();
    assert_eq!(
        scan(&eleven, &many).map_err(ScanError::code),
        Err("too_large")
    );
}

#[test]
fn a_value_nested_20_000_deep_is_refused() {
    let value = [vec![1], [117, 1].repeat(20_000), vec![126]].concat();
    let body = Body {
        kind: 8,
        bytes: value,
    };
    let deep = Forge::default().section(1, 0, vec![item(&At::outline(), &body)]);
    assert_eq!(code(&deep.bytes()), Err("too_large"));
}

#[test]
fn elements_do_not_nest() {
    let inside = Forge::default().section(
        2,
        0,
        vec![item(
            &At::Inside(id(1, 3)),
            &super::forge::block("paragraph"),
        )],
    );
    assert_eq!(judged(&inside.bytes()), Err("not_in_schema"));
}

#[test]
fn a_hole_is_filled_before_it_is_taken() {
    // y-crdt#632: the second of three updates is late.
    let structs: Vec<Vec<u8>> = ["a", "b", "c"]
        .map(|letter| item(&At::After(id(1, 12)), &text(letter)))
        .to_vec();
    let [first, second, third] = [0, 1, 2].map(|clock| {
        Forge::default()
            .section(2, clock, vec![structs[clock as usize].clone()])
            .bytes()
    });
    let mut index = draft();
    take(&mut index, &first);
    let late = index.judge(&scan(&third, &ScanLimits::default()).unwrap());
    assert_eq!(late.map(drop), Err(Fault::Missing(id(2, 1))));
    take(&mut index, &second);
    take(&mut index, &third);
    assert_eq!(index.clock(2), 3);
}

#[test]
fn what_builds_on_nothing_is_never_kept() {
    let index = draft();
    for client in 2..20_002_u32 {
        let update = Forge::default().section(
            u64::from(client),
            0,
            vec![item(&At::After(id(99_999, client)), &text("x"))],
        );
        let scanned = scan(&update.bytes(), &ScanLimits::default()).unwrap();
        assert!(matches!(index.judge(&scanned), Err(Fault::Missing(_))));
    }
}

fn draft() -> Index {
    let mut index = Index::new(DraftLimits::default());
    take(&mut index, &small_draft());
    index
}

fn take(index: &mut Index, update: &[u8]) {
    let judged = index
        .judge(&scan(update, &ScanLimits::default()).unwrap())
        .unwrap();
    index.apply(judged);
}

fn judged(update: &[u8]) -> Result<(), &'static str> {
    let scanned = scan(update, &ScanLimits::default()).map_err(ScanError::code)?;
    match draft().judge(&scanned) {
        Ok(_) => Ok(()),
        Err(Fault::Refused(refusal)) => Err(refusal.code()),
        Err(Fault::Missing(_)) => Err("missing"),
    }
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes: Vec<u8>) {
        read_frame(&bytes).ok();
        if let Ok(scanned) = scan(&bytes, &ScanLimits::default()) {
            draft().judge(&scanned).ok();
        }
    }

    #[test]
    fn a_changed_byte_does_not_panic(at in 0..200_usize, byte: u8) {
        let mut update = small_draft();
        let len = update.len();
        update[at % len] = byte;
        if let Ok(scanned) = scan(&update, &ScanLimits::default()) {
            draft().judge(&scanned).ok();
        }
    }

    #[test]
    fn what_is_forged_well_is_read(clocks in prop::collection::btree_map(0..1_u64 << 53, 0..1_u32 << 30, 1..6), texts in prop::collection::vec(".+", 1..6)) {
        let mut forge = Forge::default();
        let mut units = 0;
        for text in &texts {
            units += u32::try_from(text.encode_utf16().count()).unwrap();
        }
        for (&client, &clock) in &clocks {
            let structs = texts.iter().map(|words| item(&At::point(), &text(words))).collect();
            forge = forge.section(client, clock, structs).delete(client, &[(clock, 1), (clock + 2, 5)]);
        }
        let scanned = scan(&forge.bytes(), &ScanLimits::default()).unwrap();
        prop_assert_eq!(scanned.deletes.len(), 2 * clocks.len());
        for section in &scanned.sections {
            prop_assert_eq!(clocks.get(&section.client), Some(&section.clock));
            prop_assert_eq!(section.end - section.clock, units);
            prop_assert_eq!(section.structs.len(), texts.len());
        }
    }
}
