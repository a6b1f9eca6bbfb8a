import { EditorState, TextSelection, type Command } from 'prosemirror-state';
import { describe, expect, test } from 'vitest';
import { indent, outdent, outdentAtStart, outdentEmpty, selectedMarker, setMarker } from './levels';
import { MARKERS } from './nodes/paragraph';
import { schema } from './schema';

const KINDS: Record<string, string> = { '1': 'number', a: 'letter', i: 'roman', '•': 'bullet', '-': 'none' };

/** A point whose paragraphs are given as level and marker, such as "0 1" or "1 a", with words after them or none. */
function point(...paragraphs: string[]) {
  const blocks = paragraphs.map((line) => {
    const [level, marker = '1', ...words] = line.split(' ');
    const text = words.join(' ');
    return schema.nodes.paragraph.create({ level: Number(level), marker: KINDS[marker] }, text === '' ? null : schema.text(text));
  });
  return schema.nodes.doc.create(null, [schema.nodes.title.create(null, schema.text('T')), ...blocks]);
}

/** The paragraphs after a command, with those from `first` to `last` selected; null if it did nothing. */
function after(doc: ReturnType<typeof point>, command: Command, first: number, last = first): string[] | null {
  const start = (index: number) => doc.children.slice(0, index).reduce((sum, block) => sum + block.nodeSize, 1);
  const end = start(last) + doc.child(last).content.size;
  const selection = TextSelection.create(doc, start(first), first === last ? start(first) : end);
  let state = EditorState.create({ doc, selection });
  const done = command(state, (tr) => (state = state.apply(tr)));
  state.doc.check();
  const sign = (kind: unknown) => Object.keys(KINDS).find((key) => KINDS[key] === kind);
  return done ? state.doc.children.slice(1).map((block) => `${block.attrs['level']} ${sign(block.attrs['marker'])}`) : null;
}

describe('one level in', () => {
  test('opens a list in the order of the United Nations: 1, (a), (i)', () => {
    expect(after(point('0 1 x', '0 1 y'), indent, 2)).toEqual(['0 1', '1 a']);
    expect(after(point('0 1 x', '1 a y', '1 a z'), indent, 3)).toEqual(['0 1', '1 a', '2 i']);
    expect(after(point('0 • x', '0 • y'), indent, 2)).toEqual(['0 •', '1 •']);
  });

  test('takes the kind that the neighbours on that level have', () => {
    expect(after(point('0 1 x', '1 • y', '0 1 z'), indent, 3)).toEqual(['0 1', '1 •', '1 •']);
    expect(after(point('0 1 x', '0 1 y', '1 i z'), indent, 2)).toEqual(['0 1', '1 i', '1 i']);
    expect(after(point('0 1 x', '1 • y', '0 1 z', '0 1 w'), indent, 4)).toEqual(['0 1', '1 •', '0 1', '1 a']);
  });

  test('moves several, each at most one level under the one before', () => {
    expect(after(point('0 1 x', '0 1 y', '0 1 z'), indent, 2, 3)).toEqual(['0 1', '1 a', '1 a']);
    expect(after(point('0 1 x', '0 1 y', '0 1 z'), indent, 1, 3)).toEqual(['0 1', '1 a', '1 a']);
  });

  test('is refused where there is nothing to stand under, and in the title', () => {
    expect(after(point('0 1 x'), indent, 1)).toBeNull();
    expect(after(point('0 1 x', '1 a y'), indent, 2)).toBeNull();
    expect(after(point('0 1 x'), indent, 0)).toBeNull();
    expect(after(point('0 1 x'), setMarker('bullet'), 0)).toBeNull();
  });
});

describe('one level out', () => {
  test('goes on with the list there', () => {
    expect(after(point('0 1 x', '1 a y', '2 i z'), outdent, 3)).toEqual(['0 1', '1 a', '1 a']);
    expect(after(point('0 • x', '1 a y'), outdent, 2)).toEqual(['0 •', '0 •']);
    expect(after(point('0 1 x'), outdent, 1)).toBeNull();
  });

  test('by Enter in an empty paragraph, by Backspace at its start', () => {
    expect(after(point('0 1 x', '1 a'), outdentEmpty, 2)).toEqual(['0 1', '0 1']);
    expect(after(point('0 1 x', '1 a y'), outdentEmpty, 2)).toBeNull();
    expect(after(point('0 1 x', '1 a y'), outdentAtStart, 2)).toEqual(['0 1', '0 1']);
    expect(after(point('0 1 x', '0 1 y'), outdentAtStart, 2)).toBeNull();
  });
});

test('the marker of several paragraphs is set at once; with a title among them only theirs', () => {
  expect(after(point('0 1 x', '0 1 y', '0 1 z'), setMarker('bullet'), 1, 2)).toEqual(['0 •', '0 •', '0 1']);
  expect(after(point('0 1 x', '0 1 y'), setMarker('none'), 0, 1)).toEqual(['0 -', '0 1']);
});

test('the marker shown is the one that all selected paragraphs have', () => {
  const doc = point('0 1 x', '0 • y');
  const select = (from: number, to: number) => EditorState.create({ doc, selection: TextSelection.create(doc, from, to) });
  expect(selectedMarker(select(4, 5))).toBe('number');
  expect(selectedMarker(select(4, 8))).toBeNull();
  expect(selectedMarker(select(1, 2))).toBeNull();
});

test('in and out again, nothing has changed, wherever one stands in whatever list', () => {
  let tried = 0;
  for (let seed = 1; seed <= 200; seed += 1) {
    let state = seed;
    const below = (limit: number) => (state = (Math.imul(state, 1103515245) + 12345) >>> 0) % limit;
    let level = 0;
    const lines = Array.from({ length: 6 }, (_, index) => {
      level = index === 0 ? 0 : Math.min(below(level + 2), 8);
      return `${level} ${Object.keys(KINDS)[level % MARKERS.length]} x`;
    });
    const doc = point(...lines);
    const at = 1 + below(6);
    const moved = after(doc, indent, at);
    if (moved === null) continue;
    tried += 1;
    expect(after(point(...moved.map((line) => `${line} x`)), outdent, at)).toEqual(lines.map((line) => line.slice(0, 3)));
  }
  expect(tried).toBeGreaterThan(20);
});
