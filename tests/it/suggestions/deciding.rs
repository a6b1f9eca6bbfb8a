//! Suggestions are accepted, amended or not retained, while people type.

use plenary::drafting;
use plenary::drafting::journal::Batch;
use plenary::drafting::text::Edit;
use serde_json::{Value, json};
use sqlx::PgPool;

use super::Floor;
use crate::agreement::stage::Stage;

const WORDS: &str = "Cities shall publish open data every year.";

#[sqlx::test]
async fn an_accepted_suggestion_leaves_what_others_typed_and_is_its_authors(db: PgPool) {
    let floor = Floor::set(db, &[WORDS, "Untouched."]).await;
    let stage = &floor.stage;
    let should = "Cities should publish open data every two years.";
    let made = floor.suggests("cork_delegate", 0, WORDS, should).await;
    let mut typist = stage.server.join(stage.draft, "typist").await;
    let end = u32::try_from(WORDS.len()).unwrap();
    typist.types(end, " Others may.").await;
    typist.is_told_saved().await;

    let (status, all) = floor.accepts("rapporteur", &[&made]).await;
    assert_eq!(status, 200, "{all}");
    let whole = "Cities should publish open data every two years. Others may.";
    typist.sees(whole).await;
    assert_eq!(floor.words().await, [whole, "Untouched."]);
    let accepted = floor.read("cork_head", &made).await;
    assert_eq!(accepted["state"], "accepted");
    assert_eq!(accepted["decided"]["by"]["name"], "rapporteur");
    assert_eq!(accepted["decided"]["note"], "As the room wished.");
    assert_eq!(accepted["decided"]["words_after"], whole);
    let author: uuid::Uuid = sqlx::query_scalar(
        "select participant_id from journal_entry where draft_id = $1 order by seq desc limit 1",
    )
    .bind(stage.draft.0)
    .fetch_one(&stage.server.db)
    .await
    .unwrap();
    assert_eq!(author, stage.id("cork_delegate").0, "the words are theirs");
    // Whoever goes on typing does so in the merged words.
    typist.types(0, "All ").await;
    typist.is_told_saved().await;
    assert_eq!(floor.words().await[0], format!("All {whole}"));
}

#[sqlx::test]
async fn several_are_accepted_together_or_none_is(db: PgPool) {
    let floor = Floor::set(db, &[WORDS, "They teach."]).await;
    let should = floor
        .suggests(
            "cork_head",
            0,
            WORDS,
            "Cities should publish open data every year.",
        )
        .await;
    let must = floor
        .suggests(
            "pune_head",
            0,
            WORDS,
            "Cities must publish open data every year.",
        )
        .await;
    let two = floor
        .suggests(
            "pune_head",
            0,
            WORDS,
            "Cities shall publish open data every two years.",
        )
        .await;
    let learn = floor
        .suggests("cork_head", 1, "They teach.", "They teach and learn.")
        .await;
    let read = floor.read("chair", &should).await;
    assert_eq!(read["clashes"], json!([must["id"]]));
    assert_eq!(floor.read("chair", &two).await["clashes"], json!([]));

    let (status, refused) = floor.accepts("chair", &[&learn, &should, &must]).await;
    assert_eq!(
        (status, &refused["code"]),
        (409, &json!("clash")),
        "{refused}"
    );
    assert_eq!(refused["numbers"], json!([1, 2]), "{refused}");
    assert_eq!(floor.words().await, [WORDS, "They teach."]);
    for suggestion in [&learn, &should] {
        assert_eq!(floor.read("chair", suggestion).await["state"], "open");
    }

    let (status, all) = floor.accepts("chair", &[&learn, &should, &two]).await;
    assert_eq!(status, 200, "{all}");
    assert_eq!(
        floor.words().await,
        [
            "Cities should publish open data every two years.",
            "They teach and learn."
        ]
    );
    assert_eq!(floor.read("chair", &must).await["fit"], "stale");
}

