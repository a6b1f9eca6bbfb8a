import 'fake-indexeddb/auto';
import { expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import { copyName, forgetCopies, unsavedIn } from './device-copies';
import { DeviceCopy } from './device-copy';

const noTrouble = () => expect.fail('the copy failed');

test('words and the count of unsaved changes come back after a reload', async () => {
  const doc = await typedInto('p/d/1', 'Cities', 2);
  expect(doc.getText('t').toString()).toBe('Cities');
  const { found, unsaved } = await reopened('p/d/1');
  expect(found.getText('t').toString()).toBe('Cities');
  expect(unsaved).toBe(2);
});

test('once all is saved nothing is unsaved after a reload', async () => {
  await typedInto('p/d/2', 'Cities', 1);
  const copy = await DeviceCopy.open('p/d/2', noTrouble);
  await copy.load(new Y.Doc());
  copy.noteUnsaved(0);
  copy.close();
  expect((await reopened('p/d/2')).unsaved).toBe(0);
});

test('a tab that opens answers for what another left unsaved', async () => {
  await typedInto('p/d/3', 'One', 1);
  const first = await reopened('p/d/3');
  const second = await reopened('p/d/3');
  expect([first.unsaved, second.unsaved]).toEqual([1, 1]);
});

test('many small changes are merged and stay the same text', async () => {
  await typedInto('p/d/4', 'x'.repeat(300), 0);
  const first = await reopened('p/d/4');
  const second = await reopened('p/d/4');
  expect(second.found.getText('t').toString()).toBe('x'.repeat(300));
  expect(Y.encodeStateVector(second.found)).toEqual(Y.encodeStateVector(first.found));
});

test('trouble while keeping is told, not thrown', async () => {
  const failed = vi.fn();
  const copy = await DeviceCopy.open('p/d/5', failed);
  copy.close();
  copy.keep(new Uint8Array([0, 0]), 1);
  expect(failed).toHaveBeenCalled();
});

test('an emptied copy begins anew, also while another tab has it open', async () => {
  await typedInto('p/d/6', 'Cities', 1);
  const elsewhere = await DeviceCopy.open('p/d/6', noTrouble);
  const copy = await DeviceCopy.open('p/d/6', noTrouble);
  copy.clear();
  const { found, unsaved } = await reopened('p/d/6');
  expect(found.getText('t').toString()).toBe('');
  expect(unsaved).toBe(0);
  elsewhere.close();
});

test('a tab that has a copy open is told when the copies are removed', async () => {
  const failed = vi.fn();
  await DeviceCopy.open(copyName('di', 'draft', 1), failed);
  await forgetCopies('di');
  expect(failed).toHaveBeenCalled();
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

/** Types letter by letter into a kept document, then closes the tab. */
async function typedInto(name: string, words: string, unsaved: number): Promise<Y.Doc> {
  const copy = await DeviceCopy.open(name, noTrouble);
  const doc = new Y.Doc();
  await copy.load(doc);
  doc.on('update', (update) => copy.keep(update, unsaved));
  for (const [index, letter] of [...words].entries()) doc.getText('t').insert(index, letter);
  copy.close();
  return doc;
}

async function reopened(name: string): Promise<{ found: Y.Doc; unsaved: number }> {
  const copy = await DeviceCopy.open(name, noTrouble);
  const found = new Y.Doc();
  const unsaved = await copy.load(found);
  copy.close();
  return { found, unsaved };
}
