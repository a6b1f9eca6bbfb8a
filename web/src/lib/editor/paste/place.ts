import { Fragment, type Node } from 'prosemirror-model';
import { AllSelection, TextSelection, type EditorState, type Transaction } from 'prosemirror-state';
import { paragraphAttributes } from '../nodes/paragraph';
import { schema } from '../schema';
import { inlineNodes, paragraphNodes, type Surrounding } from './nodes';
import type { Pasted } from './pasted';

const { title, paragraph } = schema.nodes;

/**
 * The change that puts pasted paragraphs in the place of the selection.
 *
 * One paragraph goes into the words at the caret. Several split the paragraph there: its first part takes the first of
 * them and keeps its id, its last part follows the last of them. In an empty paragraph they keep their own markers; at
 * the start of one they come before it and leave it as it is.
 */
export function place(state: EditorState, pasted: Pasted, language: string): Transaction {
  const tr = withoutSelection(state);
  const { $from } = tr.selection;
  const [first, ...more] = pasted.blocks;
  if (!first || !$from.parent.isTextblock) return tr;
  const around = { ...surrounding($from.parent), language };
  if (more.length > 0) return placeSeveral(tr, paragraphNodes(pasted, around), inlineNodes(first, title));
  const isItem = first.marker !== null && !pasted.fromDraft;
  if (isItem && $from.parent.type === paragraph && $from.parent.content.size === 0) {
    return placeSeveral(tr, paragraphNodes(pasted, around), []);
  }
  return placeWords(tr, inlineNodes(first, $from.parent.type));
}

/** About how long the update of this change will be, in bytes: words, and what Yjs adds for each paragraph and mark. */
export function updateSize({ blocks }: Pasted): number {
  const PER_BLOCK = 250;
  const PER_RUN = 80;
  const encoder = new TextEncoder();
  const runs = blocks.flatMap((block) => block.runs);
  const words = runs.reduce((sum, run) => sum + encoder.encode(run.words + (run.href ?? '')).length, 0);
  return words + PER_BLOCK * blocks.length + PER_RUN * runs.length;
}

function withoutSelection(state: EditorState): Transaction {
  const { doc, selection, tr } = state;
  if (selection instanceof AllSelection) {
    const [start, end] = [TextSelection.atStart(doc), TextSelection.atEnd(doc)];
    tr.setSelection(TextSelection.create(doc, start.from, end.to));
  }
  return tr.deleteSelection();
}

function surrounding(block: Node): Omit<Surrounding, 'language'> {
  if (block.type !== paragraph) return { level: 0, marker: 'number' };
  const { level, marker } = paragraphAttributes(block.attrs);
  return { level, marker };
}

function placeWords(tr: Transaction, words: Node[]): Transaction {
  const { from } = tr.selection;
  const size = Fragment.from(words).size;
  tr.replaceWith(from, from, words);
  return tr.setSelection(TextSelection.create(tr.doc, from + size)).setStoredMarks(null);
}

// `asTitle` is the first paragraph's words as a title may hold them.
function placeSeveral(tr: Transaction, pasted: Node[], asTitle: Node[]): Transaction {
  const { $from } = tr.selection;
  const block = $from.parent;
  const left = block.content.cut(0, $from.parentOffset);
  const right = block.content.cut($from.parentOffset);
  const { nodes, caret } = composed(block, left, right, pasted, Fragment.from(asTitle));
  const [start, end] = [$from.before(1), $from.after(1)];
  tr.replaceWith(start, end, nodes);
  return tr.setSelection(TextSelection.create(tr.doc, start + caret)).setStoredMarks(null);
}

// The blocks that come for the block at the caret, and the place after the last pasted word, counted from their start.
function composed(
  block: Node,
  left: Fragment,
  right: Fragment,
  pasted: Node[],
  asTitle: Fragment,
): { nodes: Node[]; caret: number } {
  const [first, ...more] = pasted;
  const nodes = [...pasted];
  if (first && block.type === title) {
    nodes.splice(0, 1, block.copy(left.append(withoutStrong(asTitle))));
  } else if (first && left.size > 0) {
    nodes.splice(0, 1, block.copy(left.append(first.content)));
  } else if (first && right.size === 0) {
    nodes.splice(0, 1, paragraph.create({ ...first.attrs, id: block.attrs['id'] }, first.content));
  }
  const staysWhole = left.size === 0 && right.size > 0 && block.type === paragraph;
  const sizeUpToCaret = nodes.reduce((sum, node) => sum + node.nodeSize, 0) - 1;
  if (staysWhole) return { nodes: [...nodes, block], caret: sizeUpToCaret };
  const last = nodes.at(-1);
  if (last && (more.length > 0 || block.type !== title)) nodes.splice(-1, 1, last.copy(last.content.append(right)));
  return { nodes, caret: sizeUpToCaret };
}

// A heading's words are bold in a paragraph; a title is a heading already.
function withoutStrong(content: Fragment): Fragment {
  const { strong } = schema.marks;
  const allStrong = content.content.every((node) => strong.isInSet(node.marks) !== undefined);
  return allStrong ? Fragment.from(content.content.map((node) => node.mark(strong.removeFromSet(node.marks)))) : content;
}
