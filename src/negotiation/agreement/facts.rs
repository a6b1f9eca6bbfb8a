//! What of the text matters when a paragraph is to be agreed.

use std::collections::BTreeSet;

use super::Refusal;
use crate::identifier::vocabulary;

vocabulary! {
    /// What stands in the way of agreeing a paragraph.
    Obstacle {
        /// It has a bracket.
        Bracket = "bracket",
        /// It has a bracket character without a partner.
        UnmatchedBracket = "unmatched_bracket",
        /// It competes with another version of itself.
        Alternate = "alternate",
        /// A suggestion to it is open.
        Suggestion = "suggestion",
        /// It has no words.
        Empty = "empty",
    }
}

/// How the text of a paragraph stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// What stands in the way of agreeing it.
    pub obstacles: BTreeSet<Obstacle>,
}

impl Facts {
    /// Whether it can be agreed.
    ///
    /// # Errors
    /// What stands in the way.
    pub fn ready(&self) -> Result<(), Refusal> {
        if self.obstacles.is_empty() {
            Ok(())
        } else {
            Err(Refusal::NotReady(self.obstacles.clone()))
        }
    }
}

/// What stands in the way, for people.
pub(super) fn sentence(obstacles: &BTreeSet<Obstacle>) -> String {
    let parts: Vec<&str> = obstacles
        .iter()
        .map(|obstacle| match obstacle {
            Obstacle::Bracket => "it has open brackets",
            Obstacle::UnmatchedBracket => "it has a bracket without its partner",
            Obstacle::Alternate => "another version of it is left; decide between the alternates",
            Obstacle::Suggestion => "a suggestion to it is open",
            Obstacle::Empty => "it has no words",
        })
        .collect();
    parts.join("; ")
}
