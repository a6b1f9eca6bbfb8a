import type { Command, EditorState } from 'prosemirror-state';
import { paragraphAttributes, type Language } from './nodes/paragraph';

/** The language of the paragraph at the caret: null for the draft's own, undefined where there is no paragraph. */
export function languageAt(state: EditorState): Language | null | undefined {
  const { parent } = state.selection.$head;
  return parent.type.name === 'paragraph' ? paragraphAttributes(parent.attrs).language : undefined;
}

/** The permanent id of the paragraph or title at the caret. */
export function blockAt(state: EditorState): string | null {
  const id: unknown = state.selection.$head.node(1)?.attrs['id'];
  return typeof id === 'string' ? id : null;
}

/** Says in which language the selected paragraphs are written; null for the draft's own. */
export function setLanguage(language: Language | null): Command {
  return (state, dispatch) => {
    const { from, to } = state.selection;
    const tr = state.tr;
    state.doc.nodesBetween(from, to, (node, position) => {
      if (node.type.name === 'paragraph') tr.setNodeAttribute(position, 'language', language);
    });
    if (!tr.docChanged) return false;
    dispatch?.(tr);
    return true;
  };
}
