import * as Y from 'yjs';

/** The size of a draft that is measured. */
export interface Size {
  points: number;
  paragraphs: number;
}

const WORDS = (
  'cities shall learners adults open data mayors programmes public libraries each year partners measure ' +
  'progress support local government families workplaces quality access inclusive report share good practice'
).split(' ');
const WORDS_PER_PARAGRAPH = 45;

/**
 * Puts as many action points with as many paragraphs each into a draft, in place of what is there: an update to apply to
 * a document that holds the draft as it is. The words are the same in every run; every third paragraph has a bracket.
 */
export function fill(doc: Y.Doc, { points, paragraphs }: Size): string[] {
  const outline = doc.getMap('outline');
  const ids = Array.from({ length: points }, () => crypto.randomUUID());
  doc.transact(() => {
    for (const id of [...outline.keys()]) outline.delete(id);
    ids.forEach((id, index) => {
      outline.set(id, { order: `a${String(index + 1).padStart(4, '0')}V`, kind: 'action_point' });
      const body = Array.from({ length: paragraphs }, (_, ordinal) =>
        block('paragraph', wordsOf(index * paragraphs + ordinal), { level: 0, marker: 'number' }),
      );
      const title = block('title', `Measured point ${index + 1}`, {});
      doc.getXmlFragment(`point:${id}`).insert(0, [title, ...body]);
    });
  });
  return ids;
}

/** The text of a paragraph of a point, from 0. */
export function textOf(doc: Y.Doc, point: string, paragraph: number): Y.XmlText {
  const element = doc.getXmlFragment(`point:${point}`).get(paragraph + 1);
  const text = element instanceof Y.XmlElement ? element.get(0) : null;
  if (!(text instanceof Y.XmlText)) throw new Error(`point ${point} has no paragraph ${paragraph}`);
  return text;
}

function block(name: string, words: string, attributes: Record<string, string | number>): Y.XmlElement {
  const element = new Y.XmlElement<Record<string, string | number>>(name);
  for (const [attribute, value] of Object.entries({ id: crypto.randomUUID(), ...attributes })) {
    element.setAttribute(attribute, value);
  }
  element.insert(0, [new Y.XmlText(words)]);
  return element as unknown as Y.XmlElement;
}

function wordsOf(seed: number): string {
  const words = Array.from({ length: WORDS_PER_PARAGRAPH }, (_, at) => WORDS[(seed * 7 + at * (1 + (seed % 5))) % WORDS.length]);
  if (seed % 3 === 0) words.splice(5, 2, '[shall]', '[should]');
  return `${words.join(' ')}.`;
}
