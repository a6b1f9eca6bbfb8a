/** A stretch of text in UTF-16 offsets, end exclusive. */
export interface Stretch {
  from: number;
  to: number;
}

/** The brackets of one paragraph's text. Offsets count UTF-16 units, as editor positions do. */
export interface Brackets {
  /** Matched pairs in the order of their opening: the offsets of `[` and `]`, and how many pairs surround them. */
  pairs: { open: number; close: number; depth: number }[];
  /** Offsets of characters that have no partner, in order. */
  stray: number[];
}

/**
 * Matches `[` with `]`, innermost first.
 *
 * `notes` are the footnotes in the text, each with its stretches: a bracket has its partner in the same note, or in the
 * text around the notes.
 */
export function matchBrackets(text: string, notes: readonly Stretch[][] = []): Brackets {
  const found = strands(text, notes).map((strand) => inText(text, strand, matchStrand(wordsOf(text, strand))));
  return {
    pairs: found.flatMap(({ pairs }) => pairs).sort((a, b) => a.open - b.open),
    stray: found.flatMap(({ stray }) => stray).sort((a, b) => a - b),
  };
}

/**
 * The brackets of a paragraph and its notes as people count them: pairs, but alternatives that stand side by side,
 * `[shall] [should]`, are one bracket, from the first `[` to the last `]`. A bracket inside another is one of its own.
 */
export function countedBrackets(text: string, notes: readonly Stretch[][] = []): { open: number; close: number }[] {
  const counted = strands(text, notes).flatMap((strand) => {
    const at = placesOf(text, strand);
    return countedIn(wordsOf(text, strand)).map(({ open, close }) => ({ open: at(open), close: at(close) }));
  });
  return counted.sort((a, b) => a.open - b.open);
}

/** How many brackets are open in a paragraph and its notes. */
export function countBrackets(text: string, notes: readonly Stretch[][] = []): number {
  return countedBrackets(text, notes).length;
}

type Pair = Brackets['pairs'][number];

// What belongs together: the text around the notes, then each note.
function strands(text: string, notes: readonly Stretch[][]): readonly Stretch[][] {
  const cuts = notes.flat().sort((a, b) => a.from - b.from);
  const starts = [0, ...cuts.map(({ to }) => to)];
  const ends = [...cuts.map(({ from }) => from), text.length];
  return [starts.map((from, index) => ({ from, to: ends[index] ?? from })), ...notes];
}

function wordsOf(text: string, strand: Stretch[]): string {
  return strand.map(({ from, to }) => text.slice(from, to)).join('');
}

// From offsets in a strand to offsets in the text.
function placesOf(text: string, strand: Stretch[]): (offset: number) => number {
  if (strand.length === 1 && strand[0]?.from === 0) return (offset) => offset;
  const places = strand.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, offset) => from + offset));
  return (offset) => places[offset] ?? text.length;
}

function inText(text: string, strand: Stretch[], { pairs, stray }: Brackets): Brackets {
  const at = placesOf(text, strand);
  return {
    pairs: pairs.map(({ open, close, depth }) => ({ open: at(open), close: at(close), depth })),
    stray: stray.map(at),
  };
}

function matchStrand(text: string): Brackets {
  const pairs: { open: number; close: number }[] = [];
  const stray: number[] = [];
  const open: number[] = [];
  for (let offset = 0; offset < text.length; offset += 1) {
    const character = text.charAt(offset);
    if (character === '[') open.push(offset);
    if (character !== ']') continue;
    const start = open.pop();
    if (start === undefined) stray.push(offset);
    else pairs.push({ open: start, close: offset });
  }
  stray.push(...open);
  return {
    pairs: withDepths(pairs.sort((a, b) => a.open - b.open)),
    stray: stray.sort((a, b) => a - b),
  };
}

function countedIn(text: string): { open: number; close: number }[] {
  const { pairs } = matchStrand(text);
  return pairs
    .filter((pair) => !pairs.some((other) => isNextAlternative(text, other, pair)))
    .map(({ open, close }) => ({ open, close: lastAlternative(text, pairs, close) }));
}

function lastAlternative(text: string, pairs: Pair[], close: number): number {
  const next = pairs.find(({ open }) => open > close && text.slice(close + 1, open).trim() === '');
  return next ? lastAlternative(text, pairs, next.close) : close;
}

function isNextAlternative(text: string, first: Pair, second: Pair): boolean {
  return first.close < second.open && text.slice(first.close + 1, second.open).trim() === '';
}

// An opening bracket that never closes surrounds nothing, so depth is counted among the pairs alone.
function withDepths(pairs: Omit<Pair, 'depth'>[]): Pair[] {
  const closing: number[] = [];
  return pairs.map((pair) => {
    while (closing.length > 0 && (closing.at(-1) ?? 0) < pair.open) closing.pop();
    closing.push(pair.close);
    return { ...pair, depth: closing.length - 1 };
  });
}
