/** One place where a text changed: its tokens from `start` to `end` became those of the new one from `from` to `to`. */
export interface Edit {
  start: number;
  end: number;
  from: number;
  to: number;
}

/** Larger tables are not filled in: what lies between the equal beginning and end is then one edit. */
const MOST_CELLS = 1_000_000;

/**
 * What changed from `old` to `fresh`, in order; between two edits there is at least one token that stayed. What comes or goes
 * alone stands as late as it can, so that one change looks the same whatever else changed.
 *
 * Time and space O(n·m) in the tokens between the equal beginning and end: the longest common subsequence by its table.
 */
export function edits(old: string[], fresh: string[]): Edit[] {
  let start = 0;
  while (start < old.length && old[start] === fresh[start]) start += 1;
  let end = 0;
  while (end < Math.min(old.length, fresh.length) - start && old.at(-1 - end) === fresh.at(-1 - end)) end += 1;
  const found = between(old.slice(start, old.length - end), fresh.slice(start, fresh.length - end));
  for (const edit of found) shift(edit, start);
  return late(found, old, fresh);
}

/**
 * The same edits, so read that what both texts add in one place is seen to be added there: *plan* became *budget. They
 * report* before a full stop; if the other text adds a sentence after that full stop, then *plan* became *budget*, and this
 * text adds a sentence there too.
 */
export function split(all: Edit[], old: string[], fresh: string[], other: Edit[], otherFresh: string[]): Edit[] {
  return all.flatMap((edit, at) => {
    const limit = all[at + 1]?.start ?? old.length + 1;
    // What can be said to stand further on can be said to stand at the nearest insertion.
    const nearest = other.find(({ start, end }) => start === end && start > edit.end);
    if (!nearest || nearest.start >= limit) return [edit];
    const { start, from, to } = nearest;
    const stayed = start - edit.end;
    const kept = keptBefore(edit, old.slice(edit.end, start), fresh, otherFresh.slice(from, to));
    if (kept < 0) return [edit];
    return [{ ...edit, to: kept }, { start, end: start, from: kept + stayed, to: edit.to + stayed }];
  });
}

/** Up to where an edit's new tokens are its own, if the rest may as well come after what stayed: best what is `wanted` there. */
function keptBefore({ from, to }: Edit, stayed: string[], fresh: string[], wanted: string[]) {
  const isAt = (tokens: string[], at: number) => tokens.every((token, index) => token === fresh[at + index]);
  const best = to - wanted.length;
  if (best >= from && isAt([...stayed, ...wanted], best)) return best;
  for (let kept = from; kept < to; kept += 1) if (isAt(stayed, kept)) return kept;
  return -1;
}

function shift(edit: Edit, by: number) {
  edit.start += by;
  edit.end += by;
  edit.from += by;
  edit.to += by;
}

function between(old: string[], fresh: string[]): Edit[] {
  if (old.length + fresh.length === 0) return [];
  if (old.length * fresh.length > MOST_CELLS) return [{ start: 0, end: old.length, from: 0, to: fresh.length }];
  const table = common(old, fresh);
  const length = (i: number, j: number) => table[i * (fresh.length + 1) + j] ?? 0;
  const found: Edit[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < fresh.length) {
    if (old[i] === fresh[j]) {
      i += 1;
      j += 1;
      continue;
    }
    let edit = found.at(-1);
    if (edit?.end !== i || edit.to !== j) found.push((edit = { start: i, end: i, from: j, to: j }));
    if (j === fresh.length || (i < old.length && length(i + 1, j) >= length(i, j + 1))) i += 1;
    else j += 1;
    edit.end = i;
    edit.to = j;
  }
  return found;
}

/** How many tokens the ends of both texts share, from each token on. The shorter text has at most 1,000. */
function common(old: string[], fresh: string[]): Uint16Array {
  const width = fresh.length + 1;
  const table = new Uint16Array((old.length + 1) * width);
  const length = (at: number) => table[at] ?? 0;
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = fresh.length - 1; j >= 0; j -= 1) {
      const at = i * width + j;
      table[at] = old[i] === fresh[j] ? length(at + width + 1) + 1 : Math.max(length(at + width), length(at + 1));
    }
  }
  return table;
}

/** The same edits, each as late as it can stand; those that meet become one. */
function late(found: Edit[], old: string[], fresh: string[]): Edit[] {
  const all: Edit[] = [];
  for (const edit of found.reverse()) {
    for (;;) {
      const next = all[0];
      while (edit.end < (next?.start ?? old.length) && mayShift(edit, old, fresh)) shift(edit, 1);
      if (next?.start !== edit.end) break;
      edit.end = next.end;
      edit.to = next.to;
      all.shift();
    }
    all.unshift(edit);
  }
  return all;
}

/** Whether it says the same one token later. */
function mayShift({ start, end, from, to }: Edit, old: string[], fresh: string[]) {
  return (start === end && fresh[from] === old[end]) || (from === to && old[start] === old[end]);
}
