import type { NodeSpec } from 'prosemirror-model';

/**
 * The short title of an action point. Not a heading element: an empty heading is announced as nothing, so the role is
 * added (by decoration) only while there are words. Pasted headings become paragraphs: no `parseDOM` but our own.
 */
export const title: NodeSpec = {
  content: 'text*',
  marks: 'strong em link footnote',
  attrs: { id: { default: null } },
  defining: true,
  parseDOM: [{ tag: 'div.title' }],
  toDOM: () => ['div', { class: 'title', dir: 'auto' }, 0],
};
