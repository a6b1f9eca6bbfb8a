// @vitest-environment jsdom
import { DOMSerializer, Fragment, Slice, type Node } from 'prosemirror-model';
import { AllSelection, EditorState, TextSelection } from 'prosemirror-state';
import { describe, expect, test } from 'vitest';
import { copying, copyOut } from '../copying';
import { noteOf } from '../marks/footnote';
import { LANGUAGES, MARKERS } from '../nodes/paragraph';
import { permanentIds } from '../paragraph-ids';
import { schema } from '../schema';
import { readClipboard } from './clipboard';
import { inlineNodes } from './nodes';
import { place, updateSize } from './place';

const { doc, title, paragraph } = schema.nodes;

const write = (attrs: object, words: string) => paragraph.create(attrs, words === '' ? null : schema.text(words));
const point = () =>
  doc.create(null, [
    title.create({ id: 't' }, schema.text('Open data')),
    write({ id: 'p', level: 0, marker: 'number' }, 'Cities publish'),
    write({ id: 'q', level: 1, marker: 'letter' }, ''),
  ]);

function pasted(block: number, offset: number, html: string, text = ''): string[] {
  let made = 0;
  const state = EditorState.create({ doc: point(), plugins: [permanentIds(() => `new${(made += 1)}`)] });
  let start = 1;
  for (let index = 0; index < block; index += 1) start += state.doc.child(index).nodeSize;
  const at = state.apply(state.tr.setSelection(TextSelection.create(state.doc, start + offset)));
  const after = at.apply(place(at, readClipboard({ html, text }), 'en'));
  after.doc.check();
  return after.doc.children.map(asLine);
}

function asLine(node: Node): string {
  const { id, level, marker } = node.attrs;
  return node.type === title ? `${id} title ${node.textContent}` : `${id} ${level} ${marker} ${node.textContent}`;
}

describe('where pasted paragraphs go', () => {
  test('one goes into the words', () => {
    expect(pasted(1, 7, '<p>always </p>')[1]).toBe('p 0 number Cities alwayspublish');
    expect(pasted(0, 9, '<h1>for all</h1>')[0]).toBe('t title Open datafor all');
  });

  test('several split the paragraph: its first part keeps the id', () => {
    expect(pasted(1, 6, '<p> meet</p><p>Towns</p>')).toEqual([
      't title Open data', 'p 0 number Citiesmeet', 'new1 0 number Towns publish', 'q 1 letter ',
    ]);
  });

  test('at the start of a paragraph they come before it and leave it alone', () => {
    expect(pasted(1, 0, '<p>One</p><p>Two</p>')).toEqual([
      't title Open data', 'new1 0 number One', 'new2 0 number Two', 'p 0 number Cities publish', 'q 1 letter ',
    ]);
  });

  test('in an empty paragraph they become what it is, lists within it', () => {
    expect(pasted(2, 0, '<p>One</p><ul><li>Two</li></ul>').slice(2)).toEqual(['q 1 letter One', 'new1 2 bullet Two']);
    expect(pasted(2, 0, '<ol type=i><li>One</li></ol>').slice(2)).toEqual(['q 1 roman One']);
  });

  test('paragraphs beside a numbered list have no numbers', () => {
    expect(pasted(1, 14, '<p>.</p><p>Towns</p><ol><li>One</li><li>Two</li></ol>').slice(2, 5)).toEqual([
      'new1 0 none Towns', 'new2 0 number One', 'new3 0 number Two',
    ]);
  });

  test('in a title the first goes into it, the others follow as paragraphs', () => {
    expect(pasted(0, 0, '<h2>About </h2><p>One</p><p>Two</p>').slice(0, 3)).toEqual([
      't title About', 'new1 0 number One', 'new2 0 number TwoOpen data',
    ]);
  });

  test('over everything', () => {
    const state = EditorState.create({ doc: point(), selection: new AllSelection(point()) });
    const after = state.apply(place(state, readClipboard({ html: '', text: 'A\nB' }), 'en')).doc;
    after.check();
    expect(after.children.map((node) => node.textContent)).toEqual(['A', 'B']);
  });

  test('the language of the draft is not repeated', () => {
    const html = '<p lang=fr>Les villes</p><p lang=en>Cities</p>';
    const state = EditorState.create({ doc: point(), selection: TextSelection.create(point(), 28) });
    const languages = place(state, readClipboard({ html, text: '' }), 'en').doc.children.map((node) => node.attrs['language']);
    expect(languages).toContain('fr');
    expect(languages).not.toContain('en');
  });
});

test('a note becomes a footnote at its place', () => {
  const { blocks } = readClipboard({ html: '<p>A<a href="#fn1">1</a> city</p><p id="fn1">Of many</p>', text: '' });
  const [before, note, after] = blocks.flatMap((block) => inlineNodes(block));
  expect([before?.text, note?.text, after?.text]).toEqual(['A', 'Of many', ' city']);
  expect(noteOf(note?.marks ?? [])).not.toBeNull();
});

