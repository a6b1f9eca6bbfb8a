/** Does something at most once in so many milliseconds: at once if the last time is long enough ago, else when it is. */
export class Pace {
  #last = -Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #everyMs: () => number;
  readonly #act: () => void;

  /** `everyMs` is asked each time. */
  constructor(everyMs: () => number, act: () => void) {
    this.#everyMs = everyMs;
    this.#act = act;
  }

  /** There is something to do. */
  ask(): void {
    const wait = this.#last + this.#everyMs() - performance.now();
    if (wait <= 0) this.now();
    else this.#timer ??= setTimeout(() => this.now(), wait);
  }

  /** Does it without waiting. */
  now(): void {
    this.stop();
    this.#act();
    this.#last = performance.now();
  }

  /** There is nothing to do any more. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
