import { newUuid } from '$lib/drafting/identifier';
import { webAddress } from '../marks/link';
import type { MarkerKind } from '../nodes/paragraph';
import { draftAttributes } from './draft-attributes';
import { FOOTNOTE_TAG } from './footnotes';
import { languageNamed, mayBe } from './languages';
import { htmlListItem, wordListItem, type ListItem } from './list-items';
import { plainBlock, wordsOfBlock, type PastedBlock, type PastedRun } from './pasted';
import { boldness, slant, styleOf } from './styles';

const BLOCKS = new Set(
  ('ADDRESS ARTICLE ASIDE BLOCKQUOTE BODY CAPTION CENTER DD DETAILS DIV DL DT FIELDSET FIGCAPTION FIGURE FOOTER FORM ' +
    'H1 H2 H3 H4 H5 H6 HEADER HR LEGEND LI MAIN OL P PRE SECTION SUMMARY TABLE TBODY TD TFOOT TH THEAD TR UL').split(' '),
);

/** What an element hands on to what is in it. */
interface Around {
  strong: boolean;
  em: boolean;
  href: string | null;
  /** The footnote that the words are in. */
  note: string | null;
  lang: string | null;
  heading: boolean;
  /** Line breaks in the source are line breaks. */
  asTyped: boolean;
  /** A paragraph whose line breaks do not end it: of Word, or a heading. */
  whole: boolean;
  list: Element | null;
  depth: number;
  item: (ListItem & { marked: boolean }) | null;
  draft: Partial<PastedBlock> | null;
}

const NOTHING: Around = {
  strong: false, em: false, href: null, note: null, lang: null, heading: false, asTyped: false, whole: false,
  list: null, depth: 0, item: null, draft: null,
};

/** Reads a cleaned page from top to bottom into paragraphs. */
export class HtmlReader {
  readonly #formats: ReadonlyMap<string, string>;
  readonly #blocks: PastedBlock[] = [];
  readonly #notes = new Map<string, string>();
  #current: PastedBlock | null = null;
  /** How many letters of the current paragraph each `lang` covers. */
  #langs = new Map<string | null, number>();

  constructor(wordListFormats: ReadonlyMap<string, string>) {
    this.#formats = wordListFormats;
  }

  read(body: Element): PastedBlock[] {
    this.#children(body, NOTHING);
    this.#end();
    return this.#blocks;
  }

