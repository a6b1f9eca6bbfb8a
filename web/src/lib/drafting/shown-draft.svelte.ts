import { onDestroy, onMount, untrack } from 'svelte';
import type { ActionPointState, Draft, ParagraphState, Participant } from '$lib/api/types';
import { LiveDraft, type Surroundings } from './live.svelte';
import { numbered, type NumberedEntry, type OutlineEntry } from './outline';
import { overHttp } from './over-http';
import { notesBefore } from './runs';

/** What a page that shows a draft is given. */
export interface ShownProps {
  draft: Draft;
  me: Participant;
  /** Asks the server again what it says of the draft. */
  refresh: () => void;
}

/** A draft as a page shows it: the live text, beside what the server says of its points. */
export class ShownDraft {
  readonly live: LiveDraft;
  readonly #given: () => ShownProps;
  /** The entries of the outline with their numbers, in reading order. */
  readonly entries: NumberedEntry[] = $derived.by(() =>
    numbered(this.live.document?.outline ?? [], this.#given().draft.session_number),
  );
  /** How many footnotes stand before each entry. */
  readonly notes: ReadonlyMap<string, number> = $derived.by(() => {
    const { document } = this.live;
    return notesBefore(this.entries.map(({ id }) => ({ id, notes: document?.summaries.get(id)?.notes ?? [] })));
  });
  /** The states of paragraphs by id; what is absent is open. */
  readonly paragraphs: ReadonlyMap<string, ParagraphState> = $derived.by(
    () =>
      new Map(
        this.#given().draft.action_points.flatMap((point) =>
          point.paragraphs.map(({ id, state }) => [id, state] as const),
        ),
      ),
  );
  readonly #states: ReadonlyMap<string, ActionPointState> = $derived.by(
    () => new Map(this.#given().draft.action_points.map(({ id, state }) => [id, state])),
  );

  /** To be made by the component that shows it: it connects when that is there, and lets go when that goes. */
  constructor(given: () => ShownProps, notTaken: Surroundings['notTaken']) {
    this.#given = given;
    const { draft, me } = untrack(given);
    this.live = new LiveDraft(draft, me.id, { ...overHttp(draft.id), notTaken, decided: () => given().refresh() });
    onMount(() => void this.live.open());
    onDestroy(() => this.live.close());
    // What the server says of the states may have changed while there was no connection.
    $effect(() => {
      if (this.live.link.kind === 'live') untrack(() => given().refresh());
    });
  }

  /** Null for preambles and headings. */
  readonly stateOf = ({ id, kind }: Pick<OutlineEntry, 'id' | 'kind'>): ActionPointState | null =>
    kind === 'action_point' ? (this.#states.get(id) ?? 'drafting') : null;
}
