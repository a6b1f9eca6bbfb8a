import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Announcer, PAUSE_MS } from './announcer.svelte';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('the first sentence is said at once, the next ones together after a pause', () => {
  const announcer = new Announcer();
  announcer.announce('One.');
  announcer.announce('Two.');
  announcer.announce('Three.');
  expect(announcer.said.words).toBe('One.');
  vi.advanceTimersByTime(PAUSE_MS);
  expect(announcer.said.words).toBe('Two. Three.');
  vi.advanceTimersByTime(PAUSE_MS);
  announcer.announce('Four.');
  expect(announcer.said.words).toBe('Four.');
});

test('of one topic only the last is said, of one sentence only one', () => {
  const announcer = new Announcer();
  announcer.announce('Start.');
  for (const count of [1, 2, 3]) announcer.announce(`${count} brackets.`, 'brackets');
  announcer.announce('Same.');
  announcer.announce('Same.');
  vi.advanceTimersByTime(PAUSE_MS);
  expect(announcer.said.words).toBe('3 brackets. Same.');
});

test('the same words again are another turn', () => {
  const announcer = new Announcer();
  announcer.announce('Again.');
  const { turn } = announcer.said;
  vi.advanceTimersByTime(PAUSE_MS);
  announcer.announce('Again.');
  expect(announcer.said).toEqual({ turn: turn + 1, words: 'Again.' });
});

test('a hundred things at once make two announcements, the second a short one', () => {
  const announcer = new Announcer();
  const said: string[] = [];
  for (let index = 0; index < 100; index += 1) announcer.announce(`Thing ${index}.`);
  said.push(announcer.said.words);
  vi.advanceTimersByTime(10 * PAUSE_MS);
  said.push(announcer.said.words);
  expect(said).toEqual(['Thing 0.', 'Thing 95. Thing 96. Thing 97. Thing 98. Thing 99.']);
  expect(announcer.said.turn).toBe(2);
});

test('what is told is seen for a while, what is a warning until it is dismissed', () => {
  const announcer = new Announcer();
  announcer.tell('Copied.');
  expect(announcer.shown?.words).toBe('Copied.');
  vi.advanceTimersByTime(60_000);
  expect(announcer.shown).toBeNull();
  announcer.warn('Gone.');
  vi.advanceTimersByTime(60_000);
  expect(announcer.shown?.words).toBe('Gone.');
  announcer.dismiss();
  expect(announcer.shown).toBeNull();
});
