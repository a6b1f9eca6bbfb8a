import { AllSelection, Selection, TextSelection } from 'prosemirror-state';
import type { EditorView } from 'prosemirror-view';
import { absolutePositionToRelativePosition, relativePositionToAbsolutePosition } from 'y-prosemirror';
import type * as Y from 'yjs';
import { bindingOf } from './binding';
import type { Piece } from './copying';
import { placeInEndLine, placeInNextLine } from './lines';
import type { Remark } from './remarks';

/** A place in one of the draft's texts, in a form that survives the typing of others. */
interface End {
  view: EditorView;
  place: Y.RelativePosition;
}

/** One of the draft's texts, with the number of its action point. */
export interface OpenText {
  view: EditorView;
  number: string | null;
}

/** What a selection across points asks of the page. */
export interface AcrossAround {
  /** The texts of the draft in reading order. */
  texts: () => OpenText[];
  say: (remark: Remark) => void;
}

/**
 * A selection that reaches over several texts of the draft. A browser confines its own to one editor, so this one is
 * drawn by decorations; the keyboard stays with the editor in which it began. It can be copied, never typed over.
 */
export class AcrossPoints {
  /** How many texts it touches; 0 while there is none. */
  points = $state(0);
  readonly #around: AcrossAround;
  #anchor: End | null = null;
  #head: End | null = null;
  /** The editor that has the keyboard meanwhile. */
  #holder: EditorView | null = null;
  /** Where along the line the keys Shift+Up and Shift+Down keep to. */
  #left = 0;
  /** The editors in which it is drawn. */
  #drawn: EditorView[] = [];

  constructor(around: AcrossAround) {
    this.#around = around;
  }

  get active(): boolean {
    return this.#drawn.length > 0;
  }

  /** Selects from one place to another in another text. */
  select(anchor: EditorView, anchorAt: number, head: EditorView, headAt: number): void {
    this.#anchor = endAt(anchor, anchorAt);
    this.#head = endAt(head, headAt);
    this.#holder = anchor;
    this.#show();
  }

  /** Selects the whole draft; the keyboard stays where it is. */
  selectAll(holder: EditorView): void {
    const texts = this.#around.texts();
    const [first, last] = [texts[0]?.view, texts.at(-1)?.view];
    if (!first || !last || first === last) return;
    this.select(first, Selection.atStart(first.state.doc).from, last, Selection.atEnd(last.state.doc).to);
    this.#holder = holder;
  }

  /** Forgets the selection; the caret stays in the editor that has the keyboard. */
  clear(): void {
    if (!this.active) return;
    this.#anchor = this.#head = null;
    this.#show();
  }

  /** Forgets it and leaves a bare caret, so that the next key does no harm to what was selected here. */
  collapse(): void {
    const holder = this.active ? this.#holder : null;
    this.clear();
    if (!holder || holder.isDestroyed) return;
    holder.dispatch(holder.state.tr.setSelection(TextSelection.near(holder.state.selection.$head)));
  }

  /** Somebody wanted to change what is selected: it is kept, and they are told why. Whether there was a selection. */
  refuseChange(): boolean {
    if (!this.active) return false;
    this.collapse();
    this.#around.say({ kind: 'not_across' });
    return true;
  }

