import { expect, test } from 'vitest';
import { copyOf, docWith, exchange, Workbench } from './workbench';

const text = () => docWith(['t', 'Open data'], ['p', 'Cities publish'], ['q', 'Every year']);

test('Enter in the middle: the first part keeps the id', () => {
  const bench = new Workbench(text(), 'new').caret(1, 6).press('Enter');
  expect(bench.blocks).toEqual(['t: Open data', 'p: Cities', 'new1:  publish', 'q: Every year']);
});

test('Enter at the start: the words keep the id, the empty paragraph gets a new one', () => {
  const bench = new Workbench(text(), 'new').caret(1, 0).press('Enter');
  expect(bench.blocks).toEqual(['t: Open data', 'new1: ', 'p: Cities publish', 'q: Every year']);
});

test('Enter at the end: the words keep the id', () => {
  const bench = new Workbench(text(), 'new').caret(1, 14).press('Enter').type('More');
  expect(bench.blocks).toEqual(['t: Open data', 'p: Cities publish', 'new1: More', 'q: Every year']);
});

test('Enter in the title goes on to a paragraph', () => {
  const bench = new Workbench(text(), 'new').caret(0, 4).press('Enter');
  expect(bench.blocks.slice(0, 3)).toEqual(['t: Open', 'new1:  data', 'p: Cities publish']);
  expect(bench.state.doc.child(1).type.name).toBe('paragraph');
});

test('joined paragraphs keep the id of the first that has words', () => {
  const joined = new Workbench(text(), 'new').caret(2, 0).press('Backspace');
  expect(joined.blocks).toEqual(['t: Open data', 'p: Cities publishEvery year']);
  const intoEmpty = new Workbench(docWith(['t', 'T'], ['p', ''], ['q', 'Words']), 'new').caret(2, 0).press('Backspace');
  expect(intoEmpty.blocks).toEqual(['t: T', 'q: Words']);
});

test('Backspace does not pour a paragraph into the title', () => {
  const bench = new Workbench(text(), 'new').caret(1, 0).press('Backspace').caret(0, 9).press('Delete');
  expect(bench.blocks).toEqual(['t: Open data', 'p: Cities publish', 'q: Every year']);
});

test('where everything is deleted, a title and a paragraph remain to type in', () => {
  const bench = new Workbench(text(), 'new').run((state, dispatch) => {
    dispatch?.(state.tr.delete(0, state.doc.content.size));
    return true;
  });
  expect(bench.blocks).toEqual(['new1: ', 'new2: ']);
});

test('a paragraph keeps its Yjs element when it is split at its start or in its middle', () => {
  const doc = text();
  const element = doc.getXmlFragment('point:1').get(1);
  new Workbench(doc, 'new').caret(1, 0).press('Enter').caret(2, 6).press('Enter');
  expect(element.toString()).toContain('id="p"');
  expect(element.toString()).toContain('Cities');
});

test('two people split the same paragraph at once: ids stay unique and equal on both sides', () => {
  const one = text();
  const other = copyOf(one);
  const ann = new Workbench(one, 'ann').caret(1, 6).press('Enter');
  const bo = new Workbench(other, 'bo').caret(1, 0).press('Enter');
  exchange(one, other);
  expect(ann.blocks).toEqual(bo.blocks);
  const ids = ann.blocks.map((block) => block.split(':')[0]);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toContain('p');
});

test('nobody repairs what somebody else wrote', () => {
  const one = text();
  const other = copyOf(one);
  const ann = new Workbench(one, 'ann');
  const bo = new Workbench(other, 'bo');
  ann.caret(2, 5).press('Enter');
  exchange(one, other);
  const after = bo.blocks;
  exchange(one, other);
  expect(bo.blocks).toEqual(after);
  expect(after).toEqual(['t: Open data', 'p: Cities publish', 'q: Every', 'ann1:  year']);
});

test('two people typing in one paragraph keep each other’s words', () => {
  const one = text();
  const other = copyOf(one);
  const ann = new Workbench(one, 'ann').caret(1, 0).type('All ');
  const bo = new Workbench(other, 'bo').caret(1, 14).type(' open data');
  exchange(one, other);
  expect(ann.blocks[1]).toBe('p: All Cities publish open data');
  expect(bo.blocks).toEqual(ann.blocks);
});
