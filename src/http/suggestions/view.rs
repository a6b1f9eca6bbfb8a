//! Suggestions as they are read.

use std::collections::{BTreeSet, HashMap};

use axum::Json;
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::fits::Fits;
use crate::conference::Translations;
use crate::http::agreement::{NamedDelegation, PersonView};
use crate::http::drafts::unknown;
use crate::http::signed_in::SignedIn;
use crate::http::{App, Problem};
use crate::identifier::vocabulary;
use crate::negotiation::rights::{self, Action};
use crate::negotiation::suggestion::possible::{Asking, SuggestionAct, acts};
use crate::negotiation::suggestion::{
    Fate, Fit, Suggestion, SuggestionId, SuggestionKind, SuggestionState, store,
};
use crate::negotiation::{ActionPointId, DraftId, ParagraphId};
use crate::people::{self, DelegationId, ParticipantId, Person};

vocabulary! {
    /// How an open suggestion fits the text as it stands.
    SuggestionFit {
        /// It can be merged into the paragraph, or be a new one, or the paragraph can go.
        Fits = "fits",
        /// The words that it changes have changed: its author is asked, or it is accepted with other words.
        Stale = "stale",
        /// Its paragraph is not in the text any more.
        Gone = "gone",
        /// Its words are in another language than the paragraph: it is accepted with other words.
        OtherLanguage = "other_language",
    }
}

/// The suggestions to a draft, for whoever asks.
#[derive(Debug, Serialize, ToSchema)]
pub struct SuggestionsView {
    draft: DraftId,
    /// The newest change in the words that `fit` and `clashes` are about.
    seq: i64,
    /// By number.
    suggestions: Vec<SuggestionView>,
}

/// A suggestion, for whoever asks.
#[derive(Debug, Serialize, ToSchema)]
pub struct SuggestionView {
    id: SuggestionId,
    /// Its number in the session, from 1: the fifth of the second session is S2/5.
    number: i32,
    action_point: ActionPointId,
    /// The paragraph that it changes or, with a new paragraph, after which it comes; absent for the first place below the title.
    paragraph: Option<ParagraphId>,
    kind: SuggestionKind,
    state: SuggestionState,
    /// All words of the paragraph that it is based on; empty with a new paragraph.
    base_words: String,
    /// All words that should stand there; empty where the paragraph should go.
    words: String,
    /// The language of the words, where it is not that of the paragraph.
    language: Option<String>,
    reason: Option<String>,
    /// The language of the reason, where it is not the draft's.
    reason_language: Option<String>,
    author: PersonView,
    delegation: NamedDelegation,
    /// The other delegations that stand behind it.
    sponsors: Vec<NamedDelegation>,
    /// The suggestions that it is meant to replace: then it is a bridge.
    bridges: Vec<SuggestionId>,
    made_at: DateTime<Utc>,
    revised_at: Option<DateTime<Utc>>,
    /// How it was decided.
    decided: Option<DecidedView>,
    /// While it is open: how it fits the text.
    fit: Option<SuggestionFit>,
    /// The open suggestions that cannot be accepted together with it.
    clashes: BTreeSet<SuggestionId>,
    /// What whoever asks may do with it now.
    may: BTreeSet<SuggestionAct>,
}

/// How a suggestion was decided.
#[derive(Debug, Serialize, ToSchema)]
pub struct DecidedView {
    by: Option<PersonView>,
    at: DateTime<Utc>,
    note: Option<String>,
    /// With an acceptance: the words of the paragraph before it.
    words_before: Option<String>,
    /// With an acceptance: the words of the paragraph after it.
    words_after: Option<String>,
}

/// Everybody who is named.
struct Names {
    persons: HashMap<ParticipantId, Person>,
    delegations: HashMap<DelegationId, Translations>,
}

/// A suggestion after something was done to it.
pub(super) async fn one(
    app: &App,
    me: &SignedIn,
    draft: DraftId,
    id: SuggestionId,
) -> Result<Json<SuggestionView>, Problem> {
    let all = SuggestionsView::load(app, me, draft).await?;
    let found = all.suggestions.into_iter().find(|one| one.id == id);
    found
        .map(Json)
        .ok_or_else(|| Problem::not_found("There is no such suggestion."))
}

