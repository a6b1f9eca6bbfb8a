import * as Y from 'yjs';
import type { PointKind } from '$lib/api/types';
import { MovedStep } from '$lib/editor/moved-step';
import { newUuid } from './identifier';
import type { LocalDocument } from './local-document.svelte';
import * as changes from './outline-changes';

/** Changes to the outline of a document, each a step that can be undone; and what was removed from it. */
export class OutlineSteps {
  /** Points with words that are not in the outline. */
  removed: changes.RemovedPoint[] = $state.raw([]);
  readonly #document: LocalDocument;
  static readonly #known = new WeakMap<LocalDocument, OutlineSteps>();

  private constructor(document: LocalDocument) {
    const { doc, history } = document;
    this.#document = document;
    this.#readRemoved();
    history.movedStep = MovedStep;
    doc.getMap('outline').observe(() => this.#readRemoved());
    doc.on('afterTransaction', ({ changedParentTypes }) => {
      if (this.#touchesRemoved(changedParentTypes)) this.#readRemoved();
    });
  }

  /** The steps of a document, always the same. */
  static of(document: LocalDocument): OutlineSteps {
    const known = this.#known.get(document);
    if (known) return known;
    // In a root of its own: whoever asks first, while something is drawn, would else not hear of changes.
    $effect.root(() => void this.#known.set(document, new OutlineSteps(document)));
    return this.of(document);
  }

  /** Adds a point without words so that it stands at `index`, at the end without one, and says its id. */
  addPoint(kind: PointKind = 'action_point', index = this.#document.outline.length): string {
    const { doc, history } = this.#document;
    const made = newUuid();
    history.outlineStep(() => (changes.addPoint(doc, made, kind, index), { made }));
    return made;
  }

  /** Moves a point to where it stands at `index` of the others. */
  movePoint(point: string, index: number): void {
    const { doc, history } = this.#document;
    history.outlineStep(() => (changes.movePoint(doc, point, index), {}));
  }

  /** Takes a point out of the outline; its words stay in the document. */
  removePoint(point: string): void {
    const { doc, history } = this.#document;
    history.outlineStep(() => (changes.removePoint(doc, point), {}));
  }

  bringBack(point: string): void {
    const { doc, history, orders } = this.#document;
    history.outlineStep(() => (changes.bringBackPoint(doc, point, orders.get(point) ?? null), {}));
  }

  /** Makes the paragraphs from this one on an action point of their own and says its id; null if that cannot be. */
  splitPoint(point: string, paragraph: string): string | null {
    const { doc, history } = this.#document;
    const made = newUuid();
    let done = false;
    history.outlineStep(() => {
      const moved = changes.splitPoint(doc, point, paragraph, made);
      done = moved !== null;
      return moved && { moved, made };
    });
    return done ? made : null;
  }

  /** Puts the paragraphs of a point at the end of another. */
  mergePoint(point: string, into: string): void {
    const { doc, history } = this.#document;
    history.outlineStep(() => ({ moved: changes.mergePoint(doc, point, into) }));
  }

  #readRemoved(): void {
    this.removed = changes.removedPoints(this.#document.doc);
  }

  // Asked at each key: a text at the top of the document that belongs to no entry of the outline.
  #touchesRemoved(changed: ReadonlyMap<unknown, unknown>): boolean {
    for (const type of changed.keys()) {
      if (type instanceof Y.XmlFragment && type._item === null && !this.#document.isInOutline(type)) return true;
    }
    return false;
  }
}
