import type { Node } from 'prosemirror-model';
import { Plugin, PluginKey, TextSelection, type EditorState } from 'prosemirror-state';
import { Decoration, DecorationSet, type EditorView } from 'prosemirror-view';
import { fold, occurrences, type Occurrence } from './folding';

/** What is lit in one text. */
export interface Light {
  /** The folded words that are searched for; empty for none. */
  needle: string;
  /** The occurrence one is at. */
  now: { block: string; ordinal: number } | null;
  /** A paragraph that is shown for a moment, or in which somebody followed writes. */
  marked: { block: string; why: 'arrived' | 'followed' } | null;
}

/** Nothing is lit. */
export const DARK: Light = { needle: '', now: null, marked: null };

const key = new PluginKey<{ light: Light; drawn: DecorationSet }>('spotlight');

/** Lights up what is searched for, and a paragraph. None of it is in the document. */
export function spotlight(): Plugin {
  return new Plugin({
    key,
    state: {
      init: () => ({ light: DARK, drawn: DecorationSet.empty }),
      apply: (tr, { light, drawn }) => {
        const told = tr.getMeta(key) as Light | undefined;
        if (told) return { light: told, drawn: draw(tr.doc, told) };
        if (!tr.docChanged || light === DARK) return { light, drawn };
        // The surroundings of a word half written by an input method are not redrawn: that would end it.
        const composing = tr.getMeta('composition') !== undefined;
        return { light, drawn: composing ? drawn.map(tr.mapping, tr.doc) : draw(tr.doc, light) };
      },
    },
    props: { decorations: (state) => key.getState(state)?.drawn },
  });
}

/** Lights this up in an editor, and nothing else. */
export function shine(view: EditorView, light: Light): void {
  const before = key.getState(view.state)?.light ?? DARK;
  if (view.composing || JSON.stringify(before) === JSON.stringify(light)) return;
  const lit = light.needle === '' && light.now === null && light.marked === null ? DARK : light;
  view.dispatch(view.state.tr.setMeta(key, lit).setMeta('addToHistory', false));
}

/** Selects an occurrence of what is lit and puts the keyboard there. */
export function selectLit(view: EditorView, block: string, ordinal: number): void {
  const range = rangeOf(view.state, block, ordinal);
  if (range) view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, range.from, range.to)));
  view.focus();
}

function rangeOf(state: EditorState, id: string, ordinal: number): Occurrence | null {
  const needle = key.getState(state)?.light.needle ?? '';
  let range: Occurrence | null = null;
  state.doc.forEach((block, position) => {
    if (block.attrs['id'] === id) range = found(block, position, needle)[ordinal] ?? null;
  });
  return range;
}

function draw(doc: Node, { needle, now, marked }: Light): DecorationSet {
  const decorations: Decoration[] = [];
  doc.forEach((block, position) => {
    const id: unknown = block.attrs['id'];
    if (marked?.block === id) {
      decorations.push(Decoration.node(position, position + block.nodeSize, { class: `lit ${marked?.why}` }));
    }
    found(block, position, needle).forEach(({ from, to }, ordinal) => {
      const here = now?.block === id && now?.ordinal === ordinal;
      decorations.push(Decoration.inline(from, to, { class: here ? 'found now' : 'found' }));
    });
  });
  return DecorationSet.create(doc, decorations);
}

// Positions, not offsets: beside words a block may hold things that are no words.
function found(block: Node, position: number, needle: string): Occurrence[] {
  if (needle === '') return [];
  let text = '';
  const places: number[] = [];
  block.descendants((node, within) => {
    for (let index = 0; index < (node.text?.length ?? 0); index += 1) places.push(position + 1 + within + index);
    text += node.text ?? '';
  });
  const start = (offset: number) => places[offset] ?? position + 1;
  return occurrences(fold(text), needle).map(({ from, to }) => ({ from: start(from), to: start(to - 1) + 1 }));
}
