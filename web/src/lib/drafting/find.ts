import { fold, needleOf, occurrences, type Folded } from '$lib/editor/folding';
import type { ReadBlock } from './read-blocks';
import type { NumberedEntry } from './outline';

/** A point as a search goes through it. */
export interface SearchedPoint {
  id: string;
  blocks: (ReadBlock & { folded: Folded })[];
}

/** A place in the text where the words searched for stand, with some words around. */
export interface Match {
  kind: 'match';
  point: string;
  block: ReadBlock;
  /** Which of the block's matches it is, from 0. */
  ordinal: number;
  before: string;
  found: string;
  after: string;
}

/** The UTF-16 units shown before and after a match. */
const AROUND = { before: 28, after: 48 };

/** Makes a point ready to be searched often. */
export function searched(id: string, blocks: ReadBlock[]): SearchedPoint {
  return { id, blocks: blocks.map((block) => ({ ...block, folded: fold(block.words) })) };
}

/** Every match in these points, in reading order. */
export function matchesIn(points: SearchedPoint[], query: string): Match[] {
  const needle = needleOf(query);
  if (needle === '') return [];
  return points.flatMap(({ id, blocks }) =>
    blocks.flatMap(({ folded, ...block }) =>
      occurrences(folded, needle).map(({ from, to }, ordinal) => ({
        kind: 'match' as const,
        point: id,
        block,
        ordinal,
        before: before(block.words, from),
        found: block.words.slice(from, to),
        after: after(block.words, to),
      })),
    ),
  );
}

/**
 * The points that somebody means who types "2.6" or "6": the one with that number first, then, after a dot, those whose
 * number goes on from there.
 */
export function pointsCalled(entries: NumberedEntry[], query: string): NumberedEntry[] {
  const asked = needleOf(query).replace(/[^\d.]/g, '') === needleOf(query) ? needleOf(query) : '';
  if (asked === '') return [];
  const exact = entries.filter(({ number }) => number === asked || number?.split('.')[1] === asked);
  const longer = asked.includes('.') ? entries.filter(({ number }) => number?.startsWith(asked)) : [];
  return [...new Set([...exact, ...longer])];
}

// Cut at a space where there is one near, so that words stay whole; Chinese has none.
function before(words: string, from: number): string {
  const start = Math.max(0, from - AROUND.before);
  if (start === 0) return words.slice(0, from);
  const space = words.indexOf(' ', start - 1);
  return `…${words.slice(space >= 0 && space < from - 1 ? space + 1 : start, from)}`;
}

function after(words: string, to: number): string {
  const end = Math.min(words.length, to + AROUND.after);
  if (end === words.length) return words.slice(to);
  const space = words.lastIndexOf(' ', end);
  return `${words.slice(to, space > to ? space : end)}…`;
}
