import { beforeEach, expect, test } from 'vitest';
import type * as Y from 'yjs';
import { DraftHistory } from './history';
import { copyOf, docWith, exchange, Workbench } from './workbench';

let doc: Y.Doc;
let history: DraftHistory;
let bench: Workbench;

beforeEach(() => {
  doc = docWith(['t', 'Open data'], ['p', 'Cities publish']);
  history = new DraftHistory(doc);
  bench = new Workbench(doc, 'new', (fragment) => [history.plugin(fragment)]);
});

test('undo takes back what I did and leaves what others did', () => {
  const other = copyOf(doc);
  bench.caret(1, 0).type('All ');
  exchange(doc, other);
  new Workbench(other, 'bo').caret(1, 18).type(' data');
  exchange(doc, other);
  history.undo();
  expect(bench.blocks[1]).toBe('p: Cities publish data');
  history.redo();
  expect(bench.blocks[1]).toBe('p: All Cities publish data');
});

test('steps end where one stops capturing', () => {
  bench.caret(1, 14).type(' data');
  history.stopCapturing();
  bench.type(' yearly');
  history.undo();
  expect(bench.blocks[1]).toBe('p: Cities publish data');
});

test('undoing a split joins the paragraph under its id', () => {
  bench.caret(1, 6).press('Enter');
  history.undo();
  expect(bench.blocks).toEqual(['t: Open data', 'p: Cities publish']);
});

test('undoing the deletion of a paragraph brings back its id', () => {
  bench.run((state, dispatch) => {
    const first = state.doc.child(0).nodeSize;
    dispatch?.(state.tr.delete(first, state.doc.content.size));
    return true;
  });
  expect(bench.blocks).toEqual(['t: Open data']);
  history.undo();
  expect(bench.blocks).toEqual(['t: Open data', 'p: Cities publish']);
});

test('undo says when there is nothing to take back, and puts the caret where it was', () => {
  expect(history.canUndo).toBe(false);
  bench.caret(1, 6).type('!');
  bench.caret(0, 0);
  expect(history.canUndo).toBe(true);
  history.undo();
  expect(history.canUndo).toBe(false);
  expect(history.canRedo).toBe(true);
  expect(bench.state.selection.$from.parentOffset).toBe(6);
  expect(bench.state.selection.$from.parent.type.name).toBe('paragraph');
});
