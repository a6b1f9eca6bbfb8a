import type { NodeSpec } from 'prosemirror-model';

/**
 * The text of one entry of the outline.
 *
 * Always `*`, never `+` or a fixed head: a document that two people changed at once may break such a rule, and the
 * binding deletes what breaks one. Paragraphs come first because the first type is what Enter creates.
 */
export const doc: NodeSpec = { content: '(paragraph | title)*' };
