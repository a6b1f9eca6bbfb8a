import 'fake-indexeddb/auto';
import { expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import { copyName, unsavedTogether, type Unsaved } from './device-copies';
import { DeviceCopy, type CopyOwner } from './device-copy';
import { forgetCopies, forgetSavedOfOthers, unsavedIn } from './kept-copies';

const NOTHING = { changes: 0, blocks: [] };


test('words and the count of unsaved changes come back after a reload', async () => {
  const doc = await typedInto('p/d/1', 'Cities', 2);
  expect(doc.getText('t').toString()).toBe('Cities');
  const { found, unsaved } = await reopened('p/d/1');
  expect(found.getText('t').toString()).toBe('Cities');
  expect(unsaved).toEqual({ changes: 2, blocks: ['tab'] });
});

test('once all is saved nothing is unsaved after a reload', async () => {
  await typedInto('p/d/2', 'Cities', 1);
  const copy = await DeviceCopy.open('p/d/2', owner());
  await copy.load(new Y.Doc());
  copy.noteUnsaved(NOTHING);
  copy.close();
  expect((await reopened('p/d/2')).unsaved).toEqual(NOTHING);
});

test('a tab that opens answers for what another left unsaved', async () => {
  await typedInto('p/d/3', 'One', 1);
  const first = await reopened('p/d/3');
  const second = await reopened('p/d/3');
  expect([first.unsaved.changes, second.unsaved.changes]).toEqual([1, 1]);
});

test('many small changes are merged and stay the same text', async () => {
  await typedInto('p/d/4', 'x'.repeat(300), 0);
  const first = await reopened('p/d/4');
  const second = await reopened('p/d/4');
  expect(second.found.getText('t').toString()).toBe('x'.repeat(300));
  expect(Y.encodeStateVector(second.found)).toEqual(Y.encodeStateVector(first.found));
});

test('what could not be kept is told, and the whole document is kept as soon as it can be', async () => {
  const kept = vi.fn();
  const doc = new Y.Doc();
  const whole = () => ({ update: Y.encodeStateAsUpdate(doc), unsaved: { changes: 3, blocks: ['b'] } });
  const copy = await DeviceCopy.open('p/d/5', { tab: 'one', kept, whole });
  doc.on('update', (update) => copy.keep(update, { changes: 1, blocks: ['b'] }));
  const disk = vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError');
  });
  doc.getText('t').insert(0, 'Lost? ');
  expect(kept).toHaveBeenLastCalledWith(false);
  disk.mockRestore();
  doc.getText('t').insert(6, 'No.');
  copy.keepWhole();
  await vi.waitFor(() => expect(kept).toHaveBeenLastCalledWith(true));
  copy.close();
  const { found, unsaved } = await reopened('p/d/5');
  expect(found.getText('t').toString()).toBe('Lost? No.');
  expect(unsaved).toEqual({ changes: 3, blocks: ['b'] });
});

test('a copy that the browser threw away begins anew with all that is on the page', async () => {
  const kept = vi.fn();
  const doc = new Y.Doc();
  const whole = () => ({ update: Y.encodeStateAsUpdate(doc), unsaved: { changes: 2, blocks: ['b'] } });
  const open = vi.spyOn(indexedDB, 'open');
  const copy = await DeviceCopy.open('p/d/7', { tab: 'one', kept, whole });
  doc.getText('t').insert(0, 'Still here');
  const request = open.mock.results[0]?.value as IDBOpenDBRequest;
  open.mockRestore();
  request.result.close();
  await removed('p/d/7');
  request.result.onclose?.(new Event('close'));
  expect(kept).toHaveBeenLastCalledWith(false);
  await vi.waitFor(() => expect(kept).toHaveBeenLastCalledWith(true));
  copy.close();
  expect((await reopened('p/d/7')).found.getText('t').toString()).toBe('Still here');
});

test('a tab answers for one that is gone, and for none that is open', async () => {
  await typedInto('p/d/8', 'gone', 2, 'gone');
  await typedInto('p/d/8', 'open', 3, 'open', (tab) => tab === 'gone');
  const copy = await DeviceCopy.open('p/d/8', owner('third'));
  const doc = new Y.Doc();
  expect(await copy.load(doc, () => true)).toEqual(NOTHING);
  expect(await copy.adopt('gone', doc)).toEqual({ changes: 2, blocks: ['gone'] });
  expect(await copy.adopt('gone', doc)).toEqual(NOTHING);
  copy.close();
  expect((await reopened('p/d/8')).unsaved.changes).toBe(5);
});

