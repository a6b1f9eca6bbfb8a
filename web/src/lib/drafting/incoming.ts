import { Pace } from './pace';

/** Others' words are shown at most this often; a tenth of a second later than they could be is not noticed. */
const EVERY_MS = 100;
/** Where showing them takes long, it is done less often, so that keys are not kept waiting: but at least this often. */
const AT_LEAST_EVERY_MS = 500;
/** While one writes oneself, one looks at one's own words. */
const AT_LEAST_WHILE_WRITING_MS = 1_000;
/** How many times longer than it takes to take them in one waits before the next. To draw them takes twice as long again. */
const REST = 20;
/** Who has changed the text so shortly before is writing. */
const WRITING_MS = 1_000;
/** How long it may take on a slow device until what one types is on the screen: until then others' words wait. */
const KEY_MS = 50;
/** But no longer than this: who holds a key down sees what others write as well. */
const PATIENCE_MS = 500;

/**
 * What others write, on its way into the document: the first change at once, those that come soon after it together.
 *
 * When twenty people write at the same time, each change on its own would cost every editor, the copy on this device
 * and the browser's layout their work forty times a second, and keys typed here would wait for it on a slow tablet.
 * While one writes here, they come less often, and never between a key and the frame that shows it. They still come in one go:
 * each for itself costs so much more that a slow tablet among many writers would never be done.
 */
export class Incoming {
  #waiting: Uint8Array[] = [];
  #tookMs = 0;
  #wroteAt = -Infinity;
  #rest: ReturnType<typeof setTimeout> | undefined;
  readonly #apply: (updates: Uint8Array[]) => void;
  readonly #pace = new Pace(
    () => Math.min(this.#isWriting ? AT_LEAST_WHILE_WRITING_MS : AT_LEAST_EVERY_MS, Math.max(EVERY_MS, REST * this.#tookMs)),
    () => this.#afterKey(performance.now() + PATIENCE_MS),
  );

  /** `apply` takes changes in the order in which they came. */
  constructor(apply: (updates: Uint8Array[]) => void) {
    this.#apply = apply;
  }

  take(update: Uint8Array): void {
    this.#waiting.push(update);
    if (this.#rest === undefined) this.#pace.ask();
  }

  /** The text was changed here. */
  wrote(): void {
    this.#wroteAt = performance.now();
  }

  /** Nothing waits any more: to be called before anything that depends on what has come. */
  flush(): void {
    this.#stop();
    if (this.#waiting.length === 0) return;
    const updates = this.#waiting;
    this.#waiting = [];
    const started = performance.now();
    this.#apply(updates);
    this.#tookMs = performance.now() - started;
  }

  /** Forgets what waits; the server has it. */
  forget(): void {
    this.#stop();
    this.#waiting = [];
  }

  get #isWriting(): boolean {
    return performance.now() - this.#wroteAt < WRITING_MS;
  }

  // When the key that was pressed last is on the screen; who holds a key down is not waited for.
  #afterKey(patientUntil: number): void {
    const now = performance.now();
    const wait = Math.min(this.#wroteAt + KEY_MS, patientUntil) - now;
    if (wait <= 0) this.flush();
    else this.#rest = setTimeout(() => this.#afterKey(patientUntil), wait);
  }

  #stop(): void {
    this.#pace.stop();
    clearTimeout(this.#rest);
    this.#rest = undefined;
  }
}
