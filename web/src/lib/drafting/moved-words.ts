import * as Y from 'yjs';
import { OUTLINE_CHANGE } from '$lib/editor/history';
import { blocksIn, standingBlocks, type StandingBlock } from './blocks';
import { wordsOf } from './kept-words';
import type { OwnWordsTaken, Repaired } from './own-words';
import { textOf, type TakenAway } from './taken-away';
import { unmatched, unseenWords } from './unseen-words';

/** Where a paragraph went, and where a caret in it went. */
export interface WentTo {
  /** The point where it stood. */
  from: string;
  point: string;
  block: string;
  /** For a caret after so many characters (code points): after how many it belongs now. */
  caret: (after: number) => number;
}

/** Puts words that were taken away back where their paragraph went, and says whether they must be offered as well. */
export function repairWords(doc: Y.Doc, taken: OwnWordsTaken): Repaired {
  const to = putBack(doc, taken, OUTLINE_CHANGE);
  if (textOf(taken).trim() === '') return { to, offer: false };
  // What was typed before a reload cannot be told from what others typed: not put back, but offered.
  if (taken.own === 'unknown') return { to, offer: !standsWhole(doc, taken) };
  return { to, offer: to === null && taken.own === 'new' && !standsInPieces(doc, taken) };
}

/**
 * Puts back what somebody had not seen who split or merged a point while words were typed here, if the paragraph stands
 * elsewhere now; null if it stands nowhere.
 *
 * Every page does this for its own words, so each word is put back once, whoever moved the paragraph and however many
 * typed in it. Bold, italics and links of words put back may be lost; a deletion made in the old paragraph at that
 * moment is; and so are, from the text but not from the journal, the words of somebody whose page was closed before an
 * offline person's split or merge arrived, for then no page is left that knows them.
 */
export function putBack(doc: Y.Doc, taken: TakenAway, origin: unknown): WentTo | null {
  const stands = standingBlocks(doc).get(taken.block);
  if (!stands) return null;
  const copy = places(stands.element);
  const { insertions, caret } = unseenWords(
    taken.text,
    copy.map(({ character }) => character),
    taken.seenUntil ?? undefined,
  );
  if (insertions.length > 0) {
    doc.transact(() => {
      for (const { at, words } of [...insertions].reverse()) insert(stands, copy, at, words);
    }, origin);
  }
  return { from: taken.point, point: stands.point, block: taken.block, caret };
}

/** Whether the paragraph stands somewhere with all the characters it had here, and perhaps more. */
export function standsWhole(doc: Y.Doc, taken: TakenAway): boolean {
  const stands = standingBlocks(doc).get(taken.block);
  const old = taken.text.map(({ character }) => character);
  return stands !== undefined && unmatched(old, [...wordsOf(stands.element)]).tooMuch.length === 0;
}

/**
 * Whether every piece that was typed here stands somewhere in its point: the paragraph was joined to another by
 * somebody who had these words.
 */
export function standsInPieces(doc: Y.Doc, { point, text }: TakenAway): boolean {
  const words = blocksIn(doc, point).map(wordsOf);
  return piecesTypedHere(text).every((piece) => words.some((each) => each.includes(piece)));
}

function piecesTypedHere(text: TakenAway['text']): string[] {
  let own = '';
  for (const { character, typed } of text) own += typed === null ? '\0' : character;
  return own.split(/\0+/).filter((piece) => piece.trim() !== '');
}

/** A character that stands in the document. */
interface Place {
  character: string;
  text: Y.XmlText;
  offset: number;
}

function places(element: Y.XmlElement): Place[] {
  return element.toArray().flatMap((child) => {
    if (child instanceof Y.XmlElement) return places(child);
    return child instanceof Y.XmlText ? placesIn(child) : [];
  });
}

function placesIn(text: Y.XmlText): Place[] {
  const found: Place[] = [];
  let offset = 0;
  for (const { insert: words } of text.toDelta() as { insert: unknown }[]) {
    for (const character of typeof words === 'string' ? words : '') {
      found.push({ character, text, offset });
      offset += character.length;
    }
    if (typeof words !== 'string') offset += 1;
  }
  return found;
}

function insert({ element }: StandingBlock, copy: Place[], at: number, words: string): void {
  const before = copy[at - 1];
  const after = copy[at];
  if (before) before.text.insert(before.offset + before.character.length, words);
  else if (after) after.text.insert(after.offset, words);
  else emptyText(element).insert(0, words);
}

function emptyText(element: Y.XmlElement): Y.XmlText {
  const text = element.toArray().find((child) => child instanceof Y.XmlText) ?? new Y.XmlText();
  if (text.parent === null) element.insert(0, [text]);
  return text;
}
