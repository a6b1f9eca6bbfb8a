//! Suggestions are made, revised, taken back and sponsored.

use serde_json::{Value, json};

use super::words::{self, Spot};
use super::{Chamber, Decider, Decision, Refused};
use crate::negotiation::rights::Action;
use crate::negotiation::suggestion::fit::Texts;
use crate::negotiation::suggestion::possible::{self, Asking, SuggestionAct, Why};
use crate::negotiation::suggestion::{
    self, Decided, Fate, Grounds, Language, Place, Refusal, Suggested, Suggestion, SuggestionId,
    SuggestionKind, SuggestionState, kind, store,
};
use crate::negotiation::{ActionPointId, DraftId, ParagraphId};
use crate::record::{self, About, Deed, Entry};

/// Where something is suggested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// Other words for a paragraph, or none.
    Paragraph(ParagraphId),
    /// A new paragraph.
    New {
        /// The action point.
        point: ActionPointId,
        /// After which paragraph; `None` for the first place below the title.
        after: Option<ParagraphId>,
    },
}

/// What somebody wants to suggest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// Where.
    pub target: Target,
    /// What.
    pub suggested: Suggested,
    /// Why.
    pub reason: Option<Grounds>,
    /// The suggestions that it is meant to replace.
    pub bridges: Vec<SuggestionId>,
}

/// What a suggestion rests on in the text, and what would change.
struct Resting {
    place: Place,
    kind: SuggestionKind,
    base: String,
    words: String,
    language: Option<String>,
}

impl Chamber {
    /// Somebody suggests a change. Where the paragraph has moved on since they saw it, what they want is carried over to its
    /// words of now; where that cannot be, the suggestion keeps the words it was made for and is stale from the beginning.
    ///
    /// # Errors
    /// Why not.
    pub async fn suggest(
        &self,
        draft: DraftId,
        who: Decider<'_>,
        wish: Wish,
    ) -> Result<SuggestionId, Refused> {
        let mut decision = self.on_state(draft, who).await?;
        decision.check(Action::Suggest)?;
        let resting = decision.resting(wish.target, wish.suggested).await?;
        decision
            .check_bridge(&wish.bridges, resting.place.point)
            .await?;
        let session = decision.place.session;
        let suggestion = Suggestion {
            id: SuggestionId::new(),
            draft,
            session,
            number: store::next_number(&mut *decision.transaction, session).await?,
            place: resting.place,
            kind: resting.kind,
            base: resting.base,
            words: resting.words,
            language: resting.language,
            reason: wish.reason,
            author: who.person.id,
            delegation: who.person.delegation,
            made_at: decision.now,
            revised_at: None,
            fate: Fate::Open,
            sponsors: Vec::new(),
            bridges: wish.bridges,
        };
        store::add(&mut decision.transaction, &suggestion).await?;
        let deed = Deed::SuggestionMade;
        decision
            .record_suggestion(who, deed, &suggestion, json!({}))
            .await?;
        self.keep_suggestions(decision).await?;
        Ok(suggestion.id)
    }

    /// Other words, or another reason, for an open suggestion: it rests on the words of now.
    ///
    /// # Errors
    /// Why not.
    pub async fn revise_suggestion(
        &self,
        draft: DraftId,
        who: Decider<'_>,
        id: SuggestionId,
        suggested: Suggested,
        reason: Option<Grounds>,
    ) -> Result<(), Refused> {
        let mut decision = self.on_state(draft, who).await?;
        let before = decision.suggestion(id).await?;
        decision.check_act(SuggestionAct::Revise, &before, who)?;
        let Place { point, paragraph } = before.place;
        let target = match (before.kind, paragraph) {
            (SuggestionKind::NewParagraph, after) => Target::New { point, after },
            (_, Some(paragraph)) => Target::Paragraph(paragraph),
            (_, None) => return Err(Refusal::Gone.into()),
        };
        let resting = decision.resting(target, suggested).await?;
        let revised = Suggestion {
            place: resting.place,
            kind: resting.kind,
            base: resting.base,
            words: resting.words,
            language: resting.language,
            reason,
            revised_at: Some(decision.now),
            ..before.clone()
        };
        store::revise(&mut *decision.transaction, &revised).await?;
        let was = json!({ "words_were": before.words, "base_was": before.base });
        let deed = Deed::SuggestionRevised;
        decision.record_suggestion(who, deed, &revised, was).await?;
        self.keep_suggestions(decision).await
    }

