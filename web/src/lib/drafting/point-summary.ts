import * as Y from 'yjs';
import { countBrackets } from '$lib/editor/brackets';
import { wordsOf } from './kept-words';

/** What the list of points says of a point's text. */
export interface PointSummary {
  title: string;
  openBrackets: number;
}

/** Reads a point's title and counts its open brackets. */
export function summarize(fragment: Y.XmlFragment): PointSummary {
  const blocks = fragment.toArray().filter((block) => block instanceof Y.XmlElement);
  const title = blocks.find((block) => block.nodeName === 'title');
  const openBrackets = blocks.reduce((sum, block) => sum + countBrackets(wordsOf(block)), 0);
  return { title: title ? wordsOf(title).trim() : '', openBrackets };
}
