import { tick } from 'svelte';
import type * as Y from 'yjs';
import { hasWords } from './blocks';
import { caretIn, putCaretIn, type CaretInBlock } from './caret-in-point';
import type { Editors } from './editors.svelte';
import type { LocalDocument } from './local-document.svelte';
import type { WentTo } from './moved-words';
import type { OutlineDesk } from './outline-desk.svelte';

/** Where one is before somebody else's change. */
interface Here {
  point: string;
  name: string;
  /** Null if one only looks at the point: it was used last, and does not have the focus. */
  caret: CaretInBlock | null;
}

/**
 * Notices what others do to the point one is in. When its paragraphs go to another point, the caret goes with them; when
 * the point is removed, one is told and asked whether to bring it back. Returns how to stop.
 */
export function watchOutline(
  document: LocalDocument,
  editors: Editors,
  desk: OutlineDesk,
  name: (point: string) => string,
): () => void {
  let here: Here | null = null;
  let followed: WentTo | null = null;
  let moved: WentTo | null = null;

  const before = (transaction: Y.Transaction): void => {
    if (transaction.local || editors.point === null) return;
    const view = editors.viewOf(editors.point);
    if (!view || !document.doc.getMap('outline').has(editors.point)) return;
    here = { point: editors.point, name: name(editors.point), caret: view.hasFocus() ? caretIn(view) : null };
    followed = moved = null;
  };
  const went = (to: WentTo): void => {
    if (here && to.from === here.point && to.point !== here.point) moved = to;
    if (here?.caret?.block === to.block) followed = to;
  };
  const after = (transaction: Y.Transaction): void => {
    if (transaction.local || here === null) return;
    const { point, name: was, caret } = here;
    here = null;
    const isGone = !document.doc.getMap('outline').has(point);
    if (followed && caret) void follow(followed, caret);
    if (!isGone) return;
    const into = moved ? moved.point : null;
    if (into !== null && !hasWords(document.doc, point)) desk.tell({ kind: 'merged', name: was, into: name(into) });
    else if (hasWords(document.doc, point)) desk.tell({ kind: 'removed', point, name: was, byMe: false });
  };
  const follow = async (to: WentTo, caret: CaretInBlock): Promise<void> => {
    await tick();
    const view = editors.viewOf(to.point);
    if (view) putCaretIn(view, { block: to.block, after: to.caret(caret.after) });
  };

  document.doc.on('beforeTransaction', before);
  document.doc.on('afterTransaction', after);
  document.went.add(went);
  document.history.overtaken = () => desk.tell({ kind: 'cannot_undo' });
  return () => {
    document.doc.off('beforeTransaction', before);
    document.doc.off('afterTransaction', after);
    document.went.delete(went);
    document.history.overtaken = () => {};
  };
}
