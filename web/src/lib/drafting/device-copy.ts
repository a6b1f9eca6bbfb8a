import * as Y from 'yjs';
import { answer, UNSAVED, unsavedTogether, type StoredUnsaved, type Unsaved } from './device-copies';
import { Pace } from './pace';

/** The origin of changes that come from the copy on this device. */
export const FROM_DEVICE = Symbol('from this device');

const UPDATES = 'updates';
const MERGE_AFTER = 200;
/** How often is written at most: a transaction for each key would keep slow devices busy, and none may be lost for a second. */
const WRITE_EVERY_MS = 250;
/** How long a full disk is left alone before it is tried again. */
const TRY_AGAIN_MS = 5_000;

/** What a copy asks of the page it belongs to. */
export interface CopyOwner {
  /** The name of this tab, among all tabs that ever had the copy open. */
  tab: string;
  /** Whether this device keeps the words: said at each change for better or worse, as when the disk is full. */
  kept: (kept: boolean) => void;
  /** The whole document and what of it is not saved, to be kept anew after changes could not be. */
  whole: () => { update: Uint8Array; unsaved: Unsaved };
}

/**
 * A draft's copy on this device (IndexedDB): one per participant, draft and generation, shared by all tabs.
 *
 * With every change it stores, in the same transaction, what of this tab is not saved on the server, so that the count
 * survives a reload as the words do. A change that could not be kept leaves a gap that later ones cannot bridge;
 * therefore the whole document is kept anew as soon as that is possible.
 */
export class DeviceCopy {
  readonly #name: string;
  readonly #owner: CopyOwner;
  #db: IDBDatabase;
  /** `lost`: the browser threw the database away, and it is not open again. */
  #state: 'kept' | 'broken' | 'lost' | 'closed' = 'kept';
  #again: ReturnType<typeof setTimeout> | undefined;
  /** Changes that are not written yet, and the account that goes with them. */
  #waiting: Uint8Array[] = [];
  #account: Unsaved | null = null;
  readonly #pace = new Pace(() => WRITE_EVERY_MS, () => this.#writeWaiting());
  readonly #end = new AbortController();

