//! Where an action point stands follows from its paragraphs; it is never set by hand against them.

use crate::identifier::vocabulary;
use crate::negotiation::{ActionPointStatus, ParagraphState};

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
    fn what_is_merged_or_withdrawn_stays_so() {
        for before in [Status::Merged, Status::Withdrawn] {
            assert_eq!(status(before, [State::Agreed], FirstReading::Begun), before);
        }
    }
}
