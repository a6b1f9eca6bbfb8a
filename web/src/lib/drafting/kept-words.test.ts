import { expect, test } from 'vitest';
import type * as Y from 'yjs';
import { copyOf, docWith, Workbench } from '$lib/editor/workbench';
import { blocksOf, together, touchedBlocks, wordsThatDiffer } from './kept-words';

const text = () => docWith(['t', 'Open data'], ['p', 'Cities publish'], ['q', 'Every year']);

test('the words that the draft did not take are found', () => {
  const server = text();
  const here = copyOf(server);
  const touched = watch(here);
  new Workbench(here, 'new').caret(1, 14).type(' everything');
  const kept = wordsThatDiffer(blocksOf(here, ['1']), blocksOf(server, ['1']), touched);
  expect(kept).toEqual([{ point: '1', block: 'p', words: 'Cities publish everything' }]);
});

test('a new paragraph is found, and the one it was split from', () => {
  const server = text();
  const here = copyOf(server);
  const touched = watch(here);
  new Workbench(here, 'new').caret(1, 6).press('Enter');
  const kept = wordsThatDiffer(blocksOf(here, ['1']), blocksOf(server, ['1']), touched);
  expect(kept.map(({ words }) => words)).toEqual(['Cities', ' publish']);
});

test('what only others changed is not offered', () => {
  const server = text();
  const here = copyOf(server);
  const touched = watch(here);
  new Workbench(server, 'other').caret(2, 0).type('In ');
  expect(wordsThatDiffer(blocksOf(here, ['1']), blocksOf(server, ['1']), touched)).toEqual([]);
});

test('after a reload everything that differs is offered', () => {
  const server = text();
  const here = copyOf(server);
  new Workbench(here, 'new').caret(2, 0).type('In ');
  const kept = wordsThatDiffer(blocksOf(here, ['1']), blocksOf(server, ['1']), null);
  expect(kept.map(({ words }) => words)).toEqual(['In Every year']);
});

test('words refused twice are kept once, and a second attempt beside the first', () => {
  const first = { point: '1', block: 'p', words: 'Cities may publish' };
  const second = { ...first, words: 'Cities might publish' };
  expect(together([first], [first, second])).toEqual([first, second]);
});

test('of two paragraphs with one id each has its words, whichever comes first', () => {
  const server = docWith(['t', 'T'], ['p', 'theirs']);
  for (const paragraphs of [['mine', 'theirs'], ['theirs', 'mine']]) {
    const here = docWith(['t', 'T'], ...paragraphs.map((words): [string, string] => ['p', words]));
    const kept = wordsThatDiffer(blocksOf(here, ['1']), blocksOf(server, ['1']), new Set(['p']));
    expect(kept).toEqual([{ point: '1', block: 'p', words: 'mine' }]);
  }
});

test('empty paragraphs are nothing to keep', () => {
  const here = docWith(['t', 'T'], ['p', '  ']);
  expect(wordsThatDiffer(blocksOf(here, ['1']), new Map(), null).map(({ block }) => block)).toEqual(['t']);
});

function watch(doc: Y.Doc): Set<string> {
  const touched = new Set<string>();
  doc.on('afterTransaction', (transaction) => touchedBlocks(transaction).forEach((id) => touched.add(id)));
  return touched;
}

test('words that stand twice under one identity are kept once', () => {
  const kept = { point: '1', block: 'p', words: 'Twice' };
  expect(together([], [kept, { ...kept }])).toEqual([kept]);
  expect(together([kept], [{ ...kept }, { ...kept, words: 'Other' }])).toHaveLength(2);
});
