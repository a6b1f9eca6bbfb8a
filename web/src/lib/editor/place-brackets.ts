import type { Mark, Node } from 'prosemirror-model';
import { TextSelection, type Command } from 'prosemirror-state';
import { schema } from './schema';

/**
 * Puts brackets around the selected words, or an empty pair at the caret with the caret inside.
 *
 * A bracket belongs to one paragraph, because paragraphs are agreed one by one: where several are selected, the words
 * of each get a pair of their own. Spaces at the ends of a selection stay outside.
 */
export const placeBracket: Command = (state, dispatch) => {
  const { selection, doc } = state;
  const stretches = selection.empty ? [] : selectedWords(doc, selection.from, selection.to);
  const [first] = stretches;
  const last = stretches.at(-1);
  const tr = state.tr;
  if (!first || !last) {
    if (!selection.empty || !selection.$from.parent.isTextblock) return false;
    tr.insertText('[]');
    tr.setSelection(TextSelection.create(tr.doc, selection.from + 1));
  } else {
    for (const { from, to, marks } of stretches.toReversed()) {
      tr.insert(to, schema.text(']', marks)).insert(from, schema.text('[', marks));
    }
    const shift = 2 * stretches.length - 1;
    tr.setSelection(TextSelection.create(tr.doc, first.from + 1, last.to + shift));
  }
  dispatch?.(tr.scrollIntoView());
  return true;
};

interface Stretch {
  from: number;
  to: number;
  marks: readonly Mark[];
}

function selectedWords(doc: Node, from: number, to: number): Stretch[] {
  const stretches: Stretch[] = [];
  doc.forEach((block, position) => {
    const start = Math.max(from, position + 1);
    const end = Math.min(to, position + 1 + block.content.size);
    if (start >= end) return;
    const words = doc.textBetween(start, end);
    const trimmed = words.trim();
    if (trimmed === '') return;
    const first = start + words.length - words.trimStart().length;
    stretches.push({ from: first, to: first + trimmed.length, marks: marksAround(doc, first, first + trimmed.length) });
  });
  return stretches;
}

// Brackets look as the words do if these look the same at both ends. They are never part of a link.
function marksAround(doc: Node, from: number, to: number): readonly Mark[] {
  const first = doc.resolve(from).nodeAfter?.marks ?? [];
  const last = doc.resolve(to).nodeBefore?.marks ?? [];
  const looks = [schema.marks.strong, schema.marks.em];
  return first.filter((mark) => looks.includes(mark.type) && mark.isInSet(last));
}
