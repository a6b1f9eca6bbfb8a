import * as Y from 'yjs';
import { childrenOf } from './blocks';
import { unmatched } from './unseen-words';

interface Run {
  insert: unknown;
  attributes?: Record<string, unknown>;
}

type Attributes = Record<string, string | number>;

/** What a title or paragraph holds, apart from the elements that hold it. */
export interface BlockContent {
  /** What kind of block it was in: a merge makes a paragraph of a title. */
  name: string;
  attributes: Attributes;
  /** Its words with their marks, if they are one text; null if it holds more than that. */
  runs: Run[] | null;
  /** Its children, not in a document: to be put into one once. */
  children: (Y.XmlElement | Y.XmlText)[];
}

/** Reads a block, so that it can be made the same again when its elements are gone. */
export function contentOf(block: Y.XmlElement): BlockContent {
  const children = childrenOf(block);
  const [text] = children;
  return {
    name: block.nodeName,
    attributes: attributesOf(block),
    runs: children.length === 1 && text instanceof Y.XmlText ? (text.toDelta() as Run[]) : null,
    children: children.map((child) => child.clone()),
  };
}

/** Makes a block hold this, and changes as little as that takes: what stays keeps its place in the history. */
export function giveContent(block: Y.XmlElement, content: BlockContent): void {
  if (block.nodeName === content.name) giveAttributes(block, content.attributes);
  const children = childrenOf(block);
  const [text] = children;
  if (content.runs !== null && children.length === 1 && text instanceof Y.XmlText) giveText(text, content.runs);
  else if (children.length > 0 || content.children.length > 0) {
    block.delete(0, block.length);
    block.insert(0, content.children);
  }
}

function giveAttributes(block: Y.XmlElement, wanted: Attributes): void {
  const element = block as unknown as Y.XmlElement<Attributes>;
  const attributes = attributesOf(block);
  for (const name of Object.keys(attributes)) if (!(name in wanted)) element.removeAttribute(name);
  for (const [name, value] of Object.entries(wanted)) {
    if (attributes[name] !== value) element.setAttribute(name, value);
  }
}

function giveText(text: Y.XmlText, wanted: Run[]): void {
  const has = text.toDelta() as Run[];
  if (JSON.stringify(has) === JSON.stringify(wanted)) return;
  const [old, now] = [has.map(wordsOf).join(''), wanted.map(wordsOf).join('')];
  const { tooMuch, missing } = unmatched([...old], [...now]);
  for (const { at, words } of [...tooMuch].reverse()) text.delete(at, words.length);
  for (const { at, words } of missing) text.insert(at, words);
  giveMarks(text, wanted);
}

function giveMarks(text: Y.XmlText, wanted: Run[]): void {
  const names = new Set([...(text.toDelta() as Run[]), ...wanted].flatMap(({ attributes }) => Object.keys(attributes ?? {})));
  let offset = 0;
  for (const run of wanted) {
    const { length } = wordsOf(run);
    const marks = Object.fromEntries([...names].map((name) => [name, run.attributes?.[name] ?? null]));
    if (names.size > 0) text.format(offset, length, marks);
    offset += length;
  }
}

const wordsOf = ({ insert }: Run): string => (typeof insert === 'string' ? insert : '\uFFFC');

// The types of Yjs know texts only; a level is a number.
function attributesOf(block: Y.XmlElement): Attributes {
  return { ...(block.getAttributes() as Attributes) };
}