  /** Shift+Up and Shift+Down beyond the edge of a text, and on from there. */
  extendByLine(view: EditorView, direction: 1 | -1): void {
    if (!this.active) this.#left = view.coordsAtPos(view.state.selection.head).left;
    const head = this.#place(view);
    const within = this.active ? placeInNextLine(head.view, head.at, direction, this.#left) : null;
    if (within !== null) return this.#moveHead(view, head.view, within);
    const next = this.#beside(head.view, direction);
    if (next) this.#moveHead(view, next, placeInEndLine(next, direction === 1 ? 'first' : 'last', this.#left));
  }

  /** Shift+Left and Shift+Right while the selection reaches over several texts. */
  extendByCharacter(view: EditorView, direction: 1 | -1): void {
    const head = this.#place(view);
    const { doc } = head.view.state;
    const found = Selection.findFrom(doc.resolve(clamp(head.at + direction, doc.content.size)), direction, true);
    if (found && found.head !== head.at) return this.#moveHead(view, head.view, found.head);
    const next = this.#beside(head.view, direction);
    if (next) this.#moveHead(view, next, (direction === 1 ? Selection.atStart : Selection.atEnd)(next.state.doc).head);
  }

  /** The part of a text that is selected, or null. */
  rangeIn(view: EditorView): { from: number; to: number } | null {
    const piece = this.active ? this.#pieces().find((candidate) => candidate.view === view) : undefined;
    return piece ? { from: piece.from, to: piece.to } : null;
  }

  /** How much is selected: so many texts, all of them action points or not. */
  get extent(): { points: number; onlyActionPoints: boolean } {
    const pieces = this.#pieces();
    return { points: pieces.length, onlyActionPoints: pieces.every(({ number }) => number !== null) };
  }

  /** What is selected, in reading order. */
  pieces(): Piece[] {
    return this.#pieces().map(({ view, number, from, to }) => ({ number, doc: view.state.doc, from, to }));
  }

  #pieces(): (OpenText & { from: number; to: number })[] {
    const texts = this.#around.texts();
    const ends = [this.#anchor, this.#head].flatMap((end) => {
      const text = texts.findIndex(({ view }) => view === end?.view);
      const at = end && text >= 0 ? positionOf(end) : null;
      return at === null ? [] : [{ text, at }];
    });
    const [first, last] = ends.sort((a, b) => a.text - b.text || a.at - b.at);
    if (!first || !last) return [];
    return texts.slice(first.text, last.text + 1).map(({ view, number }, index) => {
      const { size } = view.state.doc.content;
      const from = index === 0 ? clamp(first.at, size) : 0;
      const to = first.text + index === last.text ? clamp(last.at, size) : size;
      return { view, number, from, to };
    });
  }

  #place(view: EditorView): { view: EditorView; at: number } {
    const at = this.#head && this.active ? positionOf(this.#head) : null;
    return this.#head && at !== null ? { view: this.#head.view, at } : { view, at: view.state.selection.head };
  }

  #beside(view: EditorView, direction: 1 | -1): EditorView | null {
    const texts = this.#around.texts();
    return texts[texts.findIndex((text) => text.view === view) + direction]?.view ?? null;
  }

  // Back in the text where it began, it is an ordinary selection again.
  #moveHead(holder: EditorView, view: EditorView, at: number): void {
    const anchor = (this.active ? this.#anchor : null) ?? endAt(holder, holder.state.selection.anchor);
    const anchorAt = anchor && positionOf(anchor);
    if (!anchor || anchorAt === null) return this.clear();
    if (view !== anchor.view) {
      this.select(anchor.view, anchorAt, view, at);
      this.#holder = holder;
      if (holder === anchor.view) selectUpTo(holder, anchorAt, this.#isBefore(holder, view) ? 'end' : 'start');
      return reveal(view, at);
    }
    this.clear();
    view.focus();
    view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, anchorAt, at)).scrollIntoView());
  }

  #isBefore(first: EditorView, second: EditorView): boolean {
    return (first.dom.compareDocumentPosition(second.dom) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
  }

  #show(): void {
    const before = this.#drawn;
    this.#drawn = this.#pieces().map(({ view }) => view);
    this.points = this.#drawn.length;
    for (const view of new Set([...before, ...this.#drawn])) redraw(view);
    if (!this.active || this.points === before.length) return;
    this.#around.say({ kind: 'selected', ...this.extent });
  }
}

/** Whether all of a text is selected, by the browser or by the editor. */
export function isAllSelected(view: EditorView): boolean {
  const { selection, doc } = view.state;
  if (selection instanceof AllSelection) return true;
  return selection.from <= Selection.atStart(doc).from && selection.to >= Selection.atEnd(doc).to;
}

/** Selects from a place to an end of its text, for the keyboard's sake. */
export function selectUpTo(view: EditorView, at: number, end: 'start' | 'end'): void {
  const { doc, tr } = view.state;
  const edge = end === 'end' ? Selection.atEnd(doc).to : Selection.atStart(doc).from;
  view.dispatch(tr.setSelection(TextSelection.create(doc, at, edge)));
}

function endAt(view: EditorView, at: number): End | null {
  const binding = bindingOf(view.state);
  return binding && { view, place: absolutePositionToRelativePosition(at, binding.type, binding.mapping) };
}

function positionOf({ view, place }: End): number | null {
  const binding = view.isDestroyed ? null : bindingOf(view.state);
  return binding && relativePositionToAbsolutePosition(binding.doc, binding.type, place, binding.mapping);
}

function redraw(view: EditorView): void {
  if (!view.isDestroyed && !view.composing) view.updateState(view.state);
}

function reveal(view: EditorView, at: number): void {
  const block = view.domAtPos(at).node;
  const element = block instanceof Element ? block : block.parentElement;
  element?.scrollIntoView({ block: 'nearest' });
}

function clamp(at: number, size: number): number {
  return Math.max(0, Math.min(at, size));
}
