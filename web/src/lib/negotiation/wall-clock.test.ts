import { expect, test } from 'vitest';
import { instantAt, tomorrowAtTen, wallClock } from './wall-clock';

test('the clock of a place is read and set', () => {
  const instant = new Date('2013-10-22T10:20:00Z');
  expect(wallClock(instant, 'Asia/Shanghai')).toBe('2013-10-22T18:20');
  expect(instantAt('2013-10-22T18:20', 'Asia/Shanghai')).toEqual(instant);
  expect(instantAt('no hour', 'Asia/Shanghai')).toBeNull();
});

test('tomorrow is the day after today there, not here', () => {
  expect(tomorrowAtTen(new Date('2013-10-31T17:00:00Z'), 'Asia/Shanghai')).toBe('2013-11-02T10:00');
  expect(tomorrowAtTen(new Date('2013-12-31T12:00:00Z'), 'Europe/Paris')).toBe('2014-01-01T10:00');
});

test('every hour comes back through days on which clocks are changed', () => {
  for (const zone of ['Europe/Paris', 'America/Sao_Paulo', 'Asia/Kathmandu', 'Pacific/Chatham']) {
    for (let hour = 0; hour < 24 * 365; hour += 5) {
      const instant = new Date(Date.UTC(2013, 0, 1, hour));
      const found = instantAt(wallClock(instant, zone), zone);
      // In autumn an hour is shown twice: either of the two is right.
      expect(found && wallClock(found, zone)).toBe(wallClock(instant, zone));
    }
  }
});
