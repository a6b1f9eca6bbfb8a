import { expect, test } from 'vitest';
import { afterClosing, afterHttpStatus, retryDelayMs } from './reconnect';

test('the wait is anything up to a limit that doubles, and no longer than twenty seconds', () => {
  const longest = [0, 1, 2, 5, 6, 50].map((tries) => retryDelayMs(tries, () => 1));
  expect(longest).toEqual([500, 1_000, 2_000, 16_000, 20_000, 20_000]);
  expect(retryDelayMs(3, () => 0)).toBe(0);
  expect(retryDelayMs(3, () => 0.5)).toBe(2_000);
});

test.each([1000, 1001, 1006, 1012, 4503])('after %i one comes back', (code) => {
  expect(afterClosing(code)).toEqual({ kind: 'again' });
});

test.each([
  [4400, 'wrong_protocol'],
  [4401, 'signed_out'],
  [4403, 'not_allowed'],
  [4426, 'outdated_page'],
  [4429, 'too_many_connections'],
  [4499, 'wrong_protocol'],
])('after %i one stays away: %s', (code, why) => {
  expect(afterClosing(code)).toEqual({ kind: 'stay_away', why });
});

test('when the server is too busy one comes back later', () => {
  expect(afterClosing(1013)).toEqual({ kind: 'later' });
});

test('a copy that cannot be reconciled and a new generation ask for a new document', () => {
  expect(afterClosing(4409)).toEqual({ kind: 'new_document' });
  expect(afterClosing(4410)).toEqual({ kind: 'new_generation' });
});

test('what HTTP says of a socket that could not be had', () => {
  const verdicts = [401, 403, 404, 429, 503].map(afterHttpStatus);
  expect(verdicts).toEqual(['signed_out', 'not_allowed', 'no_such_draft', 'too_many_connections', null]);
});
