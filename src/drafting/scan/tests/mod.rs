//! The scanner and the index against hostile bytes, against real sessions, and against yrs.

mod changes;
mod engine;
mod forge;
mod forger;
mod fuzz;
mod honest;
mod hostile;
mod merging;
mod rules;
mod session;
mod trial;
