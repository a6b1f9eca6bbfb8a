import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Pace } from './pace';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

test('what is asked for once is done at once, what is asked for often is done at its pace and once more at the end', () => {
  const act = vi.fn();
  const pace = new Pace(() => 100, act);
  pace.ask();
  expect(act).toHaveBeenCalledTimes(1);
  for (let key = 0; key < 9; key += 1) {
    vi.advanceTimersByTime(30);
    pace.ask();
  }
  expect(act).toHaveBeenCalledTimes(3);
  vi.runAllTimers();
  expect(act).toHaveBeenCalledTimes(4);
  vi.runAllTimers();
  expect(act).toHaveBeenCalledTimes(4);
});

test('what is stopped is not done, and what is done now is not done again', () => {
  const act = vi.fn();
  const pace = new Pace(() => 100, act);
  pace.ask();
  pace.ask();
  pace.stop();
  vi.runAllTimers();
  expect(act).toHaveBeenCalledTimes(1);
  pace.ask();
  pace.ask();
  pace.now();
  vi.runAllTimers();
  expect(act).toHaveBeenCalledTimes(2);
});
