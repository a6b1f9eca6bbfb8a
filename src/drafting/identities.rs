//! Which paragraph has which permanent id.

use std::collections::HashMap;

use super::text::Document;
use crate::negotiation::{ActionPointId, ParagraphId};

/// The ids of a draft's titles and paragraphs, by action point, to notice one that is used twice.
#[derive(Debug, Default)]
pub struct Identities {
    points: HashMap<ActionPointId, Vec<ParagraphId>>,
    uses: HashMap<ParagraphId, usize>,
}

impl Identities {
    /// The ids in a text.
    pub fn of(document: &Document) -> Self {
        let mut identities = Self::default();
        let points = document.point_ids().into_iter();
        identities.refresh(
            points
                .map(|point| (point, document.block_ids(point)))
                .collect(),
        );
        identities
    }

    /// Replaces the ids of action points that changed together; answers whether none of them became one that is used
    /// twice. An id that was used twice before is no new offence, and one that went from one of these action points to
    /// another is used once.
    pub fn refresh(&mut self, changed: Vec<(ActionPointId, Vec<ParagraphId>)>) -> bool {
        let before: Vec<ParagraphId> = changed
            .iter()
            .flat_map(|(point, _)| self.points.remove(point).unwrap_or_default())
            .collect();
        let was_double: Vec<ParagraphId> = before
            .iter()
            .copied()
            .filter(|id| self.uses.get(id) > Some(&1))
            .collect();
        for id in before {
            self.forget(id);
        }
        for id in changed.iter().flat_map(|(_, ids)| ids) {
            *self.uses.entry(*id).or_default() += 1;
        }
        let is_unique = changed
            .iter()
            .flat_map(|(_, ids)| ids)
            .all(|id| self.uses.get(id) == Some(&1) || was_double.contains(id));
        self.points.extend(changed);
        is_unique
    }

    /// The action points with a paragraph that is looked for.
    pub fn points_with(&self, is_wanted: impl Fn(ParagraphId) -> bool) -> Vec<ActionPointId> {
        let points = self.points.iter();
        points
            .filter(|(_, ids)| ids.iter().any(|id| is_wanted(*id)))
            .map(|(point, _)| *point)
            .collect()
    }

    fn forget(&mut self, id: ParagraphId) {
        if let Some(uses) = self.uses.get_mut(&id) {
            *uses -= 1;
            if *uses == 0 {
                self.uses.remove(&id);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_used_twice_is_noticed_wherever_its_twin_stands() {
        let (here, there) = (ActionPointId::new(), ActionPointId::new());
        let (first, second) = (ParagraphId::new(), ParagraphId::new());
        let mut identities = Identities::default();
        assert!(identities.refresh(vec![(here, vec![first])]));
        assert!(identities.refresh(vec![(there, vec![second])]));
        assert!(!identities.refresh(vec![(there, vec![second, first])]));
        assert!(
            identities.refresh(vec![(there, vec![second, first])]),
            "it was so before"
        );
        assert!(identities.refresh(vec![(here, vec![])]));
        assert!(!identities.refresh(vec![(there, vec![first, second, second])]));
    }

    #[test]
    fn a_paragraph_may_go_from_one_action_point_to_another_whichever_is_read_first() {
        let (here, there) = (ActionPointId::new(), ActionPointId::new());
        let paragraph = ParagraphId::new();
        let mut identities = Identities::default();
        assert!(identities.refresh(vec![(here, vec![paragraph])]));
        assert!(identities.refresh(vec![(there, vec![paragraph]), (here, vec![])]));
        assert!(identities.refresh(vec![(there, vec![]), (here, vec![paragraph])]));
        assert!(!identities.refresh(vec![(there, vec![paragraph])]));
    }
}
