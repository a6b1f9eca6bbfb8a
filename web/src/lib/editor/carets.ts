import { Plugin, PluginKey, type EditorState, type Transaction } from 'prosemirror-state';
import { Decoration, DecorationSet, type EditorView } from 'prosemirror-view';
import { absolutePositionToRelativePosition, relativePositionToAbsolutePosition } from 'y-prosemirror';
import type { RemoteCaret } from '$lib/api/types';
import { bindingOf, decodePosition, encodePosition } from './binding';
import { isFromElsewhere } from './paragraph-ids';

/** Where a caret is, in a form that survives the typing of others. */
export interface OwnCaret {
  anchor: string;
  head: string;
}

/** A caret to draw: whose it is, and in which of the colours for people. */
export interface DrawnCaret extends RemoteCaret {
  colour: string;
}

const MOST = 20;

interface Shown {
  carets: DrawnCaret[];
  drawn: DecorationSet;
}

const key = new PluginKey<Shown>('carets');

/** Draws the carets of others; `moved` hears that one's own is elsewhere, and never because of a change from elsewhere. */
export function carets(moved: (view: EditorView) => void): Plugin {
  return new Plugin<Shown>({
    key,
    state: {
      init: () => ({ carets: [], drawn: DecorationSet.empty }),
      apply: (tr, value, _before, state) => {
        const told = tr.getMeta(key) as DrawnCaret[] | undefined;
        if (told) return { carets: told, drawn: draw(state, told) };
        if (!tr.docChanged) return value;
        // A change from elsewhere replaces the whole document, so positions cannot be mapped through it.
        return { ...value, drawn: isFromElsewhere(tr) ? draw(state, value.carets) : value.drawn.map(tr.mapping, tr.doc) };
      },
    },
    props: { decorations: (state) => key.getState(state)?.drawn },
    view: () => ({
      update: (view, before) => {
        if (!view.state.selection.eq(before.selection) && view.hasFocus()) moved(view);
      },
    }),
  });
}

/** Shows these carets in an editor: the first twenty, which are the newest. */
export function showCarets(view: EditorView, shown: DrawnCaret[]): void {
  const newest = shown.slice(0, MOST);
  if (view.composing || isSame(key.getState(view.state)?.carets ?? [], newest)) return;
  view.dispatch(quiet(view.state.tr).setMeta(key, newest));
}

function isSame(drawn: DrawnCaret[], shown: DrawnCaret[]): boolean {
  const same = (a: DrawnCaret, b: DrawnCaret | undefined) =>
    a.connection === b?.connection && a.head === b.head && a.city === b.city && a.colour === b.colour;
  return drawn.length === shown.length && drawn.every((caret, index) => same(caret, shown[index]));
}

/** One's own caret, for the presence message. */
export function ownCaret(state: EditorState): OwnCaret | null {
  const binding = bindingOf(state);
  if (!binding) return null;
  const relative = (position: number) =>
    encodePosition(absolutePositionToRelativePosition(position, binding.type, binding.mapping));
  return { anchor: relative(state.selection.anchor), head: relative(state.selection.head) };
}

function quiet(tr: Transaction): Transaction {
  return tr.setMeta('addToHistory', false);
}

function draw(state: EditorState, shown: DrawnCaret[]): DecorationSet {
  const decorations = shown.flatMap((caret) => {
    const position = placeOf(state, caret);
    if (position === null) return [];
    const options = { side: 10, key: `${caret.connection} ${caret.colour}`, ignoreSelection: true };
    return [Decoration.widget(position, () => caretElement(caret), options)];
  });
  return DecorationSet.create(state.doc, decorations);
}

/** Where a caret stands in an editor's text, or null while the text does not have that place. */
export function placeOf(state: EditorState, caret: RemoteCaret): number | null {
  const binding = bindingOf(state);
  const head = decodePosition(caret.head);
  if (!binding || !head) return null;
  const position = relativePositionToAbsolutePosition(binding.doc, binding.type, head, binding.mapping);
  return position !== null && position > 0 && position <= state.doc.content.size ? position : null;
}

function caretElement({ city, colour }: DrawnCaret): HTMLElement {
  const caret = document.createElement('span');
  caret.className = 'caret';
  caret.style.setProperty('--c', colour);
  caret.dataset['name'] = city; // shown by the style sheet, so that it is no part of the text
  return caret;
}
