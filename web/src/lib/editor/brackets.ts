/** The brackets of one paragraph's text. Offsets count UTF-16 units, as editor positions do. */
export interface Brackets {
  /** Matched pairs in the order of their opening: the offsets of `[` and `]`, and how many pairs surround them. */
  pairs: { open: number; close: number; depth: number }[];
  /** Offsets of characters that have no partner, in order. */
  stray: number[];
}

/** Matches `[` with `]`, innermost first. */
export function matchBrackets(text: string): Brackets {
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

/**
 * How many brackets are open in a paragraph: pairs, but alternatives that stand side by side, `[shall] [should]`,
 * are one bracket. A bracket inside another is one of its own.
 */
export function countBrackets(text: string): number {
  const { pairs } = matchBrackets(text);
  return pairs.filter((pair) => !pairs.some((other) => isNextAlternative(text, other, pair))).length;
}

type Pair = Brackets['pairs'][number];

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
