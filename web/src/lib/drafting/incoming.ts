import { Pace } from './pace';

/** Others' words are shown at most this often; a tenth of a second later than they could be is not noticed. */
const EVERY_MS = 100;
/** Where showing them takes long, it is done less often, so that keys are not kept waiting: but at least this often. */
const AT_LEAST_EVERY_MS = 500;
/** How many times longer than it takes to take them in one waits before the next. To draw them takes twice as long again. */
const REST = 20;

/**
 * What others write, on its way into the document: the first change at once, those that come soon after it together.
 *
 * When twenty people write at the same time, each change on its own would cost every editor, the copy on this device
 * and the browser's layout their work forty times a second, and keys typed here would wait for it on a slow tablet.
 */
export class Incoming {
  #waiting: Uint8Array[] = [];
  #tookMs = 0;
  readonly #apply: (updates: Uint8Array[]) => void;
  readonly #pace = new Pace(
    () => Math.min(AT_LEAST_EVERY_MS, Math.max(EVERY_MS, REST * this.#tookMs)),
    () => this.flush(),
  );

  /** `apply` takes changes in the order in which they came. */
  constructor(apply: (updates: Uint8Array[]) => void) {
    this.#apply = apply;
  }

  take(update: Uint8Array): void {
    this.#waiting.push(update);
    this.#pace.ask();
  }

  /** Nothing waits any more: to be called before anything that depends on what has come. */
  flush(): void {
    this.#pace.stop();
    if (this.#waiting.length === 0) return;
    const updates = this.#waiting;
    this.#waiting = [];
    const started = performance.now();
    this.#apply(updates);
    this.#tookMs = performance.now() - started;
  }

  /** Forgets what waits; the server has it. */
  forget(): void {
    this.#pace.stop();
    this.#waiting = [];
  }
}
