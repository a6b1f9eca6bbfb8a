import { api, outcome, type Failure } from '$lib/api/client';
import { address } from '$lib/api/request';
import type { Deed, RecordEntry } from '$lib/api/types';

/** Which entries are wanted; what is absent filters nothing. */
export interface Wanted {
  session?: string;
  draft?: string;
  actor?: string;
  deeds?: Deed;
}

const NAMES = ['session', 'draft', 'actor', 'deeds'] as const;

/** The filter that an address asks for. */
export function wantedIn(search: string): Wanted {
  const asked = new URLSearchParams(search);
  return Object.fromEntries(NAMES.flatMap((name) => (asked.get(name) ? [[name, asked.get(name)]] : [])));
}

/** Where the record with such a filter is. */
export const recordAddress = (page: '/record' | '/api/record.csv', wanted: Wanted): string => address(page, { query: { ...wanted } });

/** The record as far as it was read, newest first. */
export class RecordReader {
  entries: RecordEntry[] = $state.raw([]);
  /** With what to ask for older ones; null at the end. */
  next: number | null = $state(null);
  loading = $state(false);
  failure: Failure | null = $state.raw(null);
  wanted: Wanted = $state.raw({});
  #questions = 0;

  /** Reads what this filter lets through, from the newest on. */
  async read(wanted: Wanted): Promise<void> {
    this.wanted = wanted;
    this.entries = [];
    this.next = null;
    await this.#ask(null);
  }

  /** Reads older entries. */
  async readOn(): Promise<void> {
    if (this.next !== null && !this.loading) await this.#ask(this.next);
  }

  async #ask(before: number | null): Promise<void> {
    const question = (this.#questions += 1);
    this.loading = true;
    const query = { ...this.wanted, ...(before === null ? {} : { before }) };
    const found = await outcome(api.GET('/api/record', { params: { query } }));
    if (question !== this.#questions) return;
    this.loading = false;
    this.failure = found.ok ? null : found.failure;
    if (!found.ok) return;
    this.entries = [...this.entries, ...found.data.entries];
    this.next = found.data.next ?? null;
  }
}