    /// A delegation takes its suggestion back.
    ///
    /// # Errors
    /// Why not.
    pub async fn withdraw_suggestion(
        &self,
        draft: DraftId,
        who: Decider<'_>,
        id: SuggestionId,
    ) -> Result<(), Refused> {
        let mut decision = self.on_state(draft, who).await?;
        let suggestion = decision.suggestion(id).await?;
        decision.check_act(SuggestionAct::Withdraw, &suggestion, who)?;
        let decided = Decided {
            state: SuggestionState::Withdrawn,
            by: Some(who.person.id),
            at: decision.now,
            note: None,
            change: None,
        };
        store::decide(&mut *decision.transaction, id, &decided).await?;
        let deed = Deed::SuggestionWithdrawn;
        decision
            .record_suggestion(who, deed, &suggestion, json!({}))
            .await?;
        self.keep_suggestions(decision).await
    }

    /// A delegation stands behind the suggestion of another, or no more.
    ///
    /// # Errors
    /// Why not.
    pub async fn support_suggestion(
        &self,
        draft: DraftId,
        who: Decider<'_>,
        id: SuggestionId,
        support: Support,
    ) -> Result<(), Refused> {
        let mut decision = self.on_state(draft, who).await?;
        let suggestion = decision.suggestion(id).await?;
        let (act, deed) = match support {
            Support::Given => (SuggestionAct::Sponsor, Deed::SuggestionSponsored),
            Support::Taken => (SuggestionAct::Leave, Deed::SuggestionLeft),
        };
        decision.check_act(act, &suggestion, who)?;
        let (by, delegation, now) = (who.person.id, who.person.delegation, decision.now);
        let stands_behind = suggestion.sponsors.contains(&delegation);
        if stands_behind == (support == Support::Given) {
            return Ok(()); // Two of a delegation had the same thought.
        }
        let db = &mut *decision.transaction;
        match support {
            Support::Given => store::sponsor(db, id, delegation, by, now).await?,
            Support::Taken => store::leave(db, id, delegation).await?,
        }
        let whose = json!({ "delegation": delegation });
        decision
            .record_suggestion(who, deed, &suggestion, whose)
            .await?;
        self.keep_suggestions(decision).await
    }
}

/// Whether a delegation stands behind a suggestion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Support {
    /// From now on.
    Given,
    /// No more.
    Taken,
}

impl Decision {
    /// The suggestion with this id in this draft.
    pub(super) async fn suggestion(&mut self, id: SuggestionId) -> Result<Suggestion, Refused> {
        let found = store::list(&mut self.transaction, self.draft, Some(id)).await?;
        found
            .into_iter()
            .next()
            .ok_or(Refused::Unknown("suggestion"))
    }

    pub(super) fn check_act(
        &self,
        act: SuggestionAct,
        suggestion: &Suggestion,
        who: Decider<'_>,
    ) -> Result<(), Refused> {
        let asking = Asking {
            id: who.person.id,
            delegation: who.person.delegation,
            standing: &self.standing,
            situation: &self.place.situation,
        };
        possible::check(act, suggestion, asking).map_err(|why| match why {
            Why::NotAllowed(action, refusal) => Refused::NotAllowed(action, refusal),
            Why::Suggestion(refusal) => refusal.into(),
        })
    }

    /// The words of the paragraphs as they stand.
    pub(super) fn texts(&self) -> Texts {
        words::texts(&self.reading)
    }