  private constructor(name: string, owner: CopyOwner, db: IDBDatabase) {
    this.#name = name;
    this.#owner = owner;
    this.#db = db;
    this.#listen();
    // Afterwards there may be no time.
    const leaving = { signal: this.#end.signal };
    globalThis.window?.addEventListener('pagehide', () => this.#writeWaiting(), leaving);
    globalThis.document?.addEventListener('visibilitychange', () => this.#writeWaiting(), leaving);
  }

  /** The copy of that name. Rejects where the browser keeps nothing. */
  static async open(name: string, owner: CopyOwner): Promise<DeviceCopy> {
    return new DeviceCopy(name, owner, await opened(name));
  }

  /**
   * Brings what is kept into `doc`, and says what of it was not saved: this tab answers for that from now on, unless it
   * is the word of a tab that `isOpen`.
   */
  async load(doc: Y.Doc, isOpen: (tab: string) => boolean = () => false): Promise<Unsaved> {
    const transaction = this.#db.transaction([UPDATES, UNSAVED], 'readwrite');
    const updates = transaction.objectStore(UPDATES);
    const stored = await answer<Uint8Array[]>(updates.getAll());
    const unsaved = await this.#takeOver(transaction, (tab) => !isOpen(tab));
    if (stored.length > MERGE_AFTER) {
      updates.clear();
      updates.add(Y.mergeUpdates(stored));
    }
    await finished(transaction);
    bring(stored, doc);
    return unsaved;
  }

  /** Another tab is gone: brings what it kept into `doc` and says what it left unsaved; this tab answers for it now. */
  async adopt(tab: string, doc: Y.Doc): Promise<Unsaved> {
    const transaction = this.#db.transaction([UPDATES, UNSAVED], 'readwrite');
    const unsaved = await this.#takeOver(transaction, (gone) => gone === tab);
    const stored = unsaved.changes > 0 ? await answer<Uint8Array[]>(transaction.objectStore(UPDATES).getAll()) : [];
    await finished(transaction);
    bring(stored, doc);
    return unsaved;
  }

  /** Keeps a change. `unsaved`: what of this tab the server has not committed, this change included. */
  keep(update: Uint8Array, unsaved: Unsaved): void {
    if (this.#state !== 'kept') return;
    this.#waiting.push(update);
    this.noteUnsaved(unsaved);
  }

  /** Keeps the document as if nothing had been kept: after a gap, or when another tab emptied the copy. */
  keepWhole(): void {
    if (this.#state === 'closed') return;
    if (this.#state === 'lost') return void this.#reopen();
    this.#forgetWaiting();
    const { update, unsaved } = this.#owner.whole();
    this.#write([UPDATES, UNSAVED], (transaction) => {
      transaction.objectStore(UPDATES).add(update);
      this.#note(transaction, unsaved);
      transaction.oncomplete = () => this.#isKept();
    });
  }

  /** The server has committed changes; so many are left. */
  noteUnsaved(unsaved: Unsaved): void {
    if (this.#state !== 'kept') return;
    this.#account = unsaved;
    this.#pace.ask();
  }

  close(): void {
    this.#writeWaiting();
    this.#state = 'closed';
    this.#end.abort();
    clearTimeout(this.#again);
    this.#db.close();
  }

  /** Empties the copy: the next one of that name begins anew, in whatever tab. */
  clear(): void {
    this.#forgetWaiting();
    this.#write([UPDATES, UNSAVED], (transaction) => {
      transaction.objectStore(UPDATES).clear();
      transaction.objectStore(UNSAVED).clear();
    });
    this.close();
  }

  #listen(): void {
    // Somebody leaves in another tab, and takes the copies along. What is typed here is not kept any more.
    this.#db.onversionchange = () => {
      this.close();
      this.#owner.kept(false);
    };
    // The browser threw it away, as it may when the disk fills up. It begins anew with all that is on this page.
    this.#db.onclose = () => void this.#reopen();
  }

  async #reopen(): Promise<void> {
    if (this.#state === 'closed') return;
    this.#broke('lost');
    const db = await opened(this.#name).catch(() => null);
    if (db === null) return;
    if (this.#isClosed) return db.close();
    this.#db = db;
    this.#listen();
    this.#state = 'broken';
    this.keepWhole();
  }

  #writeWaiting(): void {
    const [updates, unsaved] = [this.#waiting, this.#account];
    this.#forgetWaiting();
    if (this.#state !== 'kept' || unsaved === null) return;
    this.#write(updates.length > 0 ? [UPDATES, UNSAVED] : [UNSAVED], (transaction) => {
      if (updates.length > 0) transaction.objectStore(UPDATES).add(Y.mergeUpdates(updates));
      this.#note(transaction, unsaved);
    });
  }

  #forgetWaiting(): void {
    this.#pace.stop();
    this.#waiting = [];
    this.#account = null;
  }

  #write(stores: string[], work: (transaction: IDBTransaction) => void): void {
    try {
      const transaction = this.#db.transaction(stores, 'readwrite');
      transaction.onabort = () => this.#broke();
      work(transaction);
      // Not left to the browser, which would wait for the next turn: there may be none.
      transaction.commit();
    } catch {
      this.#broke();
    }
  }

  get #isClosed(): boolean {
    return this.#state === 'closed';
  }

  #broke(how: 'broken' | 'lost' = 'broken'): void {
    if (this.#state === 'closed') return;
    this.#state = how;
    this.#forgetWaiting();
    this.#owner.kept(false);
    clearTimeout(this.#again);
    this.#again = setTimeout(() => this.keepWhole(), TRY_AGAIN_MS);
  }

  #isKept(): void {
    if (this.#state !== 'broken') return;
    this.#state = 'kept';
    clearTimeout(this.#again);
    this.#owner.kept(true);
  }

  async #takeOver(transaction: IDBTransaction, of: (tab: string) => boolean): Promise<Unsaved> {
    const store = transaction.objectStore(UNSAVED);
    const tabs = (await answer<IDBValidKey[]>(store.getAllKeys())).map(String).filter(of);
    const accounts = await Promise.all(tabs.map((tab) => answer<StoredUnsaved>(store.get(tab))));
    const unsaved = unsavedTogether(accounts);
    for (const tab of tabs) store.delete(tab);
    // Until the next change replaces it, this tab's own account holds both.
    if (unsaved.changes === 0) return unsaved;
    const own = await answer<StoredUnsaved | undefined>(store.get(this.#owner.tab));
    store.put(unsavedTogether(own === undefined ? [unsaved] : [unsaved, own]), this.#owner.tab);
    return unsaved;
  }

  #note(transaction: IDBTransaction, unsaved: Unsaved): void {
    const store = transaction.objectStore(UNSAVED);
    if (unsaved.changes > 0) store.put(unsaved, this.#owner.tab);
    else store.delete(this.#owner.tab);
  }
}

function bring(stored: Uint8Array[], doc: Y.Doc): void {
  Y.transact(doc, () => stored.forEach((update) => Y.applyUpdate(doc, update, FROM_DEVICE)), FROM_DEVICE, false);
}

function opened(name: string): Promise<IDBDatabase> {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(UPDATES, { autoIncrement: true });
    request.result.createObjectStore(UNSAVED);
  };
  return answer(request);
}

function finished(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error('the browser keeps nothing'));
  });
}
