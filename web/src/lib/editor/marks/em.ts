import type { MarkSpec } from 'prosemirror-model';

/** Words in italics. */
export const em: MarkSpec = {
  parseDOM: [{ tag: 'em' }, { tag: 'i' }],
  toDOM: () => ['em', 0],
};
