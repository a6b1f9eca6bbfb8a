//! The gate: what nobody may change stays as it is, however the bytes are forged; and what changes on open connections when
//! rights, states or sign-ins do.

use std::collections::HashMap;
use std::sync::Arc;

use plenary::drafting::text::{Block, BlockKind};
use plenary::negotiation::rights::{self, Switch};
use plenary::negotiation::{
    ActionPointId, ActionPointStatus, DraftId, ParagraphId, ParagraphState,
};
use plenary::people::{self, ParticipantId, Role};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use sqlx::PgPool;
use uuid::Uuid;
use yrs::{
    Any, Map, MapRef, Out, Text, Transact, TransactionMut, Xml, XmlElementPrelim, XmlElementRef,
    XmlFragment, XmlFragmentRef, XmlOut, XmlTextPrelim, XmlTextRef,
};

use crate::support::TestServer;
use crate::support::client::{Client, Speaks, sync_frame};
use crate::support::server::{add_participant, replayed};

/// A server with a draft of three paragraphs, of which the second is agreed.
struct Given {
    server: TestServer,
    draft: DraftId,
    point: ActionPointId,
    agreed: ParagraphId,
}

impl Given {
    async fn new(db: PgPool) -> Self {
        let server = TestServer::start(db).await;
        let draft = server.draft(&["before", "agreed words", "after"]).await;
        let point = replayed(&server.db, draft).await.points().remove(0);
        let agreed = point.blocks[2].id.unwrap();
        let given = Self {
            server,
            draft,
            point: point.id,
            agreed,
        };
        given
            .decide(ActionPointStatus::UnderNegotiation, ParagraphState::Agreed)
            .await;
        given
    }

    /// What the commands of the chair do in the database, and nothing more: the room finds out by itself.
    async fn decide(&self, point: ActionPointStatus, paragraph: ParagraphState) {
        let mut db = self.server.db.begin().await.unwrap();
        sqlx::query("insert into action_point (id, draft_id, status, addressees) values ($1, $2, $3, '{}') on conflict (id) do update set status = $3")
            .bind(self.point.0).bind(self.draft.0).bind(point.word())
            .execute(&mut *db).await.unwrap();
        sqlx::query("insert into paragraph (id, action_point_id, state) values ($1, $2, $3) on conflict (id) do update set state = $3")
            .bind(self.agreed.0).bind(self.point.0).bind(paragraph.word())
            .execute(&mut *db).await.unwrap();
        rights::store::change_rules(&mut *db, self.draft)
            .await
            .unwrap();
        db.commit().await.unwrap();
    }

    async fn agreed_block(&self) -> Option<Block> {
        let points = replayed(&self.server.db, self.draft).await.points();
        let mut blocks = points
            .into_iter()
            .filter(|point| point.id == self.point)
            .flat_map(|point| point.blocks);
        blocks.find(|block| block.id == Some(self.agreed))
    }

    /// Somebody who holds just this role in the session.
    async fn join_as(&self, role: Role, name: &str) -> (ParticipantId, Client) {
        let (participant, token) = self.participant(role, name).await;
        (
            participant,
            Client::open(self.server.address, self.draft, &token, Speaks::Plenary).await,
        )
    }

    async fn participant(&self, role: Role, name: &str) -> (ParticipantId, String) {
        let (participant, token) = add_participant(
            &self.server.db,
            self.server.conference,
            self.server.delegation,
            name,
        )
        .await;
        sqlx::query("update session_role set role = $2 where participant_id = $1")
            .bind(participant.0)
            .bind(role.word())
            .execute(&self.server.db)
            .await
            .unwrap();
        (participant, token)
    }
}

/// What a client has of the text before it changes it: nothing can be looked up while it does.
struct Screen {
    outline: MapRef,
    point: String,
    fragment: XmlFragmentRef,
    elements: Vec<XmlElementRef>,
}

impl Screen {
    fn of(client: &Client) -> Self {
        let outline = client.doc.get_or_insert_map("outline");
        let fragment = client.fragment().unwrap();
        let txn = client.doc.transact();
        let children = fragment.children(&txn).filter_map(|child| match child {
            XmlOut::Element(element) => Some(element),
            _ => None,
        });
        Self {
            point: outline.keys(&txn).next().unwrap().to_owned(),
            elements: children.collect(),
            outline,
            fragment: fragment.clone(),
        }
    }

    /// The text of a block.
    fn text(&self, at: usize, txn: &TransactionMut<'_>) -> XmlTextRef {
        match self.elements[at].get(txn, 0) {
            Some(XmlOut::Text(text)) => text,
            _ => panic!("the paragraph has words"),
        }
    }