test('an account of an older page tells how much is unsaved, not where', async () => {
  expect(unsavedTogether([2, { changes: 1, blocks: ['b'] }])).toEqual({ changes: 3, blocks: null });
});

test('an emptied copy begins anew, also while another tab has it open', async () => {
  await typedInto('p/d/6', 'Cities', 1);
  const elsewhere = await DeviceCopy.open('p/d/6', owner());
  const copy = await DeviceCopy.open('p/d/6', owner());
  copy.clear();
  const { found, unsaved } = await reopened('p/d/6');
  expect(found.getText('t').toString()).toBe('');
  expect(unsaved).toEqual(NOTHING);
  elsewhere.close();
});

test('a tab that has a copy open is told when the copies are removed', async () => {
  const kept = vi.fn();
  await DeviceCopy.open(copyName('di', 'draft', 1), { ...owner(), kept });
  await forgetCopies('di');
  expect(kept).toHaveBeenCalledWith(false);
});

test('what is not saved is counted over all copies of a participant', async () => {
  await typedInto(copyName('cy', 'one', 1), 'a', 2);
  await typedInto(copyName('cy', 'two', 1), 'b', 3);
  expect(await unsavedIn('cy')).toBe(5);
  expect(await unsavedIn('nobody')).toBe(0);
});

test('leaving removes the copies of one participant only', async () => {
  await typedInto(copyName('ann', 'draft', 1), 'a', 0);
  await typedInto(copyName('bo', 'draft', 1), 'b', 0);
  await forgetCopies('ann');
  const names = (await indexedDB.databases()).map(({ name }) => name);
  expect(names).not.toContain(copyName('ann', 'draft', 1));
  expect(names).toContain(copyName('bo', 'draft', 1));
});

test('who comes next finds nothing of others but words that were never saved', async () => {
  await typedInto(copyName('eve', 'saved', 1), 'a', 0);
  await typedInto(copyName('eve', 'unsaved', 1), 'b', 1);
  await typedInto(copyName('fay', 'saved', 1), 'c', 0);
  await forgetSavedOfOthers('fay');
  const names = (await indexedDB.databases()).map(({ name }) => name);
  expect(names).not.toContain(copyName('eve', 'saved', 1));
  expect(names).toContain(copyName('eve', 'unsaved', 1));
  expect(names).toContain(copyName('fay', 'saved', 1));
});

test('typing quickly writes now and then, and nothing is left out', async () => {
  const transaction = vi.spyOn(IDBDatabase.prototype, 'transaction');
  await typedInto('p/d/9', 'x'.repeat(100), 1);
  expect(transaction.mock.calls.length).toBeLessThan(20);
  transaction.mockRestore();
  const { found, unsaved } = await reopened('p/d/9');
  expect(found.getText('t').toString()).toBe('x'.repeat(100));
  expect(unsaved.changes).toBe(1);
});

test('what waits to be written is written by itself', async () => {
  const copy = await DeviceCopy.open('p/d/10', owner());
  const doc = new Y.Doc();
  doc.on('update', (update) => copy.keep(update, { changes: 1, blocks: [] }));
  for (const letter of 'abc') doc.getText('t').insert(0, letter);
  await vi.waitFor(async () => expect((await reopened('p/d/10')).found.getText('t').toString()).toBe('cba'));
  copy.close();
});

/** Types letter by letter into a kept document, then closes the tab. */
async function typedInto(
  name: string,
  words: string,
  changes: number,
  tab = 'tab',
  isOpen?: (tab: string) => boolean,
): Promise<Y.Doc> {
  const copy = await DeviceCopy.open(name, owner(tab));
  const doc = new Y.Doc();
  await copy.load(doc, isOpen);
  doc.on('update', (update) => copy.keep(update, { changes, blocks: [tab] }));
  for (const [index, letter] of [...words].entries()) doc.getText('t').insert(index, letter);
  copy.close();
  return doc;
}

let tabs = 0;

async function reopened(name: string): Promise<{ found: Y.Doc; unsaved: Unsaved }> {
  const copy = await DeviceCopy.open(name, owner(`later ${(tabs += 1)}`));
  const found = new Y.Doc();
  const unsaved = await copy.load(found);
  copy.close();
  return { found, unsaved };
}

/** A tab to which nothing may happen. */
function owner(tab = 'tab'): CopyOwner {
  const trouble = () => expect.fail('the copy failed');
  return { tab, kept: trouble, whole: trouble };
}

function removed(name: string): Promise<void> {
  return new Promise((resolve) => {
    indexedDB.deleteDatabase(name).onsuccess = () => resolve();
  });
}
