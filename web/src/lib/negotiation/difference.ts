/** A stretch of words that two texts share, or that only one of them has. */
export interface Piece {
  kind: 'same' | 'deleted' | 'inserted';
  words: string;
}

/** Larger tables are not filled in: what lies between the equal beginning and end is then one change. */
const MOST_CELLS = 1_000_000;

/**
 * The words that changed from `before` to `now`, in reading order: all but what was inserted gives `before`, all but what
 * was deleted gives `now`.
 *
 * Time and space O(n·m) in the words between the equal beginning and end: the longest common subsequence by its table.
 */
export function difference(before: string, now: string): Piece[] {
  const [old, fresh] = [wordsIn(before), wordsIn(now)];
  let start = 0;
  while (start < old.length && old[start] === fresh[start]) start += 1;
  let end = 0;
  while (end < old.length - start && end < fresh.length - start && old.at(-1 - end) === fresh.at(-1 - end)) end += 1;
  const pieces: Piece[] = [
    { kind: 'same', words: old.slice(0, start).join('') },
    ...between(old.slice(start, old.length - end), fresh.slice(start, fresh.length - end)),
    { kind: 'same', words: old.slice(old.length - end).join('') },
  ];
  return joined(pieces);
}

function wordsIn(text: string): string[] {
  return [...new Intl.Segmenter(undefined, { granularity: 'word' }).segment(text)].map(({ segment }) => segment);
}

function between(old: string[], fresh: string[]): Piece[] {
  if (old.length * fresh.length > MOST_CELLS) {
    return [
      { kind: 'deleted', words: old.join('') },
      { kind: 'inserted', words: fresh.join('') },
    ];
  }
  const common = lengths(old, fresh);
  const length = (i: number, j: number) => common[i * (fresh.length + 1) + j] ?? 0;
  const pieces: Piece[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < fresh.length) {
    const [was, is] = [old[i], fresh[j]];
    if (was !== undefined && was === is) {
      pieces.push({ kind: 'same', words: was });
      i += 1;
      j += 1;
    } else if (was !== undefined && (is === undefined || length(i + 1, j) >= length(i, j + 1))) {
      pieces.push({ kind: 'deleted', words: was });
      i += 1;
    } else {
      pieces.push({ kind: 'inserted', words: is ?? '' });
      j += 1;
    }
  }
  return pieces;
}

/** How many words the ends of both texts share, from each word on. */
function lengths(old: string[], fresh: string[]): Uint32Array {
  const width = fresh.length + 1;
  const table = new Uint32Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = fresh.length - 1; j >= 0; j -= 1) {
      const [after, below, beside] = [table[(i + 1) * width + j + 1] ?? 0, table[(i + 1) * width + j] ?? 0, table[i * width + j + 1] ?? 0];
      table[i * width + j] = old[i] === fresh[j] ? after + 1 : Math.max(below, beside);
    }
  }
  return table;
}

function joined(pieces: Piece[]): Piece[] {
  const all: Piece[] = [];
  for (const { kind, words } of pieces) {
    const last = all.at(-1);
    if (words === '') continue;
    if (last?.kind === kind) last.words += words;
    else all.push({ kind, words });
  }
  return all;
}
