import { recall, remember } from '$lib/ui/memory';
import type { Failure, Outcome } from './client';

/** Something a page shows after asking the server for it. */
export type Loaded<Data> =
  | { kind: 'loading' }
  | { kind: 'ready'; data: Data }
  | { kind: 'failed'; failure: Failure };

/** How long the server is waited for before what this device remembers is shown. */
const PATIENCE_MS = 3_000;

/**
 * A request and what came of it so far. With a name, this device remembers the last answer under it, and shows that
 * one while the server cannot be reached.
 */
export class Resource<Data> {
  state: Loaded<Data> = $state.raw({ kind: 'loading' });
  /** Whether what is shown is what this device remembers, because the server did not answer. */
  remembered = $state(false);
  readonly #ask: () => Promise<Outcome<Data>>;
  readonly #name: string | undefined;

  constructor(ask: () => Promise<Outcome<Data>>, name?: string) {
    this.#ask = ask;
    this.#name = name;
    void this.load();
  }

  /** Asks (again). What is shown stays until there is an answer. */
  async load(): Promise<void> {
    if (this.state.kind === 'failed') this.state = { kind: 'loading' };
    const late = setTimeout(() => this.#showRemembered(), PATIENCE_MS);
    const found = await this.#ask();
    clearTimeout(late);
    if (found.ok) return this.#show(found.data);
    if (found.failure.kind === 'unreachable' && this.#showRemembered()) return;
    if (this.state.kind !== 'ready') this.state = { kind: 'failed', failure: found.failure };
  }

  #show(data: Data): void {
    this.state = { kind: 'ready', data };
    this.remembered = false;
    if (this.#name !== undefined) remember(this.#name, data);
  }

  #showRemembered(): boolean {
    const known = this.#name === undefined ? null : recall<Data>(this.#name);
    if (known === null) return false;
    this.remembered = true;
    if (this.state.kind !== 'ready') this.state = { kind: 'ready', data: known };
    return true;
  }
}