    fn put_entry(&self, order: &str, kind: &str, txn: &mut TransactionMut<'_>) {
        let entry = [
            ("order".to_owned(), Any::from(order)),
            ("kind".to_owned(), Any::from(kind)),
        ];
        self.outline
            .insert(txn, self.point.clone(), Any::from(HashMap::from(entry)));
    }

    /// A paragraph with the id of the agreed one.
    fn twin(&self, at: u32, words: &str, txn: &mut TransactionMut<'_>) {
        let Some(Out::Any(id)) = self.elements[2].get_attribute(txn, "id") else {
            panic!("it has an id");
        };
        let element = self
            .fragment
            .insert(txn, at, XmlElementPrelim::empty("paragraph"));
        element.insert_attribute(txn, "id", id);
        element.insert(txn, 0, XmlTextPrelim::new(words));
    }
}

/// An update made on this client's screen, whatever the server will say.
fn forged(client: &Client, edit: impl FnOnce(&Screen, &mut TransactionMut<'_>)) -> Vec<u8> {
    let screen = Screen::of(client);
    let mut txn = client.doc.transact_mut();
    edit(&screen, &mut txn);
    txn.encode_update_v1()
}

const AGREED_AT: u32 = 2;

type Forgery = fn(&Screen, &mut TransactionMut<'_>);

/// Ways to get at the agreed paragraph.
const FORGERIES: &[(&str, Forgery)] = &[
    ("a word is added", |screen, txn| {
        screen.text(2, txn).insert(txn, 3, "not ");
    }),
    ("a word is deleted", |screen, txn| {
        screen.text(2, txn).remove_range(txn, 0, 3);
    }),
    ("a word is replaced", |screen, txn| {
        let text = screen.text(2, txn);
        text.remove_range(txn, 0, 6);
        text.insert(txn, 0, "refused");
    }),
    ("words are added and taken back", |screen, txn| {
        let text = screen.text(2, txn);
        text.insert(txn, 0, "x");
        text.remove_range(txn, 0, 1);
    }),
    ("words are made bold", |screen, txn| {
        let marks = [("strong".into(), Any::Map(Arc::default()))].into();
        screen.text(2, txn).format(txn, 0, 6, marks);
    }),
    ("a second text is put beside", |screen, txn| {
        screen.elements[2].insert(txn, 1, XmlTextPrelim::new("and more"));
    }),
    ("the paragraph is deleted", |screen, txn| {
        screen.fragment.remove_range(txn, AGREED_AT, 1);
    }),
    ("everything is deleted", |screen, txn| {
        screen.fragment.remove_range(txn, 0, 4);
    }),
    (
        "the paragraph is written anew, word for word",
        |screen, txn| {
            screen.twin(AGREED_AT, "agreed words", txn);
            screen.fragment.remove_range(txn, AGREED_AT + 1, 1);
        },
    ),
    ("a twin with its id is put before it", |screen, txn| {
        screen.twin(1, "other words", txn);
    }),
    ("its level is changed", |screen, txn| {
        screen.elements[2].insert_attribute(txn, "level", Any::from(3.0));
    }),
    ("its id is changed", |screen, txn| {
        screen.elements[2].insert_attribute(txn, "id", Uuid::now_v7().to_string());
    }),
    ("its id is taken away", |screen, txn| {
        screen.elements[2].remove_attribute(txn, &"id");
    }),
    ("it is split in two", |screen, txn| {
        screen.text(2, txn).remove_range(txn, 6, 6);
        let rest = screen
            .fragment
            .insert(txn, AGREED_AT + 1, XmlElementPrelim::empty("paragraph"));
        rest.insert_attribute(txn, "id", Uuid::now_v7().to_string());
        rest.insert(txn, 0, XmlTextPrelim::new(" words"));
    }),
    ("its neighbour is merged into it", |screen, txn| {
        screen.text(2, txn).insert(txn, 12, " after");
        screen.fragment.remove_range(txn, AGREED_AT + 1, 1);
    }),
    ("its action point is hidden", |screen, txn| {
        screen.outline.remove(txn, &screen.point);
    }),
    ("its action point is made a heading", |screen, txn| {
        screen.put_entry("a0", "heading", txn);
    }),
];

#[sqlx::test]
async fn no_forgery_gets_at_agreed_text(db: PgPool) {
    let given = Given::new(db).await;
    let before = given.agreed_block().await;
    let seq = |given: &Given| {
        let (db, draft) = (given.server.db.clone(), given.draft);
        async move {
            plenary::drafting::store::head(&db, draft)
                .await
                .unwrap()
                .unwrap()
                .seq
        }
    };
    for (what, forgery) in FORGERIES {
        for as_answer in [false, true] {
            // The rapporteur, who may do most.
            let (_, mut cheat) = given
                .join_as(Role::Rapporteur, &format!("{what} {as_answer}"))
                .await;
            let committed = seq(&given).await;
            let update = forged(&cheat, forgery);
            if as_answer {
                cheat.says(&sync_frame(1, &update)).await;
            } else {
                cheat.forges(&update).await;
            }
            cheat.until(what, |client| client.refusal.is_some()).await;
            assert_eq!(seq(&given).await, committed, "{what}");
            assert_eq!(given.agreed_block().await, before, "{what}");
        }
    }
    // The neighbours stay free all the while.
    let (_, mut honest) = given.join_as(Role::Rapporteur, "honest").await;
    honest.types(0, "well ").await;
    honest.is_told_saved().await;
}

#[sqlx::test]
async fn a_forgery_in_pieces_stops_at_its_first_piece(db: PgPool) {
    let given = Given::new(db).await;
    let before = given.agreed_block().await;
    let (_, mut cheat) = given.join_as(Role::Rapporteur, "cheat").await;
    let pieces: Vec<Vec<u8>> = "xyz"
        .chars()
        .map(|letter| {
            forged(&cheat, |screen, txn| {
                screen.text(2, txn).insert(txn, 0, &letter.to_string());
            })
        })
        .collect();
    for piece in &pieces {
        cheat.forges(piece).await;
    }
    cheat.is_refused("locked").await;
    // What follows on the same connection is not taken either, wherever it is.
    cheat.types(0, "later ").await;
    let (_, mut honest) = given.join_as(Role::Rapporteur, "honest").await;
    honest.types(0, "honest ").await;
    honest.is_told_saved().await;
    assert_eq!(given.agreed_block().await, before);
    assert_eq!(given.server.stored_text(given.draft).await, "honest before");
}

#[sqlx::test]
async fn undoing_does_not_reach_what_was_agreed_meanwhile(db: PgPool) {
    let given = Given::new(db).await;
    given
        .decide(ActionPointStatus::UnderNegotiation, ParagraphState::Open)
        .await;
    let (_, mut author) = given.join_as(Role::Rapporteur, "author").await;
    let typed = forged(&author, |screen, txn| {
        screen.text(2, txn).insert(txn, 0, "well ");
    });
    author.forges(&typed).await;
    author.is_told_saved().await;
    given
        .decide(ActionPointStatus::UnderNegotiation, ParagraphState::Agreed)
        .await;
    let undone = forged(&author, |screen, txn| {
        screen.text(2, txn).remove_range(txn, 0, 5);
    });
    author.forges(&undone).await;
    author.is_refused("locked").await;
    assert_eq!(
        given.agreed_block().await.unwrap().text(),
        "well agreed words"
    );
}

#[sqlx::test]
async fn a_keystroke_after_the_gavel_is_not_committed_whatever_the_room_knows(db: PgPool) {
    let given = Given::new(db).await;
    given
        .decide(ActionPointStatus::UnderNegotiation, ParagraphState::Open)
        .await;
    let (_, mut author) = given.join_as(Role::Rapporteur, "author").await;
    author.types(0, "x").await;
    author.is_told_saved().await;
    // The room has not been told: the journal finds that the rules are others.
    given
        .decide(ActionPointStatus::Agreed, ParagraphState::Agreed)
        .await;
    author.types(0, "y").await;
    author.is_refused("locked").await;
    assert_eq!(given.server.stored_text(given.draft).await, "xbefore");
}

#[sqlx::test]
async fn a_rapporteur_moves_an_agreed_action_point_and_changes_nothing_in_it(db: PgPool) {
    let given = Given::new(db).await;
    given
        .decide(ActionPointStatus::Agreed, ParagraphState::Agreed)
        .await;
    let (_, mut rapporteur) = given.join_as(Role::Rapporteur, "rapporteur").await;
    let moved = forged(&rapporteur, |screen, txn| {
        screen.put_entry("b7", "action_point", txn);
    });
    rapporteur.forges(&moved).await;
    rapporteur.is_told_saved().await;
    rapporteur.types(0, "x").await;
    rapporteur.is_refused("locked").await;
}

#[sqlx::test]
async fn who_may_type_by_role_and_switch(db: PgPool) {
    let given = Given::new(db).await;
    let may_type = [Role::Rapporteur];
    let with_switch = [Role::Delegate, Role::HeadOfDelegation, Role::ScreenOperator];
    let never = [
        Role::Observer,
        Role::Chair,
        Role::Interpreter,
        Role::Secretariat,
    ];
    for is_on in [false, true] {
        let mut db = given.server.db.begin().await.unwrap();
        let (session, switch) = (given.server.session, Switch::Typing);
        if is_on {
            rights::store::switch_on(&mut *db, session, switch)
                .await
                .unwrap();
        } else {
            rights::store::switch_off(&mut *db, session, switch)
                .await
                .unwrap();
        }
        rights::store::change_rules_of_session(&mut *db, given.server.session)
            .await
            .unwrap();
        db.commit().await.unwrap();
        given.server.rooms.rules_changed([given.draft]).await;
        for role in may_type.iter().chain(&with_switch).chain(&never) {
            let (_, mut client) = given
                .join_as(*role, &format!("{} {is_on}", role.word()))
                .await;
            let expected = may_type.contains(role) || is_on && with_switch.contains(role);
            client.types(0, "x").await;
            client.fences().await;
            client
                .until(role.word(), |client| {
                    client.refusal.is_some() || client.fenced.0 > 0
                })
                .await;
            assert_eq!(
                client.refusal.is_none(),
                expected,
                "{role:?}, switch {is_on}"
            );
        }
        let (_, token) = given
            .participant(Role::Technician, &format!("technician {is_on}"))
            .await;
        let mut technician =
            Client::new(given.server.address, given.draft, &token, Speaks::Plenary);
        assert!(
            technician.try_connect().await.is_err(),
            "a technician reads no text"
        );
    }
}

#[sqlx::test]
async fn two_roles_in_two_sessions_hold_each_in_its_own(db: PgPool) {
    let given = Given::new(db).await;
    let mut elsewhere =
        plenary::conference::store::sessions(&given.server.db, given.server.conference)
            .await
            .unwrap()
            .remove(0);
    elsewhere.id = plenary::conference::SessionId::new();
    elsewhere.number = 2;
    elsewhere.code = "S2".into();
    plenary::conference::store::add_session(&given.server.db, given.server.conference, &elsewhere)
        .await
        .unwrap();
    let other = crate::support::server::add_draft(&given.server.db, elsewhere.id, &["other"]).await;
    let (participant, token) = given.participant(Role::Rapporteur, "two hats").await;
    sqlx::query("delete from session_role where participant_id = $1 and session_id = $2")
        .bind(participant.0)
        .bind(elsewhere.id.0)
        .execute(&given.server.db)
        .await
        .unwrap();
    people::store::assign_role(&given.server.db, elsewhere.id, participant, Role::Observer)
        .await
        .unwrap();
    let mut here = Client::open(given.server.address, given.draft, &token, Speaks::Plenary).await;
    let mut there = Client::open(given.server.address, other, &token, Speaks::Plenary).await;
    here.types(0, "x").await;
    here.is_told_saved().await;
    there.types(0, "x").await;
    there.is_refused("not_allowed").await;
    assert_eq!(given.server.stored_text(other).await, "other");
}

#[sqlx::test]
async fn a_role_taken_away_counts_from_that_moment(db: PgPool) {
    let given = Given::new(db).await;
    let (participant, mut author) = given.join_as(Role::Rapporteur, "author").await;
    author.types(0, "a").await;
    author.is_told_saved().await;
    let mut db = given.server.db.begin().await.unwrap();
    sqlx::query("update session_role set role = 'observer' where participant_id = $1")
        .bind(participant.0)
        .execute(&mut *db)
        .await
        .unwrap();
    rights::store::change_rules_of_session(&mut *db, given.server.session)
        .await
        .unwrap();
    db.commit().await.unwrap();
    // Mid-burst: nothing of this is committed, though the room has not been told.
    for _ in 0..50 {
        author.types(0, "b").await;
    }
    author.is_refused("not_allowed").await;
    assert_eq!(given.server.stored_text(given.draft).await, "abefore");
    // Told, the connection hears what it may do now.
    let (_, mut other) = given.join_as(Role::Rapporteur, "other").await;
    sqlx::query("delete from session_role where participant_id = $1")
        .bind(participant.0)
        .execute(&given.server.db)
        .await
        .unwrap();
    rights::store::change_rules(&given.server.db, given.draft)
        .await
        .unwrap();
    given.server.rooms.rules_changed([given.draft]).await;
    author.is_closed(4403).await;
    other.is_noticed("rights", "", "").await;
}

#[sqlx::test]
async fn a_sign_out_ends_open_connections(db: PgPool) {
    let given = Given::new(db).await;
    let (participant, mut author) = given.join_as(Role::Rapporteur, "author").await;
    author.types(0, "a").await;
    author.is_told_saved().await;
    let mut db = given.server.db.begin().await.unwrap();
    sqlx::query("delete from sign_in where participant_id = $1")
        .bind(participant.0)
        .execute(&mut *db)
        .await
        .unwrap();
    let drafts = rights::store::change_rules_of_conference(&mut *db, given.server.conference)
        .await
        .unwrap();
    db.commit().await.unwrap();
    author.types(0, "b").await;
    given.server.rooms.rules_changed(drafts).await;
    author.is_closed(4401).await;
    assert_eq!(given.server.stored_text(given.draft).await, "abefore");
}

#[sqlx::test]
async fn random_editors_and_random_gavels_race_and_no_agreed_word_moves(db: PgPool) {
    let given = Given::new(db).await;
    let mut runner = TestRunner::default();
    let plan = prop::collection::vec((0u8..4, 0usize..3, 0u32..8), 60..120);
    let mut editors = Vec::new();
    for name in ["one", "two", "three"] {
        editors.push(given.join_as(Role::Rapporteur, name).await.1);
    }
    let mut said: Option<String> = given.agreed_block().await.map(|block| block.text());
    for (what, who, at) in plan.new_tree(&mut runner).unwrap().current() {
        let client = &mut editors[who];
        match what {
            0 => {
                given
                    .decide(ActionPointStatus::UnderNegotiation, ParagraphState::Agreed)
                    .await;
                said = given.agreed_block().await.map(|block| block.text());
                continue;
            }
            1 => {
                // What was agreed until now is as it was when it was agreed.
                if let Some(said) = said.take() {
                    assert_eq!(given.agreed_block().await.unwrap().text(), said);
                }
                given
                    .decide(ActionPointStatus::UnderNegotiation, ParagraphState::Open)
                    .await;
                continue;
            }
            _ => {}
        }
        if client.refusal.is_some() || client.closed.is_some() {
            editors[who] = given
                .join_as(Role::Rapporteur, &Uuid::now_v7().to_string())
                .await
                .1;
            continue;
        }
        let update = forged(client, |screen, txn| {
            let paragraph = 1 + usize::from(what == 2);
            let text = screen.text(paragraph, txn);
            let length = text.len(txn);
            if at % 3 == 0 && length > at + 1 {
                text.remove_range(txn, at, 1);
            } else {
                text.insert(txn, at.min(length), "z");
            }
        });
        client.forges(&update).await;
        client.hears_what_is_there().await;
    }
    if let Some(said) = said {
        assert_eq!(given.agreed_block().await.unwrap().text(), said);
    }
    assert!(
        given
            .agreed_block()
            .await
            .is_some_and(|block| block.kind == BlockKind::Paragraph)
    );
}

#[sqlx::test]
async fn a_draft_that_is_held_takes_nothing_and_what_is_decided_counts_afterwards(db: PgPool) {
    use plenary::drafting::text::{Edit, WordsAt};
    let given = Given::new(db).await;
    let (participant, mut author) = given.join_as(Role::Rapporteur, "author").await;
    author.types(0, "typed ").await;
    let held = given.server.rooms.hold(given.draft).await.unwrap();
    let said = |held: &plenary::drafting::Held| held.reading.points[0].blocks[1].text();
    // Everything taken is committed; what comes now waits.
    assert_eq!(said(&held), given.server.stored_text(given.draft).await);
    author.types(0, "late ").await;
    let edit = |after: u32, new: &str| Edit::Words {
        point: given.point,
        paragraph: given.agreed,
        changes: vec![WordsAt {
            after,
            words: "words".into(),
            new: new.into(),
        }],
    };
    assert!(held.edit(participant, &[], &[edit(6, "text")]).is_err());
    let entry = held.edit(participant, &[], &[edit(7, "text 📜")]).unwrap();
    let batch = plenary::drafting::journal::Batch {
        draft: given.draft,
        generation: held.reading.generation,
        after_seq: held.reading.seq,
        rules: held.rules,
        entries: vec![entry],
    };
    let mut db = given.server.db.begin().await.unwrap();
    let appended = plenary::drafting::store::append(&mut db, &[batch], given.server.clock.now())
        .await
        .unwrap();
    assert_eq!(appended.get(&given.draft), Some(&(held.reading.seq + 1)));
    rights::store::change_rules(&mut *db, given.draft)
        .await
        .unwrap();
    db.commit().await.unwrap();
    drop(held);
    author.is_told_saved().await;
    author.sees("late typed before").await;
    assert_eq!(given.agreed_block().await.unwrap().text(), "agreed text 📜");
    assert_eq!(
        given.server.stored_text(given.draft).await,
        "late typed before"
    );
}
