import { edits, type Edit } from './edits';
import { isWord, tokens } from './tokens';

/** A stretch of words that two texts share, or that only one of them has. */
export interface Piece {
  kind: 'same' | 'deleted' | 'inserted';
  words: string;
}

/** What a change of a text comes to; `replace` if words go and others come, here or in different places. */
export type Change = 'nothing' | 'insert' | 'delete' | 'replace';

/**
 * The words that changed from `before` to `now`, in reading order: all but what was inserted gives `before`, all but what
 * was deleted gives `now`. Two neighbours differ in kind, and what was deleted stands before what came in its place.
 *
 * What stayed between two changes must be worth reading: two words, or one of three characters. Less is deleted and inserted
 * with them, unless both only insert or both only delete: nobody should see struck what somebody only added to.
 */
export function difference(before: string, now: string): Piece[] {
  const [old, fresh] = [tokens(before), tokens(now)];
  const pieces: Piece[] = [];
  const push = (kind: Piece['kind'], all: string[]) => {
    if (all.length > 0) pieces.push({ kind, words: all.join('') });
  };
  let done = 0;
  for (const { start, end, from, to } of folded(edits(old, fresh), old)) {
    push('same', old.slice(done, start));
    push('deleted', old.slice(start, end));
    push('inserted', fresh.slice(from, to));
    done = end;
  }
  push('same', old.slice(done));
  return pieces;
}

/** What the change from `base` to `now` comes to. */
export function changeOf(base: string, now: string): Change {
  const pieces = difference(base, now);
  const has = (wanted: Piece['kind']) => pieces.some(({ kind }) => kind === wanted);
  if (has('deleted')) return has('inserted') ? 'replace' : 'delete';
  return has('inserted') ? 'insert' : 'nothing';
}

function folded(all: Edit[], old: string[]): Edit[] {
  const folded: Edit[] = [];
  all.forEach((edit, at) => {
    const [before, last] = [all[at - 1], folded.at(-1)];
    if (before && last && replaces(before, edit) && !worthReading(old.slice(before.end, edit.start))) {
      last.end = edit.end;
      last.to = edit.to;
    } else folded.push({ ...edit });
  });
  return folded;
}

/** Whether two edits together take words away and bring others. */
function replaces(one: Edit, other: Edit) {
  return (one.start < one.end || other.start < other.end) && (one.from < one.to || other.from < other.to);
}

function worthReading(all: string[]) {
  const words = all.filter(isWord);
  return words.length > 1 || words.some((word) => [...word].length > 2);
}
