import * as Y from 'yjs';
import { fragmentName } from './outline';
import { wordsOf } from './kept-words';

/** A title or paragraph and the point in whose fragment it stands. */
export interface StandingBlock {
  point: string;
  element: Y.XmlElement;
}

const PREFIX = fragmentName('');

/** The points that have a fragment, whether or not they are in the outline. */
export function pointsWithText(doc: Y.Doc): string[] {
  return [...doc.share.keys()].filter((name) => name.startsWith(PREFIX)).map((name) => name.slice(PREFIX.length));
}

/** The titles and paragraphs of a point, in their order. */
export function blocksIn(doc: Y.Doc, point: string): Y.XmlElement[] {
  return doc
    .getXmlFragment(fragmentName(point))
    .toArray()
    .filter((block) => block instanceof Y.XmlElement);
}

/** Whether a point has words in its title or in a paragraph. */
export function hasWords(doc: Y.Doc, point: string): boolean {
  return blocksIn(doc, point).some((block) => wordsOf(block).trim() !== '');
}

/** Every title and paragraph of the draft by its permanent id, those of removed points too. */
export function standingBlocks(doc: Y.Doc): Map<string, StandingBlock> {
  const blocks = new Map<string, StandingBlock>();
  for (const point of pointsWithText(doc)) {
    for (const element of blocksIn(doc, point)) {
      const id = element.getAttribute('id');
      if (id !== undefined) blocks.set(id, { point, element });
    }
  }
  return blocks;
}

/** The permanent id of a block, even of one that was deleted in the transaction that is going on. */
export function permanentId(element: Y.XmlElement): string | null {
  const id: unknown = element._map.get('id')?.content.getContent().at(-1);
  return typeof id === 'string' ? id : null;
}

/** The texts and elements in a block. */
export function childrenOf(block: Y.XmlElement): (Y.XmlElement | Y.XmlText)[] {
  return block.toArray().filter((child) => child instanceof Y.XmlElement || child instanceof Y.XmlText);
}
