import { Plugin, PluginKey, type EditorState } from 'prosemirror-state';
import { Decoration, DecorationSet } from 'prosemirror-view';
import { bracketsIn } from './brackets-in';

const key = new PluginKey<DecorationSet>('bracket at the caret');

/** Shows the pair of brackets in which the caret stands, so that one sees what closes what. */
export function bracketAtCaret(): Plugin {
  return new Plugin<DecorationSet>({
    key,
    state: {
      init: () => DecorationSet.empty,
      apply: (tr, shown, before, state) => {
        if (!tr.docChanged && before.selection.eq(state.selection)) return shown;
        // What an input method composes must not have its surroundings redrawn.
        return tr.getMeta('composition') === undefined ? draw(state) : shown.map(tr.mapping, tr.doc);
      },
    },
    props: { decorations: (state) => key.getState(state) },
  });
}

function draw(state: EditorState): DecorationSet {
  const { $from, $to } = state.selection;
  if (!$from.parent.isTextblock || !$from.sameParent($to)) return DecorationSet.empty;
  const { pairs } = bracketsIn($from.parent);
  const around = pairs.findLast(({ open, close }) => open <= $from.parentOffset && $to.parentOffset <= close + 1);
  if (!around) return DecorationSet.empty;
  const at = (offset: number) =>
    Decoration.inline($from.start() + offset, $from.start() + offset + 1, { class: 'bracket-here' });
  return DecorationSet.create(state.doc, [at(around.open), at(around.close)]);
}
