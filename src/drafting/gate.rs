//! The gate: whether a participant may turn the text *before* into the text *after*.
//!
//! It knows no documents, no database and no sockets. What it compares are the action points that a change touches, read before
//! and after; so it does not matter how the bytes achieve what they do. `Touched` only tells where to look.

use std::collections::{BTreeMap, BTreeSet};

use super::text::{Block, BlockKind, PointKind};
use crate::negotiation::rights::Refusal;
use crate::negotiation::{
    ActionPoint, ActionPointId, ActionPointStatus, ParagraphId, ParagraphState,
};

/// What a participant may do in the live text as things stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextRights {
    /// Change the words of open text, its paragraphs and their marks, and add action points.
    pub words: Result<(), Refusal>,
    /// Split, merge, move and remove action points.
    pub arrange: Result<(), Refusal>,
}

/// Why a change is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The participant may not change the words now.
    #[error("you cannot type in this draft now")]
    Words(Refusal),
    /// The participant may not arrange action points now.
    #[error("only the rapporteur and the chair split, merge, move and remove action points")]
    Arrange(Refusal),
    /// The text is agreed, or its action point is no longer negotiated.
    #[error("this text is agreed; only the chair can reopen it")]
    Locked(ActionPointId),
}

/// What nobody may change in the live text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Locks {
    /// Action points that are locked as a whole, with their titles.
    points: BTreeSet<ActionPointId>,
    /// Paragraphs that are agreed, ad referendum or for good, in action points that are not locked as a whole.
    paragraphs: BTreeSet<ParagraphId>,
}

impl Locks {
    /// What follows from the decisions about a draft's action points.
    pub fn of<'a>(decided: impl IntoIterator<Item = &'a ActionPoint>) -> Self {
        let mut locks = Self::default();
        for point in decided {
            match point.status {
                ActionPointStatus::Drafting | ActionPointStatus::UnderNegotiation => {
                    let settled = point
                        .paragraphs
                        .iter()
                        .filter(|paragraph| paragraph.state != ParagraphState::Open);
                    locks
                        .paragraphs
                        .extend(settled.map(|paragraph| paragraph.id));
                }
                ActionPointStatus::AgreedAdReferendum
                | ActionPointStatus::Agreed
                | ActionPointStatus::Merged
                | ActionPointStatus::Withdrawn => {
                    locks.points.insert(point.id);
                }
            }
        }
        locks
    }

    /// Whether an action point is locked as a whole.
    pub fn holds_point(&self, point: ActionPointId) -> bool {
        self.points.contains(&point)
    }

    /// Whether a paragraph is locked by itself.
    pub fn holds_paragraph(&self, paragraph: ParagraphId) -> bool {
        self.paragraphs.contains(&paragraph)
    }
}

/// An action point as it stands at one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Its entry in the outline: what it is, and its place; `None` if it is not in the outline.
    pub entry: Option<(PointKind, String)>,
    /// Its blocks.
    pub blocks: Vec<StandingBlock>,
}

/// A block with the identity of its element, so that the same words written anew are not taken for the old ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandingBlock {
    /// The Yjs client id and clock of its element.
    pub element: (u64, u32),
    /// What it says.
    pub block: Block,
}

impl Standing {
    fn has_words(&self) -> bool {
        self.blocks.iter().any(|each| {
            each.block
                .runs
                .iter()
                .any(|run| !run.text.trim().is_empty())
        })
    }
}

/// The action points that a change touches, before or after it.
pub type Standings = BTreeMap<ActionPointId, Standing>;

/// Whether this change is allowed. Both sides hold the same action points.
///
/// # Errors
/// Why it is not.
pub fn judge(
    rights: TextRights,
    locks: &Locks,
    before: &Standings,
    after: &Standings,
) -> Result<(), Refused> {
    for (point, was) in before {
        let is = after.get(point).cloned().unwrap_or_default();
        keeps_locked(locks, *point, was, &is)?;
        if let Err(refusal) = rights.arrange
            && is_arranged(was, &is)
        {
            return Err(Refused::Arrange(refusal));
        }
    }
    if let Err(refusal) = rights.arrange
        && some_block_moved(before, after)
    {
        return Err(Refused::Arrange(refusal));
    }
    match rights.words {
        Err(refusal) if is_reworded(before, after) => Err(Refused::Words(refusal)),
        _ => Ok(()),
    }
}

