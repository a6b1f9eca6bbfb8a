import { SvelteMap } from 'svelte/reactivity';
import * as Y from 'yjs';
import { DraftHistory } from '$lib/editor/history';
import { pointsWithText } from './blocks';
import type { Unsaved } from './device-copies';
import { DeviceCopy, FROM_DEVICE } from './device-copy';
import { newUuid } from './identifier';
import { blocksOf, touchedBlocks, type Blocks, type KeptWords } from './kept-words';
import { Ledger } from './ledger';
import type { WentTo } from './moved-words';
import { fragmentName, readOutline, type OutlineEntry } from './outline';
import { OwnWords, type Repair } from './own-words';
import { isSameSummary, summarize, type PointSummary } from './point-summary';
import { askToStay } from './persistence';
import { Tabs } from './tabs';

/** The origin of changes that were made in another tab and come from there. */
export const FROM_TAB = Symbol('from another tab');

/** Bytes of an update that says nothing. */
const NOTHING = 2;

/** What a document tells its owner. */
export interface DocumentEvents {
  /** A change was made on this page. */
  changed: () => void;
  /** Whether this device keeps a copy. */
  kept: (kept: boolean) => void;
  /** What is unsaved, here or in the other tabs, is not what it was. */
  accounted: () => void;
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
  /** How often the text of each entry has changed on this page: to be read by what must look at it again. */
  readonly revisions = new SvelteMap<string, number>();
  canUndo = $state(false);
  canRedo = $state(false);
  /** Told when a paragraph that stood here has gone to another place. */
  readonly went = new Set<(to: WentTo) => void>();
  /** How many changes the other tabs of this browser have not saved. */
  unsavedElsewhere = 0;
  /** The orders that points of the outline have or had. */
  readonly orders = new Map<string, string>();
  /** The fragments of the outline's entries, to tell what a change is about. */
  #points: ReadonlyMap<unknown, string> = new Map();
  readonly #tab = newUuid();
  #copy: DeviceCopy | null = null;
  #tabs: Tabs | null = null;
  #ownWords: OwnWords | null = null;
  #live = false;
  /** The blocks changed here and not saved; null when nobody remembers which. */
  #touched: Set<string> | null = new Set();

  private constructor() {
    this.history = new DraftHistory(this.doc, () => {
      this.canUndo = this.history.canUndo;
      this.canRedo = this.history.canRedo;
    });
  }

