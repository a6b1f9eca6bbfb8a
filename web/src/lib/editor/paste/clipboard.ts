import type { Pasted } from './pasted';
import { readHtml } from './read-html';
import { readPlain } from './read-plain';

/** What a clipboard or a drag holds of text. */
export interface Clipped {
  html: string;
  text: string;
}

/** Beyond this many characters HTML is not read, only the plain text beside it: it would hold up the page. */
const LONGEST_HTML = 12_000_000;

/** The paragraphs of a clipboard: of its HTML, or of its plain text where there is none or nothing in it. */
export function readClipboard({ html, text }: Clipped): Pasted {
  const formatted = html !== '' && html.length <= LONGEST_HTML ? readHtml(html) : null;
  return formatted && formatted.blocks.length > 0 ? formatted : { blocks: readPlain(text), fromDraft: false };
}
