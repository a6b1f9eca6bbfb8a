import { edits, split, type Edit } from './edits';
import { tokens } from './tokens';

/** What two changes of one text make of it together: the whole text, and what has to change in the text as it is now. */
export interface Merged {
  kind: 'merged';
  words: string;
  /** In order; they neither overlap nor touch. */
  hunks: Hunk[];
}

/** One place where the text as it is now has to change. */
export interface Hunk {
  /** Where, in UTF-16 units of the text as it is now, before any hunk. */
  at: number;
  deleted: string;
  inserted: string;
}

/** Two changes that cannot both be taken, and where they meet, in order; at least one place. */
export interface Conflict {
  kind: 'conflict';
  clashes: Clash[];
}

/** One place that was changed in two ways. */
export interface Clash {
  /** Where, in UTF-16 units of the base. */
  at: number;
  base: string;
  now: string;
  suggested: string;
}

/** One of the two texts, and what it changed. */
interface Side {
  fresh: string[];
  all: Edit[];
}

/** Edits of both sides that meet, of which at least one side has some. */
interface Place {
  ours: Edit[];
  theirs: Edit[];
}

/**
 * Makes of `now` what `suggested` made of `base`; the same text whichever of them is called now. The rules are with the
 * server's, in words/src/merge.rs: changes that leave a token between them are both taken, those that meet conflict.
 */
export function merge(base: string, now: string, suggested: string): Merged | Conflict {
  const old = tokens(base);
  const side = (text: string): Side => {
    const fresh = tokens(text);
    return { fresh, all: edits(old, fresh) };
  };
  const beside = ({ fresh, all }: Side, other: Side): Side => ({ fresh, all: split(all, old, fresh, other.all, other.fresh) });
  const [one, other] = [side(now), side(suggested)];
  const [ours, theirs] = [beside(one, other), beside(other, one)];
  const taken: Edit[] = [];
  const clashes: Clash[] = [];
  for (const place of places(ours.all, theirs.all)) {
    const [edit] = place.theirs;
    if (!edit || isSame(place, ours, theirs)) continue;
    if (place.theirs.length === 1 && isFree(place.ours, edit)) taken.push(edit);
    else clashes.push(clash(place, old, ours, theirs));
  }
  if (clashes.length > 0) return { kind: 'conflict', clashes };

  const merged: string[] = [];
  const hunks: Hunk[] = [];
  let done = 0;
  for (const { start, end, from, to } of taken) {
    const at = position(ours, start);
    const inserted = theirs.fresh.slice(from, to);
    merged.push(...ours.fresh.slice(done, at), ...inserted);
    hunks.push({ at: ours.fresh.slice(0, at).join('').length, deleted: old.slice(start, end).join(''), inserted: inserted.join('') });
    done = at + end - start;
  }
  merged.push(...ours.fresh.slice(done));
  const words = merged.join('');
  // Nothing may run together into a word that nobody wrote.
  if (isEqual(tokens(words), merged)) return { kind: 'merged', words, hunks };
  return { kind: 'conflict', clashes: [clash({ ours: ours.all, theirs: theirs.all }, old, ours, theirs)] };
}

/** The places where one or both changed something, in order. */
function places(ours: Edit[], theirs: Edit[]): Place[] {
  const found: Place[] = [];
  const order = [...ours, ...theirs].sort((a, b) => a.start - b.start);
  const own = new Set(ours);
  let end = -1;
  for (const edit of order) {
    let place = found.at(-1);
    if (!place || edit.start > end) found.push((place = { ours: [], theirs: [] }));
    (own.has(edit) ? place.ours : place.theirs).push(edit);
    end = Math.max(end, edit.end);
  }
  return found;
}

/** Whether both changed it in the same way. */
function isSame(place: Place, ours: Side, theirs: Side) {
  const [one, other] = [place.ours[0], place.theirs[0]];
  if (!one || !other || place.ours.length + place.theirs.length > 2 || one.start !== other.start || one.end !== other.end) return false;
  return isEqual(ours.fresh.slice(one.from, one.to), theirs.fresh.slice(other.from, other.to));
}

/** Whether nothing stands against an edit: nothing meets it, or one that ends where it begins, or the other way round. */
function isFree([one, more]: Edit[], other: Edit) {
  if (!one) return true;
  return !more && one.start < one.end && other.start < other.end && (one.end === other.start || other.end === one.start);
}

/** Where in its text the base's token `at` stands, if that is one which stayed or which begins an edit of the other side. */
function position({ all }: Side, at: number) {
  const before = all.findLast(({ end }) => end <= at);
  return before ? before.to + at - before.end : at;
}

function clash(place: Place, old: string[], ours: Side, theirs: Side): Clash {
  const all = [...place.ours, ...place.theirs];
  const start = Math.min(...all.map((edit) => edit.start));
  const end = Math.max(...all.map((edit) => edit.end));
  const base = old.slice(start, end).join('');
  const words = (own: Edit[], { fresh }: Side) => {
    const [first, last] = [own[0], own.at(-1)];
    return first && last ? fresh.slice(first.from + start - first.start, last.to + end - last.end).join('') : base;
  };
  return { at: old.slice(0, start).join('').length, base, now: words(place.ours, ours), suggested: words(place.theirs, theirs) };
}

function isEqual(one: string[], other: string[]) {
  return one.length === other.length && one.every((token, at) => token === other[at]);
}
