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

  #before: ReadonlyMap<string, Attendee[]> = new Map();
  readonly #byPoint: ReadonlyMap<string, Attendee[]> = $derived.by(
    () => (this.#before = byPoint(this.attendees, this.#before)),
  );

  /** Who is in a point beside `me`, by name: the same array as long as it is the same people. */
  othersIn(point: string, me: string): Attendee[] {
    const attendees = this.#byPoint.get(point) ?? NOBODY;
    return attendees.some(({ participant }) => participant === me)
      ? attendees.filter(({ participant }) => participant !== me)
      : attendees;
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
  #place: () => ClientPresence = () => ({ point: null, caret: null });
  #said = '';
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #say: (place: ClientPresence) => void;

  constructor(say: (place: ClientPresence) => void) {
    this.#say = say;
  }

  /** `place` is asked when it is said: to find it costs too much for every key. */
  moveTo(place: () => ClientPresence): void {
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
    const place = this.#place();
    const words = JSON.stringify(place);
    if (words === this.#said) return;
    this.#said = words;
    this.#say(place);
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

// When somebody moves, the other points must not be drawn anew.
function byPoint(attendees: Attendee[], before: ReadonlyMap<string, Attendee[]>): ReadonlyMap<string, Attendee[]> {
  const found = new Map<string, Attendee[]>();
  for (const attendee of attendees) {
    for (const point of attendee.points) {
      const here = found.get(point);
      if (here) here.push(attendee);
      else found.set(point, [attendee]);
    }
  }
  for (const [point, now] of found) {
    const was = before.get(point);
    if (was && areSame(was, now)) found.set(point, was);
  }
  return found;
}

function areSame(some: Attendee[], others: Attendee[]): boolean {
  const same = (a: Attendee, b: Attendee | undefined) =>
    a.participant === b?.participant && a.name === b.name && a.city === b.city;
  return some.length === others.length && some.every((attendee, index) => same(attendee, others[index]));
}
