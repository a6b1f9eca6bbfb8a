import type { EditorView } from 'prosemirror-view';

/** The place in the first or last line of a text that lies nearest under (or over) a place elsewhere. */
export function placeInEndLine(view: EditorView, end: 'first' | 'last', left: number): number {
  const { doc } = view.state;
  const block = end === 'first' ? doc.firstChild : doc.lastChild;
  const start = end === 'first' ? 1 : doc.content.size - (block?.nodeSize ?? 0) + 1;
  const from = end === 'first' ? start : start + (block?.content.size ?? 0);
  return nearestInLine(view, from, end === 'first' ? 1 : -1, left);
}

/** The place one line further, nearest to `left`; null where the text ends first. */
export function placeInNextLine(view: EditorView, from: number, direction: 1 | -1, left: number): number | null {
  const { bottom, top } = view.coordsAtPos(from);
  const leaves = (at: number) => {
    const line = view.coordsAtPos(at);
    return direction === 1 ? middle(line) > bottom : middle(line) < top;
  };
  for (let at = from; at > 0 && at < view.state.doc.content.size; at += direction) {
    if (view.state.doc.resolve(at).parent.isTextblock && leaves(at)) return nearestInLine(view, at, direction, left);
  }
  return null;
}

/** Whether two places stand on one line. */
export function isOnSameLine(view: EditorView, one: number, other: number): boolean {
  const height = middle(view.coordsAtPos(other));
  const { top, bottom } = view.coordsAtPos(one);
  return top <= height && height <= bottom;
}

// Walks along one line. Places are measured, not hit-tested: the line may be scrolled out of sight, or run either way.
function nearestInLine(view: EditorView, start: number, direction: 1 | -1, left: number): number {
  const line = view.coordsAtPos(start);
  let best = { at: start, distance: Math.abs(line.left - left) };
  for (let at = start; at > 0 && at < view.state.doc.content.size; at += direction) {
    if (!view.state.doc.resolve(at).parent.isTextblock) break;
    const here = view.coordsAtPos(at);
    if (middle(here) < line.top || middle(here) > line.bottom) break;
    const distance = Math.abs(here.left - left);
    if (distance < best.distance) best = { at, distance };
  }
  return best.at;
}

function middle({ top, bottom }: { top: number; bottom: number }): number {
  return (top + bottom) / 2;
}
