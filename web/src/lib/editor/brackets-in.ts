import type { Node } from 'prosemirror-model';
import { matchBrackets, type Brackets } from './brackets';
import { noteStretches } from './footnotes';

// A node never changes, and most paragraphs of a text are the same before and after a key.
const known = new WeakMap<Node, Brackets>();

/** The brackets of a title or paragraph; found once for each node. */
export function bracketsIn(block: Node): Brackets {
  let brackets = known.get(block);
  if (!brackets) known.set(block, (brackets = matchBrackets(block.textContent, noteStretches(block))));
  return brackets;
}
