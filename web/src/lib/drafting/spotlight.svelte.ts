import { getContext, setContext } from 'svelte';
import type { EditorView } from 'prosemirror-view';
import { selectLit, shine } from '$lib/editor/spotlight';

/** A place where the words searched for stand. */
export interface Lit {
  point: string;
  block: string;
  ordinal: number;
}

const ARRIVED_MS = 3_000;
const CONTEXT = Symbol('spotlight');

/** What is lit up in the texts of a draft: what is searched for, and where one has arrived. */
export class Spotlight {
  /** The folded words that are searched for. */
  needle = $state('');
  /** The occurrence one is at. */
  now: Lit | null = $state.raw(null);
  #marked: { block: string; why: 'arrived' | 'followed' } | null = $state.raw(null);
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #views = new Map<string, EditorView>();

  /** To be an effect of each editor: lights up what is in its text. */
  shineOn(view: EditorView, point: string): () => void {
    this.#views.set(point, view);
    const now = this.now?.point === point ? { block: this.now.block, ordinal: this.now.ordinal } : null;
    shine(view, { needle: this.needle, now, marked: this.#marked });
    return () => {
      if (this.#views.get(point) === view) this.#views.delete(point);
    };
  }

  /** The editor of a point, if there is one on the page. */
  viewOf(point: string): EditorView | null {
    return this.#views.get(point) ?? null;
  }

  /** Shows for a moment which paragraph one has arrived at. */
  showArrival(block: string): void {
    clearTimeout(this.#timer);
    this.#marked = { block, why: 'arrived' };
    this.#timer = setTimeout(() => (this.#marked = null), ARRIVED_MS);
  }

  /** Marks the paragraph in which somebody who is followed writes. */
  markFollowed(block: string | null): void {
    clearTimeout(this.#timer);
    if (block !== this.#marked?.block) this.#marked = block === null ? null : { block, why: 'followed' };
  }

  /** Puts the keyboard at the occurrence one is at; false if there is none. */
  enterText(): boolean {
    const view = this.now && this.#views.get(this.now.point);
    if (!this.now || !view?.editable) return false;
    selectLit(view, this.now.block, this.now.ordinal);
    return true;
  }

  /** Nothing is searched for any more. */
  endSearch(): void {
    this.needle = '';
    this.now = null;
  }
}

/** Makes a spotlight for the texts below. */
export function provideSpotlight(): Spotlight {
  return setContext(CONTEXT, new Spotlight());
}

/** The spotlight of the texts around. */
export function theSpotlight(): Spotlight {
  return getContext<Spotlight>(CONTEXT);
}
