import { baseKeymap, chainCommands, toggleMark } from 'prosemirror-commands';
import type { MarkType, Node } from 'prosemirror-model';
import type { Command, EditorState } from 'prosemirror-state';
import { schema } from './schema';

const { title, paragraph } = schema.nodes;
const { strong, em, link } = schema.marks;

export const toggleStrong: Command = toggleMark(strong);
export const toggleEm: Command = toggleMark(em);

/** Whether a mark is on at the caret, or anywhere in the selection. */
export function hasMark(state: EditorState, mark: MarkType): boolean {
  const { from, to, empty, $from } = state.selection;
  return empty
    ? mark.isInSet(state.storedMarks ?? $from.marks()) !== undefined
    : state.doc.rangeHasMark(from, to, mark);
}

/** The address of the link at the caret or at the start of the selection, if there is one. */
export function linkAt(state: EditorState): string | null {
  const { $from, empty } = state.selection;
  const marks = empty ? $from.marks() : ($from.nodeAfter?.marks ?? []);
  const href: unknown = link.isInSet(marks)?.attrs['href'];
  return typeof href === 'string' ? href : null;
}

/** Links the selected words to an address; with `null` takes the link away. */
export function setLink(href: string | null): Command {
  return (state, dispatch) => {
    const { from, to, empty } = state.selection;
    if (empty) return false;
    const tr = state.tr.removeMark(from, to, link);
    dispatch?.(href === null ? tr : tr.addMark(from, to, link.create({ href })));
    return true;
  };
}

/** Enter: a new paragraph of the same kind. From the title one goes on to a first, plain paragraph. */
export const splitParagraph: Command = (state, dispatch) => {
  const { $from, $to } = state.selection;
  if (!$from.parent.isTextblock || !$to.parent.isTextblock) return false;
  const inTitle = $from.parent.type === title;
  if (inTitle && $from.parentOffset === 0 && $to.parentOffset < $to.parent.content.size) return true;
  if (dispatch) {
    const tr = state.tr.deleteSelection();
    const place = tr.selection.$from;
    // The second part repeats the id on purpose: the plug-in of permanent ids decides which part keeps it.
    tr.split(place.pos, 1, [inTitle ? { type: paragraph } : { type: paragraph, attrs: place.parent.attrs }]);
    dispatch(tr.scrollIntoView());
  }
  return true;
};

/** Backspace at the start of a paragraph and Delete at the end of a title must not pour one into the other. */
const keepTitleBefore: Command = (state) => {
  const { $from, empty } = state.selection;
  return empty && $from.parentOffset === 0 && differ(blockBefore(state), $from.parent);
};
const keepTitleAfter: Command = (state) => {
  const { $from, empty } = state.selection;
  return empty && $from.parentOffset === $from.parent.content.size && differ($from.parent, blockAfter(state));
};

/** The keys of the text, apart from undo and the link dialog. */
export const textKeys: Record<string, Command> = {
  ...baseKeymap,
  Enter: splitParagraph,
  'Shift-Enter': splitParagraph,
  'Mod-Enter': splitParagraph,
  'Mod-b': toggleStrong,
  'Mod-i': toggleEm,
  Backspace: chain(keepTitleBefore, baseKeymap['Backspace']),
  Delete: chain(keepTitleAfter, baseKeymap['Delete']),
};

function chain(...commands: (Command | undefined)[]): Command {
  return chainCommands(...commands.filter((command) => command !== undefined));
}

function differ(first: Node | null, second: Node | null): boolean {
  const bothHaveWords = (first?.content.size ?? 0) > 0 && (second?.content.size ?? 0) > 0;
  return bothHaveWords && first?.type !== second?.type;
}

function blockBefore(state: EditorState): Node | null {
  const { $from } = state.selection;
  return $from.depth === 0 ? null : state.doc.resolve($from.before(1)).nodeBefore;
}

function blockAfter(state: EditorState): Node | null {
  const { $from } = state.selection;
  return $from.depth === 0 ? null : state.doc.resolve($from.after(1)).nodeAfter;
}