  #children(parent: Element, around: Around): void {
    for (const node of [...parent.childNodes]) {
      if (node.nodeType === 3) this.#text(node.textContent ?? '', around);
      else if (node.nodeType === 1) this.#element(node as Element, around);
    }
  }

  #element(element: Element, outer: Around): void {
    const tag = element.tagName;
    if (tag === 'BR') return outer.whole ? this.#write('\n', outer) : this.#end();
    if (tag === FOOTNOTE_TAG.toUpperCase()) return this.#footnote(element, outer);
    const around = this.#inside(element, outer);
    if (tag === 'TR' && isRowOfData(element)) return this.#row(element, around);
    if (!BLOCKS.has(tag)) return this.#children(element, around);
    this.#end();
    this.#children(element, around);
    this.#end();
  }

  #inside(element: Element, outer: Around): Around {
    const { tagName } = element;
    const ofDraft = element.getAttribute('data-plenary');
    const heading = !ofDraft && (/^H[1-6]$/.test(tagName) || element.getAttribute('role') === 'heading');
    const around: Around = {
      ...outer,
      strong: boldness(element) ?? outer.strong,
      em: slant(element) ?? outer.em,
      lang: element.getAttribute('lang') ?? outer.lang,
      heading: heading || outer.heading,
      whole: heading || ofDraft !== null || outer.whole || /\bMso/.test(element.className),
      asTyped: tagName === 'PRE' || /^(pre|break-spaces)/.test(styleOf(element, 'white-space')) || outer.asTyped,
    };
    const ofNote = element.classList.contains('footnote') && element.getAttribute('data-note');
    if (ofNote) around.note = this.#idFor(ofNote);
    if (tagName === 'A') around.href = linkTo(element) ?? outer.href;
    if (tagName === 'OL' || tagName === 'UL') Object.assign(around, { list: element, depth: outer.depth + 1, item: null });
    if (tagName === 'LI' && around.list) {
      around.item = { ...htmlListItem(element, around.list, around.depth), marked: false };
    }
    const mayBeItem = tagName === 'P' || heading || (tagName === 'DIV' && styleOf(element, 'mso-list') !== '');
    const inWord = mayBeItem && wordListItem(element, this.#formats);
    if (inWord) around.item = { ...inWord, marked: false };
    if (ofDraft === 'paragraph') around.draft = draftAttributes(element);
    if (ofDraft === 'title') around.draft = { level: 0, marker: 'none' };
    return around;
  }

  #text(text: string, around: Around): void {
    if (!around.asTyped) return this.#write(text, around);
    text.split('\n').forEach((line, index) => {
      if (index > 0 && !around.whole) this.#end();
      this.#write(line, around);
    });
  }

  #footnote(element: Element, around: Around): void {
    const words = element.textContent ?? '';
    if (words !== '') this.#begin(around).runs.push({ ...look(around), words, note: newUuid() });
  }

  // A note copied from a draft is a new note here, of all its words.
  #idFor(note: string): string {
    const id = this.#notes.get(note) ?? newUuid();
    this.#notes.set(note, id);
    return id;
  }

  // Cells are joined as one would read the row out.
  #row(row: Element, around: Around): void {
    this.#end();
    const cells = [...row.children].filter((cell) => (cell.textContent ?? '').trim() !== '');
    cells.forEach((cell, index) => {
      if (index > 0) this.#write(' · ', around);
      this.#cell(cell, { ...this.#inside(cell, around), whole: true });
    });
    this.#end();
  }

  #cell(parent: Element, around: Around): void {
    for (const node of [...parent.childNodes]) {
      if (node.nodeType === 3) this.#write(node.textContent ?? '', around);
      if (node.nodeType !== 1) continue;
      const element = node as Element;
      if (element.tagName === 'BR') this.#write(' ', around);
      else if (element.tagName === FOOTNOTE_TAG.toUpperCase()) this.#footnote(element, around);
      else this.#cell(element, { ...this.#inside(element, around), item: null });
      if (BLOCKS.has(element.tagName)) this.#write(' ', around);
    }
  }

  #write(words: string, around: Around): void {
    if (words === '' || (this.#current === null && words.trim() === '')) return;
    this.#begin(around).runs.push({ ...look(around), words });
    const letters = words.match(/\p{L}/gu)?.length ?? 0;
    if (letters > 0) this.#langs.set(around.lang, (this.#langs.get(around.lang) ?? 0) + letters);
  }

  #begin(around: Around): PastedBlock {
    this.#current ??= { ...plainBlock(''), runs: [], heading: around.heading, ...placeIn(around), ...around.draft };
    return this.#current;
  }

  #end(): void {
    const block = this.#current;
    this.#current = null;
    if (block) this.#blocks.push({ ...block, language: block.language ?? this.#language(wordsOfBlock(block)) });
    this.#langs = new Map();
  }

  // A paragraph is of a language if all its words are.
  #language(words: string): PastedBlock['language'] {
    const [lang, ...others] = this.#langs.keys();
    const language = others.length === 0 ? languageNamed(lang ?? null) : null;
    return language && mayBe(language, words) ? language : null;
  }
}

// The first paragraph of an item bears its marker; what follows belongs to it without one.
function placeIn({ item }: Around): { level: number; marker: MarkerKind | null; label: string | null } {
  if (item === null) return { level: 0, marker: null, label: null };
  const { level, kind, label, marked } = item;
  item.marked = true;
  return marked ? { level, marker: 'none', label: null } : { level, marker: kind, label };
}

function look({ strong, em, href, note }: Around): Omit<PastedRun, 'words'> {
  return { strong, em, href, note };
}

// An address must say its scheme: what stands in a page without one is a place on that page's site.
function linkTo(anchor: Element): string | null {
  const href = (anchor.getAttribute('href') ?? '').trim();
  return /^(https?:\/\/|mailto:)/i.test(href) ? webAddress(href) : null;
}

// A row of several cells is read as one line, unless its cells hold lists or tables: then it is layout.
function isRowOfData(row: Element): boolean {
  const cells = [...row.children].filter((cell) => (cell.textContent ?? '').trim() !== '');
  return cells.length > 1 && row.querySelector('table, ul, ol, h1, h2, h3, [style*="mso-list"]') === null;
}
