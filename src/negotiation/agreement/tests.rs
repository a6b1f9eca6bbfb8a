use proptest::prelude::*;

use super::*;
use chrono::TimeZone;

fn at(minute: i64) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2013, 10, 22, 10, 0, 0).unwrap() + TimeDelta::minutes(minute)
}

fn delegation(number: u128) -> DelegationId {
    DelegationId(uuid::Uuid::from_u128(number))
}

/// Delegations 0 to 3 take part in agreement.
fn parties() -> BTreeSet<DelegationId> {
    (0..4).map(delegation).collect()
}

fn clean() -> Facts {
    Facts::default()
}

fn ad_ref(awaiting: impl IntoIterator<Item = u128>) -> Agreement {
    Agreement::AdReferendum(AdReferendum {
        awaiting: awaiting.into_iter().map(delegation).collect(),
        since: Some(at(0)),
        until: Some(at(60)),
    })
}

fn gavel_ad_ref(awaiting: impl IntoIterator<Item = u128>, until: i64) -> Event {
    Event::GavelAdReferendum {
        awaiting: awaiting.into_iter().map(delegation).collect(),
        until: at(until),
    }
}

#[test]
fn every_cell_of_the_table_holds() {
    let agreed = Agreement::Agreed { at: Some(at(0)) };
    let now_agreed = |minute| {
        Ok(Agreement::Agreed {
            at: Some(at(minute)),
        })
    };
    let (open, given, only_two) = (Agreement::Open, ad_ref([1, 2]), ad_ref([2]));
    let cells = [
        // Open text.
        (&open, gavel_ad_ref([1, 2], 60), 0, Ok(given.clone())),
        (
            &open,
            gavel_ad_ref([1], 0),
            0,
            Err(Refusal::DeadlineNotAhead),
        ),
        (
            &open,
            gavel_ad_ref([1], 60 * 24 * 400),
            0,
            Err(Refusal::DeadlineNotAhead),
        ),
        (
            &open,
            gavel_ad_ref([1, 7], 60),
            0,
            Err(Refusal::CannotAwait(delegation(7))),
        ),
        (&open, Event::Gavel, 0, now_agreed(0)),
        (
            &open,
            Event::Confirm(delegation(1)),
            0,
            Err(Refusal::NotAgreed),
        ),
        (
            &open,
            Event::Reserve(delegation(1)),
            0,
            Err(Refusal::NotAgreed),
        ),
        (&open, Event::Silence, 90, Err(Refusal::NotAgreed)),
        (&open, Event::Reopen, 0, Err(Refusal::NotAgreed)),
        (&open, Event::Correct, 0, Err(Refusal::NothingToCorrect)),
        // Agreed ad referendum, until minute 60.
        (
            &given,
            gavel_ad_ref([1], 90),
            0,
            Err(Refusal::AlreadyAgreed),
        ),
        (&given, Event::Gavel, 0, Err(Refusal::AlreadyAgreed)),
        (
            &given,
            Event::Confirm(delegation(1)),
            59,
            Ok(only_two.clone()),
        ),
        (
            &given,
            Event::Confirm(delegation(3)),
            59,
            Err(Refusal::NotAwaited),
        ),
        (
            &given,
            Event::Confirm(delegation(1)),
            60,
            Err(Refusal::DeadlinePassed),
        ),
        (&only_two, Event::Confirm(delegation(2)), 59, now_agreed(59)),
        (
            &given,
            Event::Reserve(delegation(1)),
            59,
            Ok(Agreement::Open),
        ),
        (
            &given,
            Event::Reserve(delegation(3)),
            59,
            Ok(Agreement::Open),
        ),
        (
            &given,
            Event::Reserve(delegation(7)),
            59,
            Err(Refusal::NotParty),
        ),
        (
            &given,
            Event::Reserve(delegation(1)),
            60,
            Err(Refusal::DeadlinePassed),
        ),
        (&given, Event::Silence, 59, Err(Refusal::TooEarly)),
        (&given, Event::Silence, 60, now_agreed(60)),
        (&given, Event::Reopen, 0, Ok(Agreement::Open)),
        (&given, Event::Correct, 0, Err(Refusal::NothingToCorrect)),
        // Agreed.
        (
            &agreed,
            gavel_ad_ref([1], 60),
            0,
            Err(Refusal::AlreadyAgreed),
        ),
        (&agreed, Event::Gavel, 0, Err(Refusal::AlreadyAgreed)),
        (
            &agreed,
            Event::Confirm(delegation(1)),
            0,
            Err(Refusal::AgreedForGood),
        ),
        (
            &agreed,
            Event::Reserve(delegation(1)),
            0,
            Err(Refusal::AgreedForGood),
        ),
        (&agreed, Event::Silence, 90, Err(Refusal::AlreadyAgreed)),
        (&agreed, Event::Reopen, 0, Ok(Agreement::Open)),
        (&agreed, Event::Correct, 9, now_agreed(0)),
    ];
    for (before, event, minute, expected) in cells {
        let decided = decide(before, event.clone(), &clean(), &parties(), at(minute));
        assert_eq!(decided, expected, "{before:?} {event:?}");
    }
}

