const DATABASE = 'plenary.memory';
const STORE = 'entries';
const WRITTEN = 'plenary.written';
/** A page opens without its memory rather than wait for a browser that does not answer. */
const PATIENCE_MS = 1_000;

/**
 * The memory of `localStorage` once more, in IndexedDB.
 *
 * Browsers write `localStorage` to the disk when they find the time, which may be minutes later: a browser that falls
 * over forgets who was signed in and which drafts it keeps. What IndexedDB has committed stays.
 */
class LastingMemory {
  #database: Promise<IDBDatabase | null> | null = null;

  /** Writes an entry; null removes it. */
  async write(name: string, json: string | null): Promise<void> {
    const written = stamp();
    const store = (await this.#open())?.transaction(STORE, 'readwrite').objectStore(STORE);
    if (json === null) store?.delete(name);
    else store?.put(json, name);
    store?.put(written, WRITTEN);
  }

  /** Brings back what `localStorage` lost because the browser fell over. */
  async restore(): Promise<void> {
    const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), PATIENCE_MS));
    const found = await Promise.race([this.#read().catch(() => null), late]);
    if (found === null || Number(found.get(WRITTEN) ?? 0) <= Number(localStorage.getItem(WRITTEN) ?? 0)) return;
    for (const name of Object.keys(localStorage)) {
      if (name.startsWith('plenary.') && !found.has(name)) localStorage.removeItem(name);
    }
    for (const [name, json] of found) localStorage.setItem(name, json);
  }

  async #read(): Promise<Map<string, string> | null> {
    const store = (await this.#open())?.transaction(STORE).objectStore(STORE);
    if (!store) return null;
    const [names, entries] = await Promise.all([answer(store.getAllKeys()), answer<unknown[]>(store.getAll())]);
    return new Map(names.map((name, index) => [String(name), String(entries[index])]));
  }

  #open(): Promise<IDBDatabase | null> {
    return (this.#database ??= this.#opened().catch(() => null));
  }

  #opened(): Promise<IDBDatabase> {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    return answer(request);
  }
}

// Grows with every write, also if the clock is set back meanwhile.
function stamp(): string {
  const written = String(Math.max(Date.now(), Number(localStorage.getItem(WRITTEN) ?? 0) + 1));
  localStorage.setItem(WRITTEN, written);
  return written;
}

function answer<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('the browser keeps nothing'));
  });
}

export const lastingMemory = new LastingMemory();
