import { flushSync } from 'svelte';
import { expect, test, vi } from 'vitest';
import type { ClientPresence } from '$lib/api/types';
import { OwnPlace, PresenceState } from './presence.svelte';

function here(participant: string, point: string) {
  return { connection: `c-${participant}`, participant, name: participant, city: 'Cork', delegation: 'd', point };
}

function told(presence: PresenceState, ...people: ReturnType<typeof here>[]): void {
  presence.receive({ kind: 'people', complete: false, total: 4, here: people, left: [] });
  flushSync();
}

test('who moves changes who is in the points they left and went to, and nothing else', () => {
  const presence = new PresenceState();
  told(presence, here('ana', 'p1'), here('bo', 'p2'), here('cy', 'p2'), here('me', 'p3'), here('di', 'p3'));
  const [first, second] = ['p1', 'p2'].map((point) => presence.othersIn(point, 'me'));
  expect(presence.othersIn('p3', 'me').map(({ participant }) => participant)).toEqual(['di']);
  told(presence, here('di', 'p1'));
  expect(presence.othersIn('p1', 'me').map(({ participant }) => participant)).toEqual(['ana', 'di']);
  expect(presence.othersIn('p1', 'me')).not.toBe(first);
  expect(presence.othersIn('p2', 'me')).toBe(second);
  expect(presence.othersIn('p3', 'me')).toEqual([]);
});

test('where one is is found out when it is said, not at each key', () => {
  vi.useFakeTimers();
  const said: ClientPresence[] = [];
  const place = new OwnPlace((now) => said.push(now));
  const find = vi.fn(() => ({ point: 'p1', caret: null }));
  for (let key = 0; key < 5; key += 1) place.moveTo(find);
  expect(find).not.toHaveBeenCalled();
  vi.runAllTimers();
  place.moveTo(find);
  vi.runAllTimers();
  expect(find).toHaveBeenCalledTimes(2);
  expect(said).toEqual([{ point: 'p1', caret: null }]);
  vi.useRealTimers();
});
