const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** How long ago something was, in words of a language: "3 hours ago", and "now" for the last minute. */
export function ago(instant: string, now: number, language: string): string {
  const words = new Intl.RelativeTimeFormat(`${language}-u-nu-latn`, { numeric: 'auto' });
  const past = Math.max(0, now - Date.parse(instant));
  for (const [unit, length] of UNITS) if (past >= length) return words.format(-Math.floor(past / length), unit);
  return words.format(0, 'second');
}
