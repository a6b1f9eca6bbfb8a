import { expect } from 'vitest';
import type * as Y from 'yjs';
import { blocksIn, pointsWithText } from './blocks';

/** Luck that is the same each time it is tried with a seed, so that a plan that failed can be followed. */
export class Luck {
  #state: number;

  constructor(seed: number) {
    this.#state = (seed + 1) * 0x9e3779b1;
  }

  /** A whole number from 0 to just below the limit (mulberry32). */
  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  }

  one<Thing>(things: readonly Thing[]): Thing {
    const thing = things[this.below(things.length)];
    if (thing === undefined) throw new RangeError('there is nothing to choose from');
    return thing;
  }
}

/** Expects two documents to hold the same text in every point. */
export function sameText(one: Y.Doc, other: Y.Doc): void {
  const points = new Set([...pointsWithText(one), ...pointsWithText(other)]);
  for (const point of points) {
    expect(blocksIn(one, point).map(String), point).toEqual(blocksIn(other, point).map(String));
  }
}
