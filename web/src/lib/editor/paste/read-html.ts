import { removeDebris } from './debris';
import { placeFootnotes } from './footnotes';
import { HtmlReader } from './html-reader';
import { wordListFormats } from './list-items';
import type { Pasted, PastedBlock } from './pasted';
import { tidy } from './spaces';
import { meaningsOf, recognizeTypedMarkers } from './typed-markers';

/** The paragraphs of HTML from the clipboard: of Word, Google Docs, LibreOffice, web pages, and of drafts. */
export function readHtml(html: string): Pasted {
  const page = new DOMParser().parseFromString(fragmentOf(html), 'text/html');
  const fromDraft = page.querySelector('[data-plenary]') !== null;
  const formats = wordListFormats(page);
  removeDebris(page);
  placeFootnotes(page);
  const found = new HtmlReader(formats).read(page.body);
  const blocks = found.map((block) => ({ ...block, runs: tidy(block.runs) })).filter(({ runs }) => runs.length > 0);
  return { blocks: fromDraft ? blocks : recognizeTypedMarkers(settleLabels(blocks)), fromDraft };
}

// Windows says where the copied piece begins and ends; browsers take most of that away, but not all of them all.
function fragmentOf(html: string): string {
  return html.replace(/^Version:[\s\S]*?(?=<)/, '');
}

/** Tells "(i)" the ninth letter from "(i)" the first roman numeral: it is a letter where "(h)" stands before it. */
function settleLabels(blocks: PastedBlock[]): PastedBlock[] {
  const last: ({ kind: string; ordinal: number } | undefined)[] = [];
  return blocks.map((block) => {
    last.length = Math.min(last.length, block.level + 1);
    if (block.label === null) {
      const before = last[block.level];
      if (block.marker) last[block.level] = { kind: block.marker, ordinal: block.marker === before?.kind ? before.ordinal + 1 : 1 };
      return block;
    }
    const before = last[block.level];
    const meanings = meaningsOf(block.label);
    const meaning =
      meanings.find(({ kind, ordinal }) => kind === before?.kind && ordinal === before.ordinal + 1) ??
      meanings.find(({ ordinal }) => ordinal === 1) ??
      meanings.find(({ kind }) => kind === before?.kind) ??
      meanings[0];
    last[block.level] = meaning;
    return { ...block, marker: meaning?.kind ?? block.marker, label: null };
  });
}
