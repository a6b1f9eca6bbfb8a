import type { Delegation, Registered, Role } from '$lib/api/types';

/** Who of the register is wanted; what is empty lets everybody through. */
export interface Filter {
  words: string;
  /** The role on the badge. */
  role: Role | '';
  session: string;
  delegation: string;
  neverSeen: boolean;
}

export const EVERYBODY: Filter = { words: '', role: '', session: '', delegation: '', neverSeen: false };

/** A person with everything they can be found by. */
export interface Findable {
  person: Registered;
  text: string;
}

/** The people with what they can be found by; made once, not at each key. */
export function findable(people: readonly Registered[], delegations: ReadonlyMap<string, Delegation>): Findable[] {
  return people.map((person) => {
    const { name, native_name, title, city, email, reference } = person;
    const delegation = delegations.get(person.delegation);
    const words = [name, native_name, title, city, email, reference, delegation?.city, ...Object.values(delegation?.name ?? {})];
    return { person, text: folded(words.filter(Boolean).join('\n')) };
  });
}

/** Those whom a filter lets through, in their order. */
export function filtered(people: readonly Findable[], { words, role, session, delegation, neverSeen }: Filter): Registered[] {
  const searched = folded(words).split(/\s+/).filter(Boolean);
  const found = people.filter(
    ({ person, text }) =>
      (role === '' || person.role === role) &&
      (session === '' || person.roles.some((held) => held.session === session)) &&
      (delegation === '' || person.delegation === delegation) &&
      (!neverSeen || !person.last_seen_at) &&
      searched.every((word) => text.includes(word)),
  );
  return found.map(({ person }) => person);
}

/** Without case and accents. The start page searches alike; it is not to wait for a file that the two would share. */
export function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

/** The filter that an address asks for. */
export function filterIn(search: string): Filter {
  const asked = new URLSearchParams(search);
  return {
    words: asked.get('find') ?? '',
    role: (asked.get('role') ?? '') as Role | '',
    session: asked.get('session') ?? '',
    delegation: asked.get('delegation') ?? '',
    neverSeen: asked.has('never'),
  };
}

/** A filter as it stands behind a path; nothing for everybody. */
export function asSearch({ words, role, session, delegation, neverSeen }: Filter): string {
  const said = Object.entries({ find: words, role, session, delegation, never: neverSeen ? 'seen' : '' });
  const search = new URLSearchParams(said.filter(([, value]) => value !== '')).toString();
  return search === '' ? '' : `?${search}`;
}