impl SuggestionsView {
    pub(super) async fn load(app: &App, me: &SignedIn, draft: DraftId) -> Result<Self, Problem> {
        let mut db = app.db.acquire().await?;
        let place = rights::store::place(&mut db, draft).await?;
        let place = place
            .filter(|place| place.conference == me.conference)
            .ok_or_else(unknown)?;
        let standing = rights::store::standing(&mut db, place.session, me.person.id).await?;
        rights::may(Action::Read, &standing, &place.situation)?;
        drop(db);
        let reading = app.rooms.read(draft).await?;
        let mut db = app.db.acquire().await?;
        let suggestions = store::list(&mut db, draft, None).await?;
        let names = Names {
            persons: people::store::persons(&mut *db, &acting(&suggestions)).await?,
            delegations: people::store::delegation_names(&mut *db, me.conference).await?,
        };
        let open: Vec<&Suggestion> = suggestions
            .iter()
            .filter(|suggestion| suggestion.fate == Fate::Open)
            .collect();
        let fits = app.fits.of(draft, &reading, &open);
        let asking = Asking {
            id: me.person.id,
            delegation: me.person.delegation,
            standing: &standing,
            situation: &place.situation,
        };
        let views = suggestions
            .iter()
            .map(|suggestion| names.view(suggestion, &fits, asking));
        Ok(Self {
            draft,
            seq: reading.seq,
            suggestions: views.collect(),
        })
    }
}

/// Everybody who made or decided something.
fn acting(suggestions: &[Suggestion]) -> Vec<ParticipantId> {
    let deciders = suggestions
        .iter()
        .filter_map(|suggestion| match &suggestion.fate {
            Fate::Open => None,
            Fate::Decided(decided) => decided.by,
        });
    let authors = suggestions.iter().map(|suggestion| suggestion.author);
    authors.chain(deciders).collect()
}

impl Names {
    fn view(&self, suggestion: &Suggestion, fits: &Fits, asking: Asking<'_>) -> SuggestionView {
        let grounds = suggestion.reason.as_ref();
        let (decided, fit) = match &suggestion.fate {
            Fate::Open => (None, fits.fit.get(&suggestion.id).copied()),
            Fate::Decided(decided) => {
                let change = decided.change.as_ref();
                let view = DecidedView {
                    by: decided.by.map(|by| PersonView::of(&self.persons, by)),
                    at: decided.at,
                    note: decided.note.clone(),
                    words_before: change.map(|(before, _)| before.clone()),
                    words_after: change.map(|(_, after)| after.clone()),
                };
                (Some(view), None)
            }
        };
        SuggestionView {
            id: suggestion.id,
            number: suggestion.number,
            action_point: suggestion.place.point,
            paragraph: suggestion.place.paragraph,
            kind: suggestion.kind,
            state: suggestion.state(),
            base_words: suggestion.base.clone(),
            words: suggestion.words.clone(),
            language: suggestion.language.clone(),
            reason: grounds.map(|grounds| grounds.words.clone()),
            reason_language: grounds.and_then(|grounds| grounds.language.clone()),
            author: PersonView::of(&self.persons, suggestion.author),
            delegation: self.delegation(suggestion.delegation),
            sponsors: suggestion
                .sponsors
                .iter()
                .map(|id| self.delegation(*id))
                .collect(),
            bridges: suggestion.bridges.clone(),
            made_at: suggestion.made_at,
            revised_at: suggestion.revised_at,
            decided,
            fit,
            clashes: fits
                .clashes
                .get(&suggestion.id)
                .cloned()
                .unwrap_or_default(),
            may: acts(suggestion, asking),
        }
    }

    fn delegation(&self, id: DelegationId) -> NamedDelegation {
        let name = self.delegations.get(&id).cloned();
        NamedDelegation {
            id,
            name: name.unwrap_or_default(),
        }
    }
}

impl SuggestionFit {
    pub(super) fn of(fit: &Fit) -> Self {
        match fit {
            Fit::Fits { .. } | Fit::NewParagraph | Fit::ParagraphGoes => Self::Fits,
            Fit::Stale => Self::Stale,
            Fit::Gone => Self::Gone,
            Fit::OtherLanguage => Self::OtherLanguage,
        }
    }
}
