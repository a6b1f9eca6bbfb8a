import type { Meeting } from '$lib/api/types';
import { instantAt, wallClock, type WallClock } from '$lib/negotiation/wall-clock';

/** A meeting as the fields for it hold it, on the clock of the venue. */
export interface MeetingTimes {
  starts: WallClock;
  ends: WallClock;
}

const DAY_MS = 86_400_000;

export function timesOf({ starts_at, ends_at }: Meeting, timeZone: string | undefined): MeetingTimes {
  return { starts: wallClock(new Date(starts_at), timeZone), ends: wallClock(new Date(ends_at), timeZone) };
}

/** The meetings as the server takes them; null if one of them has no day and hour. */
export function meetingsAt(times: readonly MeetingTimes[], timeZone: string | undefined): Meeting[] | null {
  const meetings = times.map(({ starts, ends }) => ({ from: instantAt(starts, timeZone), to: instantAt(ends, timeZone) }));
  const whole = meetings.flatMap(({ from, to }) => (from && to ? [{ starts_at: from.toISOString(), ends_at: to.toISOString() }] : []));
  return whole.length === times.length ? whole : null;
}

/** One meeting more: at the hours of the last one, the day after; the first on the first morning. */
export function oneMore(times: readonly MeetingTimes[], firstDay: string): MeetingTimes {
  const last = times.at(-1);
  if (!last || last.starts === '' || last.ends === '') return { starts: `${firstDay}T09:00`, ends: `${firstDay}T12:00` };
  return { starts: dayAfter(last.starts), ends: dayAfter(last.ends) };
}

function dayAfter(wall: WallClock): WallClock {
  const next = new Date(Date.parse(`${wall.slice(0, 10)}T00:00:00Z`) + DAY_MS);
  return next.toISOString().slice(0, 10) + wall.slice(10);
}