/// What is locked stands where it stood, as it stood.
fn keeps_locked(
    locks: &Locks,
    point: ActionPointId,
    was: &Standing,
    is: &Standing,
) -> Result<(), Refused> {
    let refused = Err(Refused::Locked(point));
    if locks.holds_point(point) {
        // It may change its place among the others: that is a label.
        let same_kind =
            was.entry.as_ref().map(|entry| entry.0) == is.entry.as_ref().map(|entry| entry.0);
        return if same_kind && was.blocks == is.blocks {
            Ok(())
        } else {
            refused
        };
    }
    let locked = |standing: &Standing| -> Vec<StandingBlock> {
        let holds = |id: ParagraphId| locks.holds_paragraph(id);
        let blocks = standing.blocks.iter();
        blocks
            .filter(|each| each.block.id.is_some_and(holds))
            .cloned()
            .collect()
    };
    let had = locked(was);
    if had != locked(is) {
        return refused;
    }
    let is_hidden = was.entry.is_some()
        && is.entry.as_ref().map(|entry| entry.0) != was.entry.as_ref().map(|entry| entry.0);
    if !had.is_empty() && is_hidden {
        refused
    } else {
        Ok(())
    }
}

/// Whether an entry of the outline was moved, removed, brought back or made something else. Adding one without words, and taking
/// back one without words, is part of writing.
fn is_arranged(was: &Standing, is: &Standing) -> bool {
    match (&was.entry, &is.entry) {
        (None, None) => false,
        (None, Some(_)) => was.has_words(),
        (Some(_), None) => was.has_words() || is.has_words(),
        (Some(was), Some(is)) => was != is,
    }
}

/// Whether a paragraph went from one action point to another.
fn some_block_moved(before: &Standings, after: &Standings) -> bool {
    let home = homes(before);
    homes(after)
        .into_iter()
        .any(|(id, point)| home.get(&id).is_some_and(|was| *was != point))
}

fn homes(standings: &Standings) -> BTreeMap<ParagraphId, ActionPointId> {
    let blocks = standings
        .iter()
        .flat_map(|(point, standing)| standing.blocks.iter().map(move |each| (*point, each)));
    blocks
        .filter_map(|(point, each)| Some((each.block.id?, point)))
        .collect()
}

