import { SvelteMap } from 'svelte/reactivity';
import * as Y from 'yjs';
import type { PointKind } from '$lib/api/types';
import { DraftHistory } from '$lib/editor/history';
import { pointsWithText } from './blocks';
import { DeviceCopy } from './device-copy';
import { newUuid } from './identifier';
import { blocksOf, touchedBlocks, type Blocks, type KeptWords } from './kept-words';
import { Ledger } from './ledger';
import type { WentTo } from './moved-words';
import * as changes from './outline-changes';
import { fragmentName, readOutline, type OutlineEntry } from './outline';
import { OwnWords } from './own-words';
import { summarize, type PointSummary } from './point-summary';

/** What a document tells its owner. */
export interface DocumentEvents {
  /** A change was made on this page. */
  changed: () => void;
  /** This device does not keep a copy (any more). */
  notKept: () => void;
  /** Somebody else deleted words that were typed on this page. */
  lost: (words: KeptWords[]) => void;
}

/**
 * A draft's Yjs document on this page, with everything that stands and falls with it: the copy on this device, the
 * account of what is saved, and the history for undo. After a refusal all of it is thrown away together.
 */
export class LocalDocument {
  readonly doc = new Y.Doc();
  readonly ledger = new Ledger();
  readonly history: DraftHistory;
  /** The entries of the draft in reading order. */
  outline: OutlineEntry[] = $state.raw([]);
  /** What the list says of each entry's text. */
  readonly summaries = new SvelteMap<string, PointSummary>();
  canUndo = $state(false);
  canRedo = $state(false);
  /** Points with words that are not in the outline. */
  removed: changes.RemovedPoint[] = $state.raw([]);
  /** Told when a paragraph that stood here has gone to another place. */
  readonly went = new Set<(to: WentTo) => void>();
  /** The orders that points of the outline have or had. */
  readonly #orders = new Map<string, string>();
  readonly #copy: DeviceCopy | null;
  /** The blocks changed here and not saved; null when a reload made us forget which. */
  #touched: Set<string> | null = new Set();

  private constructor(copy: DeviceCopy | null) {
    this.#copy = copy;
    this.history = new DraftHistory(this.doc, () => {
      this.canUndo = this.history.canUndo;
      this.canRedo = this.history.canRedo;
    });
  }

  /** The document with what this device kept of it under that name. */
  static async open(name: string, events: DocumentEvents): Promise<LocalDocument> {
    const copy = await DeviceCopy.open(name, events.notKept).catch(() => null);
    const document = new LocalDocument(copy);
    try {
      const unsaved = (await copy?.load(document.doc)) ?? 0;
      document.ledger.add(unsaved, Date.now());
      if (unsaved > 0) document.#touched = null;
    } catch {
      events.notKept();
    }
    if (copy === null) events.notKept();
    document.#watch(events);
    return document;
  }

  /** Whether there is anything to read. */
  get isEmpty(): boolean {
    return this.outline.length === 0;
  }

  fragment(point: string): Y.XmlFragment {
    return this.doc.getXmlFragment(fragmentName(point));
  }

  /** The server has committed what was sent before this fence. */
  confirm(fence: number): void {
    this.ledger.confirm(fence);
    if (this.ledger.unsaved === 0) this.#touched = new Set();
    this.#copy?.noteUnsaved(this.ledger.unsaved);
  }

  /** Adds a point without words so that it stands at `index`, at the end without one, and says its id. */
  addPoint(kind: PointKind = 'action_point', index = this.outline.length): string {
    const made = newUuid();
    this.history.outlineStep(() => (changes.addPoint(this.doc, made, kind, index), { made }));
    return made;
  }

  /** Moves a point to where it stands at `index` of the others. */
  movePoint(point: string, index: number): void {
    this.history.outlineStep(() => (changes.movePoint(this.doc, point, index), {}));
  }

  /** Takes a point out of the outline; its words stay in the document. */
  removePoint(point: string): void {
    this.history.outlineStep(() => (changes.removePoint(this.doc, point), {}));
  }

  bringBack(point: string): void {
    const order = this.#orders.get(point) ?? null;
    this.history.outlineStep(() => (changes.bringBackPoint(this.doc, point, order), {}));
  }

  /** Makes the paragraphs from this one on an action point of their own and says its id; null if that cannot be. */
  splitPoint(point: string, paragraph: string): string | null {
    const made = newUuid();
    let done = false;
    this.history.outlineStep(() => {
      const moved = changes.splitPoint(this.doc, point, paragraph, made);
      done = moved !== null;
      return moved && { moved, made };
    });
    return done ? made : null;
  }

  /** Puts the paragraphs of a point at the end of another. */
  mergePoint(point: string, into: string): void {
    this.history.outlineStep(() => ({ moved: changes.mergePoint(this.doc, point, into) }));
  }

  /** The words as they stand here, and which of them the server may lack. */
  get words(): { blocks: Blocks; touched: ReadonlySet<string> | null } {
    return { blocks: blocksOf(this.doc, pointsWithText(this.doc)), touched: this.#touched };
  }

  /** Lets go of the document; its copy stays on this device. */
  close(): void {
    this.history.destroy();
    this.doc.destroy();
    this.#copy?.close();
  }

  /** Lets go of the document and empties its copy on this device. */
  discard(): void {
    this.#copy?.clear();
    this.close();
  }

  #watch(events: DocumentEvents): void {
    new OwnWords(this.doc, {
      unsaved: () => this.#touched,
      lost: events.lost,
      went: (to) => this.went.forEach((told) => told(to)),
    });
    this.#readOutline();
    this.doc.getMap('outline').observe(() => this.#readOutline());
    this.doc.on('afterTransaction', (transaction) => {
      const changed: ReadonlyMap<unknown, unknown> = transaction.changedParentTypes;
      for (const { id } of this.outline) if (changed.has(this.fragment(id))) this.#summarize(id);
      if (this.#touchesRemoved(changed)) this.removed = changes.removedPoints(this.doc);
    });
    this.doc.on('update', (update, _origin, _doc, transaction) => {
      if (transaction.local) {
        this.ledger.add(1, Date.now());
        for (const id of touchedBlocks(transaction)) this.#touched?.add(id);
      }
      this.#copy?.keep(update, this.ledger.unsaved);
      if (transaction.local) events.changed();
    });
  }

  #readOutline(): void {
    this.outline = readOutline(this.doc);
    for (const { id, order } of this.outline) {
      this.#orders.set(id, order);
      this.#summarize(id);
    }
    this.removed = changes.removedPoints(this.doc);
  }

  #touchesRemoved(changed: ReadonlyMap<unknown, unknown>): boolean {
    const known = this.doc.getMap('outline');
    return pointsWithText(this.doc).some((id) => !known.has(id) && changed.has(this.fragment(id)));
  }

  #summarize(point: string): void {
    this.summaries.set(point, summarize(this.fragment(point)));
  }
}
