/**
 * The account of what was typed here and what of it the server has committed.
 *
 * Changes are counted, not compared: a deletion does not move a state vector. After changes a fence is sent; when the
 * server answers it, every change made before that fence is saved. Fences still open when the connection breaks, or
 * when the server asks for the text anew, prove nothing any more: see {@link restart}.
 */
export class Ledger {
  #unfenced = 0;
  #unfencedSince: number | null = null;
  #open: { fence: number; changes: number; since: number }[] = [];
  #lastFence = 0;

  /** How many changes are not saved. */
  get unsaved(): number {
    return this.#open.reduce((sum, { changes }) => sum + changes, this.#unfenced);
  }

  /** When the oldest change that is not saved was made; null when all are. */
  get waitingSince(): number | null {
    return this.#open[0]?.since ?? this.#unfencedSince;
  }

  /** Changes were made here (or found unsaved in the copy on this device). */
  add(changes: number, now: number): void {
    if (changes === 0) return;
    this.#unfenced += changes;
    this.#unfencedSince ??= now;
  }

  /** The fence to send now, or null if there is nothing to ask for. */
  nextFence(): number | null {
    if (this.#unfencedSince === null) return null;
    const fence = (this.#lastFence += 1);
    this.#open.push({ fence, changes: this.#unfenced, since: this.#unfencedSince });
    this.#unfenced = 0;
    this.#unfencedSince = null;
    return fence;
  }

  /** The server has committed everything before this fence. */
  confirm(fence: number): void {
    this.#open = this.#open.filter((open) => open.fence > fence);
  }

  /** What was asked before will not be answered, or not truthfully: everything unsaved waits for a new fence. */
  restart(): void {
    this.#unfencedSince = this.waitingSince;
    this.#unfenced = this.unsaved;
    this.#open = [];
  }
}
