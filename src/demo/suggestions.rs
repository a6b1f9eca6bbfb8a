//! The suggestions of the demonstration. The file says which words of a paragraph change; a suggestion holds the whole paragraph,
//! as it was then and as it should be.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgConnection;

use super::agreement::shifted;
use super::file::{File, FileActionPoint, FileDraft, FileSuggestion, FileSuggestionKind};
use super::id;
use crate::conference::SessionId;
use crate::negotiation::suggestion::{
    Decided, Fate, Grounds, Place, Suggestion, SuggestionId, SuggestionKind, SuggestionState, kind,
    store,
};
use crate::negotiation::{ActionPointId, DraftId, ParagraphId};
use crate::people::{DelegationId, ParticipantId};

/// The words of a paragraph before and after a change.
type Change = (String, String);

impl File {
    /// Adds the suggestions to an action point; answers how many there are.
    pub(super) async fn add_suggestions(
        &self,
        db: &mut PgConnection,
        draft: &FileDraft,
        point: &FileActionPoint,
        loaded_at: DateTime<Utc>,
    ) -> anyhow::Result<()> {
        let shift = loaded_at - self.demo_clock.to_utc();
        for from in &point.suggestions {
            if let Some(suggestion) = suggestion(draft, point, from, shift) {
                store::add(&mut *db, &suggestion).await?;
                store::number_from(&mut *db, suggestion.session, suggestion.number).await?;
            }
        }
        Ok(())
    }
}

/// `None` where the file does not fit together.
fn suggestion(
    draft: &FileDraft,
    point: &FileActionPoint,
    from: &FileSuggestion,
    shift: TimeDelta,
) -> Option<Suggestion> {
    let is_new = from.kind == FileSuggestionKind::NewParagraph;
    let (place, (base, words)) = if is_new {
        let before = place_before(point, &from.paragraph_id);
        (before, (String::new(), from.text.clone()?))
    } else {
        (Some(&*from.paragraph_id), change(point, from)?)
    };
    let own_language = match is_new {
        true => Some(&draft.language),
        false => point
            .paragraphs
            .iter()
            .find(|paragraph| paragraph.id == from.paragraph_id)
            .map(|paragraph| &paragraph.language),
    };
    let language = from.text_language.clone();
    Some(Suggestion {
        id: SuggestionId(id(&from.id)),
        draft: DraftId(id(&draft.id)),
        session: SessionId(id(&draft.session_id)),
        number: from.number.rsplit('/').next()?.parse().ok()?,
        place: Place {
            point: ActionPointId(id(&point.id)),
            paragraph: place.map(|paragraph| ParagraphId(id(paragraph))),
        },
        kind: if is_new {
            SuggestionKind::NewParagraph
        } else {
            kind(&base, &words)
        },
        fate: fate(from, (&base, &words), shift),
        base,
        words,
        language: language.filter(|language| Some(language) != own_language),
        reason: from.rationale.clone().map(|words| Grounds {
            words,
            language: from
                .rationale_language
                .clone()
                .filter(|language| *language != draft.language),
        }),
        author: ParticipantId(id(&from.author_id)),
        delegation: DelegationId(id(&from.delegation_id)),
        made_at: shifted(from.created_at, shift),
        revised_at: None,
        sponsors: from
            .co_sponsor_delegation_ids
            .iter()
            .map(|delegation| DelegationId(id(delegation)))
            .collect(),
        bridges: Vec::new(),
    })
}

/// The paragraph before the one that a new paragraph became.
fn place_before<'a>(point: &'a FileActionPoint, paragraph: &str) -> Option<&'a str> {
    let place = point
        .paragraphs
        .iter()
        .position(|known| known.id == paragraph)?;
    let before = point.paragraphs.get(place.checked_sub(1)?)?;
    Some(&before.id)
}

/// What changes in the words of a paragraph. Those of an accepted suggestion stand in the text already.
fn change(point: &FileActionPoint, from: &FileSuggestion) -> Option<Change> {
    let mut paragraphs = point.paragraphs.iter();
    let now = &paragraphs.find(|known| known.id == from.paragraph_id)?.text;
    let text = from.text.as_deref().unwrap_or_default();
    let (old, new) = match from.kind {
        FileSuggestionKind::Replace => (from.base_text.clone()?, text.to_owned()),
        FileSuggestionKind::InsertAfter => {
            let anchor = from.anchor_text.clone()?;
            let with = format!("{anchor}{text}");
            (anchor, with)
        }
        FileSuggestionKind::Delete => (from.base_text.clone()?, String::new()),
        FileSuggestionKind::NewParagraph => return None,
    };
    match from.status {
        SuggestionState::Accepted | SuggestionState::AcceptedAmended => {
            let before = now.replacen(&new, &old, 1);
            (before != *now).then(|| (before, now.clone()))
        }
        _ => {
            let words = now.replacen(&old, &new, 1).replace("  ", " ");
            (words != *now).then(|| (now.clone(), words))
        }
    }
}

fn fate(from: &FileSuggestion, (base, words): (&str, &str), shift: TimeDelta) -> Fate {
    let Some(at) = from.decided_at else {
        return Fate::Open;
    };
    let is_in_text = matches!(
        from.status,
        SuggestionState::Accepted | SuggestionState::AcceptedAmended
    );
    Fate::Decided(Decided {
        state: from.status,
        by: from
            .decided_by_id
            .as_deref()
            .map(|by| ParticipantId(id(by))),
        at: shifted(at, shift),
        note: from.decision_note.clone(),
        change: is_in_text.then(|| (base.to_owned(), words.to_owned())),
    })
}
