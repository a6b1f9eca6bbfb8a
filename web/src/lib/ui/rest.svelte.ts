/** Whether mouse, finger and keyboard have rested for a while; controls may then step back. */
export class Rest {
  resting = $state(false);
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #afterMs: number;

  constructor(afterMs: number) {
    this.#afterMs = afterMs;
    this.stir();
  }

  /** Somebody moved something. */
  stir(): void {
    this.resting = false;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.resting = true), this.#afterMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
