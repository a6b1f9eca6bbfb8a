//! Suggestions in PostgreSQL.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use sqlx::{PgConnection, PgExecutor};

use super::{
    Decided, Fate, Grounds, Place, Suggestion, SuggestionId, SuggestionKind, SuggestionState,
};
use crate::conference::SessionId;
use crate::negotiation::{ActionPointId, DraftId, ParagraphId};
use crate::people::{DelegationId, ParticipantId};

/// The number of the next suggestion in a session; until the end of the transaction nobody else gets one.
pub async fn next_number(db: impl PgExecutor<'_>, session: SessionId) -> sqlx::Result<i32> {
    sqlx::query_scalar!(
        "update session set suggestions = suggestions + 1 where id = $1 returning suggestions",
        session.0
    )
    .fetch_one(db)
    .await
}

/// Sees to it that the next number of a session is greater than this one.
pub async fn number_from(
    db: impl PgExecutor<'_>,
    session: SessionId,
    number: i32,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update session set suggestions = greatest(suggestions, $2) where id = $1",
        session.0,
        number
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Adds a suggestion.
pub async fn add(db: &mut PgConnection, suggestion: &Suggestion) -> sqlx::Result<()> {
    let decided = match &suggestion.fate {
        Fate::Open => None,
        Fate::Decided(decided) => Some(decided),
    };
    let change = decided.and_then(|decided| decided.change.as_ref());
    let grounds = suggestion.reason.as_ref();
    sqlx::query!(
        "insert into suggestion (id, draft_id, session_id, number, action_point_id, paragraph_id, kind, base_words, words,
            language, reason, reason_language, state, participant_id, delegation_id, made_at, revised_at, decided_by, decided_at,
            note, words_before, words_after)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)",
        suggestion.id.0,
        suggestion.draft.0,
        suggestion.session.0,
        suggestion.number,
        suggestion.place.point.0,
        suggestion.place.paragraph.map(|paragraph| paragraph.0),
        suggestion.kind.word(),
        suggestion.base,
        suggestion.words,
        suggestion.language,
        grounds.map(|grounds| grounds.words.as_str()),
        grounds.and_then(|grounds| grounds.language.as_deref()),
        suggestion.state().word(),
        suggestion.author.0,
        suggestion.delegation.0,
        suggestion.made_at,
        suggestion.revised_at,
        decided.and_then(|decided| decided.by).map(|by| by.0),
        decided.map(|decided| decided.at),
        decided.and_then(|decided| decided.note.as_deref()),
        change.map(|(before, _)| before.as_str()),
        change.map(|(_, after)| after.as_str()),
    )
    .execute(&mut *db)
    .await?;
    for bridged in &suggestion.bridges {
        sqlx::query!(
            "insert into suggestion_bridged (bridge_id, suggestion_id) values ($1, $2)",
            suggestion.id.0,
            bridged.0
        )
        .execute(&mut *db)
        .await?;
    }
    for delegation in &suggestion.sponsors {
        sponsor(
            &mut *db,
            suggestion.id,
            *delegation,
            suggestion.author,
            suggestion.made_at,
        )
        .await?;
    }
    Ok(())
}