/// Whether anything reads differently, wherever it stands: a paragraph that was moved as it is does not. A new title may be empty.
fn is_reworded(before: &Standings, after: &Standings) -> bool {
    let said = |standings: &Standings| {
        let blocks = standings.values().flat_map(|standing| &standing.blocks);
        let mut said: Vec<Block> = blocks
            .filter(|each| {
                each.block.kind != BlockKind::Title
                    || each.block.runs.iter().any(|run| !run.text.is_empty())
            })
            .map(|each| each.block.clone())
            .collect();
        said.sort_by_key(|block| block.id);
        said
    };
    said(before) != said(after)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drafting::text::{MarkerKind, Run};
    use crate::negotiation::Paragraph;

    const FREE: TextRights = TextRights {
        words: Ok(()),
        arrange: Ok(()),
    };
    const DELEGATE: TextRights = TextRights {
        words: Ok(()),
        arrange: Err(Refusal::Role),
    };
    const CHAIR: TextRights = TextRights {
        words: Err(Refusal::Role),
        arrange: Ok(()),
    };

    fn block(number: u32, kind: BlockKind, text: &str) -> StandingBlock {
        StandingBlock {
            element: (1, number),
            block: Block {
                kind,
                id: Some(paragraph(number)),
                level: 0,
                marker: MarkerKind::Number,
                alternate: None,
                language: None,
                runs: (!text.is_empty())
                    .then(|| Run::plain(text))
                    .into_iter()
                    .collect(),
            },
        }
    }

    fn paragraph(number: u32) -> ParagraphId {
        ParagraphId(uuid::Uuid::from_u128(u128::from(number)))
    }

    fn point(number: u128) -> ActionPointId {
        ActionPointId(uuid::Uuid::from_u128(number))
    }

    /// A title, which is number 0 of its hundred, and paragraphs.
    fn standing(hundred: u32, texts: &[&str]) -> Standing {
        let kind = |at: u32| {
            if at == 0 {
                BlockKind::Title
            } else {
                BlockKind::Paragraph
            }
        };
        Standing {
            entry: Some((PointKind::ActionPoint, format!("a{hundred}"))),
            blocks: (0..)
                .zip(texts)
                .map(|(at, text)| block(hundred * 100 + at, kind(at), text))
                .collect(),
        }
    }

    fn locked_paragraph(number: u32) -> Locks {
        Locks {
            paragraphs: [paragraph(number)].into(),
            ..Locks::default()
        }
    }

    fn one(standing: Standing) -> Standings {
        [(point(1), standing)].into()
    }

    fn change(
        rights: TextRights,
        locks: &Locks,
        from: &Standing,
        to: &Standing,
    ) -> Result<(), Refused> {
        judge(rights, locks, &one(from.clone()), &one(to.clone()))
    }

    #[test]
    fn agreed_points_lock_whole_and_agreed_paragraphs_alone() {
        let decided = |id, status, states: &[ParagraphState]| ActionPoint {
            id: point(id),
            status,
            merged_into: None,
            addressees: vec![],
            origin: vec![],
            paragraphs: (0..)
                .zip(states)
                .map(|(at, state)| Paragraph {
                    id: paragraph(at),
                    state: *state,
                })
                .collect(),
        };
        use ParagraphState as P;
        let locks = Locks::of(&[
            decided(
                1,
                ActionPointStatus::UnderNegotiation,
                &[P::Open, P::AgreedAdReferendum, P::Agreed],
            ),
            decided(2, ActionPointStatus::Agreed, &[]),
            decided(3, ActionPointStatus::AgreedAdReferendum, &[]),
            decided(4, ActionPointStatus::Merged, &[]),
            decided(5, ActionPointStatus::Withdrawn, &[]),
            decided(6, ActionPointStatus::Drafting, &[]),
        ]);
        assert_eq!(
            (1..=6)
                .map(|id| locks.holds_point(point(id)))
                .collect::<Vec<_>>(),
            [false, true, true, true, true, false]
        );
        assert_eq!(
            (0..3)
                .map(|id| locks.holds_paragraph(paragraph(id)))
                .collect::<Vec<_>>(),
            [false, true, true]
        );
    }

    #[test]
    fn neighbours_of_agreed_text_stay_free() {
        let locks = locked_paragraph(101);
        let before = standing(1, &["Title", "agreed", "open"]);
        let mut after = before.clone();
        after.blocks[2].block.runs = vec![Run::plain("open, and longer")];
        after
            .blocks
            .insert(1, block(150, BlockKind::Paragraph, "new before it"));
        after.blocks[0].block.runs = vec![Run::plain("Another title")];
        assert_eq!(change(FREE, &locks, &before, &after), Ok(()));
    }

    #[test]
    fn nothing_happens_to_an_agreed_paragraph_by_whomever() {
        let locks = locked_paragraph(101);
        let before = standing(1, &["Title", "agreed", "open"]);
        let refused = Err(Refused::Locked(point(1)));
        let mut gone = before.clone();
        gone.blocks.remove(1);
        let mut reworded = before.clone();
        reworded.blocks[1].block.runs = vec![Run::plain("agreed?")];
        let mut relevelled = before.clone();
        relevelled.blocks[1].block.level = 2;
        let mut rewritten = before.clone();
        rewritten.blocks[1].element = (7, 7);
        let mut doubled = before.clone();
        doubled.blocks.push(StandingBlock {
            element: (7, 7),
            ..before.blocks[1].clone()
        });
        let mut hidden = before.clone();
        hidden.entry = None;
        let mut heading = before.clone();
        heading.entry = Some((PointKind::Heading, "a1".into()));
        let mut renamed = before.clone();
        renamed.blocks[1].block.id = Some(paragraph(999));
        for after in [
            gone,
            reworded,
            relevelled,
            rewritten,
            doubled,
            hidden,
            heading,
            renamed,
            Standing::default(),
        ] {
            assert_eq!(change(FREE, &locks, &before, &after), refused, "{after:?}");
        }
    }

    #[test]
    fn an_agreed_paragraph_stays_in_its_action_point() {
        let locks = locked_paragraph(101);
        let (from, to) = (standing(1, &["Title", "agreed"]), standing(2, &["Title"]));
        let before: Standings = [(point(1), from.clone()), (point(2), to.clone())].into();
        let (mut without, mut with) = (from.clone(), to);
        without.blocks.pop();
        with.blocks.push(from.blocks[1].clone());
        let after: Standings = [(point(1), without), (point(2), with)].into();
        assert_eq!(
            judge(FREE, &locks, &before, &after),
            Err(Refused::Locked(point(1)))
        );
    }

    #[test]
    fn an_agreed_action_point_only_changes_its_place() {
        let locks = Locks {
            points: [point(1)].into(),
            ..Locks::default()
        };
        let before = standing(1, &["Title", "agreed"]);
        let mut moved = before.clone();
        moved.entry = Some((PointKind::ActionPoint, "a7".into()));
        assert_eq!(change(FREE, &locks, &before, &moved), Ok(()));
        assert_eq!(
            change(DELEGATE, &locks, &before, &moved),
            Err(Refused::Arrange(Refusal::Role))
        );
        let mut titled = before.clone();
        titled.blocks[0].block.runs = vec![Run::plain("Another")];
        let mut longer = before.clone();
        longer.blocks.push(block(150, BlockKind::Paragraph, "more"));
        let mut removed = before.clone();
        removed.entry = None;
        for after in [titled, longer, removed] {
            assert_eq!(
                change(FREE, &locks, &before, &after),
                Err(Refused::Locked(point(1)))
            );
        }
    }

    #[test]
    fn delegates_write_and_add_but_do_not_arrange() {
        let locks = Locks::default();
        let before = standing(1, &["Title", "one", "two"]);
        let mut joined = before.clone();
        joined.blocks.remove(2);
        joined.blocks[1].block.runs = vec![Run::plain("one two")];
        assert_eq!(change(DELEGATE, &locks, &before, &joined), Ok(()));
        let none = Standing::default();
        let new = standing(1, &["", ""]);
        assert_eq!(
            change(DELEGATE, &locks, &none, &new),
            Ok(()),
            "a new action point"
        );
        assert_eq!(
            change(
                DELEGATE,
                &locks,
                &new,
                &Standing {
                    entry: None,
                    ..new.clone()
                }
            ),
            Ok(()),
            "taken back"
        );
        let refused = Err(Refused::Arrange(Refusal::Role));
        let removed = Standing {
            entry: None,
            ..before.clone()
        };
        assert_eq!(
            change(DELEGATE, &locks, &before, &removed),
            refused,
            "removed"
        );
        assert_eq!(
            change(DELEGATE, &locks, &removed, &before),
            refused,
            "brought back"
        );
        let emptied = Standing {
            entry: None,
            blocks: vec![],
        };
        assert_eq!(
            change(DELEGATE, &locks, &before, &emptied),
            refused,
            "emptied and removed at once"
        );
        let mut moved = before.clone();
        moved.entry = Some((PointKind::ActionPoint, "a0".into()));
        assert_eq!(change(DELEGATE, &locks, &before, &moved), refused, "moved");
        let both: Standings = [(point(1), before.clone()), (point(2), Standing::default())].into();
        let (mut left, mut split) = (before.clone(), standing(2, &[""]));
        split.blocks.extend(left.blocks.pop());
        let after: Standings = [(point(1), left), (point(2), split)].into();
        assert_eq!(judge(DELEGATE, &locks, &both, &after), refused, "split");
        assert_eq!(
            judge(CHAIR, &locks, &both, &after),
            Ok(()),
            "the chair splits"
        );
    }

    #[test]
    fn the_chair_arranges_without_a_word() {
        let locks = Locks::default();
        let before = standing(1, &["Title", "one"]);
        let mut after = before.clone();
        after.entry = Some((PointKind::ActionPoint, "a0".into()));
        assert_eq!(change(CHAIR, &locks, &before, &after), Ok(()));
        after.blocks[1].block.runs = vec![Run::plain("one more")];
        assert_eq!(
            change(CHAIR, &locks, &before, &after),
            Err(Refused::Words(Refusal::Role))
        );
        assert_eq!(
            change(CHAIR, &locks, &Standing::default(), &standing(1, &[""])),
            Ok(()),
            "an empty one"
        );
    }
}
