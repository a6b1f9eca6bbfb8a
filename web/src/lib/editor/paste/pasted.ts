import type { Language, MarkerKind } from '../nodes/paragraph';

/** Words of one look. */
export interface PastedRun {
  words: string;
  strong: boolean;
  em: boolean;
  /** A web or mail address. */
  href: string | null;
  /** The new id of the footnote that these words belong to; null: they stand in the text. */
  note: string | null;
}

/** A paragraph from the clipboard, cleaned, before anybody has decided where it goes. */
export interface PastedBlock {
  runs: PastedRun[];
  /** How deep it stood in its list, from 0. */
  level: number;
  /** Null: it stood in no list, so it becomes what the paragraphs around it are. */
  marker: MarkerKind | null;
  /** The ordinal as it was written, such as "i", if the kind is still to be told from it. */
  label: string | null;
  heading: boolean;
  language: Language | null;
  /** The group of alternates, of a paragraph copied from a draft. */
  alternate: string | null;
}

/** What came from the clipboard. */
export interface Pasted {
  blocks: PastedBlock[];
  /** Copied from a draft: levels and markers are to be kept as they are. */
  fromDraft: boolean;
}

/** A block of these words with nothing known about it. */
export function plainBlock(words: string): PastedBlock {
  const run = { words, strong: false, em: false, href: null, note: null };
  return { runs: [run], level: 0, marker: null, label: null, heading: false, language: null, alternate: null };
}

export function wordsOfBlock(block: PastedBlock): string {
  return block.runs.map(({ words }) => words).join('');
}
