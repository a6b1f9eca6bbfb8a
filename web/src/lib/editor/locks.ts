import type { Node } from 'prosemirror-model';
import { Plugin } from 'prosemirror-state';
import { isFromElsewhere } from './paragraph-ids';

/** What of a text nobody may change here. */
export interface Locks {
  /** Whether the whole action point is locked, with its title. */
  whole: boolean;
  /** Whether a paragraph is, by its id. */
  holds: (paragraph: string) => boolean;
}

/**
 * Leaves locked text as it is, and says so. The server decides; this spares people a change that it would refuse together
 * with everything after it. What others or the server change passes.
 */
export function keepLocked(locks: () => Locks, refused: () => void): Plugin {
  return new Plugin({
    filterTransaction: (tr, state) => {
      if (!tr.docChanged || isFromElsewhere(tr)) return true;
      const { whole, holds } = locks();
      const passes = whole ? state.doc.eq(tr.doc) : isSame(locked(state.doc, holds), locked(tr.doc, holds));
      if (!passes) refused();
      return passes;
    },
  });
}

function locked(doc: Node, holds: Locks['holds']): Node[] {
  const found: Node[] = [];
  doc.forEach((block) => {
    const id: unknown = block.attrs['id'];
    if (typeof id === 'string' && holds(id)) found.push(block);
  });
  return found;
}

function isSame(before: Node[], after: Node[]): boolean {
  return before.length === after.length && before.every((block, at) => after[at] !== undefined && block.eq(after[at]));
}
