import type { Failure, Outcome } from './client';

/** Something a page shows after asking the server for it. */
export type Loaded<Data> =
  | { kind: 'loading' }
  | { kind: 'ready'; data: Data }
  | { kind: 'failed'; failure: Failure };

/** A request and what came of it so far. */
export class Resource<Data> {
  state: Loaded<Data> = $state.raw({ kind: 'loading' });
  readonly #ask: () => Promise<Outcome<Data>>;

  constructor(ask: () => Promise<Outcome<Data>>) {
    this.#ask = ask;
    void this.load();
  }

  /** Asks (again). What is shown stays until there is an answer. */
  async load(): Promise<void> {
    if (this.state.kind === 'failed') this.state = { kind: 'loading' };
    const found = await this.#ask();
    if (found.ok) this.state = { kind: 'ready', data: found.data };
    else if (this.state.kind !== 'ready') this.state = { kind: 'failed', failure: found.failure };
  }
}
