/** An hour on the clock of a place, as a field for a day and an hour takes it: "2013-10-23T10:00". */
export type WallClock = string;

const DAY_MS = 86_400_000;

/** What the clock of a place shows at an instant. Without a place, the reader's own. */
export function wallClock(instant: Date, timeZone: string | undefined): WallClock {
  const format = new Intl.DateTimeFormat('en-CA', {
    year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23',
    ...(timeZone === undefined ? {} : { timeZone }),
  });
  const parts = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, value]));
  return `${parts['year']}-${parts['month']}-${parts['day']}T${parts['hour']}:${parts['minute']}`;
}

/** When the clock of a place shows this; null if it is no hour. An hour that the clock skips in spring is the one after it. */
export function instantAt(wall: WallClock, timeZone: string | undefined): Date | null {
  // V8 reads a date out of almost any words.
  const asUtc = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(wall) ? Date.parse(`${wall}:00Z`) : NaN;
  if (Number.isNaN(asUtc)) return null;
  // The clock's distance from UTC is that at the instant itself, which the first guess may miss by an hour.
  const distance = (instant: number) => Date.parse(`${wallClock(new Date(instant), timeZone)}:00Z`) - instant;
  const guess = asUtc - distance(asUtc);
  return new Date(asUtc - distance(guess));
}

/** Ten o'clock of the next day at a place. */
export function tomorrowAtTen(now: Date, timeZone: string | undefined): WallClock {
  const today = wallClock(now, timeZone).slice(0, 10);
  const tomorrow = new Date(Date.parse(`${today}T00:00:00Z`) + DAY_MS);
  return `${tomorrow.toISOString().slice(0, 10)}T10:00`;
}