  /** The document with what this device kept of it under that name, or without ("anew"). */
  static async open(name: string, events: DocumentEvents, begin: 'kept' | 'anew' = 'kept'): Promise<LocalDocument> {
    const document = new LocalDocument();
    const tabs = (document.#tabs = await document.#join(name, events));
    try {
      document.#copy = await DeviceCopy.open(name, {
        tab: document.#tab,
        kept: events.kept,
        whole: () => ({ update: Y.encodeStateAsUpdate(document.doc), unsaved: document.#unsaved }),
      });
      if (begin === 'kept') document.#owe(await document.#copy.load(document.doc, (tab) => tabs.has(tab)));
      events.kept(true);
    } catch {
      document.#copy?.close();
      document.#copy = null;
      events.kept(false);
    }
    document.#watch(events);
    tabs.account();
    tabs.ask(Y.encodeStateVector(document.doc));
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
    this.#copy?.noteUnsaved(this.#unsaved);
    this.#tabs?.account();
  }

  /** Whether the server hears what is typed here. While it does not, the other tabs do. */
  set live(live: boolean) {
    const lost = this.#live && !live;
    this.#live = live;
    if (!lost) return;
    // What was sent last may not have arrived, and a deletion would show in no state vector.
    if (this.ledger.unsaved > 0) this.#tabs?.share(Y.encodeStateAsUpdate(this.doc));
    this.#tabs?.ask(Y.encodeStateVector(this.doc));
  }

  /** Whether a text belongs to an entry of the outline. */
  isInOutline(text: Y.XmlFragment): boolean {
    return this.#points.has(text);
  }

  /** From now on words of this page that others take away can be put back. */
  repairWith(repair: Repair): void {
    this.#ownWords?.repairWith(repair);
  }

  /** The words as they stand here, and which of them the server may lack. */
  get words(): { blocks: Blocks; touched: ReadonlySet<string> | null } {
    return { blocks: blocksOf(this.doc, pointsWithText(this.doc)), touched: this.#touched };
  }

  /** Lets go of the document; its copy stays on this device. */
  close(): void {
    this.history.destroy();
    this.doc.destroy();
    this.#tabs?.leave();
    this.#copy?.close();
  }

  /** Lets go of the document and empties its copy on this device. */
  discard(): void {
    this.#copy?.clear();
    this.#tabs?.emptied();
    this.close();
  }

  #watch(events: DocumentEvents): void {
    this.#ownWords = new OwnWords(this.doc, {
      unsaved: () => this.#touched,
      lost: events.lost,
      went: (to) => this.went.forEach((told) => told(to)),
    });
    this.#readOutline();
    this.doc.getMap('outline').observe(() => this.#readOutline());
    this.doc.on('afterTransaction', (transaction) => {
      for (const type of transaction.changedParentTypes.keys()) {
        const point = this.#points.get(type);
        if (point === undefined) continue;
        this.#summarize(point);
        this.revisions.set(point, (this.revisions.get(point) ?? 0) + 1);
      }
    });
    this.doc.on('update', (update, origin, _doc, transaction) => {
      if (transaction.local) {
        this.ledger.add(1, performance.now());
        for (const id of touchedBlocks(transaction)) this.#touched?.add(id);
      }
      // What comes from there is kept there.
      if (origin !== FROM_TAB && origin !== FROM_DEVICE) this.#copy?.keep(update, this.#unsaved);
      if (!transaction.local) return;
      if (!this.#live) this.#tabs?.share(update);
      this.#tabs?.account();
      askToStay();
      events.changed();
    });
  }

  #join(name: string, events: DocumentEvents): Promise<Tabs> {
    return Tabs.join(name, this.#tab, {
      update: (update) => Y.applyUpdate(this.doc, update, FROM_TAB),
      lacking: (vector) => {
        const update = Y.encodeStateAsUpdate(this.doc, vector);
        return update.length > NOTHING && (this.ledger.unsaved > 0 || !this.#live) ? update : null;
      },
      unsaved: () => this.ledger.unsaved,
      others: (changes) => {
        this.unsavedElsewhere = changes;
        events.accounted();
      },
      emptied: () => this.#copy?.keepWhole(),
      gone: (tab, changes) => void this.#adopt(tab, changes, events),
    });
  }

  // What a tab that is gone has not saved is in the copy, and so is the account of it: for the first who asks. Its last
  // letters may be here only, if it was closed before they were kept.
  async #adopt(tab: string, announced: number, events: DocumentEvents): Promise<void> {
    const unsaved = await this.#copy?.adopt(tab, this.doc).catch(() => null);
    if (!unsaved || unsaved.changes === 0) return;
    this.#owe({ ...unsaved, changes: Math.max(unsaved.changes, announced) });
    if (announced > unsaved.changes) this.#copy?.keepWhole();
    this.#tabs?.account();
    events.changed();
  }

  #owe({ changes, blocks }: Unsaved): void {
    this.ledger.add(changes, performance.now());
    if (blocks === null && changes > 0) this.#touched = null;
    for (const id of blocks ?? []) this.#touched?.add(id);
  }

  get #unsaved(): Unsaved {
    return { changes: this.ledger.unsaved, blocks: this.#touched === null ? null : [...this.#touched] };
  }

  #readOutline(): void {
    this.outline = readOutline(this.doc);
    this.#points = new Map(this.outline.map(({ id }) => [this.fragment(id), id]));
    for (const { id, order } of this.outline) {
      this.orders.set(id, order);
      this.#summarize(id);
    }
  }

  // Most keys change nothing that the list shows; then nothing is drawn anew.
  #summarize(point: string): void {
    const before = this.summaries.get(point);
    const now = summarize(this.fragment(point));
    if (!before || !isSameSummary(before, now)) this.summaries.set(point, now);
  }
}
