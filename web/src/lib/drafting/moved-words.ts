import * as Y from 'yjs';
import { AsSent } from './as-sent';
import { blocksIn, permanentId, standingBlocks, type StandingBlock } from './blocks';
import { wordsOf } from './kept-words';
import { unmatched, unseenWords, type Character } from './unseen-words';

/** A title or paragraph that a change of somebody else took away. */
export interface TakenAway {
  point: string;
  block: string;
  /** It as it stood on this page. */
  text: Character[];
  /** What was typed here from this moment on its author had not seen; null if that must be told from the words. */
  seenUntil: number | null;
}

/** Where a paragraph went, and where a caret in it went. */
export interface WentTo {
  /** The point where it stood. */
  from: string;
  point: string;
  block: string;
  /** For a caret after so many characters (code points): after how many it belongs now. */
  caret: (after: number) => number;
}

/**
 * The titles and paragraphs that a transaction took away. To be asked in `afterTransaction`:
 * until then what was deleted still has its content, afterwards Yjs clears it away.
 *
 * `client` is the Yjs client id of this page; what it wrote counts as typed here, in the order of its clock.
 */
export function takenAway(transaction: Y.Transaction, client: number): TakenAway[] {
  const taken: TakenAway[] = [];
  const named = transaction.origin instanceof AsSent ? transaction.origin.named() : null;
  const visit = (struct: Y.Item | Y.GC): void => {
    const element = blockOf(struct, transaction);
    const block = element && permanentId(element);
    const point = element && pointOf(element);
    if (element && block !== null && point !== null) {
      const text = [...charactersOf(element, transaction, client)];
      taken.push({ point, block, text, seenUntil: named && firstUnseen(text, (clock) => named(Y.createID(client, clock))) });
    }
  };
  Y.iterateDeletedStructs(transaction, transaction.deleteSet, visit);
  return taken;
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

// Whoever deleted a paragraph had all that was typed here up to some moment, and deleted it by name.
function firstUnseen(text: Character[], named: (clock: number) => boolean): number {
  const unseen = text.flatMap(({ typed }) => (typed !== null && !named(typed) ? typed : []));
  return Math.min(Infinity, ...unseen);
}

/** Whether words were typed on this page into what was taken away. */
export function hasOwnWords({ text }: TakenAway): boolean {
  return text.some(({ typed }) => typed !== null);
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

function piecesTypedHere(text: Character[]): string[] {
  let own = '';
  for (const { character, typed } of text) own += typed === null ? '\0' : character;
  return own.split(/\0+/).filter((piece) => piece.trim() !== '');
}

/** The words of a block that was taken away. */
export function textOf({ text }: TakenAway): string {
  return text.map(({ character }) => character).join('');
}

// A title or paragraph that stood before the transaction.
function blockOf(struct: Y.Item | Y.GC, { beforeState }: Y.Transaction): Y.XmlElement | null {
  if (!(struct instanceof Y.Item) || struct.id.clock >= (beforeState.get(struct.id.client) ?? 0)) return null;
  const { content, parent } = struct;
  if (!(content instanceof Y.ContentType) || !(content.type instanceof Y.XmlElement)) return null;
  return parent instanceof Y.AbstractType && parent._item === null ? content.type : null;
}

function pointOf(element: Y.XmlElement): string | null {
  const fragment = element._item?.parent;
  for (const [name, type] of element.doc?.share ?? []) {
    if (type === fragment) return name.slice(name.indexOf(':') + 1);
  }
  return null;
}

/** What a list of items begins with, as every shared type has it. */
type Beginning = Pick<Y.XmlElement, '_start'>;

function* charactersOf(type: Beginning, transaction: Y.Transaction, client: number): Iterable<Character> {
  for (let item = type._start; item !== null; item = item.right) {
    const stood =
      item.id.clock < (transaction.beforeState.get(item.id.client) ?? 0) &&
      (!item.deleted || Y.isDeleted(transaction.deleteSet, item.id));
    if (!stood) continue;
    const { content, id } = item;
    if (content instanceof Y.ContentString) {
      let clock = id.clock;
      for (const character of content.str) {
        yield { character, typed: id.client === client ? clock : null };
        clock += character.length;
      }
    } else if (content instanceof Y.ContentType) {
      yield* charactersOf(content.type, transaction, client);
    }
  }
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
