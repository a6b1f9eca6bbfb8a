import type { EditorView } from 'prosemirror-view';
import { scrollBehaviour } from '$lib/ui/motion';

/** What must stay free above and below a caret that is followed, in pixels: the tools stand above. */
const MARGIN = { above: 76, below: 24 };
/** How far down the screen a caret is put that was out of sight. */
const RESTING_PLACE = 0.35;

/** Scrolls so that a place in a text can be seen; not at all while it can be. */
export function keepInView(view: EditorView, position: number, scroller: HTMLElement): void {
  const caret = view.coordsAtPos(Math.min(position, view.state.doc.content.size));
  const { top } = scroller.getBoundingClientRect();
  const bottom = top + scroller.clientHeight;
  if (caret.top >= top + MARGIN.above && caret.bottom <= bottom - MARGIN.below) return;
  const wanted = top + scroller.clientHeight * RESTING_PLACE;
  scroller.scrollBy({ top: caret.top - wanted, behavior: scrollBehaviour() });
}
