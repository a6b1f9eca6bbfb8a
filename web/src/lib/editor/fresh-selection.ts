import { Plugin, TextSelection } from 'prosemirror-state';
import type { EditorView } from 'prosemirror-view';

/**
 * Sees to it that a key acts where the caret stands.
 *
 * Browsers tell of a moved caret a little after the key that moved it. Who types Home and Backspace quickly, or on a slow
 * machine, would else delete at the place the caret has left.
 */
export function freshSelection(): Plugin {
  return new Plugin({
    props: { handleDOMEvents: { keydown: (view) => (readSelection(view), false) } },
  });
}

function readSelection(view: EditorView): void {
  const shown = document.getSelection();
  const { selection, doc, tr } = view.state;
  if (view.composing || !view.editable || !(selection instanceof TextSelection)) return;
  if (!shown?.anchorNode || !shown.focusNode) return;
  if (!view.dom.contains(shown.anchorNode) || !view.dom.contains(shown.focusNode)) return;
  const places = [view.posAtDOM(shown.anchorNode, shown.anchorOffset), view.posAtDOM(shown.focusNode, shown.focusOffset)];
  const [anchor, head] = places.map((place) => (place >= 0 && place <= doc.content.size ? doc.resolve(place) : null));
  if (!anchor || !head) return;
  if (!anchor.parent.isTextblock || !head.parent.isTextblock) return;
  if (anchor.pos === selection.anchor && head.pos === selection.head) return;
  view.dispatch(tr.setSelection(TextSelection.create(doc, anchor.pos, head.pos)));
}
