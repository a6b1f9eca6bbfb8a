import { keyBetween, type OutlineEntry } from './outline';

/** The longest order of an entry that the server takes, in characters. */
export const MAX_ORDER_CHARS = 64;

/** What gets a new order, by id. */
export type NewOrders = ReadonlyMap<string, string>;

/**
 * The orders by which `placed` come to stand, in this order, before the entry at `index` of `others` (at the end when
 * there is none). `others` are the entries of the outline in reading order, without those that are placed.
 *
 * As a rule only what is placed gets an order. Where there is no room (two people inserted at one place and have the
 * same key, or a key would become too long), as few neighbours as needed get a new one too.
 */
export function ordersAt(others: readonly OutlineEntry[], index: number, placed: readonly string[]): NewOrders {
  for (let rekeyed = 0; rekeyed <= others.length; rekeyed += 1) {
    // Whoever must rekey anyway makes room for the next ones as well.
    const longest = rekeyed === 0 ? MAX_ORDER_CHARS : MAX_ORDER_CHARS / 2;
    const first = Math.max(0, index - rekeyed);
    for (let start = Math.min(index, others.length - rekeyed); start >= first; start -= 1) {
      const ids = [
        ...others.slice(start, index).map(({ id }) => id),
        ...placed,
        ...others.slice(index, start + rekeyed).map(({ id }) => id),
      ];
      const orders = spread(others[start - 1]?.order ?? null, others[start + rekeyed]?.order ?? null, ids.length);
      if (orders?.every((order) => order.length <= longest)) {
        return new Map(ids.map((id, place) => [id, orders[place] ?? '']));
      }
    }
  }
  throw new RangeError(`no room for ${placed.length} among ${others.length} entries`);
}

// So many keys between two others, or null if there is no room. The middle one first: that keeps all of them short.
function spread(low: string | null, high: string | null, count: number): string[] | null {
  if (count === 0) return [];
  const key = keyBetween(low, high);
  if (key === null) return null;
  const before = spread(low, key, count >> 1);
  const after = spread(key, high, count - 1 - (count >> 1));
  return before && after && [...before, key, ...after];
}
