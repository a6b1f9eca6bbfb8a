import { expect, test } from 'vitest';
import { meetingsAt, oneMore, timesOf } from './meeting-times';

const BEIJING = 'Asia/Shanghai';

test('meetings are on the clock of the venue, there and back', () => {
  const meeting = { starts_at: '2013-10-21T01:00:00.000Z', ends_at: '2013-10-21T04:30:00.000Z' };
  const times = timesOf(meeting, BEIJING);
  expect(times).toEqual({ starts: '2013-10-21T09:00', ends: '2013-10-21T12:30' });
  expect(meetingsAt([times], BEIJING)).toEqual([meeting]);
});

test('a meeting without a day is none', () => {
  expect(meetingsAt([{ starts: '', ends: '2013-10-21T12:30' }], BEIJING)).toBeNull();
  expect(meetingsAt([], BEIJING)).toEqual([]);
});

test('one meeting more is at the same hours the day after', () => {
  expect(oneMore([], '2013-10-21')).toEqual({ starts: '2013-10-21T09:00', ends: '2013-10-21T12:00' });
  expect(oneMore([{ starts: '2013-10-31T22:00', ends: '2013-11-01T02:00' }], '2013-10-21')).toEqual({ starts: '2013-11-01T22:00', ends: '2013-11-02T02:00' });
});
