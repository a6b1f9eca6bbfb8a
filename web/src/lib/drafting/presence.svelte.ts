import { SvelteMap } from 'svelte/reactivity';
import type { ClientPresence, Here, Presence, RemoteCaret } from '$lib/api/types';

/** At most four times a second one says where one is. */
const EVERY_MS = 250;
const NOBODY: Attendee[] = [];
/** Made once: comparing five hundred names without it takes a slow tablet a tenth of a second. */
const inOrder = new Intl.Collator();

/** Somebody here, once, however many screens they have. */
export interface Attendee {
  participant: string;
  name: string;
  city: string;
  delegation: string;
  /** The points their screens are in. */
  points: string[];
}

/** Who is in the draft, and where. */
export class PresenceState {
  readonly #here = new SvelteMap<string, Here>();
  #carets = $state.raw<{ point: string; carets: RemoteCaret[] } | null>(null);

  /** Everybody here, by name. */
  readonly attendees: Attendee[] = $derived(attendeesOf([...this.#here.values()]));

  readonly #byPoint: ReadonlyMap<string, Attendee[]> = $derived(byPoint(this.attendees));

  /** Who is in a point, by name. */
  attendeesIn(point: string): Attendee[] {
    return this.#byPoint.get(point) ?? NOBODY;
  }

  /** How many delegations are here. */
  readonly delegations: number = $derived(new Set(this.attendees.map(({ delegation }) => delegation)).size);

  /** The carets in a point of everybody but `me`, newest first, with whose they are. */
  caretsIn(point: string, me: string): (RemoteCaret & { participant: string })[] {
    if (this.#carets?.point !== point) return [];
    return this.#carets.carets.flatMap((caret) => {
      const participant = this.#here.get(caret.connection)?.participant;
      return participant === undefined || participant === me ? [] : [{ ...caret, participant }];
    });
  }

  receive(presence: Presence): void {
    switch (presence.kind) {
      case 'people':
        if (presence.complete) this.#here.clear();
        for (const connection of presence.left) this.#here.delete(connection);
        for (const here of presence.here) this.#here.set(here.connection, here);
        return;
      case 'carets':
        this.#carets = presence;
        return;
      default:
        presence satisfies never;
    }
  }

  /** Nobody is known to be here: the connection is gone. */
  clear(): void {
    this.#here.clear();
    this.#carets = null;
  }
}

/** Says where one is: at once if the last time is long enough ago, else a little later, and never the same twice. */
export class OwnPlace {
  #place: ClientPresence = { point: null, caret: null };
  #said = '';
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #say: (place: ClientPresence) => void;

  constructor(say: (place: ClientPresence) => void) {
    this.#say = say;
  }

  moveTo(place: ClientPresence): void {
    this.#place = place;
    this.#timer ??= setTimeout(() => this.#tick(), this.#said === '' ? 0 : EVERY_MS);
  }

  /** A new connection knows nothing yet. */
  repeat(): void {
    this.#said = '';
    this.moveTo(this.#place);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #tick(): void {
    this.#timer = undefined;
    const place = JSON.stringify(this.#place);
    if (place === this.#said) return;
    this.#said = place;
    this.#say(this.#place);
  }
}

function attendeesOf(here: Here[]): Attendee[] {
  const attendees = new Map<string, Attendee>();
  for (const { participant, name, city, delegation, point } of here) {
    const attendee = attendees.get(participant) ?? { participant, name, city, delegation, points: [] };
    if (point && !attendee.points.includes(point)) attendee.points.push(point);
    attendees.set(participant, attendee);
  }
  return [...attendees.values()].sort((a, b) => inOrder.compare(a.name, b.name));
}

function byPoint(attendees: Attendee[]): ReadonlyMap<string, Attendee[]> {
  const found = new Map<string, Attendee[]>();
  for (const attendee of attendees) {
    for (const point of attendee.points) {
      const here = found.get(point);
      if (here) here.push(attendee);
      else found.set(point, [attendee]);
    }
  }
  return found;
}
