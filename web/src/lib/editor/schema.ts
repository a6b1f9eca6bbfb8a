import { Schema } from 'prosemirror-model';
import { em } from './marks/em';
import { footnote } from './marks/footnote';
import { link } from './marks/link';
import { strong } from './marks/strong';
import { doc } from './nodes/doc';
import { paragraph } from './nodes/paragraph';
import { title } from './nodes/title';

/**
 * The number of this schema, said in the hello. An old page deletes what it does not know, so whatever is added here
 * raises the number, and the server asks older pages to reload. `tests/fixtures/schema.json` says the same to Rust.
 */
export const SCHEMA = 2;

/** What a draft's text is made of. One schema for all editors: building one per editor is what makes mounting slow. */
export const schema = new Schema({
  nodes: { doc, paragraph, title, text: {} },
  // The first is the outermost: a link over bold and plain words is one link, and a note holds both.
  marks: { footnote, link, strong, em },
});
