/** The store of a copy that says, for each tab, how many changes are not saved. */
export const UNSAVED = 'unsaved';

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
  const databases = await indexedDB.databases().catch(() => []);
  return databases.flatMap(({ name }) => (name?.startsWith(prefix(participant)) ? [name] : []));
}

async function unsavedInCopy(name: string): Promise<number> {
  const db = await answer(indexedDB.open(name));
  try {
    const counts = await answer<number[]>(db.transaction(UNSAVED).objectStore(UNSAVED).getAll());
    return counts.reduce((sum, count) => sum + count, 0);
  } catch {
    return 0; // made by a tab that was closed before it could make the store
  } finally {
    db.close();
  }
}

const prefix = (participant: string) => `plenary/${participant}/`;
