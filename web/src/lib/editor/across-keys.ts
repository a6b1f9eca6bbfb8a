import { Plugin } from 'prosemirror-state';
import { Decoration, DecorationSet, type EditorView } from 'prosemirror-view';
import { isAtEdge } from './arrow-keys';
import { isAllSelected, type AcrossPoints } from './across-points.svelte';
import { copyOut, type MarkerLabel } from './copying';
import type { Remark } from './remarks';

/** Draws the selection across points in an editor, and gives it its keys. Goes before all other plug-ins with keys. */
export function acrossKeys(across: AcrossPoints, label: MarkerLabel, say: (remark: Remark) => void): Plugin {
  let view: EditorView | null = null;
  const refuse = (_view: EditorView, event: Event): boolean => {
    if (!across.refuseChange()) return false;
    event.preventDefault();
    return true;
  };
  return new Plugin({
    view: (created) => {
      view = created;
      return { destroy: () => across.clear() };
    },
    props: {
      decorations: ({ doc }) => {
        const range = view && across.rangeIn(view);
        if (!range) return null;
        return DecorationSet.create(doc, [Decoration.inline(range.from, Math.min(range.to, doc.content.size), { class: 'selected' })]);
      },
      handleKeyDown: (pressed, event) => (across.active ? keyOnSelection(across, pressed, event) : keyThatBegins(across, pressed, event)),
      handleDOMEvents: {
        copy: (_view, event) => across.active && copy(across, label, say, event),
        cut: refuse,
        paste: refuse,
        beforeinput: refuse,
        compositionstart: () => (across.collapse(), false),
      },
    },
  });
}

function keyThatBegins(across: AcrossPoints, view: EditorView, event: KeyboardEvent): boolean {
  if (view.composing) return false;
  const vertical = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : null;
  if (vertical !== null && onlyShift(event) && isAtEdge(view, vertical)) {
    across.extendByLine(view, vertical);
    return across.active;
  }
  if (!isSelectAll(event) || !isAllSelected(view)) return false;
  across.selectAll(view);
  return true;
}

const LEAVE_IT = new Set(['Shift', 'Control', 'Alt', 'Meta', 'CapsLock', 'ContextMenu', 'Process', 'Unidentified', 'Dead']);
const MOVES = /^(Arrow|Home|End|Page|Tab|F\d)/;

function keyOnSelection(across: AcrossPoints, view: EditorView, event: KeyboardEvent): boolean {
  const { key } = event;
  if (LEAVE_IT.has(key)) return false;
  if (key === 'Escape') return across.collapse(), true;
  if (key.startsWith('Arrow') && onlyShift(event)) return extend(across, view, key), true;
  if (isSelectAll(event)) return across.selectAll(view), true;
  if ((event.ctrlKey || event.metaKey) && key.toLowerCase() === 'c') return false;
  if (MOVES.test(key) || (event.ctrlKey || event.metaKey) && !/^[xvbikdh]$/i.test(key)) return across.collapse(), false;
  return across.refuseChange();
}

function extend(across: AcrossPoints, view: EditorView, key: string): void {
  if (key === 'ArrowDown' || key === 'ArrowUp') return across.extendByLine(view, key === 'ArrowDown' ? 1 : -1);
  const onwards = (key === 'ArrowRight') === (getComputedStyle(view.dom).direction === 'ltr');
  across.extendByCharacter(view, onwards ? 1 : -1);
}

function copy(across: AcrossPoints, label: MarkerLabel, say: (remark: Remark) => void, event: ClipboardEvent): boolean {
  const { html, text } = copyOut(across.pieces(), label);
  event.clipboardData?.setData('text/html', html);
  event.clipboardData?.setData('text/plain', text);
  event.preventDefault();
  say({ kind: 'copied', ...across.extent });
  return true;
}

function onlyShift({ shiftKey, ctrlKey, altKey, metaKey }: KeyboardEvent): boolean {
  return shiftKey && !ctrlKey && !altKey && !metaKey;
}

function isSelectAll({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): boolean {
  return key.toLowerCase() === 'a' && (ctrlKey || metaKey) && !altKey && !shiftKey;
}
