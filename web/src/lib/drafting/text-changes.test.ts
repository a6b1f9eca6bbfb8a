import { expect, test } from 'vitest';
import { numbered, type OutlineEntry } from './outline';
import { outlineChanges, stateChanges } from './text-changes';

function outline(...entries: [id: string, order: string][]) {
  const points: OutlineEntry[] = entries.map(([id, order]) => ({ id, order, kind: 'action_point' }));
  return numbered(points, 2);
}

const told = (...arguments_: Parameters<typeof outlineChanges>) =>
  outlineChanges(...arguments_).map(({ kind, entry }) => `${kind} ${entry.id} ${entry.number}`);

const BEFORE = outline(['a', 'a1'], ['b', 'a2'], ['c', 'a3']);

test('what was added, moved and removed is told with its number', () => {
  expect(told(BEFORE, BEFORE)).toEqual([]);
  expect(told(BEFORE, outline(['a', 'a1'], ['n', 'a15'], ['b', 'a2'], ['c', 'a3']))).toEqual(['added n 2.2']);
  expect(told(BEFORE, outline(['c', 'a0'], ['a', 'a1'], ['b', 'a2']))).toEqual(['moved c 2.1']);
  expect(told(BEFORE, outline(['a', 'a1'], ['c', 'a3']))).toEqual(['removed b 2.2']);
});

test('of the states only those that changed are told', () => {
  const before = new Map([['1', 'open'], ['2', 'agreed']] as const);
  const after = new Map([['1', 'agreed'], ['2', 'agreed'], ['3', 'open'], ['4', 'agreed_ad_ref']] as const);
  expect(stateChanges(before, after)).toEqual([['1', 'agreed'], ['4', 'agreed_ad_ref']]);
});
