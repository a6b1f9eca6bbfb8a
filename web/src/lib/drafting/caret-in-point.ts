import { TextSelection } from 'prosemirror-state';
import type { EditorView } from 'prosemirror-view';

/** A caret by the paragraph it is in and the characters (code points) before it there. */
export interface CaretInBlock {
  block: string;
  after: number;
}

/** Where the caret of an editor is; null if it is in no title or paragraph with an id. */
export function caretIn({ state }: EditorView): CaretInBlock | null {
  const { $head } = state.selection;
  const block: unknown = $head.depth > 0 ? $head.node(1).attrs['id'] : null;
  if (typeof block !== 'string') return null;
  return { block, after: [...state.doc.textBetween($head.start(1), $head.pos)].length };
}

/** Puts the caret there and the focus with it; at the start of the text if the paragraph does not stand in it. */
export function putCaretIn(view: EditorView, { block, after }: CaretInBlock): void {
  let place = 1;
  view.state.doc.forEach((node, position) => {
    if (node.attrs['id'] === block) place = position + 1 + unitsOf(node.textContent, after);
  });
  const { doc } = view.state;
  view.dispatch(view.state.tr.setSelection(TextSelection.near(doc.resolve(Math.min(place, doc.content.size)))).scrollIntoView());
  view.focus();
}

function unitsOf(words: string, characters: number): number {
  return [...words].slice(0, characters).join('').length;
}
