import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { numbered, orderBetween, readOutline } from './outline';

describe('orderBetween', () => {
  test.each([
    [null, null],
    ['a0', null],
    [null, 'a0'],
    ['a0', 'a1'],
    ['a0', 'a01'],
    ['a0', 'a0V'],
    ['a', 'b'],
    ['az', 'b'],
    ['z', null],
    ['zz', null],
    [null, '1'],
    [null, '01'],
    ['a0', 'aV'],
  ])('finds a key between %s and %s', (before, after) => {
    const key = orderBetween(before, after);
    if (before !== null) expect(key > before).toBe(true);
    if (after !== null) expect(key < after).toBe(true);
    expect(key).not.toMatch(/0$/);
  });

  test('finds room a thousand times at the same place', () => {
    let [low, high] = ['a0', 'a1'];
    for (let round = 0; round < 1000; round += 1) {
      const key = orderBetween(low, high);
      expect(key > low && key < high).toBe(true);
      if (round % 2) low = key;
      else high = key;
    }
  });

  test('keeps keys short when a list only grows at its end', () => {
    let last = orderBetween(null, null);
    for (let round = 0; round < 300; round += 1) {
      const next = orderBetween(last, null);
      expect(next > last).toBe(true);
      last = next;
    }
    expect(last.length).toBeLessThan(12);
  });

  test.each([
    ['b', 'a'],
    ['a', 'a'],
    ['a', 'a0'],
    [null, '0'],
  ])('says that there is no key between %s and %s', (before, after) => {
    expect(() => orderBetween(before, after)).toThrow(RangeError);
  });
});

test('the outline is read in the order of its keys, ties by id', () => {
  const doc = new Y.Doc();
  const outline = doc.getMap('outline');
  outline.set('c', { order: 'a1', kind: 'action_point' });
  outline.set('b', { order: 'a1', kind: 'action_point' });
  outline.set('a', { order: 'a2', kind: 'heading' });
  outline.set('unknown', { order: 'a0', kind: 'annex' });
  outline.set('broken', 'a0');
  expect(readOutline(doc).map((entry) => entry.id)).toEqual(['b', 'c', 'a']);
});

test('only action points are numbered', () => {
  const entries = numbered(
    [
      { id: 'p', kind: 'preamble', order: 'a0' },
      { id: 'h', kind: 'heading', order: 'a1' },
      { id: '1', kind: 'action_point', order: 'a2' },
      { id: 'g', kind: 'heading', order: 'a3' },
      { id: '2', kind: 'action_point', order: 'a4' },
    ],
    3,
  );
  expect(entries.map((entry) => entry.number)).toEqual([null, null, '3.1', null, '3.2']);
});
