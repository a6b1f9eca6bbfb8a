import type { Node } from 'prosemirror-model';
import { countedBrackets, matchBrackets } from './brackets';
import { noteStretches } from './footnotes';

/** A stop on the way through the brackets of a draft: a bracket as people count them, or a character without partner. */
export interface BracketStop {
  /** Which of the texts it stands in, from 0. */
  text: number;
  /** The position of its first character. */
  open: number;
  /** The words in it, as editor positions; of a stray character, the character. */
  from: number;
  to: number;
  /** The character, if it has no partner. */
  stray: string | null;
}

/** Where one stands: a text, and the selection in it. */
export interface Standing {
  text: number;
  from: number;
  to: number;
}

/** Every bracket of these texts in reading order. Alternatives side by side are one, as they are in the counts. */
export function bracketStops(docs: Node[]): BracketStop[] {
  return docs.flatMap((doc, text) => {
    const stops: BracketStop[] = [];
    doc.forEach((block, position) => stops.push(...stopsIn(block, position + 1, text)));
    return stops;
  });
}

/** The stop after (or before) where one stands; past the last comes the first. */
export function nextStop(stops: BracketStop[], standing: Standing | null, direction: 1 | -1): BracketStop | null {
  if (standing === null) return stops.at(direction === 1 ? 0 : -1) ?? null;
  const at = stops.find((stop) => stop.text === standing.text && stop.from === standing.from && stop.to === standing.to);
  const key = at ? at.open : standing.from;
  const after = (stop: BracketStop) => stop.text > standing.text || (stop.text === standing.text && stop.open > key - (at ? 0 : 1));
  const before = (stop: BracketStop) => stop.text < standing.text || (stop.text === standing.text && stop.open < key);
  const found = direction === 1 ? stops.find(after) : stops.findLast(before);
  return found ?? stops.at(direction === 1 ? 0 : -1) ?? null;
}

function stopsIn(block: Node, start: number, text: number): BracketStop[] {
  const words = block.textContent;
  const notes = noteStretches(block);
  const brackets = countedBrackets(words, notes).map(({ open, close }) => ({
    text,
    open: start + open,
    from: start + open + 1,
    to: start + close,
    stray: null,
  }));
  const strays = matchBrackets(words, notes).stray.map((offset) => ({
    text,
    open: start + offset,
    from: start + offset,
    to: start + offset + 1,
    stray: words.charAt(offset),
  }));
  return [...brackets, ...strays].sort((a, b) => a.open - b.open);
}
