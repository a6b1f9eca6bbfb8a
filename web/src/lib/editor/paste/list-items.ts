import { DEEPEST_LEVEL, type MarkerKind } from '../nodes/paragraph';
import { meaningsOf } from './typed-markers';
import { styleOf } from './styles';

/** What a list item's element says of its place. */
export interface ListItem {
  level: number;
  kind: MarkerKind;
  /** The ordinal as written, where only its neighbours tell which kind it is. */
  label: string | null;
}

const STYLE_KINDS: [RegExp, MarkerKind][] = [
  [/(lower|upper)-roman/, 'roman'],
  [/(alpha|latin|letter|greek|abjad|hebrew)/, 'letter'],
  [/(decimal|arabic|cjk|chinese|ideograph|hindi|devanagari|persian|ordinal|cardinal)/, 'number'],
  [/(disc|circle|square|bullet|disclosure|dash|image)/, 'bullet'],
  [/^none$/, 'none'],
];
const TYPE_KINDS: Record<string, MarkerKind> = { '1': 'number', a: 'letter', A: 'letter', i: 'roman', I: 'roman' };

/** The place of an `li`, `depth` lists deep (from 1). Google Docs and Word on the web say the level themselves. */
export function htmlListItem(item: Element, list: Element, depth: number): ListItem {
  const said = Number(item.getAttribute('aria-level') ?? item.getAttribute('data-aria-level') ?? depth);
  return { level: levelFrom(said || depth), kind: kindOfItem(item, list), label: null };
}

function kindOfItem(item: Element, list: Element): MarkerKind {
  for (const element of [item, list]) {
    const style = `${styleOf(element, 'list-style-type')} ${styleOf(element, 'list-style')}`.trim().toLowerCase();
    const kind = STYLE_KINDS.find(([pattern]) => pattern.test(style))?.[1] ?? TYPE_KINDS[element.getAttribute('type') ?? ''];
    if (kind) return kind;
  }
  return list.tagName === 'OL' ? 'number' : 'bullet';
}

/** The formats of Word's lists by name and level ("l0:level2"), as its style sheet defines them. */
export function wordListFormats(page: Document): Map<string, string> {
  const formats = new Map<string, string>();
  for (const sheet of page.querySelectorAll('style')) {
    for (const [, name = '', body = ''] of (sheet.textContent ?? '').matchAll(/@list\s+(l\d+:level\d+)\b[^{]*\{([^}]*)\}/g)) {
      formats.set(name, /mso-level-number-format\s*:\s*"?([^;"]+)/.exec(body)?.[1]?.trim() ?? 'decimal');
    }
  }
  return formats;
}

/**
 * The place of a paragraph in one of Word's lists, or null. Word writes lists as paragraphs whose style says
 * `mso-list:l0 level2 lfo1` and whose first words are the marker, in a span to be ignored; those are taken out.
 */
export function wordListItem(paragraph: Element, formats: ReadonlyMap<string, string>): ListItem | null {
  const [, list = '', level = ''] = /\b(l\d+)\s+level(\d+)/.exec(styleOf(paragraph, 'mso-list')) ?? [];
  const label = takeMarker(paragraph);
  if (level === '' && label === null) return null;
  const format = formats.get(`${list}:level${level}`)?.toLowerCase() ?? '';
  const known = STYLE_KINDS.find(([pattern]) => pattern.test(format))?.[1];
  return { level: levelFrom(Number(level) || 1), ...(known ? { kind: known, label: null } : kindOfLabel(label ?? '')) };
}

function levelFrom(said: number): number {
  return Math.max(0, Math.min(Math.trunc(said) - 1, DEEPEST_LEVEL));
}

/** The kind of a written marker such as "1.", "(a)" or "·"; "(i)" needs its neighbours. */
function kindOfLabel(written: string): Pick<ListItem, 'kind' | 'label'> {
  const inner = written.replace(/[^\p{L}\p{N}.]/gu, '').replace(/\.$/, '');
  const last = inner.split('.').at(-1) ?? '';
  // Word's second bullet is the letter o of Courier, its third a § of Wingdings.
  if (last === '' || (written.trim() === 'o' && last === 'o')) return { kind: 'bullet', label: null };
  const [first] = meaningsOf(last);
  return first ? { kind: first.kind, label: last } : { kind: /\d/.test(last) ? 'number' : 'bullet', label: null };
}

// The words of the marker, which are removed: a span that says so, or what stands between conditional comments.
function takeMarker(paragraph: Element): string | null {
  const conditional = betweenComments(paragraph);
  const ignored = [...paragraph.querySelectorAll('[style]')].filter((span) => /^ignore$/i.test(styleOf(span, 'mso-list')));
  const nodes = ignored.length > 0 ? ignored : conditional;
  if (nodes.length === 0) return null;
  const words = nodes.map((node) => node.textContent ?? '').join('').replace(/\s+/g, ' ').trim();
  for (const node of [...ignored, ...conditional]) node.parentNode?.removeChild(node);
  return words;
}

function betweenComments(paragraph: Element): Node[] {
  const found: Node[] = [];
  for (const start of comments(paragraph)) {
    if (!/^\[if !supportLists\]/i.test(start.data)) continue;
    for (let node = start.nextSibling; node && !isEnd(node); node = node.nextSibling) found.push(node);
  }
  return found;
}

function comments(paragraph: Element): Comment[] {
  const walker = paragraph.ownerDocument.createTreeWalker(paragraph, 0x80 /* comments */);
  const found: Comment[] = [];
  while (walker.nextNode()) found.push(walker.currentNode as Comment);
  return found;
}

function isEnd(node: Node): boolean {
  return node.nodeType === 8 && /^\[endif\]/i.test(node.textContent ?? '');
}