#[sqlx::test]
async fn a_decider_amends_what_they_see(db: PgPool) {
    let floor = Floor::set(db, &[WORDS]).await;
    let stage = &floor.stage;
    let french = json!({ "paragraph": floor.paragraphs[0], "base_words": WORDS, "words": "Les villes publient.", "language": "fr" });
    let suggestions = stage.in_draft("suggestions");
    let (status, made) = stage.command("cork_head", &suggestions, french).await;
    assert_eq!((status, &made["fit"]), (201, &json!("other_language")));
    let (status, answer) = floor.accepts("rapporteur", &[&made]).await;
    assert_eq!((status, &answer["code"]), (409, &json!("other_language")));

    let amend = floor.about(&made, "amend");
    let amended = |seen: &str| json!({ "words": "Cities publish.", "words_seen": seen, "note": "In English." });
    stage
        .is_refused(
            "rapporteur",
            &amend,
            amended("Something else."),
            (409, "words_changed"),
        )
        .await;
    let done = stage.does("rapporteur", &amend, amended(WORDS)).await;
    assert_eq!(
        (&done["state"], &done["words"]),
        (&json!("accepted_amended"), &json!("Les villes publient."))
    );
    assert_eq!(done["decided"]["words_after"], "Cities publish.");
    assert_eq!(floor.words().await, ["Cities publish."]);
}

#[sqlx::test]
async fn a_paragraph_comes_and_goes_by_suggestion(db: PgPool) {
    let floor = Floor::set(db, &["First.", "Second."]).await;
    let stage = &floor.stage;
    let point = stage.point("chair").await["id"].clone();
    let suggestions = stage.in_draft("suggestions");
    let between =
        json!({ "action_point": point, "after": floor.paragraphs[0], "words": "Between." });
    let (status, between) = stage.command("cork_head", &suggestions, between).await;
    assert_eq!(
        (status, &between["kind"]),
        (201, &json!("new_paragraph")),
        "{between}"
    );
    let top = json!({ "action_point": point, "words": "On top." });
    let (_, top) = stage.command("pune_head", &suggestions, top).await;
    let gone = floor.suggests("cork_head", 1, "Second.", "").await;
    let (status, all) = floor.accepts("chair", &[&between, &top, &gone]).await;
    assert_eq!(status, 200, "{all}");
    assert_eq!(floor.words().await, ["On top.", "First.", "Between."]);

    // What somebody wrote meanwhile does not go with the rest.
    let first = floor.suggests("cork_head", 0, "First.", "").await;
    let amended = floor
        .suggests("pune_head", 0, "First.", "First of all.")
        .await;
    let (status, _) = floor.accepts("chair", &[&amended]).await;
    assert_eq!(status, 200);
    assert_eq!(floor.read("chair", &first).await["fit"], "stale");
    let (status, answer) = floor.accepts("chair", &[&first]).await;
    assert_eq!((status, &answer["code"]), (409, &json!("stale")));
    assert_eq!(floor.words().await[1], "First of all.");
}

#[sqlx::test]
async fn what_is_not_retained_stays_readable_and_a_bridge_takes_others_with_it(db: PgPool) {
    let floor = Floor::set(db, &[WORDS]).await;
    let stage = &floor.stage;
    let should = floor
        .suggests(
            "cork_head",
            0,
            WORDS,
            "Cities should publish open data every year.",
        )
        .await;
    let must = floor
        .suggests(
            "pune_head",
            0,
            WORDS,
            "Cities must publish open data every year.",
        )
        .await;
    let other = floor
        .suggests(
            "pune_head",
            0,
            WORDS,
            "Cities shall publish open data yearly.",
        )
        .await;
    let retain = floor.about(&other, "not-retain");
    let note = json!({ "note": "The year is enough." });
    let done = stage.does("chair", &retain, note).await;
    assert_eq!(
        (&done["state"], &done["decided"]["note"]),
        (&json!("not_retained"), &json!("The year is enough."))
    );
    assert_eq!(done["words"], "Cities shall publish open data yearly.");

    let bridge = json!({
        "paragraph": floor.paragraphs[0], "base_words": WORDS, "words": "Cities will publish open data every year.",
        "bridges": [should["id"], must["id"]],
    });
    let suggestions = stage.in_draft("suggestions");
    let (status, bridge) = stage.command("chair", &suggestions, bridge).await;
    assert_eq!(status, 201, "{bridge}");
    let (status, _) = floor.accepts("chair", &[&bridge]).await;
    assert_eq!(status, 200);
    for bridged in [&should, &must] {
        assert_eq!(
            floor.read("cork_head", bridged).await["state"],
            "not_retained"
        );
    }
    assert_eq!(
        floor.words().await,
        ["Cities will publish open data every year."]
    );
}

