import { answer, copiesOf, UNSAVED, unsavedTogether, type StoredUnsaved } from './device-copies';

/** What the names of everybody's copies begin with. */
const ALL_COPIES = 'plenary/';

/** Removes all copies of a participant's drafts from this device: called when one leaves, for tablets are shared. */
export async function forgetCopies(participant: string): Promise<void> {
  await Promise.all((await namesOf(participant)).map(removed));
}

/**
 * Removes from this device the copies of everybody else that hold no unsaved change. Words the server lacks stay until
 * their author is back: they may have been signed out from elsewhere, and were told that what they typed is kept.
 */
export async function forgetSavedOfOthers(participant: string): Promise<void> {
  const names = (await copyNames()).filter((name) => !name.startsWith(copiesOf(participant)));
  const unsaved = await Promise.all(names.map(unsavedInCopy));
  await Promise.all(names.filter((_, index) => unsaved[index] === 0).map(removed));
}

/** How many changes in a participant's copies on this device the server has not committed. */
export async function unsavedIn(participant: string): Promise<number> {
  const counts = await Promise.all((await namesOf(participant)).map(unsavedInCopy));
  return counts.reduce((sum, count) => sum + count, 0);
}

// A tab that still has it open is told and closes it; should it not, the removal waits and nobody else need.
function removed(name: string): Promise<void> {
  return new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = request.onerror = request.onblocked = () => resolve();
  });
}

async function namesOf(participant: string): Promise<string[]> {
  return (await copyNames()).filter((name) => name.startsWith(copiesOf(participant)));
}

async function copyNames(): Promise<string[]> {
  // A browser that keeps nothing has nothing to find, and may not even have the word for it.
  const databases = typeof indexedDB === 'undefined' ? [] : await indexedDB.databases().catch(() => []);
  return databases.flatMap(({ name }) => (name?.startsWith(ALL_COPIES) ? [name] : []));
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