/// Keeps other words and another reason of an open suggestion.
pub async fn revise(db: impl PgExecutor<'_>, suggestion: &Suggestion) -> sqlx::Result<()> {
    let grounds = suggestion.reason.as_ref();
    sqlx::query!(
        "update suggestion set kind = $2, base_words = $3, words = $4, language = $5, reason = $6, reason_language = $7,
            revised_at = $8, paragraph_id = $9
        where id = $1 and state = 'open'",
        suggestion.id.0,
        suggestion.kind.word(),
        suggestion.base,
        suggestion.words,
        suggestion.language,
        grounds.map(|grounds| grounds.words.as_str()),
        grounds.and_then(|grounds| grounds.language.as_deref()),
        suggestion.revised_at,
        suggestion.place.paragraph.map(|paragraph| paragraph.0),
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Keeps what became of an open suggestion.
pub async fn decide(
    db: impl PgExecutor<'_>,
    id: SuggestionId,
    decided: &Decided,
) -> sqlx::Result<()> {
    let change = decided.change.as_ref();
    sqlx::query!(
        "update suggestion set state = $2, decided_by = $3, decided_at = $4, note = $5, words_before = $6, words_after = $7
        where id = $1 and state = 'open'",
        id.0,
        decided.state.word(),
        decided.by.map(|by| by.0),
        decided.at,
        decided.note,
        change.map(|(before, _)| before.as_str()),
        change.map(|(_, after)| after.as_str()),
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A delegation stands behind a suggestion; nothing if it did already.
pub async fn sponsor(
    db: impl PgExecutor<'_>,
    id: SuggestionId,
    delegation: DelegationId,
    by: ParticipantId,
    at: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into suggestion_sponsor (suggestion_id, delegation_id, participant_id, at) values ($1, $2, $3, $4)
        on conflict do nothing",
        id.0,
        delegation.0,
        by.0,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A delegation stands behind a suggestion no more.
pub async fn leave(
    db: impl PgExecutor<'_>,
    id: SuggestionId,
    delegation: DelegationId,
) -> sqlx::Result<()> {
    sqlx::query!(
        "delete from suggestion_sponsor where suggestion_id = $1 and delegation_id = $2",
        id.0,
        delegation.0
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The suggestions to a draft by number, or the one with this id.
pub async fn list(
    db: &mut PgConnection,
    draft: DraftId,
    id: Option<SuggestionId>,
) -> sqlx::Result<Vec<Suggestion>> {
    let id = id.map(|id| id.0);
    let mut sponsors: BTreeMap<SuggestionId, Vec<DelegationId>> = BTreeMap::new();
    let rows = sqlx::query!(
        r#"select suggestion_id as "suggestion: SuggestionId", sponsor.delegation_id as "delegation: DelegationId"
        from suggestion_sponsor sponsor join suggestion on suggestion.id = suggestion_id
        where draft_id = $1 and ($2::uuid is null or suggestion.id = $2) order by at, sponsor.delegation_id"#,
        draft.0,
        id
    )
    .fetch_all(&mut *db)
    .await?;
    for row in rows {
        sponsors
            .entry(row.suggestion)
            .or_default()
            .push(row.delegation);
    }
    let mut bridges: BTreeMap<SuggestionId, Vec<SuggestionId>> = BTreeMap::new();
    let rows = sqlx::query!(
        r#"select bridge_id as "bridge: SuggestionId", suggestion_id as "suggestion: SuggestionId"
        from suggestion_bridged join suggestion on suggestion.id = bridge_id
        where draft_id = $1 and ($2::uuid is null or suggestion.id = $2)"#,
        draft.0,
        id
    )
    .fetch_all(&mut *db)
    .await?;
    for row in rows {
        bridges.entry(row.bridge).or_default().push(row.suggestion);
    }
    let rows = sqlx::query!(
        r#"select id as "id: SuggestionId", session_id as "session: SessionId", number, action_point_id as "point: ActionPointId",
            paragraph_id as "paragraph: ParagraphId", kind as "kind: SuggestionKind", base_words, words, language, reason,
            reason_language, state as "state: SuggestionState", participant_id as "author: ParticipantId",
            delegation_id as "delegation: DelegationId", made_at, revised_at, decided_by as "decided_by: ParticipantId", decided_at,
            note, words_before, words_after
        from suggestion where draft_id = $1 and ($2::uuid is null or id = $2) order by session_id, number"#,
        draft.0,
        id
    )
    .fetch_all(&mut *db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Suggestion {
            id: row.id,
            draft,
            session: row.session,
            number: row.number,
            place: Place {
                point: row.point,
                paragraph: row.paragraph,
            },
            kind: row.kind,
            base: row.base_words,
            words: row.words,
            language: row.language,
            reason: row.reason.map(|words| Grounds {
                words,
                language: row.reason_language,
            }),
            author: row.author,
            delegation: row.delegation,
            made_at: row.made_at,
            revised_at: row.revised_at,
            fate: match (row.state, row.decided_at) {
                (SuggestionState::Open, _) | (_, None) => Fate::Open,
                (state, Some(at)) => Fate::Decided(Decided {
                    state,
                    by: row.decided_by,
                    at,
                    note: row.note,
                    change: row.words_before.zip(row.words_after),
                }),
            },
            sponsors: sponsors.remove(&row.id).unwrap_or_default(),
            bridges: bridges.remove(&row.id).unwrap_or_default(),
        })
        .collect())
}

/// The paragraphs of a draft to which a suggestion is open; a new paragraph is one to that before it.
pub async fn open_paragraphs(
    db: impl PgExecutor<'_>,
    draft: DraftId,
) -> sqlx::Result<BTreeSet<ParagraphId>> {
    let found = sqlx::query_scalar!(
        r#"select distinct paragraph_id as "paragraph!: ParagraphId" from suggestion
        where draft_id = $1 and state = 'open' and paragraph_id is not null"#,
        draft.0
    )
    .fetch_all(db)
    .await?;
    Ok(found.into_iter().collect())
}
