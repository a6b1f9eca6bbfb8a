import type { EditorView } from 'prosemirror-view';
import { selectUpTo, type AcrossPoints, type OpenText } from './across-points.svelte';

/** Lets the mouse select across points: by dragging from one text into another, and by Shift+click in another. */
export function selectAcrossByMouse(
  desk: HTMLElement,
  across: AcrossPoints,
  texts: () => OpenText[],
  active: () => EditorView | null,
): () => void {
  const listening = new AbortController();
  const { signal } = listening;
  let from: { view: EditorView; at: number } | null = null;

  const textAt = (target: EventTarget | null): EditorView | null => {
    const section = target instanceof Element ? target.closest('.point') : null;
    return section ? (texts().find(({ view }) => section.contains(view.dom))?.view ?? null) : null;
  };
  const press = (event: MouseEvent): void => {
    from = null;
    // The tools see the selection, and refuse to change it.
    const onTool = event.target instanceof Element && event.target.closest('button') !== null;
    if (event.button !== 0 || onTool) return;
    const view = textAt(event.target);
    const standing = active();
    if (event.shiftKey && view && standing?.editable && (view !== standing || across.active)) {
      event.preventDefault();
      event.stopPropagation();
      return reach(across, standing, view, event);
    }
    across.clear();
    const inText = event.target instanceof globalThis.Node && view?.dom.contains(event.target);
    if (view?.editable && inText) from = { view, at: placeAt(view, event) };
  };
  const drag = (event: MouseEvent): void => {
    if (!from || (event.buttons & 1) === 0) return;
    const view = textAt(document.elementFromPoint(event.clientX, event.clientY));
    if (view === from.view) across.clear();
    else if (view) across.select(from.view, from.at, view, placeAt(view, event));
  };
  desk.addEventListener('mousedown', press, { capture: true, signal });
  window.addEventListener('mousemove', drag, { signal });
  window.addEventListener('mouseup', () => (from = null), { signal });
  // Words that are dragged elsewhere are no selection that grows.
  window.addEventListener('dragstart', () => (from = null), { signal });
  return () => listening.abort();
}

function reach(across: AcrossPoints, standing: EditorView, view: EditorView, event: MouseEvent): void {
  const { anchor } = standing.state.selection;
  const isBehind = (standing.dom.compareDocumentPosition(view.dom) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
  if (view === standing) return across.clear();
  standing.focus();
  selectUpTo(standing, anchor, isBehind ? 'end' : 'start');
  across.select(standing, anchor, view, placeAt(view, event));
}

// Beside the words, above them and below them is the nearest place in them.
function placeAt(view: EditorView, { clientX, clientY }: MouseEvent): number {
  const found = view.posAtCoords({ left: clientX, top: clientY });
  if (found) return found.pos;
  return clientY < view.dom.getBoundingClientRect().top ? 1 : view.state.doc.content.size - 1;
}