    /// What a suggestion would rest on in the text as it stands.
    async fn resting(&mut self, target: Target, suggested: Suggested) -> Result<Resting, Refused> {
        suggested.check()?;
        let before = self.before().await?;
        let reading = self.reading.clone();
        let Suggested {
            base,
            words,
            language,
        } = suggested;
        match target {
            Target::New { point, after } => {
                let found =
                    words::point(&reading, point).ok_or(Refused::Unknown("action point"))?;
                before.check_negotiated(point)?;
                if words.trim().is_empty() {
                    return Err(Refusal::Empty.into());
                }
                let is_here = |id| words::paragraphs(found).any(|(paragraph, _)| paragraph == id);
                if after.is_some_and(|after| !is_here(after)) {
                    return Err(Refusal::Gone.into());
                }
                let place = Place {
                    point,
                    paragraph: after,
                };
                let language = language.map(|Language(code)| code);
                let (kind, base) = (SuggestionKind::NewParagraph, String::new());
                Ok(Resting {
                    place,
                    kind,
                    base,
                    words,
                    language,
                })
            }
            Target::Paragraph(paragraph) => {
                let found = words::paragraph(&reading, paragraph).ok_or(Refusal::Gone)?;
                let (Spot { point, .. }, block) = found;
                before.check_negotiated(point)?;
                let own = block.language.as_deref();
                let language = language
                    .map(|Language(code)| code)
                    .filter(|code| own != Some(code));
                let (base, words) = match &language {
                    Some(_) => (block.text(), words),
                    None => carried_over(base, words, &block.text())?,
                };
                let place = Place {
                    point,
                    paragraph: Some(paragraph),
                };
                let kind = match language {
                    Some(_) => SuggestionKind::Replace,
                    None => kind(&base, &words),
                };
                Ok(Resting {
                    place,
                    kind,
                    base,
                    words,
                    language,
                })
            }
        }
    }

    async fn check_bridge(
        &mut self,
        bridges: &[SuggestionId],
        point: ActionPointId,
    ) -> Result<(), Refused> {
        for id in bridges {
            let bridged = self.suggestion(*id).await?;
            bridged.check_open()?;
            if bridged.place.point != point {
                return Err(Refusal::Bridge.into());
            }
        }
        Ok(())
    }

    pub(super) async fn record_suggestion(
        &mut self,
        who: Decider<'_>,
        deed: Deed,
        suggestion: &Suggestion,
        mut details: Value,
    ) -> sqlx::Result<()> {
        details["suggestion"] = json!(suggestion.id);
        details["number"] = json!(suggestion.number);
        details["base_words"] = json!(suggestion.base);
        details["words"] = json!(suggestion.words);
        details["delegation_of_suggestion"] = json!(suggestion.delegation);
        let entry = Entry {
            actor: Some(who.person.id),
            deed,
            about: About {
                session: Some(self.place.session),
                draft: Some(self.draft.0),
                action_point: Some(suggestion.place.point.0),
                paragraph: suggestion.place.paragraph.map(|paragraph| paragraph.0),
            },
            reason: suggestion
                .reason
                .as_ref()
                .map(|reason| reason.words.clone()),
            details,
        };
        let conference = self.place.conference;
        record::append(&mut self.transaction, conference, self.now, &entry).await?;
        Ok(())
    }
}

/// What is wanted, as a change of the words of now; where they clash, as it was.
fn carried_over(
    base: String,
    words: String,
    now: &str,
) -> Result<(String, String), suggestion::Refusal> {
    if words.is_empty() {
        return Ok((base, words)); // The whole paragraph should go, as it was seen.
    }
    match plenary_words::merge(&base, now, &words) {
        Ok(merged) if merged.words == now => Err(Refusal::Nothing),
        Ok(merged) => Ok((now.to_owned(), merged.words)),
        Err(_) => Ok((base, words)),
    }
}
