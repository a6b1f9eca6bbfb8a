import { Plugin, TextSelection } from 'prosemirror-state';
import type { PointKind } from '$lib/api/types';
import { isFromElsewhere } from './paragraph-ids';

/**
 * Puts empty blocks where somebody deleted everything: the document needs a place for the caret, and an action point
 * a place for its title. The schema cannot ask for it (see `nodes/doc.ts`).
 */
export function neverEmpty(kind: PointKind): Plugin {
  return new Plugin({
    appendTransaction: (transactions, _before, state) => {
      if (state.doc.childCount > 0 || !transactions.some((tr) => tr.docChanged)) return null;
      if (transactions.some(isFromElsewhere)) return null;
      const { title, paragraph } = state.schema.nodes;
      const blocks = kind === 'preamble' ? [paragraph] : kind === 'heading' ? [title] : [title, paragraph];
      const tr = state.tr.insert(0, blocks.flatMap((type) => type?.create() ?? []));
      return tr.setSelection(TextSelection.atStart(tr.doc));
    },
  });
}
