import * as Y from 'yjs';
import type { PointKind } from '$lib/api/types';
import { blocksIn, childrenOf, hasWords, pointsWithText } from './blocks';
import { newUuid } from './identifier';
import { wordsOf } from './kept-words';
import { fragmentName, readOutline } from './outline';
import { ordersAt } from './outline-order';

/** A point that is not in the outline although it has words. */
export interface RemovedPoint {
  id: string;
  title: string;
  /** How its text begins, without the title. */
  beginning: string;
}

/** Paragraphs that went from one point to another: the same ids and words, but new elements of the Yjs document. */
export interface MovedBlocks {
  ids: string[];
  from: string;
  to: string;
}

const BEGINNING_CHARS = 160;

/*
 * Changes to the outline. Each is to be made in one transaction, so that it reaches others whole.
 *
 * Moving and removing a point touch nothing but its entry: whatever somebody types in it at that moment is kept. Splitting
 * and merging must make new elements in another fragment; what somebody else types in the old ones at that moment is put
 * back by that person's own page (see moved-words.ts).
 */

/** Adds a point without words, so that it stands at `index` of the outline (at the end beyond it). */
export function addPoint(doc: Y.Doc, id: string, kind: PointKind, index: number): void {
  place(doc, id, kind, index);
  const blocks = [...(kind === 'preamble' ? [] : [emptyTitle()]), ...(kind === 'heading' ? [] : [emptyParagraph()])];
  doc.getXmlFragment(fragmentName(id)).insert(0, blocks);
}

/** Moves a point so that it stands at `index` of the outline as it is without it. Says whether anything changed. */
export function movePoint(doc: Y.Doc, id: string, index: number): boolean {
  const outline = readOutline(doc);
  const at = outline.findIndex((entry) => entry.id === id);
  const entry = outline[at];
  if (!entry || at === index) return false;
  place(doc, id, entry.kind, index);
  return true;
}

/** Takes a point out of the outline. Its words stay in the document. */
export function removePoint(doc: Y.Doc, id: string): void {
  doc.getMap('outline').delete(id);
}

/** Puts a removed point back: with the order it had, or at the end when nobody knows it any more. */
export function bringBackPoint(doc: Y.Doc, id: string, order: string | null): void {
  const kind = kindByWords(doc, id);
  if (order !== null) doc.getMap('outline').set(id, { order, kind });
  else place(doc, id, kind, Infinity);
}

/** The removed points, those with titles first by their titles. */
export function removedPoints(doc: Y.Doc): RemovedPoint[] {
  const outline = doc.getMap('outline');
  return pointsWithText(doc)
    .filter((id) => !outline.has(id) && hasWords(doc, id))
    .map((id) => ({ id, ...describe(doc, id) }))
    .sort((a, b) => Number(a.title === '') - Number(b.title === '') || a.title.localeCompare(b.title));
}

/**
 * Makes the paragraphs from this one on an action point of their own, `made`, after the one where they stand. Null, and
 * nothing is done, if the paragraph does not stand there or nothing would stay before it.
 */
export function splitPoint(doc: Y.Doc, point: string, paragraph: string, made: string): MovedBlocks | null {
  const outline = readOutline(doc);
  const index = outline.findIndex(({ id }) => id === point);
  const blocks = blocksIn(doc, point);
  const at = blocks.findIndex((block) => idOf(block) === paragraph);
  if (index < 0 || !blocks.slice(0, Math.max(0, at)).some((block) => block.nodeName === 'paragraph')) return null;
  const moving = blocks.slice(at);
  place(doc, made, 'action_point', index + 1);
  const ids = moving.flatMap((block) => idOf(block) ?? []);
  doc.getXmlFragment(fragmentName(made)).insert(0, [emptyTitle(), ...moving.map((block) => block.clone())]);
  takeOut(doc, point, moving);
  return { ids, from: point, to: made };
}

/**
 * Puts the paragraphs of a point at the end of another and removes it. Its title becomes a paragraph without a marker
 * if it has words.
 */
export function mergePoint(doc: Y.Doc, point: string, into: string): MovedBlocks {
  const moving = blocksIn(doc, point).filter((block) => block.nodeName === 'paragraph' || wordsOf(block).trim() !== '');
  const ids = moving.flatMap((block) => idOf(block) ?? []);
  const end = doc.getXmlFragment(fragmentName(into));
  end.insert(end.length, moving.map(asParagraph));
  takeOut(doc, point, moving);
  removePoint(doc, point);
  return { ids, from: point, to: into };
}

function place(doc: Y.Doc, id: string, kind: PointKind, index: number): void {
  const others = readOutline(doc).filter((entry) => entry.id !== id);
  const outline = doc.getMap('outline');
  ordersAt(others, Math.min(Math.max(0, index), others.length), [id]).forEach((order, placed) => {
    const entry = others.find((other) => other.id === placed);
    outline.set(placed, { order, kind: entry?.kind ?? kind });
  });
}

function takeOut(doc: Y.Doc, point: string, blocks: Y.XmlElement[]): void {
  const fragment = doc.getXmlFragment(fragmentName(point));
  for (const block of blocks) fragment.delete(fragment.toArray().indexOf(block));
}

function asParagraph(block: Y.XmlElement): Y.XmlElement {
  if (block.nodeName === 'paragraph') return block.clone();
  const paragraph = element('paragraph', { id: idOf(block) ?? newUuid(), level: 0, marker: 'none' });
  paragraph.insert(0, childrenOf(block).map((child) => child.clone()));
  return paragraph;
}

function kindByWords(doc: Y.Doc, point: string): PointKind {
  const withWords = (name: string) =>
    blocksIn(doc, point).some((block) => block.nodeName === name && wordsOf(block).trim() !== '');
  const hasTitle = blocksIn(doc, point).some((block) => block.nodeName === 'title');
  if (!hasTitle) return 'preamble';
  return withWords('title') && !withWords('paragraph') ? 'heading' : 'action_point';
}

function describe(doc: Y.Doc, point: string): Omit<RemovedPoint, 'id'> {
  const words = (name: string) =>
    blocksIn(doc, point).filter((block) => block.nodeName === name).map(wordsOf).join(' ').trim();
  const text = words('paragraph');
  return {
    title: words('title'),
    beginning: text.length > BEGINNING_CHARS ? `${text.slice(0, BEGINNING_CHARS).trimEnd()}…` : text,
  };
}

const idOf = (block: Y.XmlElement): string | undefined => block.getAttribute('id');
const emptyTitle = () => element('title', { id: newUuid() });
const emptyParagraph = () => element('paragraph', { id: newUuid(), level: 0, marker: 'number' });

function element(name: string, attributes: Record<string, string | number>): Y.XmlElement {
  const made = new Y.XmlElement<Record<string, string | number>>(name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  return made as unknown as Y.XmlElement;
}
