/** One change of a text: these units are replaced by other words. */
export interface Replacement {
  from: number;
  /** End exclusive, in UTF-16 units of the text before. */
  to: number;
  words: string;
}

/** The smallest single replacement that turns one text into another. Characters beyond the first plane stay whole. */
export function replacement(before: string, after: string): Replacement {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  if (isHigh(before[start - 1])) start -= 1;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  if (end > 0 && isLow(before.at(-end))) end -= 1;
  return fromWordStart(before, { from: start, to: before.length - end, words: after.slice(start, after.length - end) });
}

// Of "one two three" made "one three", "two " was taken out rather than "wo t": another's change beside it stays beside it.
function fromWordStart(before: string, change: Replacement): Replacement {
  const { from, to, words } = change;
  if (from < to && words !== '') return change;
  const moved = words === '' ? before.slice(from, to) : words;
  for (let back = 0; back <= from && turned(before, from, moved, back); back += 1) {
    const start = from - back;
    if (start > 0 && !/\s/.test(before.charAt(start - 1))) continue;
    const cut = back % Math.max(1, moved.length);
    const rest = moved.slice(moved.length - cut) + moved.slice(0, moved.length - cut);
    return { from: start, to: to - back, words: words === '' ? '' : rest };
  }
  return change;
}

// Whether the same text comes of moving the change one more unit back.
function turned(before: string, from: number, moved: string, back: number): boolean {
  if (back === 0) return true;
  const last = moved.length - 1 - ((back - 1) % Math.max(1, moved.length));
  return before.charAt(from - back) === moved.charAt(last);
}

/**
 * The text that has both changes of `before`: mine, and what others made of it meanwhile. What either took away is gone,
 * and what either wrote is there; where both wrote, theirs comes first.
 */
export function mergeWords(before: string, mine: string, theirs: string): string {
  if (mine === before || mine === theirs) return theirs;
  const my = replacement(before, mine);
  const their = replacement(before, theirs);
  let merged = '';
  for (let at = 0; at <= before.length; at += 1) {
    if (at === their.from) merged += their.words;
    if (at === my.from) merged += my.words;
    if (!covers(my, at) && !covers(their, at)) merged += before.charAt(at);
  }
  return merged;
}

const covers = ({ from, to }: Replacement, at: number) => from <= at && at < to;
const isHigh = (unit: string | undefined) => unit !== undefined && /[\uD800-\uDBFF]/.test(unit);
const isLow = (unit: string | undefined) => unit !== undefined && /[\uDC00-\uDFFF]/.test(unit);
