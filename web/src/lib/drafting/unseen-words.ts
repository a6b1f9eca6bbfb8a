/** A character of a paragraph as it stood on this page. */
export interface Character {
  character: string;
  /** When it was typed, by this page's count; null for the characters of others. */
  typed: number | null;
}

/** Words to insert before the character at an index. */
export interface Insertion {
  at: number;
  words: string;
}

/** What a copy of a paragraph lacks of what was typed here. */
export interface Unseen {
  /** Ascending; indices count the characters of the copy as it is now. */
  insertions: Insertion[];
  /** Where a caret after so many characters of the old text belongs in the copy, once the insertions are made. */
  caret: (after: number) => number;
}

/** What a gap costs: characters in a row that must have been seen and do not stand in the copy. */
const GAP = 6;
/** Larger tables are not filled in: the words between the equal beginning and end are then compared as a whole. */
const MOST_CELLS = 4_000_000;
const MOST_TRIES = 400;

/**
 * The words typed here that somebody did not have yet who copied a paragraph: `old` is the paragraph as it stood here,
 * `copy` the characters of the copy.
 *
 * Whoever made the copy had all that was typed here up to some moment, and nothing of what came after. So it is enough
 * to know that moment, or else to find it: the one by which the copy is best explained. What was typed before and is missing was taken out
 * on purpose; what was typed after is unseen, whatever the copy says.
 *
 * At most {@link MOST_TRIES} comparisons of O(n·m) for n and m characters that differ; mostly there is nothing to
 * compare, because the copy is the old text without the newest words.
 */
export function unseenWords(
  old: readonly Character[],
  copy: readonly string[],
  seenUntil = lastMoment(old, copy),
): Unseen {
  const seen = old.filter(({ typed }) => typed === null || typed < seenUntil);
  const matches = align(seen, copy);
  return placed(old, seenUntil, matches, copy.length);
}

/** What one text has that another lacks: where to delete, and then, ascending, where to insert (UTF-16 offsets). */
export function unmatched(old: readonly string[], now: readonly string[]): { tooMuch: Insertion[]; missing: Insertion[] } {
  const matches = align(
    old.map((character) => ({ character, typed: null })),
    now,
  );
  const kept = new Set(matches.filter((match) => match !== null));
  return {
    tooMuch: runs(old, (index) => matches[index] === null),
    missing: runs(now, (index) => !kept.has(index)),
  };
}

function runs(characters: readonly string[], belongs: (index: number) => boolean): Insertion[] {
  const found: Insertion[] = [];
  let [at, joins] = [0, false];
  characters.forEach((character, index) => {
    const last = found.at(-1);
    if (!belongs(index)) joins = false;
    else if (joins && last) last.words += character;
    else {
      found.push({ at, words: character });
      joins = true;
    }
    at += character.length;
  });
  return found;
}

function lastMoment(old: readonly Character[], copy: readonly string[]): number {
  const moments = [...momentsOf(old)];
  const exact = moments.find((moment) => isCopy(old, moment, copy));
  if (exact !== undefined) return exact;
  const starts = pieceStarts(old);
  const whole = best(old, copy, evenly(moments.filter((moment) => moment === Infinity || starts.has(moment))));
  // That somebody had more of what was typed in one go must be well borne out: a letter or two of it stand in any text.
  const [earlier, later] = neighbours([...starts, Infinity], whole.moment);
  const within = best(old, copy, evenly(moments.filter((moment) => moment >= earlier && moment <= later)));
  const isMore = within.moment > whole.moment;
  return isMore && within.worth <= whole.worth + GAP ? whole.moment : within.moment;
}

function neighbours(moments: number[], moment: number): [number, number] {
  const earlier = moments.filter((other) => other < moment);
  const later = moments.filter((other) => other > moment);
  return [Math.max(-Infinity, ...earlier), Math.min(Infinity, ...later)];
}

// Before everything, between any two characters, after everything: ascending.
function momentsOf(old: readonly Character[]): Set<number> {
  const typed = old.flatMap(({ typed }) => typed ?? []).sort((a, b) => a - b);
  return new Set([...typed, Infinity]);
}

// Where words begin that were typed in one go at one place.
function pieceStarts(old: readonly Character[]): Set<number> {
  const starts = old.flatMap(({ typed }, index) => {
    const before = old[index - 1]?.typed ?? null;
    return typed === null || (before !== null && typed > before && typed - before <= 2) ? [] : [typed];
  });
  return new Set(starts);
}

