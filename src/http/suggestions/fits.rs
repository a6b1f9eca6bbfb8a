//! How the open suggestions to a draft fit, kept until a word or a suggestion changes: 500 people ask at the same time.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Utc};

use super::view::SuggestionFit;
use crate::deciding::words;
use crate::drafting::Reading;
use crate::negotiation::DraftId;
use crate::negotiation::suggestion::{Suggestion, SuggestionId, fit};

/// What it depends on: the words, and what is open.
type Key = (i32, i64, Vec<(SuggestionId, Option<DateTime<Utc>>)>);

/// How open suggestions fit the text, and each other.
#[derive(Debug)]
pub struct Fits {
    key: Key,
    /// Each to the text.
    pub fit: BTreeMap<SuggestionId, SuggestionFit>,
    /// Those that clash.
    pub clashes: BTreeMap<SuggestionId, BTreeSet<SuggestionId>>,
}

/// What was found out last about each draft.
#[derive(Debug, Default)]
pub struct KnownFits(Mutex<HashMap<DraftId, Arc<Fits>>>);

impl KnownFits {
    /// How these open suggestions fit these words.
    pub fn of(&self, draft: DraftId, reading: &Reading, open: &[&Suggestion]) -> Arc<Fits> {
        let ids = open.iter().map(|one| (one.id, one.revised_at)).collect();
        let key = (reading.generation, reading.seq, ids);
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Under the lock, so that of many who ask at once the first one works and the others wait.
        if let Some(fits) = known.get(&draft).filter(|fits| fits.key == key) {
            return Arc::clone(fits);
        }
        let texts = words::texts(reading);
        let each = open.iter().map(|suggestion| {
            let fit = fit::fit(suggestion, &texts);
            (suggestion.id, SuggestionFit::of(&fit))
        });
        let fits = Arc::new(Fits {
            fit: each.collect(),
            clashes: fit::clashes(open, &texts),
            key,
        });
        known.insert(draft, Arc::clone(&fits));
        fits
    }
}
