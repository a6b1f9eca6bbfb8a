//! Suggestions are decided: accepted, as they are or amended, or not retained.

use serde_json::json;

use super::standing::Before;
use super::words::{self, Seen};
use super::{Chamber, Changed, Decider, Decision, Refused};
use crate::drafting::text::{Block, BlockKind, Edit, MarkerKind, Run, WordsAt};
use crate::negotiation::suggestion::fit::{self, Texts};
use crate::negotiation::suggestion::possible::SuggestionAct;
use crate::negotiation::suggestion::{
    Decided, Fit, Language, Refusal, Suggested, Suggestion, SuggestionId, SuggestionKind,
    SuggestionState, store,
};
use crate::negotiation::{ActionPointId, DraftId, ParagraphId, ParagraphState};
use crate::record::Deed;

/// Words that a decider puts in place of those that were suggested.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amended {
    /// The words of the paragraph that the decider saw; nothing with a new paragraph.
    pub seen: Option<Seen>,
    /// All words that are to stand there.
    pub words: String,
}

impl Chamber {
    /// Somebody accepts suggestions, all of them or none: each is merged into the words that stand there, and the words are
    /// those of its author. What a bridge replaces is not retained.
    ///
    /// # Errors
    /// Why not; above all when one does not fit any more, or two of them clash.
    pub async fn accept_suggestions(
        &self,
        draft: DraftId,
        who: Decider<'_>,
        ids: &[SuggestionId],
        note: Option<String>,
    ) -> Result<(), Refused> {
        let mut decision = self.on_words(draft, who).await?;
        let before = decision.before().await?;
        let mut all = store::list(&mut decision.transaction, draft, None).await?;
        let mut chosen = Vec::new();
        for id in ids {
            let place = all.iter().position(|suggestion| suggestion.id == *id);
            let suggestion = all.swap_remove(place.ok_or(Refused::Unknown("suggestion"))?);
            decision.check_act(SuggestionAct::Decide, &suggestion, who)?;
            decision.check_open_place(&before, &suggestion)?;
            chosen.push(suggestion);
        }
        let mut texts = decision.texts();
        let (mut edits, mut changes) = (Vec::new(), Vec::new());
        for (index, suggestion) in chosen.iter().enumerate() {
            let fit = fit::fit(suggestion, &texts);
            if let Err(refusal) = fit.check() {
                let earlier = clash(&chosen[..index], suggestion, &decision.texts());
                return Err(earlier.unwrap_or(refusal).into());
            }
            let (edit, change) = decision.carried_out(suggestion, fit, &mut texts);
            edits.push((suggestion.author, vec![edit]));
            changes.push(change);
        }
        decision.edit(&edits).await?;
        for (suggestion, change) in chosen.iter().zip(changes) {
            let state = SuggestionState::Accepted;
            decision
                .conclude(who, suggestion, state, note.clone(), Some(change))
                .await?;
        }
        self.keep_suggestions(decision).await
    }

    /// Somebody accepts a suggestion with other words than were suggested: those words are theirs.
    ///
    /// # Errors
    /// Why not; above all when the words are not those that they saw.
    pub async fn accept_amended(
        &self,
        draft: DraftId,
        who: Decider<'_>,
        id: SuggestionId,
        amended: Amended,
        note: Option<String>,
    ) -> Result<(), Refused> {
        let mut decision = self.on_words(draft, who).await?;
        let suggestion = decision.suggestion(id).await?;
        decision.check_act(SuggestionAct::Decide, &suggestion, who)?;
        let before = decision.before().await?;
        decision.check_open_place(&before, &suggestion)?;
        let mut texts = decision.texts();
        let (is_new, paragraph) = (
            suggestion.kind == SuggestionKind::NewParagraph,
            suggestion.place.paragraph,
        );
        let now = match paragraph.filter(|_| !is_new) {
            None => String::new(),
            Some(paragraph) => {
                let now = texts.get(&paragraph).cloned().ok_or(Refusal::Gone)?;
                if !amended.seen.is_some_and(|seen| seen.is(&now)) {
                    let words = Some(now);
                    return Err(Refused::WordsChanged(vec![Changed { paragraph, words }]));
                }
                now
            }
        };
        let suggested = Suggested {
            base: now,
            words: amended.words,
            language: None::<Language>,
        };
        suggested.check()?;
        if suggested.words.trim().is_empty() {
            return Err(Refusal::Empty.into());
        }
        let as_amended = Suggestion {
            base: suggested.base,
            words: suggested.words,
            language: None,
            ..suggestion.clone()
        };
        let fit = fit::fit(&as_amended, &texts);
        fit.check()?;
        let (edit, change) = decision.carried_out(&as_amended, fit, &mut texts);
        decision.edit(&[(who.person.id, vec![edit])]).await?;
        let state = SuggestionState::AcceptedAmended;
        decision
            .conclude(who, &suggestion, state, note, Some(change))
            .await?;
        self.keep_suggestions(decision).await
    }

    /// Somebody does not retain a suggestion: the text stays.
    ///
    /// # Errors
    /// Why not.
    pub async fn do_not_retain(
        &self,
        draft: DraftId,
        who: Decider<'_>,
        id: SuggestionId,
        note: Option<String>,
    ) -> Result<(), Refused> {
        let mut decision = self.on_state(draft, who).await?;
        let suggestion = decision.suggestion(id).await?;
        decision.check_act(SuggestionAct::Decide, &suggestion, who)?;
        let state = SuggestionState::NotRetained;
        decision
            .conclude(who, &suggestion, state, note, None)
            .await?;
        self.keep_suggestions(decision).await
    }
}