#[test]
fn only_a_clean_text_is_gavelled() {
    for obstacle in [
        Obstacle::Bracket,
        Obstacle::UnmatchedBracket,
        Obstacle::Alternate,
        Obstacle::Suggestion,
        Obstacle::Empty,
    ] {
        let facts = Facts {
            obstacles: [obstacle].into(),
        };
        for event in [Event::Gavel, gavel_ad_ref([], 60)] {
            let decided = decide(&Agreement::Open, event, &facts, &parties(), at(0));
            assert_eq!(decided, Err(Refusal::NotReady([obstacle].into())));
        }
        // What was agreed stays decided about, whatever stands in its text.
        let reopened = decide(&ad_ref([1]), Event::Reopen, &facts, &parties(), at(0));
        assert_eq!(reopened, Ok(Agreement::Open));
    }
}

#[test]
fn without_a_deadline_silence_never_comes() {
    let legacy = Agreement::AdReferendum(AdReferendum {
        awaiting: [delegation(1)].into(),
        ..AdReferendum::default()
    });
    let silence = decide(&legacy, Event::Silence, &clean(), &parties(), at(99_999));
    assert_eq!(silence, Err(Refusal::TooEarly));
    let confirm = Event::Confirm(delegation(1));
    let confirmed = decide(&legacy, confirm, &clean(), &parties(), at(99_999)).unwrap();
    assert_eq!(confirmed.state(), ParagraphState::Agreed);
}

fn events() -> impl Strategy<Value = (Event, bool, i64)> {
    let event = prop_oneof![
        (prop::collection::btree_set(0_u128..6, 0..4), -5_i64..90)
            .prop_map(|(awaiting, until)| gavel_ad_ref(awaiting, until)),
        Just(Event::Gavel),
        (0_u128..6).prop_map(|number| Event::Confirm(delegation(number))),
        (0_u128..6).prop_map(|number| Event::Reserve(delegation(number))),
        Just(Event::Silence),
        Just(Event::Reopen),
        Just(Event::Correct),
    ];
    (event, any::<bool>(), 0_i64..5)
}

proptest! {
    #[test]
    fn whatever_happens_agreement_is_kept(events in prop::collection::vec(events(), 1..60)) {
        let (mut agreement, mut minute) = (Agreement::Open, 0);
        for (event, is_clean, passes) in events {
            minute += passes;
            let now = at(minute);
            let facts = if is_clean { clean() } else { Facts { obstacles: [Obstacle::Bracket].into() } };
            let Ok(after) = decide(&agreement, event.clone(), &facts, &parties(), now) else { continue };
            match (&agreement, &after) {
                (Agreement::Open, after) => {
                    prop_assert!(is_clean, "{event:?} agreed what has brackets");
                    let is_gavel = matches!(event, Event::Gavel | Event::GavelAdReferendum { .. });
                    prop_assert!(is_gavel, "{event:?} agreed open text: {after:?}");
                }
                (Agreement::AdReferendum(before), Agreement::AdReferendum(after)) => {
                    prop_assert!(after.awaiting.is_subset(&before.awaiting) && after.awaiting.len() + 1 == before.awaiting.len());
                    prop_assert_eq!((after.until, after.since), (before.until, before.since));
                }
                (Agreement::AdReferendum(before), Agreement::Agreed { at }) => {
                    prop_assert_eq!(*at, Some(now));
                    match event {
                        Event::Silence => prop_assert!(before.until.is_some_and(|until| until <= now), "too early"),
                        Event::Confirm(last) => prop_assert_eq!(&before.awaiting, &[last].into()),
                        _ => prop_assert!(false, "{:?} made it agreed", event),
                    }
                }
                (Agreement::AdReferendum(before), Agreement::Open) => {
                    let is_timely = before.until.is_none_or(|until| until > now);
                    prop_assert!(matches!(event, Event::Reopen) || matches!(event, Event::Reserve(_)) && is_timely);
                }
                (Agreement::Agreed { .. }, Agreement::Open) => prop_assert_eq!(event, Event::Reopen),
                (before @ Agreement::Agreed { .. }, after) => {
                    prop_assert_eq!(before, after);
                    prop_assert_eq!(event, Event::Correct);
                }
            }
            agreement = after;
        }
    }
}
