import './suggested.css';
import type { Node } from 'prosemirror-model';
import { Plugin, PluginKey } from 'prosemirror-state';
import { Decoration, DecorationSet, type EditorView } from 'prosemirror-view';
import type { Hunk } from '$lib/words/merge';

/** An open suggestion, as a sign at the end of its paragraph. */
export interface SuggestionSign {
  id: string;
  /** Its number in the session. */
  number: number;
  /** The colour by which it is told from its neighbours, as a CSS value. */
  colour: string;
  clashes: boolean;
  /** What it is called. */
  label: string;
}

/** What is suggested in one text. */
export interface Suggested {
  /** The signs of each paragraph that has any, by its id; under an empty id those that belong below the title. */
  signs: Record<string, SuggestionSign[]>;
  /** The suggestion that is drawn into its paragraph. */
  drawn: { block: string; hunks: Hunk[] } | { after: string; words: string } | null;
}

/** Nothing is suggested. */
export const NOTHING: Suggested = { signs: {}, drawn: null };

/** More are counted. */
const MOST_SIGNS = 4;

const key = new PluginKey<{ suggested: Suggested; decorations: DecorationSet }>('suggested');

/** Draws the signs of suggestions, and what one of them would change. None of it is in the document. */
export function suggestedInPlace(): Plugin {
  return new Plugin({
    key,
    state: {
      init: () => ({ suggested: NOTHING, decorations: DecorationSet.empty }),
      apply: (tr, { suggested, decorations }) => {
        const told = tr.getMeta(key) as Suggested | undefined;
        if (told) return { suggested: told, decorations: draw(tr.doc, told) };
        if (!tr.docChanged || suggested === NOTHING) return { suggested, decorations };
        // What would change is told anew with each change of the words; until then it stays where it was. So nothing is
        // redrawn around a word half written by an input method.
        return { suggested, decorations: decorations.map(tr.mapping, tr.doc) };
      },
    },
    props: {
      decorations: (state) => key.getState(state)?.decorations,
      handleDOMEvents: {
        compositionend: (view) => {
          setTimeout(() => !view.isDestroyed && redraw(view, key.getState(view.state)?.suggested ?? NOTHING));
          return false;
        },
      },
    },
  });
}

/** Shows this in an editor, and nothing else. */
export function showSuggested(view: EditorView, suggested: Suggested): void {
  const before = key.getState(view.state)?.suggested ?? NOTHING;
  if (view.composing || JSON.stringify(before) === JSON.stringify(suggested)) return;
  redraw(view, suggested);
}

/** The suggestion whose sign was pressed, or null. */
export function signAt(target: EventTarget | null): string | null {
  const sign = target instanceof Element ? target.closest<HTMLElement>('[data-suggestion]') : null;
  return sign?.dataset['suggestion'] ?? null;
}

function redraw(view: EditorView, suggested: Suggested): void {
  if (!view.composing) view.dispatch(view.state.tr.setMeta(key, suggested).setMeta('addToHistory', false));
}

function draw(doc: Node, { signs, drawn }: Suggested): DecorationSet {
  const decorations: Decoration[] = [];
  doc.forEach((block, position) => {
    const id: unknown = block.type.name === 'title' ? '' : block.attrs['id'];
    if (typeof id !== 'string') return;
    const end = position + block.nodeSize;
    const own = signs[id];
    if (own) decorations.push(Decoration.widget(end - 1, () => signsOf(own), { side: 30, key: JSON.stringify(own), ignoreSelection: true }));
    if (drawn && 'block' in drawn && drawn.block === id) decorations.push(...changes(block, position, drawn.hunks));
    if (drawn && 'after' in drawn && drawn.after === id) {
      const { words } = drawn;
      decorations.push(Decoration.widget(end, () => newParagraph(words), { side: 1, key: `new ${words}`, ignoreSelection: true }));
    }
  });
  return DecorationSet.create(doc, decorations);
}

// Positions, not offsets: beside words a block may hold things that are no words.
function changes(block: Node, position: number, hunks: Hunk[]): Decoration[] {
  let text = '';
  const places: number[] = [];
  block.descendants((node, within) => {
    for (let index = 0; index < (node.text?.length ?? 0); index += 1) places.push(position + 1 + within + index);
    text += node.text ?? '';
  });
  // Told of other words than stand here now: in a moment it is told again.
  if (hunks.some(({ at, deleted }) => text.slice(at, at + deleted.length) !== deleted)) return [];
  return hunks.flatMap(({ at, deleted, inserted }) => {
    const from = places[at] ?? (places.at(-1) ?? position) + 1;
    const to = deleted === '' ? from : (places[at + deleted.length - 1] ?? from) + 1;
    const goes = deleted === '' ? [] : [Decoration.inline(from, to, { nodeName: 'del', class: 'would-go' })];
    const comes = inserted === '' ? [] : [Decoration.widget(to, () => wouldCome(inserted), { side: -1, key: `comes ${inserted}`, ignoreSelection: true })];
    return [...goes, ...comes];
  });
}

// The numbers are drawn, not written: they are no words of the text, and are not found or copied with them.
function signsOf(signs: SuggestionSign[]): HTMLElement {
  const holder = document.createElement('span');
  holder.className = 'signs';
  for (const { id, number, colour, clashes, label } of signs.slice(0, MOST_SIGNS)) {
    const sign = holder.appendChild(document.createElement('span'));
    sign.className = clashes ? 'sign clashing' : 'sign';
    sign.role = 'img';
    sign.ariaLabel = label;
    sign.title = label;
    sign.dataset['suggestion'] = id;
    sign.style.setProperty('--c', colour);
    sign.dataset['number'] = clashes ? `${number}!` : String(number);
  }
  const [next] = signs.slice(MOST_SIGNS);
  if (next) {
    const more = holder.appendChild(document.createElement('span'));
    more.className = 'sign more';
    more.dataset['suggestion'] = next.id;
    more.dataset['number'] = `+${signs.length - MOST_SIGNS}`;
  }
  return holder;
}

// Screen readers hear what would change from the list beside the text; in the text it would read as if it stood there.
function wouldCome(words: string): HTMLElement {
  const comes = document.createElement('ins');
  comes.className = 'would-come';
  comes.ariaHidden = 'true';
  comes.textContent = words;
  return comes;
}

function newParagraph(words: string): HTMLElement {
  const paragraph = document.createElement('div');
  paragraph.className = 'would-be';
  paragraph.dir = 'auto';
  paragraph.append(wouldCome(words));
  return paragraph;
}
