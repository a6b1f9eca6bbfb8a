import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Incoming } from './incoming';

const update = (byte: number) => new Uint8Array([byte]);

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

test('the first change is shown at once, those soon after it together and in order', () => {
  const applied: number[][] = [];
  const incoming = new Incoming((updates) => applied.push(updates.map(([byte]) => byte ?? -1)));
  incoming.take(update(1));
  expect(applied).toEqual([[1]]);
  incoming.take(update(2));
  vi.advanceTimersByTime(60);
  incoming.take(update(3));
  expect(applied).toEqual([[1]]);
  vi.advanceTimersByTime(40);
  expect(applied).toEqual([[1], [2, 3]]);
  vi.advanceTimersByTime(100);
  incoming.take(update(4));
  expect(applied).toEqual([[1], [2, 3], [4]]);
});

test('what waits comes before whatever depends on it, and only once', () => {
  const applied: number[] = [];
  const incoming = new Incoming((updates) => applied.push(updates.length));
  incoming.take(update(1));
  incoming.take(update(2));
  incoming.flush();
  expect(applied).toEqual([1, 1]);
  vi.runAllTimers();
  incoming.flush();
  expect(applied).toEqual([1, 1]);
});

test('what is forgotten never comes', () => {
  const applied: number[] = [];
  const incoming = new Incoming((updates) => applied.push(updates.length));
  incoming.take(update(1));
  incoming.take(update(2));
  incoming.forget();
  vi.runAllTimers();
  expect(applied).toEqual([1]);
});

test('where taking them in takes long it is done less often, so that keys are not kept waiting', () => {
  const applied: number[] = [];
  const incoming = new Incoming((updates) => {
    applied.push(updates.length);
    vi.advanceTimersByTime(15);
  });
  for (let change = 0; change < 60; change += 1) {
    incoming.take(update(change));
    vi.advanceTimersByTime(10);
  }
  expect(applied.length).toBeLessThanOrEqual(3);
  vi.runAllTimers();
  expect(applied.reduce((sum, several) => sum + several, 0)).toBe(60);
});

describe('while one writes oneself', () => {
  const SLOW_MS = 4;

  /** Each change takes a slow device a while; says when which were taken in. */
  function slow(): { incoming: Incoming; applied: { at: number; bytes: number[] }[] } {
    const applied: { at: number; bytes: number[] }[] = [];
    const incoming = new Incoming((updates) => {
      applied.push({ at: performance.now(), bytes: updates.map(([byte]) => byte ?? -1) });
      vi.advanceTimersByTime(SLOW_MS * updates.length);
    });
    return { incoming, applied };
  }

  test('others’ changes come less often, each of them once and in order, and soon', () => {
    const turns = [false, true].map((writing) => {
      const { incoming, applied } = slow();
      for (let byte = 0; byte < 200; byte += 1) {
        incoming.take(update(byte));
        if (writing) incoming.wrote();
        vi.advanceTimersByTime(60);
      }
      vi.runAllTimers();
      expect(applied.flatMap(({ bytes }) => bytes)).toEqual(Array.from({ length: 200 }, (_, byte) => byte));
      const waits = applied.slice(1).map(({ at }, turn) => at - (applied[turn]?.at ?? 0));
      expect(Math.max(...waits)).toBeLessThanOrEqual(1_600);
      return applied.length;
    });
    expect(turns[1]).toBeLessThan(turns[0] ?? 0);
  });

  test('nothing is taken in between a key and the frame that shows it', () => {
    const { incoming, applied } = slow();
    incoming.take(update(0));
    incoming.take(update(1));
    const due = performance.now() + 80;
    vi.advanceTimersByTime(70);
    const key = performance.now();
    incoming.wrote();
    vi.runAllTimers();
    expect(applied).toHaveLength(2);
    expect(applied[1]?.at).toBeGreaterThanOrEqual(Math.max(due, key + 50));
  });

  test('who holds a key down sees what others write as well', () => {
    const { incoming, applied } = slow();
    for (let byte = 0; byte < 6; byte += 1) incoming.take(update(byte));
    for (let key = 0; key < 100; key += 1) {
      incoming.wrote();
      vi.advanceTimersByTime(30);
    }
    expect(applied.flatMap(({ bytes }) => bytes)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test('what depends on what has come gets all of it at once, and what is forgotten never comes', () => {
    const { incoming, applied } = slow();
    for (let byte = 0; byte < 9; byte += 1) incoming.take(update(byte));
    incoming.wrote();
    incoming.flush();
    expect(applied.flatMap(({ bytes }) => bytes)).toHaveLength(9);
    incoming.take(update(9));
    incoming.take(update(10));
    incoming.forget();
    const before = applied.length;
    vi.runAllTimers();
    expect(applied).toHaveLength(before);
  });
});
