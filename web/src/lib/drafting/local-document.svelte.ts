import { SvelteMap } from 'svelte/reactivity';
import * as Y from 'yjs';
import { DraftHistory, OUTLINE_CHANGE } from '$lib/editor/history';
import { DeviceCopy } from './device-copy';
import { newUuid } from './identifier';
import { blocksOf, touchedBlocks, type Blocks } from './kept-words';
import { Ledger } from './ledger';
import { summarize, type PointSummary } from './point-summary';
import { addEntry, fragmentName, readOutline, type OutlineEntry } from './outline';

/** What a document tells its owner. */
export interface DocumentEvents {
  /** A change was made on this page. */
  changed: () => void;
  /** This device does not keep a copy (any more). */
  notKept: () => void;
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

  /** Adds an action point with an empty title and an empty paragraph at the end, and says its id. */
  addActionPoint(): string {
    const point = newUuid();
    this.doc.transact(() => {
      addEntry(this.doc, point, 'action_point', this.outline.at(-1));
      this.fragment(point).insert(0, [emptyBlock('title'), emptyBlock('paragraph', { level: 0, marker: 'number' })]);
    }, OUTLINE_CHANGE);
    return point;
  }

  /** The words as they stand here, and which of them the server may lack. */
  get words(): { blocks: Blocks; touched: ReadonlySet<string> | null } {
    const points = this.outline.map(({ id }) => id);
    return { blocks: blocksOf(this.doc, points), touched: this.#touched };
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
    this.#readOutline();
    this.doc.getMap('outline').observe(() => this.#readOutline());
    this.doc.on('afterTransaction', (transaction) => {
      const changed: ReadonlyMap<unknown, unknown> = transaction.changedParentTypes;
      for (const { id } of this.outline) if (changed.has(this.fragment(id))) this.#summarize(id);
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
    for (const { id } of this.outline) this.#summarize(id);
  }

  #summarize(point: string): void {
    this.summaries.set(point, summarize(this.fragment(point)));
  }
}

function emptyBlock(name: string, attributes: Record<string, string | number> = {}): Y.XmlElement {
  const element = new Y.XmlElement<Record<string, string | number>>(name);
  for (const [attribute, value] of Object.entries({ id: newUuid(), ...attributes })) {
    element.setAttribute(attribute, value);
  }
  return element as unknown as Y.XmlElement;
}
