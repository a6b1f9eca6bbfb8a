import type { MarkSpec } from 'prosemirror-model';

/** Bold words. */
export const strong: MarkSpec = {
  parseDOM: [{ tag: 'strong' }, { tag: 'b', getAttrs: (b) => b.style.fontWeight !== 'normal' && null }],
  toDOM: () => ['strong', 0],
};
