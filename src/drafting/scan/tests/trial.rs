//! The small draft, and what becomes of a forged update in it.

use crate::drafting::scan::{DraftLimits, Fault, Index, Judged, ScanError, ScanLimits, scan};

use super::forge::{Forge, small_draft};

/// The small draft, taken.
pub fn draft() -> Index {
    let mut index = Index::new(DraftLimits::default());
    let judged = judge_bytes(&index, &small_draft()).unwrap();
    index.apply(judged);
    index
}

/// Reads and judges an update: the code of a refusal, or `missing`.
pub fn judge_bytes(index: &Index, update: &[u8]) -> Result<Judged, &'static str> {
    let scanned = scan(update, &ScanLimits::default()).map_err(ScanError::code)?;
    index.judge(&scanned).map_err(|fault| match fault {
        Fault::Missing(_) => "missing",
        Fault::Refused(refusal) => refusal.code(),
    })
}

/// Judges a forged update.
pub fn judge(index: &Index, forge: &Forge) -> Result<Judged, &'static str> {
    judge_bytes(index, &forge.bytes())
}

/// Judges a forged update and takes it.
pub fn take(index: &mut Index, forge: &Forge) -> Judged {
    let judged = judge(index, forge).unwrap();
    index.apply(judged.clone());
    judged
}
