/** The store of a copy that says, for each tab, what is not saved. */
export const UNSAVED = 'unsaved';

/** What a tab typed that the server has not committed. */
export interface Unsaved {
  /** How many changes. */
  changes: number;
  /** The ids of the titles and paragraphs they were made in; null when nobody remembers which. */
  blocks: string[] | null;
}

/** What a store of that name holds for a tab: a page of an older build wrote the number only. */
export type StoredUnsaved = Unsaved | number;

/** Several tabs' accounts as one. */
export function unsavedTogether(stored: StoredUnsaved[]): Unsaved {
  const all = stored.map((one) => (typeof one === 'number' ? { changes: one, blocks: null } : one));
  const changes = all.reduce((sum, one) => sum + one.changes, 0);
  const blocks = all.flatMap((one) => one.blocks ?? []);
  return { changes, blocks: all.some((one) => one.blocks === null) ? null : [...new Set(blocks)] };
}

/** The name of the copy of a draft's generation for a participant. */
export function copyName(participant: string, draft: string, generation: number): string {
  return `${prefix(participant)}${draft}/${generation}`;
}

/** Removes all copies of a participant's drafts from this device: called when one leaves, for tablets are shared. */
export async function forgetCopies(participant: string): Promise<void> {
  await Promise.all((await copiesOf(participant)).map(removed));
}

/** How many changes in a participant's copies on this device the server has not committed. */
export async function unsavedIn(participant: string): Promise<number> {
  const counts = await Promise.all((await copiesOf(participant)).map(unsavedInCopy));
  return counts.reduce((sum, count) => sum + count, 0);
}

// A tab that still has it open is told and closes it; should it not, the removal waits and nobody else need.
function removed(name: string): Promise<void> {
  return new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = request.onerror = request.onblocked = () => resolve();
  });
}

/** The answer to a request to the browser's database. */
export function answer<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('the browser keeps nothing'));
  });
}

async function copiesOf(participant: string): Promise<string[]> {
  // A browser that keeps nothing has nothing to find, and may not even have the word for it.
  const databases = typeof indexedDB === 'undefined' ? [] : await indexedDB.databases().catch(() => []);
  return databases.flatMap(({ name }) => (name?.startsWith(prefix(participant)) ? [name] : []));
}

async function unsavedInCopy(name: string): Promise<number> {
  const db = await answer(indexedDB.open(name));
  try {
    return unsavedTogether(await answer<StoredUnsaved[]>(db.transaction(UNSAVED).objectStore(UNSAVED).getAll())).changes;
  } catch {
    return 0; // made by a tab that was closed before it could make the store
  } finally {
    db.close();
  }
}

const prefix = (participant: string) => `plenary/${participant}/`;
