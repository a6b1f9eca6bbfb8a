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
  /** The entry before it. */
  before: string | null;
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
  // Words are put back, in a transaction of this page, while one of somebody else's is still being looked at.
  const places = new WeakMap<Y.Transaction, Here>();
  let theirs: { here: Here; followed: WentTo | null; moved: WentTo | null } | null = null;

  const before = (transaction: Y.Transaction): void => {
    const here = whereOneIs(document, editors, name);
    if (here) places.set(transaction, here);
    if (!transaction.local) theirs = here && { here, followed: null, moved: null };
  };
  const went = (to: WentTo): void => {
    if (theirs === null) return;
    if (to.from === theirs.here.point && to.point !== to.from) theirs.moved = to;
    if (to.block === theirs.here.caret?.block) theirs.followed = to;
  };
  const after = (transaction: Y.Transaction): void => {
    const here = places.get(transaction);
    if (!here) return;
    const isGone = !document.doc.getMap('outline').has(here.point);
    if (!transaction.local) afterTheirs(isGone);
    else if (isGone && here.caret) void goOnIn(here.before);
  };
  const afterTheirs = (isGone: boolean): void => {
    if (theirs === null) return;
    const { here, followed, moved } = theirs;
    theirs = null;
    if (followed && here.caret) void follow(followed, here.caret);
    if (!isGone) return;
    const { point, name: was } = here;
    if (hasWords(document.doc, point)) desk.tell({ kind: 'removed', point, name: was, byMe: false });
    else if (moved) desk.tell({ kind: 'merged', name: was, into: name(moved.point) });
  };
  // What one undid took the point away in which one was: one goes on in the one before.
  const goOnIn = async (neighbour: string | null): Promise<void> => {
    await tick();
    const point = neighbour ?? document.outline[0]?.id ?? '';
    if (window.document.activeElement === window.document.body) editors.viewOf(point)?.focus();
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

function whereOneIs({ doc, outline }: LocalDocument, editors: Editors, name: (point: string) => string): Here | null {
  const { point } = editors;
  const view = point === null ? null : editors.viewOf(point);
  if (point === null || !view || !doc.getMap('outline').has(point)) return null;
  const before = outline[outline.findIndex(({ id }) => id === point) - 1]?.id ?? null;
  return { point, name: name(point), before, caret: view.hasFocus() ? caretIn(view) : null };
}
