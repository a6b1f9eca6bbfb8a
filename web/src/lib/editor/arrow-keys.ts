import { Selection, TextSelection, type Command } from 'prosemirror-state';
import type { EditorView } from 'prosemirror-view';
import { isOnSameLine, placeInEndLine } from './lines';

/** Finds the text before (-1) or after (1) an editor in the draft. */
export type Neighbour = (view: EditorView, direction: 1 | -1) => EditorView | null;

/** The arrow keys go on from one text of the draft into the next. */
export function arrowKeys(neighbour: Neighbour): Record<string, Command> {
  return {
    ArrowDown: vertically(neighbour, 1),
    ArrowUp: vertically(neighbour, -1),
    ArrowRight: along(neighbour, 'right'),
    ArrowLeft: along(neighbour, 'left'),
  };
}

function vertically(neighbour: Neighbour, direction: 1 | -1): Command {
  return (state, _dispatch, view) => {
    if (!view || view.composing || !state.selection.empty || !isAtEdge(view, direction)) return false;
    const next = neighbour(view, direction);
    if (!next) return false;
    const { left } = view.coordsAtPos(state.selection.head);
    putCaret(next, placeInEndLine(next, direction === 1 ? 'first' : 'last', left));
    return true;
  };
}

/** Whether the caret stands on the last (1) or the first (-1) line of the text. */
export function isAtEdge(view: EditorView, direction: 1 | -1): boolean {
  const { $head } = view.state.selection;
  const { doc, selection } = view.state;
  const edge = direction === 1 ? doc.childCount - 1 : 0;
  if ($head.depth === 0 || $head.index(0) !== edge) return false;
  if (selection.empty) return view.endOfTextblock(direction === 1 ? 'down' : 'up');
  // Of a selection the editor looks at the end that lies further on, which need not be the one that moves.
  return isOnSameLine(view, $head.pos, (direction === 1 ? Selection.atEnd(doc) : Selection.atStart(doc)).head);
}

// Right is onwards in a paragraph that runs from the left, and back in one that runs from the right.
function along(neighbour: Neighbour, key: 'left' | 'right'): Command {
  return (state, _dispatch, view) => {
    const { selection, doc } = state;
    if (!view || view.composing || !selection.empty) return false;
    const onwards = (key === 'right') === (directionAt(view, selection.head) === 'ltr');
    const edge = onwards ? Selection.atEnd(doc) : Selection.atStart(doc);
    if (!selection.eq(edge)) return false;
    const next = neighbour(view, onwards ? 1 : -1);
    if (!next) return false;
    const target = onwards ? Selection.atStart(next.state.doc) : Selection.atEnd(next.state.doc);
    putCaret(next, target.head);
    return true;
  };
}

function directionAt(view: EditorView, position: number): string {
  const block = view.nodeDOM(view.state.doc.resolve(position).before(1));
  return block instanceof Element ? getComputedStyle(block).direction : 'ltr';
}

function putCaret(view: EditorView, position: number): void {
  view.focus();
  const selection = TextSelection.near(view.state.doc.resolve(position));
  view.dispatch(view.state.tr.setSelection(selection).scrollIntoView());
}
