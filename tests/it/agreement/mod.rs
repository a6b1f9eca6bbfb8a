//! Agreement: the gavel, the answers to it, silence, reopening, corrections, sessions, and the record of all of it.

mod corrections;
mod demonstration;
mod gavel;
mod matrix;
mod merging;
mod races;
mod read_record;
mod sessions;
mod silence;
pub mod stage;
mod withdrawing;
