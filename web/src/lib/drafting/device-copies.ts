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
  return `${copiesOf(participant)}${draft}/${generation}`;
}

/** The answer to a request to the browser's database. */
export function answer<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('the browser keeps nothing'));
  });
}

/** What the names of all copies of a participant begin with. */
export const copiesOf = (participant: string) => `plenary/${participant}/`;
