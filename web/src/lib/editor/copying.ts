import { DOMSerializer, type Node, type Slice } from 'prosemirror-model';
import { Plugin } from 'prosemirror-state';
import { markersOf, type Marker } from './markers';
import { paragraphAttributes } from './nodes/paragraph';
import { schema } from './schema';

/** A part of one text of the draft that is copied, with the number people call its action point by. */
export interface Piece {
  number: string | null;
  doc: Node;
  from: number;
  to: number;
}

/** What goes to the clipboard. */
export interface Copied {
  html: string;
  text: string;
}

/** How a paragraph's marker is written before it, such as "(b)". */
export type MarkerLabel = (marker: Marker) => string;

// Levels and markers travel in attributes, from which a draft reads them again (see `paste/draft-attributes.ts`).
const nodes = {
  ...DOMSerializer.nodesFromSchema(schema),
  paragraph: (node: Node) => ['p', { dir: 'auto', ...attributesOf(node) }, 0] as const,
  title: () => ['h2', { dir: 'auto', 'data-plenary': 'title' }, 0] as const,
};
const serializer = new DOMSerializer(nodes, DOMSerializer.marksFromSchema(schema));

/** Copying, cutting and dragging within one text: clean HTML, and a line for each paragraph as plain text. */
export function copying(): Plugin {
  return new Plugin({ props: { clipboardSerializer: serializer, clipboardTextSerializer: linesOf } });
}

/** Several pieces of a draft as people would read them: with numbers, titles and markers. */
export function copyOut(pieces: Piece[], label: MarkerLabel): Copied {
  const points = pieces.map((piece) => copiedBlocks(piece, label));
  const page = document.implementation.createHTMLDocument('');
  for (const { block, words, marker } of points.flat()) page.body.append(elementFor(page, block.copy(words), marker));
  return {
    html: page.body.innerHTML,
    text: points.map((blocks) => blocks.map(lineFor).join('\n')).join('\n\n'),
  };
}

interface CopiedBlock {
  block: Node;
  words: Node['content'];
  /** What stands before it; empty where its start is not copied. */
  marker: string;
}

function copiedBlocks({ number, doc, from, to }: Piece, label: MarkerLabel): CopiedBlock[] {
  const markers = markersOf(doc.children.filter(isParagraph).map((block) => paragraphAttributes(block.attrs)));
  const copied: CopiedBlock[] = [];
  let paragraph = 0;
  doc.forEach((block, position) => {
    const marker = isParagraph(block) ? markers[paragraph++] : undefined;
    const start = position + 1;
    const end = start + block.content.size;
    if (from > end || to < start) return;
    const words = block.content.cut(Math.max(0, from - start), Math.min(to, end) - start);
    if (words.size === 0) return;
    const written = marker ? label(marker) : (number ?? '');
    copied.push({ block, words, marker: from <= start ? written : '' });
  });
  return copied;
}

function isParagraph(block: Node): boolean {
  return block.type === schema.nodes.paragraph;
}

function lineFor({ block, words, marker }: CopiedBlock): string {
  const level = isParagraph(block) ? paragraphAttributes(block.attrs).level : 0;
  const line = words.textBetween(0, words.size);
  return `${'  '.repeat(level)}${marker === '' ? '' : `${marker} `}${line}`;
}

function elementFor(page: Document, block: Node, marker: string): globalThis.Node {
  const element = serializer.serializeNode(block, { document: page });
  if (marker !== '' && element.nodeType === 1) {
    const written = page.createElement('span');
    written.dataset['plenary'] = 'marker';
    written.textContent = `${marker}\u00a0`;
    element.insertBefore(written, element.firstChild);
  }
  return element;
}

function attributesOf(node: Node): Record<string, string> {
  const { level, marker, alternate, language } = paragraphAttributes(node.attrs);
  return {
    'data-plenary': 'paragraph',
    'data-level': String(level),
    'data-marker': marker,
    ...(alternate === null ? {} : { 'data-alternate': alternate }),
    ...(language === null ? {} : { lang: language }),
    ...(level === 0 ? {} : { style: `margin-inline-start: ${2 * level}em` }),
  };
}

function linesOf(slice: Slice): string {
  return slice.content.textBetween(0, slice.content.size, '\n');
}
