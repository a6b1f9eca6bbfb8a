import type { Mark, MarkSpec } from 'prosemirror-model';

/**
 * Words that are a footnote to what stands before them.
 *
 * They are words of the paragraph itself, so they are saved, agreed and merged with it: a node would cut the paragraph's
 * Yjs text in two, and what somebody types in the second half at that moment would be lost.
 */
export const footnote: MarkSpec = {
  attrs: { id: {} },
  inclusive: false,
  parseDOM: [{ tag: 'span.footnote[data-note]', getAttrs: (span) => ({ id: span.dataset['note'] ?? '' }) }],
  toDOM: (mark) => ['span', { class: 'footnote', 'data-note': String(mark.attrs['id']), role: 'note' }, 0],
};

/** The id of the footnote that these marks make words belong to, or null. */
export function noteOf(marks: readonly Mark[]): string | null {
  const id: unknown = marks.find(({ type }) => type.name === 'footnote')?.attrs['id'];
  return typeof id === 'string' ? id : null;
}
