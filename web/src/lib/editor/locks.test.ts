import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { blocksIn } from '$lib/drafting/blocks';
import { keepLocked } from './locks';
import { docWith, Workbench } from './workbench';

const AGREED = 'agreed';

function bench(whole = false): { bench: Workbench; refused: () => number; says: () => string[] } {
  let refused = 0;
  const doc = docWith(['t', 'Title'], ['open', 'One'], [AGREED, 'Two'], ['last', 'Three']);
  const made = new Workbench(doc, 'me', () => [
    keepLocked(() => ({ whole, holds: (id) => id === AGREED }), () => (refused += 1)),
  ]);
  const says = () => {
    const words: string[] = [];
    made.state.doc.forEach((block) => void words.push(block.textContent));
    return words;
  };
  return { bench: made, refused: () => refused, says };
}

/** Where a block begins. */
function startOf(made: Workbench, index: number): number {
  let at = 0;
  for (let before = 0; before < index; before += 1) at += made.state.doc.child(before).nodeSize;
  return at;
}

test('the neighbours of agreed text can be written in, split and deleted', () => {
  const { bench: made, refused, says } = bench();
  made.dispatch(made.state.tr.insertText('x', startOf(made, 1) + 1));
  made.dispatch(made.state.tr.split(startOf(made, 3) + 3));
  made.dispatch(made.state.tr.delete(startOf(made, 1), startOf(made, 2)));
  expect(says()).toEqual(['Title', 'Two', 'Th', 'ree']);
  expect(refused()).toBe(0);
});

test('agreed text stays, and one is told', () => {
  const { bench: made, refused, says } = bench();
  const two = startOf(made, 2);
  made.dispatch(made.state.tr.insertText('x', two + 1));
  made.dispatch(made.state.tr.delete(two, startOf(made, 3)));
  made.dispatch(made.state.tr.delete(startOf(made, 1) + 2, startOf(made, 3) + 2));
  made.dispatch(made.state.tr.split(two + 2));
  made.dispatch(made.state.tr.setNodeAttribute(two, 'level', 3));
  expect(says()).toEqual(['Title', 'One', 'Two', 'Three']);
  expect(refused()).toBe(5);
});

test('an action point that is locked as a whole takes nothing', () => {
  const { bench: made, refused, says } = bench(true);
  made.dispatch(made.state.tr.insertText('x', 1));
  made.dispatch(made.state.tr.insertText('x', startOf(made, 3) + 1));
  expect(says()).toEqual(['Title', 'One', 'Two', 'Three']);
  expect(refused()).toBe(2);
});

test('what the server changes passes', () => {
  const { bench: made, refused, says } = bench(true);
  const [words] = blocksIn(made.doc, '1')[2]?.toArray() ?? [];
  made.doc.transact(() => words instanceof Y.XmlText && words.insert(3, ', corrected'), 'the server');
  expect(says()).toEqual(['Title', 'One', 'Two, corrected', 'Three']);
  expect(refused()).toBe(0);
});