#[sqlx::test]
async fn an_open_suggestion_stands_before_the_gavel_and_agreed_text_before_an_acceptance(
    db: PgPool,
) {
    let floor = Floor::set(db, &[WORDS, "They teach."]).await;
    let stage = &floor.stage;
    let made = floor
        .suggests("cork_head", 0, WORDS, "Cities shall publish.")
        .await;
    let gavel = stage.about(0, "gavel").await;
    let agreed = json!({ "outcome": "agreed", "words": WORDS });
    stage
        .is_refused("chair", &gavel, agreed.clone(), (409, "not_ready"))
        .await;
    let obstacles = |point: &Value| point["paragraphs"][0]["obstacles"].clone();
    assert_eq!(
        obstacles(&stage.point("chair").await),
        json!(["suggestion"])
    );
    let retain = floor.about(&made, "not-retain");
    stage.does("chair", &retain, json!({})).await;
    stage.does("chair", &gavel, agreed).await;

    // Words for agreed text find their place, and wait until it is reopened.
    let late = floor
        .suggests("pune_head", 0, WORDS, "Cities shall publish open data.")
        .await;
    let (status, answer) = floor.accepts("chair", &[&late]).await;
    assert_eq!((status, &answer["code"]), (409, &json!("agreed")));
    let reopen = stage.about(0, "reopen").await;
    stage
        .does("chair", &reopen, json!({ "reason": "Pune came back." }))
        .await;
    let (status, _) = floor.accepts("chair", &[&late]).await;
    assert_eq!(status, 200);
    assert_eq!(floor.words().await[0], "Cities shall publish open data.");
}

#[sqlx::test]
async fn a_paragraph_that_was_moved_to_another_action_point_is_found_there(db: PgPool) {
    let stage = Stage::with_points(db, &[&[WORDS, "Stays."], &["Other."]]).await;
    let paragraphs = stage.paragraphs().await;
    let floor = Floor { stage, paragraphs };
    let stage = &floor.stage;
    let made = floor
        .suggests("cork_head", 0, WORDS, "Cities shall publish open data.")
        .await;
    let held = stage.server.rooms.hold(stage.draft).await.unwrap();
    let [from, to] = [0, 1].map(|place| held.reading.points[place].id);
    let block = held.reading.points[0].blocks[1].clone();
    let moved = [
        Edit::Remove {
            point: from,
            paragraph: block.id.unwrap(),
        },
        Edit::Insert {
            point: to,
            after: None,
            block,
        },
    ];
    let entry = held.edit(stage.id("chair"), &[], &moved).unwrap();
    let batch = Batch {
        draft: stage.draft,
        generation: held.reading.generation,
        after_seq: held.reading.seq,
        rules: held.rules,
        entries: vec![entry],
    };
    let mut db = stage.server.db.begin().await.unwrap();
    let now = stage.server.clock.now();
    drafting::store::append(&mut db, &[batch], now)
        .await
        .unwrap();
    db.commit().await.unwrap();
    drop(held);
    assert_eq!(floor.words().await, ["Stays.", WORDS, "Other."]);
    let (status, answer) = floor.accepts("chair", &[&made]).await;
    assert_eq!(status, 200, "{answer}");
    assert_eq!(
        floor.words().await,
        ["Stays.", "Cities shall publish open data.", "Other."]
    );
}