/// The words of a paragraph before and after.
type Change = (String, String);

impl Decision {
    /// What is agreed does not change, and what is merged or withdrawn neither.
    fn check_open_place(&self, before: &Before, suggestion: &Suggestion) -> Result<(), Refused> {
        let point = self.point_of(suggestion);
        before.check_negotiated(point)?;
        let changed = suggestion
            .place
            .paragraph
            .filter(|_| suggestion.kind != SuggestionKind::NewParagraph);
        let is_agreed = changed
            .is_some_and(|paragraph| before.agreement(paragraph).state() != ParagraphState::Open);
        if is_agreed || before.locks_point(point) {
            return Err(Refusal::Agreed.into());
        }
        Ok(())
    }

    /// The edit that a suggestion which fits becomes; the texts are then those after it.
    fn carried_out(&self, suggestion: &Suggestion, fit: Fit, texts: &mut Texts) -> (Edit, Change) {
        let point = self.point_of(suggestion);
        match (fit, suggestion.place.paragraph) {
            (Fit::Fits { words, hunks }, Some(paragraph)) => {
                let changes = hunks.into_iter().map(|hunk| WordsAt {
                    after: u32::try_from(hunk.at).unwrap_or(u32::MAX),
                    words: hunk.deleted,
                    new: hunk.inserted,
                });
                let changes = changes.collect();
                let was = texts.insert(paragraph, words.clone()).unwrap_or_default();
                (
                    Edit::Words {
                        point,
                        paragraph,
                        changes,
                    },
                    (was, words),
                )
            }
            (Fit::ParagraphGoes, Some(paragraph)) => {
                let was = texts.remove(&paragraph).unwrap_or_default();
                (Edit::Remove { point, paragraph }, (was, String::new()))
            }
            (_, after) => {
                let block = self.new_block(suggestion, after);
                let change = (String::new(), suggestion.words.clone());
                (
                    Edit::Insert {
                        point,
                        after,
                        block,
                    },
                    change,
                )
            }
        }
    }

    /// Where its paragraph stands now: it may have been moved to another action point since.
    fn point_of(&self, suggestion: &Suggestion) -> ActionPointId {
        let paragraph = suggestion.place.paragraph;
        let found = paragraph.and_then(|paragraph| words::paragraph(&self.reading, paragraph));
        found.map_or(suggestion.place.point, |(spot, _)| spot.point)
    }

    /// A new paragraph looks like the one before it.
    fn new_block(&self, suggestion: &Suggestion, after: Option<ParagraphId>) -> Block {
        let like = after.and_then(|after| words::paragraph(&self.reading, after));
        Block {
            kind: BlockKind::Paragraph,
            id: Some(ParagraphId::new()),
            level: like.map_or(0, |(_, block)| block.level),
            marker: like.map_or(MarkerKind::Number, |(_, block)| block.marker),
            alternate: None,
            language: suggestion.language.clone(),
            runs: vec![Run::plain(suggestion.words.clone())],
        }
    }

    /// Keeps and records what became of a suggestion; what it bridges falls with its acceptance.
    async fn conclude(
        &mut self,
        who: Decider<'_>,
        suggestion: &Suggestion,
        state: SuggestionState,
        note: Option<String>,
        change: Option<Change>,
    ) -> Result<(), Refused> {
        let mut details = json!({ "note": note });
        if let Some((before, after)) = &change {
            details["words_before"] = json!(before);
            details["words_after"] = json!(after);
        }
        let is_accepted = change.is_some();
        let decided = Decided {
            state,
            by: Some(who.person.id),
            at: self.now,
            note,
            change,
        };
        store::decide(&mut *self.transaction, suggestion.id, &decided).await?;
        let deed = match state {
            SuggestionState::Accepted => Deed::SuggestionAccepted,
            SuggestionState::AcceptedAmended => Deed::SuggestionAmended,
            _ => Deed::SuggestionNotRetained,
        };
        self.record_suggestion(who, deed, suggestion, details)
            .await?;
        if is_accepted {
            self.drop_bridged(who, suggestion).await?;
        }
        Ok(())
    }

    async fn drop_bridged(&mut self, who: Decider<'_>, bridge: &Suggestion) -> Result<(), Refused> {
        for id in &bridge.bridges {
            let bridged = self.suggestion(*id).await?;
            if bridged.check_open().is_err() {
                continue;
            }
            let decided = Decided {
                state: SuggestionState::NotRetained,
                by: Some(who.person.id),
                at: self.now,
                note: None,
                change: None,
            };
            store::decide(&mut *self.transaction, *id, &decided).await?;
            let by = json!({ "bridge": bridge.id, "bridge_number": bridge.number });
            let deed = Deed::SuggestionNotRetained;
            self.record_suggestion(who, deed, &bridged, by).await?;
        }
        Ok(())
    }
}

/// That a suggestion does not fit is the doing of one that is accepted with it.
fn clash(earlier: &[Suggestion], suggestion: &Suggestion, texts: &Texts) -> Option<Refusal> {
    fit::fit(suggestion, texts).check().ok()?;
    let same = earlier
        .iter()
        .rev()
        .find(|other| other.place.paragraph == suggestion.place.paragraph)?;
    Some(Refusal::Clash(same.number, suggestion.number))
}
