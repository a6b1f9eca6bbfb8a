import * as Y from 'yjs';
import { answer, UNSAVED } from './device-copies';
import { newUuid } from './identifier';

/** The origin of changes that come from the copy on this device. */
export const FROM_DEVICE = Symbol('from this device');

const UPDATES = 'updates';
const MERGE_AFTER = 200;

/**
 * A draft's copy on this device (IndexedDB): one per participant, draft and generation, shared by all tabs.
 *
 * With every change it stores, in the same transaction, how many changes of this tab are not saved on the server, so
 * that the count survives a reload as the words do.
 */
export class DeviceCopy {
  readonly #db: IDBDatabase;
  readonly #tab = newUuid();
  readonly #failed: () => void;

  private constructor(db: IDBDatabase, failed: () => void) {
    this.#db = db;
    this.#failed = failed;
  }

  /** The copy of that name. Rejects where the browser keeps nothing. `failed` hears of later trouble, as a full disk. */
  static async open(name: string, failed: () => void): Promise<DeviceCopy> {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(UPDATES, { autoIncrement: true });
      request.result.createObjectStore(UNSAVED);
    };
    const db = await answer(request);
    // Somebody leaves in another tab, and takes the copies along. What is typed here is not kept any more.
    db.onversionchange = () => {
      db.close();
      failed();
    };
    return new DeviceCopy(db, failed);
  }

  /** Brings what is kept into `doc`, and says how many of its changes were not saved. */
  async load(doc: Y.Doc): Promise<number> {
    const transaction = this.#db.transaction([UPDATES, UNSAVED], 'readwrite');
    const [updates, unsaved] = [transaction.objectStore(UPDATES), transaction.objectStore(UNSAVED)];
    const [stored, counts] = await Promise.all([
      answer<Uint8Array[]>(updates.getAll()),
      answer<number[]>(unsaved.getAll()),
    ]);
    const count = counts.reduce((sum, one) => sum + one, 0);
    // This tab answers for all of them from now on.
    unsaved.clear();
    if (count > 0) unsaved.put(count, this.#tab);
    if (stored.length > MERGE_AFTER) {
      updates.clear();
      updates.add(Y.mergeUpdates(stored));
    }
    await finished(transaction);
    Y.transact(doc, () => stored.forEach((update) => Y.applyUpdate(doc, update, FROM_DEVICE)), FROM_DEVICE, false);
    return count;
  }

  /** Keeps a change. `unsaved`: how many changes of this tab the server has not committed, this one included. */
  keep(update: Uint8Array, unsaved: number): void {
    this.#write([UPDATES, UNSAVED], (transaction) => {
      transaction.objectStore(UPDATES).add(update);
      noteUnsaved(transaction, this.#tab, unsaved);
    });
  }

  /** The server has committed changes; so many are left. */
  noteUnsaved(unsaved: number): void {
    this.#write([UNSAVED], (transaction) => noteUnsaved(transaction, this.#tab, unsaved));
  }

  close(): void {
    this.#db.close();
  }

  /** Empties the copy: the next one of that name begins anew, in whatever tab. */
  clear(): void {
    this.#write([UPDATES, UNSAVED], (transaction) => {
      transaction.objectStore(UPDATES).clear();
      transaction.objectStore(UNSAVED).clear();
    });
    this.close();
  }

  #write(stores: string[], work: (transaction: IDBTransaction) => void): void {
    try {
      const transaction = this.#db.transaction(stores, 'readwrite');
      transaction.onabort = () => this.#failed();
      work(transaction);
    } catch {
      this.#failed();
    }
  }
}

function noteUnsaved(transaction: IDBTransaction, tab: string, unsaved: number): void {
  const store = transaction.objectStore(UNSAVED);
  if (unsaved > 0) store.put(unsaved, tab);
  else store.delete(tab);
}

function finished(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error('the browser keeps nothing'));
  });
}
