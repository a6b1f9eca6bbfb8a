import { expect, test } from 'vitest';
import { nextTurn, saveState, type SaveState, type SavingFacts } from './saving';

const quiet: SavingFacts = {
  link: 'live',
  unsaved: 0,
  unsavedElsewhere: 0,
  waitingSince: null,
  keptOnDevice: true,
  degraded: false,
  readOnly: null,
  wordsKept: false,
};
const typed = { unsaved: 3, waitingSince: 10_000 };

test.each<[string, Partial<SavingFacts>, number, SaveState]>([
  ['quiet', {}, 0, { kind: 'saved' }],
  ['just typed', typed, 10_500, { kind: 'pending' }],
  ['typed a second ago', typed, 11_000, { kind: 'saving' }],
  ['typed fifteen seconds ago', typed, 25_000, { kind: 'late' }],
  ['opening', { link: 'opening' }, 0, { kind: 'opening' }],
  ['opening with changes of yesterday', { link: 'opening', ...typed }, 0, { kind: 'offline', unsaved: 3, kept: true }],
  ['offline', { link: 'offline' }, 0, { kind: 'offline', unsaved: 0, kept: true }],
  ['offline, typed', { link: 'offline', ...typed }, 0, { kind: 'offline', unsaved: 3, kept: true }],
  ['offline, nothing kept', { link: 'offline', ...typed, keptOnDevice: false }, 0, { kind: 'offline', unsaved: 3, kept: false }],
  ['sent away', { link: 'closed', ...typed }, 99_000, { kind: 'closed', unsaved: 3, kept: true }],
  ['database away', { degraded: true, ...typed }, 99_000, { kind: 'degraded', unsaved: 3 }],
  ['read-only', { readOnly: 'role' }, 0, { kind: 'read_only', reason: 'role', unsaved: 0 }],
  ['read-only before degraded', { readOnly: 'cannot_save', degraded: true, ...typed }, 0, { kind: 'read_only', reason: 'cannot_save', unsaved: 3 }],
  ['not taken', { wordsKept: true }, 0, { kind: 'not_taken' }],
  ['not taken, then typed on', { wordsKept: true, ...typed }, 12_000, { kind: 'saving' }],
])('%s', (_name, facts, now, state) => {
  expect(saveState({ ...quiet, ...facts }, now)).toEqual(state);
});

test('time alone changes it after one second and after fifteen', () => {
  const facts = { ...quiet, ...typed };
  expect(nextTurn(facts, 10_000)).toBe(1_000);
  expect(nextTurn(facts, 11_000)).toBe(14_000);
  expect(nextTurn(facts, 25_000)).toBeNull();
  expect(nextTurn(quiet, 0)).toBeNull();
});
