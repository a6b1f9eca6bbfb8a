import { beforeEach, expect, test } from 'vitest';
import * as Y from 'yjs';
import { DraftHistory } from '$lib/editor/history';
import { MovedStep } from '$lib/editor/moved-step';
import { blocksIn, standingBlocks } from './blocks';
import { addPoint, bringBackPoint, mergePoint, movePoint, removedPoints, removePoint, splitPoint } from './outline-changes';
import { readOutline } from './outline';

let doc: Y.Doc;
let history: DraftHistory;

beforeEach(() => {
  doc = new Y.Doc();
  for (const point of ['1', '2', '3']) {
    addPoint(doc, point, 'action_point', Infinity);
    const [title, paragraph] = blocksIn(doc, point);
    title?.insert(0, [new Y.XmlText(`Title ${point}`)]);
    paragraph?.setAttribute('id', `a${point}`);
    paragraph?.insert(0, [new Y.XmlText(`First of ${point}`)]);
    const second = new Y.XmlElement('paragraph');
    second.setAttribute('id', `b${point}`);
    second.setAttribute('marker', 'letter');
    const words = new Y.XmlText(`Second of ${point}`);
    words.format(0, 6, { strong: {} });
    second.insert(0, [words]);
    doc.getXmlFragment(`point:${point}`).push([second]);
  }
  history = new DraftHistory(doc);
  history.movedStep = MovedStep;
});

const split = (point: string, paragraph: string, made: string) =>
  history.outlineStep(() => {
    const moved = splitPoint(doc, point, paragraph, made);
    return moved && { moved, made };
  });
const merge = (point: string, into: string) => history.outlineStep(() => ({ moved: mergePoint(doc, point, into) }));

/** Everything in the outline, as a reader sees it. */
function whole(of = doc): unknown {
  return readOutline(of).map(({ id, kind }) => [id, kind, ...blocksIn(of, id).map(String)]);
}

function type(block: string, words: string, origin: unknown = null): void {
  doc.transact(() => {
    const text = standingBlocks(doc).get(block)?.element.get(0);
    if (text instanceof Y.XmlText) text.insert(0, words);
  }, origin);
}

test('a split takes ids, marks and attributes along, and undo and redo take it back and forth exactly', () => {
  const before = whole();
  split('2', 'b2', 'new');
  expect(readOutline(doc).map(({ id }) => id)).toEqual(['1', '2', 'new', '3']);
  const [title, moved] = blocksIn(doc, 'new');
  expect([title?.nodeName, title?.length]).toEqual(['title', 0]);
  expect(String(moved)).toBe('<paragraph id="b2" marker="letter"><strong>Second</strong> of 2</paragraph>');
  const after = whole();
  for (let round = 0; round < 3; round += 1) {
    expect(history.undo()).toBe(true);
    expect(whole()).toEqual(before);
    expect(history.redo()).toBe(true);
    expect(whole()).toEqual(after);
  }
});

test('nothing is split off when nothing would stay', () => {
  split('2', 'a2', 'new');
  split('2', 'b3', 'new');
  expect(readOutline(doc)).toHaveLength(3);
  expect(history.canUndo).toBe(false);
});

test('a merge makes a paragraph of the title, and undo makes it a title again', () => {
  const before = whole();
  const title = blocksIn(doc, '2')[0]?.getAttribute('id');
  merge('2', '1');
  expect(blocksIn(doc, '1').map(String).slice(3)).toEqual([
    `<paragraph id="${title}" level="0" marker="none">Title 2</paragraph>`,
    expect.stringContaining('First of 2'),
    expect.stringContaining('of 2'),
  ]);
  expect(removedPoints(doc)).toEqual([]);
  history.undo();
  expect(whole()).toEqual(before);
  history.redo();
  expect(readOutline(doc).map(({ id }) => id)).toEqual(['1', '3']);
});

test('what others typed and took out in the moved paragraphs outlives undo and redo', () => {
  split('2', 'b2', 'new');
  type('b2', 'They: ');
  history.undo();
  expect(String(blocksIn(doc, '2')[2])).toContain('They: ');
  type('b2', 'Again ');
  history.redo();
  expect(String(blocksIn(doc, 'new')[1])).toContain('Again They: ');
  const text = standingBlocks(doc).get('b2')?.element.get(0);
  if (text instanceof Y.XmlText) text.delete(0, 'Again '.length);
  history.undo();
  expect(String(blocksIn(doc, '2')[2])).toMatch(/>They: /);
});

test('a title that others gave to the new point keeps it in the outline', () => {
  split('2', 'b2', 'new');
  doc.transact(() => blocksIn(doc, 'new')[0]?.insert(0, [new Y.XmlText('Their title')]));
  history.undo();
  expect(readOutline(doc).map(({ id }) => id)).toEqual(['1', '2', 'new', '3']);
  expect(blocksIn(doc, 'new').map(String)).toEqual([expect.stringContaining('Their title')]);
  expect(standingBlocks(doc).get('b2')?.point).toBe('2');
});

test('what others have moved on stays where it is, and the step is dropped', () => {
  split('2', 'b2', 'new');
  doc.transact(() => mergePoint(doc, 'new', '2'));
  const now = whole();
  expect(history.undo()).toBe(false);
  expect(whole()).toEqual(now);
  expect(history.canUndo).toBe(false);
});

test('a moved paragraph that somebody deleted does not come back', () => {
  merge('2', '1');
  doc.transact(() => doc.getXmlFragment('point:1').delete(5));
  history.undo();
  expect(standingBlocks(doc).has('b2')).toBe(false);
  expect(standingBlocks(doc).get('a2')?.point).toBe('2');
});

test('typing and changes to the outline are taken back in order', () => {
  const before = whole();
  const typing = (block: string, words: string) => {
    history.outlineStep(() => (type(block, words), {}));
  };
  typing('b2', 'one ');
  history.outlineStep(() => (movePoint(doc, '2', 0), {}));
  typing('b2', 'two ');
  split('2', 'b2', 'new');
  typing('b2', 'three ');
  history.outlineStep(() => (removePoint(doc, 'new'), {}));
  expect(removedPoints(doc)).toEqual([{ id: 'new', title: '', beginning: 'three two one Second of 2' }]);
  for (let step = 0; step < 6; step += 1) history.undo();
  expect(whole()).toEqual(before);
  for (let step = 0; step < 6; step += 1) history.redo();
  expect(removedPoints(doc).map(({ beginning }) => beginning)).toEqual(['three two one Second of 2']);
});

test('a removed point comes back as what it holds', () => {
  for (const point of ['1', '2', '3']) doc.transact(() => removePoint(doc, point));
  doc.getXmlFragment('point:1').delete(1, 2);
  doc.getXmlFragment('point:2').delete(0);
  bringBackPoint(doc, '3', 'zz');
  bringBackPoint(doc, '2', null);
  bringBackPoint(doc, '1', 'a');
  expect(readOutline(doc).map(({ id, kind }) => [id, kind])).toEqual([
    ['1', 'heading'],
    ['3', 'action_point'],
    ['2', 'preamble'],
  ]);
});
