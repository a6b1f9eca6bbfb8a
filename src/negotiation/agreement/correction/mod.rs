//! An editorial correction to agreed text: two people make it, one of them a chair, and it is recorded word for word.

use chrono::{DateTime, Utc};

use crate::identifier::{identifier, vocabulary};
use crate::negotiation::ParagraphId;
use crate::negotiation::rights::{self, Action, Situation, Standing};
use crate::people::ParticipantId;

pub mod store;

identifier! {
    /// Names a correction.
    CorrectionId
}

vocabulary! {
    /// Where a correction stands.
    CorrectionState {
        /// Waits for a second person.
        Proposed = "proposed",
        /// Made.
        Confirmed = "confirmed",
        /// Not made.
        Rejected = "rejected",
    }
}

/// A change of agreed words that changes no meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// Its identity.
    pub id: CorrectionId,
    /// The paragraph.
    pub paragraph: ParagraphId,
    /// The words as they are.
    pub old_words: String,
    /// The words as they should be.
    pub new_words: String,
    /// Why.
    pub reason: String,
    /// Where it stands.
    pub state: CorrectionState,
    /// Who proposed it.
    pub proposed_by: ParticipantId,
    /// When.
    pub proposed_at: DateTime<Utc>,
    /// Who confirmed or rejected it.
    pub decided_by: Option<ParticipantId>,
    /// When.
    pub decided_at: Option<DateTime<Utc>>,
}

/// Why a correction is not made or rejected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It is decided already.
    #[error("This correction is decided already. Look at it again.")]
    Decided,
    /// Who proposes does not confirm.
    #[error("Another person must confirm this correction: two people make one.")]
    SamePerson,
    /// One of the two must be a chair.
    #[error("A chair confirms a correction, or another person confirms the chair's.")]
    NoChair,
    /// It changes nothing.
    #[error("This correction changes nothing: the words are the same.")]
    Nothing,
    /// It would open what is agreed.
    #[error("A correction cannot put brackets into agreed text. Ask the chair to reopen it.")]
    Brackets,
    /// The words would be gone, or too many.
    #[error("A correction leaves at least one word and at most 20,000 characters, on one line.")]
    Words,
}

/// The most characters of a corrected paragraph.
const MOST: usize = 20_000;

/// Whether words can replace agreed words by a correction.
///
/// # Errors
/// Why not.
pub fn check_words(old: &str, new: &str) -> Result<(), Refusal> {
    let is_one_line = !new.chars().any(char::is_control);
    if new.trim().is_empty() || new.chars().count() > MOST || !is_one_line {
        Err(Refusal::Words)
    } else if old == new {
        Err(Refusal::Nothing)
    } else if new.contains(['[', ']']) {
        Err(Refusal::Brackets)
    } else {
        Ok(())
    }
}

/// The words that a correction replaces, as few as can be but at least one character, and those that stand there afterwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Replaced<'a> {
    /// What stands before them.
    pub before: &'a str,
    /// The words that go.
    pub old: &'a str,
    /// The words that come; they take the marks of those that go.
    pub new: &'a str,
}

/// Where a paragraph's words differ after a correction.
pub fn replaced<'a>(old: &'a str, new: &'a str) -> Replaced<'a> {
    let same = |(one, other): &(char, char)| one == other;
    let length = |pair: (char, char)| pair.0.len_utf8();
    let together = old.chars().zip(new.chars());
    let mut before: usize = together.take_while(same).map(length).sum();
    let (old_rest, new_rest) = (&old[before..], &new[before..]);
    let backwards = old_rest.chars().rev().zip(new_rest.chars().rev());
    let mut after: usize = backwards.take_while(same).map(length).sum();
    if old.len() == before + after || new.len() == before + after {
        // Something was only added or only removed: one neighbour is replaced by itself, so that its marks are taken.
        if let Some(neighbour) = old[..before].chars().next_back() {
            before -= neighbour.len_utf8();
        } else if let Some(neighbour) = old[old.len() - after..].chars().next() {
            after -= neighbour.len_utf8();
        }
    }
    Replaced {
        before: &old[..before],
        old: &old[before..old.len() - after],
        new: &new[before..new.len() - after],
    }
}

/// Somebody who takes part in a correction, and what they are to the session.
#[derive(Clone, Copy, Debug)]
pub struct Party<'a> {
    /// Who.
    pub id: ParticipantId,
    /// What they are to the session now.
    pub standing: &'a Standing,
}

