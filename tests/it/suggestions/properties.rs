//! Whatever is suggested and decided: another paragraph never changes, and no suggestion is lost.

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::json;
use sqlx::PgPool;

use super::Floor;

const PARAGRAPHS: [&str; 3] = [
    "Cities shall publish open data every year.",
    "城市应当每年公布开放数据。",
    "تنشر كل مدينة بيانات مفتوحة كل عام [بلغات عدة].",
];

/// What somebody does.
#[derive(Clone, Debug)]
enum Step {
    /// Suggests for the nth paragraph: a word of it is cut out, and another put there.
    Suggest {
        nth: usize,
        cut: usize,
        put: String,
    },
    /// Decides about the nth open suggestion.
    Accept(usize),
    Retain(usize),
}

fn step() -> impl Strategy<Value = Step> {
    let put = prop_oneof![
        Just(String::new()),
        Just("new".to_owned()),
        Just("每两年".to_owned()),
        Just("[مدن]".to_owned()),
        Just("😀".to_owned())
    ];
    prop_oneof![
        3 => (0..PARAGRAPHS.len(), 0usize..12, put).prop_map(|(nth, cut, put)| Step::Suggest { nth, cut, put }),
        2 => (0usize..8).prop_map(Step::Accept),
        1 => (0usize..8).prop_map(Step::Retain),
    ]
}

fn changed(words: &str, cut: usize, put: &str) -> String {
    let mut letters: Vec<String> = words.split_inclusive(' ').map(str::to_owned).collect();
    let place = cut % letters.len().max(1);
    if let Some(word) = letters.get_mut(place) {
        let space = if word.ends_with(' ') { " " } else { "" };
        *word = format!("{put}{space}");
    }
    letters.concat()
}

#[sqlx::test]
async fn accepting_changes_no_other_paragraph_and_loses_no_suggestion(db: PgPool) {
    let floor = Floor::set(db, &PARAGRAPHS).await;
    let mut runner = TestRunner::deterministic();
    let steps = prop::collection::vec(step(), 120)
        .new_tree(&mut runner)
        .unwrap()
        .current();
    let (mut made, mut accepted) = (0, 0);
    for step in steps {
        let before = floor.words().await;
        match step {
            Step::Suggest { nth, cut, put } => {
                let words = changed(&before[nth], cut, &put);
                let (status, answer) = floor.tries("cork_head", nth, &before[nth], &words).await;
                assert_eq!(status == 201, words != before[nth], "{answer}");
                made += usize::from(status == 201);
                assert_eq!(floor.words().await, before);
            }
            Step::Accept(nth) | Step::Retain(nth) => {
                let all = floor.all("chair").await;
                let open: Vec<_> = all.iter().filter(|one| one["state"] == "open").collect();
                let Some(chosen) = open.get(nth % open.len().max(1)) else {
                    continue;
                };
                if matches!(step, Step::Retain(_)) {
                    let path = floor.about(chosen, "not-retain");
                    floor.stage.does("chair", &path, json!({})).await;
                    assert_eq!(floor.words().await, before);
                    continue;
                }
                let place = floor
                    .paragraphs
                    .iter()
                    .position(|id| chosen["paragraph"] == **id)
                    .unwrap();
                let (status, answer) = floor.accepts("chair", &[chosen]).await;
                assert_eq!(status == 200, chosen["fit"] == "fits", "{answer} {chosen}");
                accepted += usize::from(status == 200);
                let after = floor.words().await;
                if chosen["words"] == "" && status == 200 {
                    return; // The paragraph is gone: the story of another test.
                }
                for (other, (was, is)) in before.iter().zip(&after).enumerate() {
                    assert!(other == place || was == is, "{was} became {is}");
                }
            }
        }
        assert_eq!(floor.all("observer_head").await.len(), made);
    }
    assert!(
        made > 20 && accepted > 10,
        "{made} made, {accepted} accepted"
    );
}
