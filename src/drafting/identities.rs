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
        for point in document.point_ids() {
            identities.refresh(point, document.block_ids(point));
        }
        identities
    }

    /// Replaces the ids of an action point; answers whether none of them became one that is used twice. An id that
    /// was used twice before is no new offence.
    pub fn refresh(&mut self, point: ActionPointId, ids: Vec<ParagraphId>) -> bool {
        let before = self.points.remove(&point).unwrap_or_default();
        let was_double: Vec<ParagraphId> = before
            .iter()
            .copied()
            .filter(|id| self.uses.get(id) > Some(&1))
            .collect();
        for id in before {
            if let Some(uses) = self.uses.get_mut(&id) {
                *uses -= 1;
                if *uses == 0 {
                    self.uses.remove(&id);
                }
            }
        }
        for id in &ids {
            *self.uses.entry(*id).or_default() += 1;
        }
        let is_unique = ids
            .iter()
            .all(|id| self.uses.get(id) == Some(&1) || was_double.contains(id));
        self.points.insert(point, ids);
        is_unique
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
        assert!(identities.refresh(here, vec![first]));
        assert!(identities.refresh(there, vec![second]));
        assert!(!identities.refresh(there, vec![second, first]));
        assert!(
            identities.refresh(there, vec![second, first]),
            "it was so before"
        );
        assert!(identities.refresh(here, vec![]));
        assert!(!identities.refresh(there, vec![first, second, second]));
    }
}