/// Whether a second person may confirm a correction that another one proposed.
///
/// # Errors
/// Why not.
pub fn may_confirm(
    proposer: Party<'_>,
    confirmer: Party<'_>,
    situation: &Situation,
) -> Result<(), Refusal> {
    let may = |party: Party<'_>, action| rights::may(action, party.standing, situation).is_ok();
    if proposer.id == confirmer.id {
        return Err(Refusal::SamePerson);
    }
    let chair_confirms = may(confirmer, Action::ConfirmCorrection);
    let chair_proposed =
        may(proposer, Action::ConfirmCorrection) && may(confirmer, Action::Correct);
    (chair_confirms || chair_proposed)
        .then_some(())
        .ok_or(Refusal::NoChair)
}

/// Whether somebody may put a correction aside: a chair, or whoever proposed it.
///
/// # Errors
/// Why not.
pub fn may_reject(
    proposer: ParticipantId,
    rejecter: Party<'_>,
    situation: &Situation,
) -> Result<(), Refusal> {
    let is_chair = rights::may(Action::ConfirmCorrection, rejecter.standing, situation).is_ok();
    (is_chair || proposer == rejecter.id)
        .then_some(())
        .ok_or(Refusal::NoChair)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conference::SessionStatus;
    use crate::negotiation::DraftStatus;
    use crate::people::{Office, Role};

    fn frozen() -> Situation {
        Situation {
            session: SessionStatus::Closed,
            draft: DraftStatus::Frozen,
            switches: [].into(),
        }
    }

    fn holds(role: Role) -> Standing {
        Standing {
            roles: [role].into(),
            ..Standing::default()
        }
    }

    #[test]
    fn two_people_correct_and_one_of_them_is_a_chair() {
        let (one, other) = (ParticipantId::new(), ParticipantId::new());
        let secretariat = Standing {
            offices: [Office::Secretariat].into(),
            ..Standing::default()
        };
        let (chair, rapporteur, head) = (
            holds(Role::Chair),
            holds(Role::Rapporteur),
            holds(Role::HeadOfDelegation),
        );
        for (proposer, confirmer, expected) in [
            (&rapporteur, &chair, Ok(())),
            (&secretariat, &chair, Ok(())),
            (&chair, &chair, Ok(())),
            (&chair, &rapporteur, Ok(())),
            (&chair, &secretariat, Ok(())),
            (&chair, &head, Err(Refusal::NoChair)),
            (&rapporteur, &secretariat, Err(Refusal::NoChair)),
            (&secretariat, &rapporteur, Err(Refusal::NoChair)),
        ] {
            let party = |id, standing| Party { id, standing };
            let confirmed =
                |who| may_confirm(party(one, proposer), party(who, confirmer), &frozen());
            assert_eq!(confirmed(other), expected, "{proposer:?} {confirmer:?}");
            assert_eq!(confirmed(one), Err(Refusal::SamePerson));
        }
    }

    proptest::proptest! {
        #[test]
        fn what_is_replaced_makes_the_new_words_of_the_old(
            old in "[ab\u{e9}\u{5b66}\u{1f600}]{1,12}", new in "[ab\u{e9}\u{5b66}\u{1f600}]{1,12}",
        ) {
            proptest::prop_assume!(old != new);
            let replaced = replaced(&old, &new);
            let after = &old[replaced.before.len() + replaced.old.len()..];
            proptest::prop_assert_eq!([replaced.before, replaced.new, after].concat(), &*new);
            proptest::prop_assert!(!replaced.old.is_empty() && !replaced.new.is_empty());
        }
    }

    #[test]
    fn a_correction_replaces_as_little_as_it_can() {
        let swapped = replaced("on waste sides, and", "on waste sites, and");
        assert_eq!(
            (swapped.before, swapped.old, swapped.new),
            ("on waste si", "d", "t")
        );
        let added = replaced("two word", "two words");
        assert_eq!((added.before, added.old, added.new), ("two wor", "d", "ds"));
    }

    #[test]
    fn a_correction_opens_nothing() {
        assert_eq!(check_words("sides", "sites"), Ok(()));
        assert_eq!(check_words("sides", "sides"), Err(Refusal::Nothing));
        assert_eq!(check_words("sides", "[sites]"), Err(Refusal::Brackets));
        assert_eq!(check_words("sides", " "), Err(Refusal::Words));
        assert_eq!(check_words("sides", "si\ntes"), Err(Refusal::Words));
    }
}
