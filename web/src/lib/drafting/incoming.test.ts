import { afterEach, beforeEach, expect, test, vi } from 'vitest';
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
