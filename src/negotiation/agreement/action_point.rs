//! Where an action point stands follows from its paragraphs; it is never set by hand against them.

use super::Refusal;
use crate::identifier::vocabulary;
use crate::negotiation::rights::Extent;
use crate::negotiation::{ActionPointStatus, ParagraphState};
use crate::people::DelegationId;

vocabulary! {
    /// Whether a draft has been read once.
    FirstReading {
        /// Not begun.
        Ahead = "ahead",
        /// Begun, or over.
        Begun = "begun",
    }
}

/// The lowest state of its paragraphs. What is merged or withdrawn stays so, and what was read once is never unread.
pub fn status(
    before: ActionPointStatus,
    paragraphs: impl IntoIterator<Item = ParagraphState>,
    reading: FirstReading,
) -> ActionPointStatus {
    use ActionPointStatus as Status;
    if matches!(before, Status::Merged | Status::Withdrawn) {
        return before;
    }
    let open = match (before, reading) {
        (Status::Drafting, FirstReading::Ahead) => Status::Drafting,
        _ => Status::UnderNegotiation,
    };
    let lowest = paragraphs.into_iter().min();
    lowest.map_or(open, |lowest| match lowest {
        ParagraphState::Open => open,
        ParagraphState::AgreedAdReferendum => Status::AgreedAdReferendum,
        ParagraphState::Agreed => Status::Agreed,
    })
}

/// The delegations an action point comes from.
#[derive(Clone, Copy, Debug)]
pub struct Sponsors<'a>(pub &'a [DelegationId]);

impl Sponsors<'_> {
    /// Whether somebody of this delegation may withdraw it: officers may in any case, a head what comes from the delegation alone.
    pub fn leave_it_to(self, delegation: DelegationId, extent: Extent) -> bool {
        extent == Extent::Full || self.0 == [delegation]
    }
}

/// Whether an action point of these paragraphs can be withdrawn.
///
/// # Errors
/// Something in it is agreed: what was agreed in the open is opened in the open first.
pub fn check_withdrawable(
    paragraphs: impl IntoIterator<Item = ParagraphState>,
) -> Result<(), Refusal> {
    let is_open = |state| state == ParagraphState::Open;
    let all_open = paragraphs.into_iter().all(is_open);
    all_open.then_some(()).ok_or(Refusal::PartsAgreed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ActionPointStatus as Status;
    use ParagraphState as State;

    #[test]
    fn the_lowest_paragraph_says_where_its_action_point_stands() {
        for (paragraphs, expected) in [
            (&[][..], Status::UnderNegotiation),
            (&[State::Open], Status::UnderNegotiation),
            (&[State::Agreed, State::Open], Status::UnderNegotiation),
            (
                &[State::Agreed, State::AgreedAdReferendum],
                Status::AgreedAdReferendum,
            ),
            (&[State::Agreed, State::Agreed], Status::Agreed),
        ] {
            for before in [
                Status::UnderNegotiation,
                Status::AgreedAdReferendum,
                Status::Agreed,
            ] {
                for reading in [FirstReading::Ahead, FirstReading::Begun] {
                    let paragraphs = paragraphs.iter().copied();
                    assert_eq!(status(before, paragraphs, reading), expected);
                }
            }
        }
    }

    #[test]
    fn before_the_first_reading_open_text_is_being_drafted() {
        let status = |reading| status(Status::Drafting, [State::Open, State::Agreed], reading);
        assert_eq!(status(FirstReading::Ahead), Status::Drafting);
        assert_eq!(status(FirstReading::Begun), Status::UnderNegotiation);
    }

    #[test]
    fn a_head_withdraws_what_comes_from_the_delegation_alone() {
        let (own, other) = (DelegationId::new(), DelegationId::new());
        for (sponsors, is_theirs) in [
            (&[own][..], true),
            (&[own, other], false),
            (&[other], false),
            (&[], false),
        ] {
            let left_to = |extent| Sponsors(sponsors).leave_it_to(own, extent);
            assert_eq!(left_to(Extent::OwnDelegation), is_theirs);
            assert!(left_to(Extent::Full));
        }
    }

    #[test]
    fn what_is_agreed_in_part_is_not_withdrawn() {
        assert_eq!(check_withdrawable([]), Ok(()));
        assert_eq!(check_withdrawable([State::Open, State::Open]), Ok(()));
        for agreed in [State::AgreedAdReferendum, State::Agreed] {
            let refused = check_withdrawable([State::Open, agreed]);
            assert_eq!(refused, Err(Refusal::PartsAgreed));
        }
    }

    #[test]
    fn what_is_merged_or_withdrawn_stays_so() {
        for before in [Status::Merged, Status::Withdrawn] {
            assert_eq!(status(before, [State::Agreed], FirstReading::Begun), before);
        }
    }
}
