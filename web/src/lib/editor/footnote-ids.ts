import { Fragment, Slice, type Node } from 'prosemirror-model';
import { Plugin, type EditorState, type Transaction } from 'prosemirror-state';
import { allNotes, noteAround } from './footnotes';
import { noteOf } from './marks/footnote';
import { isFromElsewhere } from './paragraph-ids';
import { schema } from './schema';

/**
 * Keeps footnotes apart: a pasted note is a new one, what is pasted into a note becomes its words, and a note that was cut in
 * two here, or copied, leaves its id to its first part. Others' changes are not repaired, as with the ids of paragraphs.
 */
export function footnoteIds(newId: () => string): Plugin {
  return new Plugin({
    appendTransaction: (transactions, before, state) =>
      transactions.some((tr) => tr.docChanged) && !transactions.some(isFromElsewhere)
        ? repair(before.doc, state, newId)
        : null,
    props: {
      transformPasted: (slice, view) => (view.dragging?.move ? slice : withNewIds(slice, newId)),
      handlePaste: (view, _event, slice) => {
        const id = noteAround(view.state);
        if (id === null) return false;
        view.dispatch(pasteInto(view.state, id, slice).scrollIntoView());
        return true;
      },
    },
  });
}

function repair(before: Node, state: EditorState, newId: () => string): Transaction | null {
  const leaveAlone = new Set(stretchesOf(before).again.map(({ id }) => id));
  const { again } = stretchesOf(state.doc);
  const tr = state.tr;
  for (const { id, from, to } of again) {
    if (!leaveAlone.has(id)) tr.addMark(from, to, schema.marks.footnote.create({ id: newId() }));
  }
  return tr.docChanged ? tr : null;
}

/** The stretches whose id another stretch before them has. */
function stretchesOf(doc: Node): { again: { id: string; from: number; to: number }[] } {
  const seen = new Set<string>();
  const again = allNotes(doc).flatMap(({ id, stretches }) =>
    stretches.flatMap((stretch) => {
      const isAgain = seen.has(id);
      seen.add(id);
      return isAgain ? [{ id, ...stretch }] : [];
    }),
  );
  return { again };
}

function withNewIds(slice: Slice, newId: () => string): Slice {
  const ids = new Map<string, string>();
  const renamed = (node: Node): Node => {
    const id = noteOf(node.marks);
    if (id === null) return node.isText ? node : node.copy(each(node.content, renamed));
    const fresh = ids.get(id) ?? newId();
    ids.set(id, fresh);
    return node.mark(schema.marks.footnote.create({ id: fresh }).addToSet(node.marks));
  };
  return new Slice(each(slice.content, renamed), slice.openStart, slice.openEnd);
}

function each(fragment: Fragment, change: (node: Node) => Node): Fragment {
  return Fragment.from(fragment.content.map(change));
}

// A note is one run of words: paragraphs that are pasted into it follow each other with a space between.
function pasteInto(state: EditorState, id: string, slice: Slice): Transaction {
  const { from, to } = state.selection;
  const words = slice.content.textBetween(0, slice.content.size, ' ').replace(/\s+/g, ' ');
  const mark = schema.marks.footnote.create({ id });
  const tr = state.tr.delete(from, to);
  return words === '' ? tr : tr.insert(from, schema.text(words, [mark]));
}
