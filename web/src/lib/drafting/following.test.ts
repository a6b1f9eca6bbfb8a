import { beforeEach, expect, test } from 'vitest';
import { flushSync } from 'svelte';
import { Following, pointOf } from './following.svelte';
import { PresenceState } from './presence.svelte';

const ME = 'kim';
let presence: PresenceState;
let following: Following;

beforeEach(() => {
  presence = new PresenceState();
  following = new Following(presence, ME);
});

function here(connection: string, participant: string, point: string | null) {
  return { connection, participant, name: participant, city: 'Cork', delegation: `d-${participant}`, point };
}

/** The server tells who is where; the page looks. */
function told(...people: ReturnType<typeof here>[]): void {
  presence.receive({ kind: 'people', complete: true, total: people.length, here: people, left: [] });
  flushSync();
  following.remember();
}

function point(): string | null | undefined {
  return following.state?.kind === 'here' ? following.state.point : undefined;
}

test('one goes where they go', () => {
  following.start('xu');
  told(here('1', ME, null), here('2', 'xu', 'p1'));
  expect(point()).toBe('p1');
  told(here('1', ME, 'p1'), here('2', 'xu', 'p2'));
  expect(point()).toBe('p2');
  told(here('1', ME, 'p2'), here('2', 'xu', null));
  expect(point()).toBeNull();
});

test('of several screens the one that moved counts, and one that rests changes nothing', () => {
  following.start('xu');
  told(here('1', ME, null), here('2', 'xu', 'p1'), here('3', 'xu', 'p2'));
  expect(point()).toBe('p2');
  told(here('1', ME, null), here('2', 'xu', 'p5'), here('3', 'xu', 'p2'));
  expect(point()).toBe('p5');
  told(here('1', ME, null), here('2', 'xu', 'p5'), here('3', 'xu', 'p2'));
  expect(point()).toBe('p5');
  told(here('1', ME, null), here('3', 'xu', 'p2'));
  expect(point()).toBe('p2');
});

test('their caret is the one in the point they are in, and never one’s own', () => {
  following.start('xu');
  told(here('1', ME, 'p1'), here('2', 'xu', 'p1'), here('4', 'ana', 'p1'));
  const caret = (connection: string) => ({ connection, city: 'Cork', anchor: '', head: connection });
  presence.receive({ kind: 'carets', point: 'p1', carets: [caret('4'), caret('1'), caret('2')] });
  expect(following.caret?.connection).toBe('2');
  presence.receive({ kind: 'carets', point: 'p1', carets: [caret('4')] });
  expect(following.caret).toBeNull();
});

test('who leaves is gone, and found again when they come back', () => {
  following.start('xu');
  told(here('1', ME, null), here('2', 'xu', 'p1'));
  told(here('1', ME, null));
  expect(following.state).toMatchObject({ kind: 'gone', person: { name: 'xu' } });
  told(here('1', ME, null), here('5', 'xu', 'p3'));
  expect(point()).toBe('p3');
});

test('without a connection nobody is said to have left', () => {
  following.start('xu');
  told(here('1', ME, null), here('2', 'xu', 'p1'));
  presence.clear();
  expect(following.state).toMatchObject({ kind: 'unknown', person: { name: 'xu' } });
  following.stop();
  expect(following.state).toBeNull();
});

test('the point followed to is always one they are in', () => {
  const names = ['a', 'b', 'c', 'd'];
  let seed = 7;
  const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
  let seen: Parameters<typeof pointOf>[1] = null;
  for (let round = 0; round < 500; round += 1) {
    const points = names.filter(() => random(2) === 0);
    const chosen = pointOf(points, seen);
    if (points.length === 0) expect(chosen).toBeNull();
    else expect(points).toContain(chosen);
    seen = { person: { points }, point: chosen };
  }
});
