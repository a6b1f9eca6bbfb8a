import type { RemoteCaret } from '$lib/api/types';
import type { Attendee, PresenceState } from './presence.svelte';

/** How it stands with somebody who is followed. */
export type Followed =
  /** They are here, perhaps in no point yet. */
  | { kind: 'here'; person: Attendee; point: string | null }
  /** There is no connection, or nobody has told yet who is here. */
  | { kind: 'unknown'; person: Attendee | null }
  /** They have left. */
  | { kind: 'gone'; person: Attendee | null };

/** Following somebody through a draft, as far as the server tells where they are. */
export class Following {
  /** Who is followed. */
  participant: string | null = $state(null);
  /** Who it was and where, when last seen. No state: what is remembered changes nothing until they move again. */
  #seen: { person: Attendee; point: string | null } | null = null;
  readonly #presence: PresenceState;
  readonly #me: string;

  /** Where they are; null while nobody is followed. */
  readonly state: Followed | null = $derived.by(() => {
    if (this.participant === null) return null;
    const { attendees } = this.#presence;
    const person = attendees.find(({ participant }) => participant === this.participant);
    if (person) return { kind: 'here', person, point: pointOf(person.points, this.#seen) };
    // Oneself is always here once the server has told who is.
    const told = attendees.some(({ participant }) => participant === this.#me);
    return { kind: told ? 'gone' : 'unknown', person: this.#seen?.person ?? null };
  });

  /** Their newest caret in that point; null beyond the twenty that the server shows. */
  readonly caret: RemoteCaret | null = $derived.by(() => {
    if (this.state?.kind !== 'here' || this.state.point === null) return null;
    const carets = this.#presence.caretsIn(this.state.point, this.#me);
    return carets.find(({ participant }) => participant === this.participant) ?? null;
  });

  constructor(presence: PresenceState, me: string) {
    this.#presence = presence;
    this.#me = me;
  }

  start(participant: string): void {
    this.#seen = null;
    this.participant = participant;
  }

  stop(): void {
    this.participant = null;
    this.#seen = null;
  }

  /** To be called when {@link state} has changed: remembers where they were seen. */
  remember(): void {
    if (this.state?.kind === 'here') this.#seen = { person: this.state.person, point: this.state.point };
  }
}

/**
 * The point that somebody is followed to. Who has several screens is in several points: the one they have newly gone
 * to counts, else the one they were followed to before.
 */
export function pointOf(points: string[], seen: { person: { points: string[] }; point: string | null } | null): string | null {
  const before = seen?.person.points ?? [];
  const entered = seen === null ? undefined : points.find((point) => !before.includes(point));
  if (entered !== undefined) return entered;
  if (seen?.point != null && points.includes(seen.point)) return seen.point;
  return points.at(-1) ?? null;
}