test('a footnote copied from a draft is pasted whole, as a new one', () => {
  const note = '<span class="footnote" data-note="old">See <em>Rio</em></span>';
  const { blocks } = readClipboard({ html: `<p>A${note} city</p>`, text: '' });
  const notes = blocks.flatMap((block) => inlineNodes(block)).map((node) => noteOf(node.marks));
  expect(new Set(notes).size).toBe(2);
  expect(notes).not.toContain('old');
  expect(notes.at(-1)).toBeNull();
});

test('the size of a change is never said to be less than its words', () => {
  const text = '城市'.repeat(200_000);
  expect(updateSize(readClipboard({ html: '', text }))).toBeGreaterThan(1_048_576);
});

/** Random texts of a point, from a seed. */
class Writer {
  #state: number;
  constructor(seed: number) {
    this.#state = seed;
  }
  below(limit: number): number {
    this.#state = (Math.imul(this.#state, 1664525) + 1013904223) >>> 0;
    return Math.floor((this.#state / 2 ** 32) * limit);
  }
  pick<Value>(values: readonly Value[]): Value {
    const value = values[this.below(values.length)];
    if (value === undefined) throw new RangeError('nothing to pick from');
    return value;
  }
  words(): Node[] {
    return Array.from({ length: 1 + this.below(4) }, (_, index) => {
      const marks = [
        this.below(3) === 0 && schema.marks.link.create({ href: 'https://example.org/a' }),
        this.below(3) === 0 && schema.marks.strong.create(),
        this.below(3) === 0 && schema.marks.em.create(),
      ].filter((mark) => mark !== false);
      const word = this.pick(['cities', '[shall]', '城市', 'مدن', '<b>&amp;', '1. one', '(a) x', '- y', 'é']);
      return schema.text(`${index > 0 ? ' ' : ''}${word}`, marks);
    });
  }
  point(): Node {
    const paragraphs = Array.from({ length: 2 + this.below(5) }, () =>
      paragraph.create(
        { level: this.below(9), marker: this.pick(MARKERS), language: this.pick([null, ...LANGUAGES.filter((l) => l !== 'en')]) },
        this.words(),
      ),
    );
    return doc.create(null, paragraphs);
  }
}

const alike = (node: Node) => node.children.map((block) => block.type.create({ ...block.attrs, id: null }, block.content).toJSON());

test.each(Array.from({ length: 60 }, (_, seed) => seed))('copied and pasted, a text is the same (plan %i)', (seed) => {
  const text = new Writer(seed + 1).point();
  const piece = { number: '2.6', doc: text, from: 0, to: text.content.size };
  const across = copyOut([piece], ({ kind, ordinal }) => (kind === 'none' ? '' : `${ordinal}.`)).html;
  const { clipboardSerializer } = copying().props;
  if (!(clipboardSerializer instanceof DOMSerializer)) throw new TypeError('copying has no serializer');
  const holder = document.createElement('div');
  holder.append(clipboardSerializer.serializeFragment(new Slice(text.content, 1, 1).content));

  for (const html of [across, holder.innerHTML]) {
    const empty = doc.create(null, [paragraph.create({ id: 'p' })]);
    const state = EditorState.create({ doc: empty, selection: TextSelection.create(empty, 1) });
    const after = state.apply(place(state, readClipboard({ html, text: '' }), 'en')).doc;
    after.check();
    expect(alike(after)).toEqual(alike(text));
  }
});

test.each(Array.from({ length: 60 }, (_, seed) => seed))('whatever HTML is pasted, the text stays valid (plan %i)', (seed) => {
  const writer = new Writer(seed + 101);
  const TAGS = ['p', 'div', 'ul', 'ol', 'li', 'b', 'i', 'span lang=fr', 'table', 'tr', 'td', 'h2', 'br', 'a href="https://a.org"', 'pre', 'o:p',
    'p style="mso-list:l0 level7 lfo1"', 'li aria-level=-3', 'li aria-level=99', 'p data-plenary=paragraph data-level=77 data-marker=star'];
  const html = Array.from({ length: 40 }, () => {
    const tag = writer.pick(TAGS);
    return writer.pick([`<${tag}>`, `</${tag.split(' ')[0]}>`, 'words', '\u0000\ud800[', ' (a) ', '&nbsp;', '<!--[if !supportLists]-->']);
  }).join('');
  for (let at = 1; at <= 28; at += 9) {
    const state = EditorState.create({ doc: point(), selection: TextSelection.near(point().resolve(at)) });
    const after = state.apply(place(state, readClipboard({ html, text: 'words' }), 'en')).doc;
    after.check();
    expect(Fragment.from(after.children).textBetween(0, after.content.size)).not.toContain('\u0000');
  }
});
