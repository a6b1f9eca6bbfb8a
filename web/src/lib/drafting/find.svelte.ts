import { needleOf } from '$lib/editor/folding';
import { blocksIn } from './read-blocks';
import { matchesIn, pointsCalled, searched, type Match, type SearchedPoint } from './find';
import type { LocalDocument } from './local-document.svelte';
import type { NumberedEntry } from './outline';
import type { Spotlight } from './spotlight.svelte';

/** Something a search offers: a point by its number, or a place in the text. */
export type Offer = { kind: 'point'; entry: NumberedEntry } | Match;

/** The most that is offered; more are counted. */
const MOST = 200;

/** Where a search looks, and what it does there. */
export interface Ground {
  document: LocalDocument | null;
  entries: NumberedEntry[];
  spotlight: Spotlight;
  /** Scrolls to an offer. */
  show: (offer: Offer) => void;
  /** The search whose places one goes to without its field, or none. */
  walked: (find: Find | null) => void;
}

/** A search through the draft: what is asked, what is offered, and which offer one is at. */
export class Find {
  query = $state('');
  /** The offer that Enter takes. */
  active = $state(0);
  /** The offer one has gone to, by name, because others may come before it meanwhile. */
  #visited: string | null = $state(null);
  readonly #ground: Ground;
  /** The texts as they were last read, and when that was. */
  readonly #read = new Map<string, { document: LocalDocument; revision: number; point: SearchedPoint }>();

  readonly #matches: Match[] = $derived.by(() => (this.query.trim() === '' ? [] : matchesIn(this.#points(), this.query)));
  readonly #called: NumberedEntry[] = $derived.by(() => pointsCalled(this.#ground.entries, this.query));
  /** How often the words stand in the text. */
  readonly count: number = $derived(this.#matches.length);
  readonly offers: Offer[] = $derived([
    ...this.#called.map((entry) => ({ kind: 'point' as const, entry })),
    ...this.#matches.slice(0, MOST),
  ]);
  /** The place of the offer one is at, from 0; -1 before the first. */
  readonly at: number = $derived(this.offers.findIndex((offer) => nameOf(offer) === this.#visited));

  /** `ground` is read anew at each question: its fields change. */
  constructor(ground: Ground) {
    this.#ground = ground;
  }

  /** Asks something else. */
  ask(query: string): void {
    this.query = query;
    this.active = 0;
    this.#visited = null;
    this.#ground.spotlight.needle = needleOf(query);
    this.#ground.spotlight.now = null;
  }

  /** Moves what Enter takes, from the last on to the first. */
  move(step: 1 | -1): void {
    const { length } = this.offers;
    if (length > 0) this.active = (this.active + step + length) % length;
  }

  /** Enter: goes to the active offer, or from there to the next one or the one before. */
  step(step: 1 | -1): void {
    if (this.offers.length === 0) return;
    if (this.at >= 0 && this.at === this.active) this.move(step);
    else if (step < 0 && this.at < 0) this.move(-1);
    this.goTo(this.active);
  }

  /** Goes to an offer. */
  goTo(index: number): void {
    const offer = this.offers[index];
    if (!offer) return;
    this.active = index;
    this.#visited = nameOf(offer);
    this.#ground.spotlight.now =
      offer.kind === 'match' ? { point: offer.point, block: offer.block.id, ordinal: offer.ordinal } : null;
    this.#ground.show(offer);
  }

  /** Ends the search. */
  end(): void {
    this.ask('');
    this.#ground.spotlight.endSearch();
    this.#read.clear();
  }

  #points(): SearchedPoint[] {
    const { document, entries } = this.#ground;
    if (!document) return [];
    return entries.map(({ id }) => this.#point(document, id));
  }

  #point(document: LocalDocument, id: string): SearchedPoint {
    const revision = document.revisions.get(id) ?? 0;
    const known = this.#read.get(id);
    if (known && known.document === document && known.revision === revision) return known.point;
    const point = searched(id, blocksIn(document.fragment(id)));
    this.#read.set(id, { document, revision, point });
    return point;
  }
}

/** A name for an offer that stays while others are added before it. */
export function nameOf(offer: Offer): string {
  return offer.kind === 'point' ? offer.entry.id : `${offer.block.id} ${offer.ordinal}`;
}
