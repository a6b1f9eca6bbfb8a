import type { Node } from 'prosemirror-model';
import { Plugin, PluginKey } from 'prosemirror-state';
import { Decoration, DecorationSet, type EditorView } from 'prosemirror-view';
import type { ParagraphState } from '$lib/api/types';
import { anchorOf } from '$lib/drafting/addresses';
import { bracketsIn } from './brackets-in';
import { markersOf, type Marker } from './markers';
import { paragraphAttributes } from './nodes/paragraph';

/** What the page knows about a text that is not in the text, in the words of the reader's language. */
export interface Annotations {
  /** The state of each paragraph by id; absent means open. */
  states: ReadonlyMap<string, ParagraphState>;
  markerLabel: (marker: Marker) => string;
  stateLabel: (state: ParagraphState) => string;
  /** Why a bracket without partner is marked. */
  strayBracket: (character: string) => string;
  titlePlaceholder: string;
}

/** Brackets in brackets look different, down to this depth; deeper ones begin anew. */
const BRACKET_LOOKS = 3;

const key = new PluginKey<{ annotations: Annotations; drawn: DecorationSet }>('annotations');

/** Draws paragraph markers, coloured brackets and locks. None of it is in the document. */
export function annotate(first: Annotations): Plugin {
  return new Plugin({
    key,
    state: {
      init: (_config, state) => ({ annotations: first, drawn: draw(state.doc, first) }),
      apply: (tr, { annotations, drawn }) => {
        const told = tr.getMeta(key) as Partial<Annotations> | undefined;
        const now = told ? { ...annotations, ...told } : annotations;
        if (!told && !tr.docChanged) return { annotations, drawn };
        // A word half written by an input method must not have its surroundings redrawn: that ends the composition.
        const composing = !told && tr.getMeta('composition') !== undefined;
        return { annotations: now, drawn: composing ? drawn.map(tr.mapping, tr.doc) : draw(tr.doc, now) };
      },
    },
    props: {
      decorations: (state) => key.getState(state)?.drawn,
      handleDOMEvents: {
        compositionend: (view) => {
          setTimeout(() => !view.isDestroyed && redraw(view, {}));
          return false;
        },
      },
    },
  });
}

/** Draws anew with what has changed. */
export function redraw(view: EditorView, changed: Partial<Annotations>): void {
  if (!view.composing) view.dispatch(view.state.tr.setMeta(key, changed).setMeta('addToHistory', false));
}

function draw(doc: Node, annotations: Annotations): DecorationSet {
  const decorations: Decoration[] = [];
  const markers = markersOf(paragraphsOf(doc).map((node) => paragraphAttributes(node.attrs)));
  let index = 0;
  doc.forEach((block, position) => {
    if (block.type.name === 'title') decorations.push(titleDecoration(block, position, annotations));
    const marker = block.type.name === 'paragraph' ? markers[index++] : undefined;
    if (marker) decorations.push(...paragraphDecorations(block, position, marker, annotations));
    decorations.push(...bracketDecorations(block, position, annotations));
  });
  return DecorationSet.create(doc, decorations);
}

function paragraphsOf(doc: Node): Node[] {
  return doc.children.filter((block) => block.type.name === 'paragraph');
}

function titleDecoration(block: Node, position: number, { titlePlaceholder }: Annotations): Decoration {
  const empty = block.content.size === 0;
  const attributes = empty ? { 'data-placeholder': titlePlaceholder } : { role: 'heading', 'aria-level': '3' };
  return Decoration.node(position, position + block.nodeSize, { ...attributes, ...anchor(block.attrs['id']) });
}

function paragraphDecorations(block: Node, position: number, marker: Marker, annotations: Annotations): Decoration[] {
  const { id, level } = paragraphAttributes(block.attrs);
  const state = (id !== null && annotations.states.get(id)) || 'open';
  const end = position + block.nodeSize;
  const classes = ['para', marker.alternate !== null && 'alt', state !== 'open' && 'settled'].filter(Boolean);
  const style = level > 0 ? { style: `--level: ${level}` } : {};
  const label = annotations.markerLabel(marker);
  const decorations = [Decoration.node(position, end, { class: classes.join(' '), 'data-marker': label, ...style, ...anchor(id) })];
  if (state !== 'open') {
    const name = annotations.stateLabel(state);
    const options = { side: 20, key: `${state} ${name}`, ignoreSelection: true };
    decorations.push(Decoration.widget(end - 1, () => lock(state, name), options));
  }
  return decorations;
}

// The permanent id as an element's id: every paragraph has an address.
function anchor(id: unknown): { id?: string } {
  return typeof id === 'string' ? { id: anchorOf({ kind: 'paragraph', id }) } : {};
}

function bracketDecorations(block: Node, position: number, { strayBracket }: Annotations): Decoration[] {
  const { pairs, stray } = bracketsIn(block);
  const at = (offset: number, attributes: Record<string, string>) =>
    Decoration.inline(position + 1 + offset, position + 2 + offset, attributes);
  return [
    ...pairs.flatMap(({ open, close, depth }) =>
      [open, close].map((offset) => at(offset, { class: `bracket depth-${depth % BRACKET_LOOKS}` })),
    ),
    ...stray.map((offset) => at(offset, { class: 'bracket stray', title: strayBracket(block.textContent.charAt(offset)) })),
  ];
}

function lock(state: ParagraphState, name: string): HTMLElement {
  const holder = document.createElement('span');
  holder.className = 'locked';
  holder.append('\u2060'); // a word joiner: the lock never stands alone on a line
  const icon = holder.appendChild(document.createElement('span'));
  icon.className = `lock ${state}`;
  icon.role = 'img';
  icon.ariaLabel = name;
  icon.title = name;
  return holder;
}
