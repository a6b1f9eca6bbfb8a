import type { ParagraphState } from '$lib/api/types';
import type { NumberedEntry } from './outline';

/** What happened to an entry of the outline. */
export interface OutlineChange {
  kind: 'added' | 'removed' | 'moved';
  /** As it is called now; what was removed, as it was called before. */
  entry: NumberedEntry;
}

/** What happened between two outlines. A number that changed because of others' places is no move. */
export function outlineChanges(before: NumberedEntry[], after: NumberedEntry[]): OutlineChange[] {
  const earlier = new Map(before.map((entry) => [entry.id, entry]));
  const later = new Set(after.map(({ id }) => id));
  const now = after.flatMap((entry): OutlineChange[] => {
    const was = earlier.get(entry.id);
    if (!was) return [{ kind: 'added', entry }];
    return was.order === entry.order ? [] : [{ kind: 'moved', entry }];
  });
  return [...now, ...before.filter(({ id }) => !later.has(id)).map((entry) => ({ kind: 'removed' as const, entry }))];
}

/** The paragraphs whose state is another than before, with the new one. */
export function stateChanges(
  before: ReadonlyMap<string, ParagraphState>,
  after: ReadonlyMap<string, ParagraphState>,
): [paragraph: string, state: ParagraphState][] {
  return [...after].filter(([paragraph, state]) => (before.get(paragraph) ?? 'open') !== state);
}
