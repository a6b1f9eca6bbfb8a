import { recall, remember } from '$lib/ui/memory';
import type { Following } from './following.svelte';
import type { NumberedEntry } from './outline';

const REMEMBERED_SIZE = 'hall.size';
/** Each step is a tenth larger; at 0 a line holds about sixty letters. */
const STEPS = { least: -6, most: 12 };
const FACTOR = 1.1;
const FOLLOW = 'follow';

/** What a hall screen shows: the point somebody followed is in, or one that was chosen, and how large. */
export class Hall {
  /** The point that was chosen; also the last one somebody followed was in. */
  #chosen: string | null = $state(null);
  #step = $state(0);
  /** The digits of a number that is being typed. */
  typed = $state('');
  readonly #entries: () => NumberedEntry[];
  readonly #following: Following;

  /** The entry on the wall; null only while the draft has no text. */
  readonly shown: NumberedEntry | null = $derived.by(() => {
    const entries = this.#entries();
    const followed = this.#following.state;
    const wanted = (followed?.kind === 'here' ? followed.point : null) ?? this.#chosen;
    return entries.find(({ id }) => id === wanted) ?? entries.find(({ kind }) => kind === 'action_point') ?? entries[0] ?? null;
  });
  /** How many times the usual size the text has. */
  readonly scale: number = $derived(FACTOR ** this.#step);

  constructor(following: Following, entries: () => NumberedEntry[]) {
    this.#following = following;
    this.#entries = entries;
    this.#step = clamped(recall<number>(REMEMBERED_SIZE) ?? 0);
    const asked = new URLSearchParams(window.location.search).get(FOLLOW);
    if (asked !== null) following.start(asked);
  }

  /** Follows a person from now on; the address keeps it. */
  follow(participant: string): void {
    this.#following.start(participant);
    keepInAddress(participant);
  }

  /** Stays at the point that followed was in when they are in none. */
  stay(): void {
    if (this.shown) this.#chosen = this.shown.id;
  }

  /** Shows a point and follows nobody any more. */
  choose(point: string): void {
    this.#following.stop();
    keepInAddress(null);
    this.#chosen = point;
  }

  /** Follows nobody and stays. */
  fix(): void {
    if (this.shown) this.choose(this.shown.id);
    else this.#following.stop();
  }

  /** Shows the next point or the one before. */
  move(step: 1 | -1): void {
    const entries = this.#entries();
    const next = entries[entries.findIndex(({ id }) => id === this.shown?.id) + step];
    if (next) this.choose(next.id);
  }

  /** Makes the text larger or smaller by one step. */
  resize(step: 1 | -1): void {
    this.#step = clamped(this.#step + step);
    remember(REMEMBERED_SIZE, this.#step);
  }

  /** Shows the point with the number that was typed; false if there is none. */
  enterNumber(): boolean {
    const asked = this.typed;
    this.typed = '';
    const entry = this.#entries().find(({ number }) => number?.split('.')[1] === asked);
    if (entry) this.choose(entry.id);
    return entry !== undefined;
  }
}

function clamped(step: number): number {
  return Math.min(STEPS.most, Math.max(STEPS.least, Math.trunc(step) || 0));
}

function keepInAddress(participant: string | null): void {
  const address = new URL(window.location.href);
  if (participant === null) address.searchParams.delete(FOLLOW);
  else address.searchParams.set(FOLLOW, participant);
  history.replaceState(history.state, '', address);
}
