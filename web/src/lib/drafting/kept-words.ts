import * as Y from 'yjs';
import { fragmentName } from './outline';

/** Words of a participant that the draft did not take: kept until they are copied or dismissed. */
export interface KeptWords {
  /** The outline entry they were typed in. */
  point: string;
  /** The paragraph or title they stood in. */
  block: string;
  words: string;
}

/**
 * The words of every title and paragraph, by its permanent id. Until the server refuses one of them, two paragraphs
 * may have the same id (two people brought it back): then the second stands under a key of its own.
 */
export type Blocks = ReadonlyMap<string, KeptWords>;

/** The blocks of these entries of a document. */
export function blocksOf(doc: Y.Doc, points: string[]): Blocks {
  const blocks = new Map<string, KeptWords>();
  for (const point of points) {
    for (const element of doc.getXmlFragment(fragmentName(point)).toArray()) {
      const block = element instanceof Y.XmlElement ? element.getAttribute('id') : undefined;
      if (element instanceof Y.XmlElement && block !== undefined) {
        blocks.set(blocks.has(block) ? `${block} ${blocks.size}` : block, { point, block, words: wordsOf(element) });
      }
    }
  }
  return blocks;
}

/**
 * The words that stood here and do not stand in the draft as the server has it.
 *
 * `touched` are the blocks changed here and not saved; a block that only others changed is not offered. After a reload
 * nobody remembers which those were (`null`): then every block that differs is.
 */
export function wordsThatDiffer(here: Blocks, there: Blocks, touched: ReadonlySet<string> | null): KeptWords[] {
  return [...here.values()].filter(
    ({ block, words }) =>
      words.trim() !== '' && words !== there.get(block)?.words && (touched === null || touched.has(block)),
  );
}

/** Words kept earlier and words kept now, each once. */
export function together(earlier: KeptWords[], now: KeptWords[]): KeptWords[] {
  const all = [...earlier, ...now].map((kept) => [`${kept.block} ${kept.words}`, kept] as const);
  return [...new Map(all).values()];
}

/** The ids of the blocks that a transaction changed. */
export function touchedBlocks(transaction: Y.Transaction): string[] {
  const ids: string[] = [];
  for (const type of transaction.changed.keys()) {
    const block = blockAround(type);
    if (block !== undefined) ids.push(block);
    // A fragment that changed itself gained or lost blocks: its new ones are touched.
    if (type instanceof Y.XmlFragment && !(type instanceof Y.XmlElement)) ids.push(...newBlocks(type, transaction));
  }
  return ids;
}

function blockAround(type: unknown): string | undefined {
  if (type instanceof Y.XmlElement) return type.getAttribute('id');
  return type instanceof Y.XmlText ? blockAround(type.parent) : undefined;
}

function newBlocks(fragment: Y.XmlFragment, transaction: Y.Transaction): string[] {
  return fragment.toArray().flatMap((element) => {
    const item = element._item;
    const isNew = item !== null && item.id.clock >= (transaction.beforeState.get(item.id.client) ?? 0);
    const id = isNew && element instanceof Y.XmlElement ? element.getAttribute('id') : undefined;
    return id === undefined ? [] : [id];
  });
}

/** The plain words of a block. */
export function wordsOf(element: Y.XmlElement): string {
  return element
    .toArray()
    .map((child) => (child instanceof Y.XmlText ? plainText(child) : ''))
    .join('');
}

function plainText(text: Y.XmlText): string {
  const delta = text.toDelta() as { insert: unknown }[];
  return delta.map(({ insert }) => (typeof insert === 'string' ? insert : '')).join('');
}
