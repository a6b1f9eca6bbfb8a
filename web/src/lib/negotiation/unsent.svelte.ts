import { SvelteMap } from 'svelte/reactivity';
import { recall, remember } from '$lib/ui/memory';

/** What somebody is about to suggest: it stays until it is sent or thrown away. */
export interface Unsent {
  /** The words of the paragraph when it was begun, or last read again; empty for a new paragraph. */
  base: string;
  words: string;
  /** Whether the whole paragraph should go. */
  goes: boolean;
  reason: string;
  /** Null: the language of the paragraph. */
  language: string | null;
  reasonLanguage: string | null;
}

/** What is typed in windows about suggestions and not sent, on this device: by what it is about. */
export class UnsentWords {
  readonly #name: string;
  readonly #all: SvelteMap<string, Unsent>;

  constructor(person: string, draft: string) {
    this.#name = `suggesting.${person}.${draft}`;
    this.#all = new SvelteMap(Object.entries(recall<Record<string, Unsent>>(this.#name) ?? {}));
  }

  of(about: string): Unsent | null {
    return this.#all.get(about) ?? null;
  }

  keep(about: string, unsent: Unsent): void {
    this.#all.set(about, unsent);
    this.#write();
  }

  drop(about: string): void {
    if (this.#all.delete(about)) this.#write();
  }

  #write(): void {
    remember(this.#name, this.#all.size > 0 ? Object.fromEntries(this.#all) : null);
  }
}