function evenly(moments: number[]): number[] {
  const step = Math.ceil(moments.length / (MOST_TRIES / 2));
  return moments.filter((_, index) => index % step === 0 || index === moments.length - 1);
}

function isCopy(old: readonly Character[], moment: number, copy: readonly string[]): boolean {
  let index = 0;
  for (const { character, typed } of old) {
    if (typed !== null && typed >= moment) continue;
    if (copy[index] !== character) return false;
    index += 1;
  }
  return index === copy.length;
}

// The earliest of the moments that explain the copy best: what may be unseen counts as unseen.
function best(old: readonly Character[], copy: readonly string[], moments: number[]): { moment: number; worth: number } {
  let found = { moment: moments[0] ?? Infinity, worth: -Infinity };
  for (const moment of moments) {
    const seen = old.filter(({ typed }) => typed === null || typed < moment);
    const worth = worthOf(seen, align(seen, copy));
    if (worth > found.worth) found = { moment, worth };
  }
  return found;
}

function worthOf(seen: readonly Character[], matches: Matches): number {
  return seen.reduce((sum, { typed }, index) => {
    if (matches[index] !== null) return sum + 1;
    return typed !== null && matches[index - 1] !== null ? sum - GAP : sum;
  }, 0);
}

/** For each character its index in the copy, ascending; null where it has none. */
type Matches = (number | null)[];

function align(text: readonly Character[], copy: readonly string[]): Matches {
  let start = 0;
  while (start < text.length && start < copy.length && text[start]?.character === copy[start]) start += 1;
  let end = 0;
  const most = Math.min(text.length, copy.length) - start;
  while (end < most && text.at(-1 - end)?.character === copy.at(-1 - end)) end += 1;
  const middle = common(text.slice(start, text.length - end), copy.slice(start, copy.length - end));
  return [
    ...Array.from({ length: start }, (_, index) => index),
    ...middle.map((match) => (match === null ? null : match + start)),
    ...Array.from({ length: end }, (_, index) => copy.length - end + index),
  ];
}

// The longest common subsequence, in which characters typed here count for more: they are what must be explained.
function common(text: readonly Character[], copy: readonly string[]): Matches {
  const width = copy.length + 1;
  const matches: Matches = text.map(() => null);
  if (text.length * width > MOST_CELLS || text.length === 0 || copy.length === 0) return matches;
  const worth = new Uint32Array((text.length + 1) * width);
  const at = (row: number, column: number) => worth[row * width + column] ?? 0;
  const gain = (row: number) => (text[row]?.typed === null ? 1 : 1 + GAP);
  for (let row = text.length - 1; row >= 0; row -= 1) {
    for (let column = copy.length - 1; column >= 0; column -= 1) {
      const matched = text[row]?.character === copy[column] ? gain(row) + at(row + 1, column + 1) : 0;
      worth[row * width + column] = Math.max(matched, at(row + 1, column), at(row, column + 1));
    }
  }
  let column = 0;
  for (let row = 0; row < text.length && column < copy.length; ) {
    if (text[row]?.character === copy[column] && at(row, column) === gain(row) + at(row + 1, column + 1)) {
      matches[row] = column;
      row += 1;
      column += 1;
    } else if (at(row, column) === at(row + 1, column)) row += 1;
    else column += 1;
  }
  return matches;
}

function placed(old: readonly Character[], seenUntil: number, matches: Matches, length: number): Unseen {
  const insertions: Insertion[] = [];
  const carets: number[] = [0];
  let [next, at, made] = [0, 0, 0];
  let joins = false;
  old.forEach(({ character, typed }) => {
    if (typed !== null && typed >= seenUntil) {
      const last = insertions.at(-1);
      if (joins && last) last.words += character;
      else insertions.push({ at: (at = nextPlace(matches, next, at, length)), words: character });
      made += 1;
      joins = true;
    } else {
      const match = matches[next] ?? null;
      next += 1;
      if (match !== null) [at, joins] = [match + 1, false];
    }
    carets.push(at + made);
  });
  return { insertions, caret: (after) => carets[Math.min(after, carets.length - 1)] ?? 0 };
}

// After the last character that stands in the copy; but before the next one if only that one was a neighbour.
function nextPlace(matches: Matches, next: number, at: number, length: number): number {
  const before = next > 0 ? (matches[next - 1] ?? null) : null;
  const after = matches[next] ?? null;
  if (before !== null || after === null) return Math.min(at, length);
  return after;
}
