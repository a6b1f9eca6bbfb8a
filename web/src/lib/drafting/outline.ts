import type * as Y from 'yjs';
import type { PointKind } from '$lib/api/types';

/** An entry of the draft's outline: what stands where. */
export interface OutlineEntry {
  id: string;
  kind: PointKind;
  /** A fractional index: entries stand in the order of these strings, compared byte by byte, ties by id. */
  order: string;
}

/** An entry with the number people call it by; preambles and headings have none. */
export interface NumberedEntry extends OutlineEntry {
  number: string | null;
}

/** The name of the root fragment that holds the text of an entry. */
export const fragmentName = (point: string): string => `point:${point}`;

/** The draft's outline in reading order. Entries of a shape this page does not know are left out, never removed. */
export function readOutline(doc: Y.Doc): OutlineEntry[] {
  const entries: OutlineEntry[] = [];
  doc.getMap('outline').forEach((value, id) => {
    const entry = parseEntry(id, value);
    if (entry) entries.push(entry);
  });
  return entries.sort((a, b) => compareBytes(a.order, b.order) || compareBytes(a.id, b.id));
}

/** The entries with their numbers: the session's number, a point, and the ordinal among action points. */
export function numbered(entries: OutlineEntry[], session: number): NumberedEntry[] {
  let ordinal = 0;
  return entries.map((entry) => ({
    ...entry,
    number: entry.kind === 'action_point' ? `${session}.${(ordinal += 1)}` : null,
  }));
}

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const MIDDLE = DIGITS.charAt(DIGITS.length >> 1);

/**
 * A key that stands between two others; `null` is the start or the end of the list.
 *
 * Keys are fractions written in base 62 without the leading "0.". A key never ends in the digit 0, so that there is
 * always room before it. Several people may insert at one place at once: they then get the same key, and ids decide.
 */
export function orderBetween(before: string | null, after: string | null): string {
  const key = keyBetween(before, after);
  if (key === null) throw new RangeError(`no key between ${before} and ${after}`);
  return key;
}

/** As {@link orderBetween}, but null where there is no room: between equal keys, or before one that ends in 0. */
export function keyBetween(before: string | null, after: string | null): string | null {
  const low = before ?? '';
  const longest = low.length + (after?.length ?? 0) + 1;
  let prefix = '';
  for (let place = 0; place < longest && (after === null || compareBytes(low, after) < 0); place += 1) {
    const floor = Math.max(0, DIGITS.indexOf(low.charAt(place) || '0'));
    const bounded = after !== null && prefix.slice(0, after.length) === after.slice(0, place);
    const ceiling = bounded ? digitAt(after, place) : DIGITS.length;
    if (ceiling - floor > 1) return prefix + appended(floor, ceiling, before, after);
    prefix += DIGITS.charAt(floor);
  }
  return null;
}

// At the end of the list one step up keeps keys short; elsewhere the middle leaves room on both sides.
function appended(floor: number, ceiling: number, before: string | null, after: string | null): string {
  if (before !== null && after === null) return DIGITS.charAt(floor + 1);
  return before === null && after === null ? MIDDLE : DIGITS.charAt((floor + ceiling) >> 1);
}

function digitAt(key: string, place: number): number {
  return place < key.length ? Math.max(0, DIGITS.indexOf(key.charAt(place))) : 0;
}

function parseEntry(id: string, value: unknown): OutlineEntry | null {
  if (typeof value !== 'object' || value === null || !('order' in value) || !('kind' in value)) return null;
  const { order, kind } = value;
  return typeof order === 'string' && isPointKind(kind) ? { id, order, kind } : null;
}

function isPointKind(kind: unknown): kind is PointKind {
  return kind === 'preamble' || kind === 'heading' || kind === 'action_point';
}

// Keys and ids are ASCII, where code units and bytes have the same order.
function compareBytes(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
