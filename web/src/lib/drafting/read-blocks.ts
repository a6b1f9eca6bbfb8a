import * as Y from 'yjs';
import { citation, markersOf } from '$lib/editor/markers';
import { paragraphAttributes, type Language } from '$lib/editor/nodes/paragraph';
import { wordsOf } from './kept-words';

/** A title or a paragraph of a point, as it is read and cited. */
export interface ReadBlock {
  id: string;
  kind: 'title' | 'paragraph';
  words: string;
  /** How a paragraph is cited within its point: "2", "b", "1 Alt 2"; empty for titles and unmarked paragraphs. */
  citation: string;
  /** Null: the draft's language. */
  language: Language | null;
}

/** The titles and paragraphs of a point in order. Blocks that have no id yet are left out. */
export function blocksIn(fragment: Y.XmlFragment): ReadBlock[] {
  const elements = fragment.toArray().filter((block): block is Y.XmlElement => block instanceof Y.XmlElement);
  const paragraphs = elements.filter(({ nodeName }) => nodeName === 'paragraph');
  const attributes = paragraphs.map((paragraph) => paragraphAttributes(paragraph.getAttributes()));
  const markers = markersOf(attributes);
  return elements.flatMap((element) => {
    const id = element.getAttribute('id');
    if (id === undefined) return [];
    const ordinal = paragraphs.indexOf(element);
    const marker = markers[ordinal];
    return {
      id,
      kind: ordinal < 0 ? 'title' : 'paragraph',
      words: wordsOf(element),
      citation: marker ? citation(marker) : '',
      language: attributes[ordinal]?.language ?? null,
    };
  });
}
