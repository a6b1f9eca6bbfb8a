//! What somebody may do with a suggestion now. The commands ask the same functions.

use std::collections::BTreeSet;

use super::{Refusal, Suggestion};
use crate::identifier::vocabulary;
use crate::negotiation::rights::{self, Action, Situation, Standing};
use crate::people::{DelegationId, ParticipantId, Role};

vocabulary! {
    /// Something that can be done with a suggestion.
    SuggestionAct {
        /// Change its words or its reason.
        Revise = "revise",
        /// Take it back.
        Withdraw = "withdraw",
        /// Stand behind it.
        Sponsor = "sponsor",
        /// Stand behind it no more.
        Leave = "leave",
        /// Accept it, amend it, or not retain it.
        Decide = "decide",
    }
}

/// Somebody who asks, and how things stand.
#[derive(Clone, Copy, Debug)]
pub struct Asking<'a> {
    /// Who.
    pub id: ParticipantId,
    /// Their delegation.
    pub delegation: DelegationId,
    /// What they are to the session.
    pub standing: &'a Standing,
    /// How the session stands.
    pub situation: &'a Situation,
}

impl Asking<'_> {
    fn may(&self, action: Action) -> Result<(), Why> {
        rights::may(action, self.standing, self.situation)
            .map(|_| ())
            .map_err(|refusal| Why::NotAllowed(action, refusal))
    }

    fn speaks_for(&self, suggestion: &Suggestion) -> bool {
        let heads = self.standing.roles.contains(&Role::HeadOfDelegation);
        suggestion.author == self.id || (heads && suggestion.delegation == self.delegation)
    }
}

/// Why somebody may not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// They have no right to it, or not now.
    NotAllowed(Action, rights::Refusal),
    /// The suggestion does not allow it.
    Suggestion(Refusal),
}

impl From<Refusal> for Why {
    fn from(refusal: Refusal) -> Self {
        Self::Suggestion(refusal)
    }
}

/// Whether somebody may do something with a suggestion.
///
/// # Errors
/// Why not.
pub fn check(act: SuggestionAct, suggestion: &Suggestion, asking: Asking<'_>) -> Result<(), Why> {
    suggestion.check_open()?;
    match act {
        SuggestionAct::Revise | SuggestionAct::Withdraw => {
            asking.may(Action::Suggest)?;
            Ok(asking
                .speaks_for(suggestion)
                .then_some(())
                .ok_or(Refusal::NotTheirs)?)
        }
        SuggestionAct::Sponsor | SuggestionAct::Leave => {
            asking.may(Action::Support)?;
            let is_own = suggestion.delegation == asking.delegation;
            Ok((!is_own).then_some(()).ok_or(Refusal::OwnSuggestion)?)
        }
        SuggestionAct::Decide => asking.may(Action::Decide),
    }
}

/// Everything that somebody may do with a suggestion now.
pub fn acts(suggestion: &Suggestion, asking: Asking<'_>) -> BTreeSet<SuggestionAct> {
    let sponsors = suggestion.sponsors.contains(&asking.delegation);
    let support = if sponsors {
        SuggestionAct::Leave
    } else {
        SuggestionAct::Sponsor
    };
    [
        SuggestionAct::Revise,
        SuggestionAct::Withdraw,
        support,
        SuggestionAct::Decide,
    ]
    .into_iter()
    .filter(|act| check(*act, suggestion, asking).is_ok())
    .collect()
}
