/** Others' words are shown at most this often; a tenth of a second later than they could be is not noticed. */
const EVERY_MS = 100;

/**
 * What others write, on its way into the document: the first change at once, those that come soon after it together.
 *
 * When twenty people write at the same time, each change on its own would cost every editor, the copy on this device
 * and the browser's layout their work forty times a second, and keys typed here would wait for it on a slow tablet.
 */
export class Incoming {
  #waiting: Uint8Array[] = [];
  #last = -Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #apply: (updates: Uint8Array[]) => void;

  /** `apply` takes changes in the order in which they came. */
  constructor(apply: (updates: Uint8Array[]) => void) {
    this.#apply = apply;
  }

  take(update: Uint8Array): void {
    this.#waiting.push(update);
    const wait = this.#last + EVERY_MS - performance.now();
    if (wait <= 0) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), wait);
  }

  /** Nothing waits any more: to be called before anything that depends on what has come. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#waiting.length === 0) return;
    const updates = this.#waiting;
    this.#waiting = [];
    this.#last = performance.now();
    this.#apply(updates);
  }

  /** Forgets what waits; the server has it. */
  forget(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#waiting = [];
  }
}
