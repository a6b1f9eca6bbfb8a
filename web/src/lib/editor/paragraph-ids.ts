import { Fragment, Slice, type Node } from 'prosemirror-model';
import { Plugin, type EditorState, type Transaction } from 'prosemirror-state';
import { ySyncPluginKey } from 'y-prosemirror';

/**
 * Gives every title and paragraph a permanent id, and sees to it that the id stays with the words:
 * when a paragraph is split, its first part that has words keeps the id, and the other part gets a new one.
 *
 * Only changes made here are repaired. If the changes of others were, two browsers would repair each other for ever.
 */
export function permanentIds(newId: () => string): Plugin {
  return new Plugin({
    appendTransaction: (transactions, _before, state) =>
      transactions.some((tr) => tr.docChanged) && !transactions.some(isFromElsewhere) ? repair(state, newId) : null,
    props: {
      // What is pasted are new paragraphs, whatever they were; what is dragged to another place stays itself.
      transformPasted: (slice, view) => (view.dragging?.move ? slice : withoutIds(slice)),
    },
  });
}

/** Whether the change came through Yjs: from somebody else, from the copy on this device, or from undo. */
export function isFromElsewhere(tr: Transaction): boolean {
  const change: unknown = tr.getMeta(ySyncPluginKey);
  return typeof change === 'object' && change !== null && 'isChangeOrigin' in change && change.isChangeOrigin === true;
}

function repair(state: EditorState, newId: () => string): Transaction | null {
  const keepers = new Map<string, Node>();
  state.doc.forEach((block) => {
    const id = idOf(block);
    if (id === null) return;
    const keeper = keepers.get(id);
    if (!keeper || (keeper.content.size === 0 && block.content.size > 0)) keepers.set(id, block);
  });
  const tr = state.tr;
  state.doc.forEach((block, position) => {
    const id = idOf(block);
    if (id === null || keepers.get(id) !== block) tr.setNodeAttribute(position, 'id', newId());
    else keepers.delete(id); // one and the same node may stand in the document twice
  });
  return tr.docChanged ? tr : null;
}

function idOf(block: Node): string | null {
  const id: unknown = block.attrs['id'];
  return typeof id === 'string' && id !== '' ? id : null;
}

function withoutIds(slice: Slice): Slice {
  const blocks: Node[] = [];
  slice.content.forEach((node) => blocks.push(withoutId(node)));
  return new Slice(Fragment.from(blocks), slice.openStart, slice.openEnd);
}

// A pasted title becomes a paragraph: a point has one title, and it is typed.
function withoutId(node: Node): Node {
  const { paragraph, title } = node.type.schema.nodes;
  if (node.type === title && paragraph) return paragraph.create(null, node.content);
  return node.isTextblock ? node.type.create({ ...node.attrs, id: null }, node.content, node.marks) : node;
}
