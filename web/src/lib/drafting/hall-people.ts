import type { Participant } from '$lib/api/types';
import type { Attendee } from './presence.svelte';

/** Somebody a hall screen may follow. */
export interface Followable {
  participant: string;
  name: string;
  city: string;
  /** The role they hold in this session, else the one on their badge. */
  role: string;
}

/** Those who usually have the floor or the keyboard come first. */
const FIRST = ['rapporteur', 'screen_operator', 'chair', 'secretariat'];

/** Everybody here but oneself, the session's officers first, then by name. */
export function peopleToFollow(here: Attendee[], badges: Participant[], session: number, me: string): Followable[] {
  const known = new Map(badges.map((badge) => [badge.id, badge]));
  const rank = ({ role }: Followable) => (FIRST.includes(role) ? FIRST.indexOf(role) : FIRST.length);
  return here
    .filter(({ participant }) => participant !== me)
    .map(({ participant, name, city }) => ({ participant, name, city, role: roleIn(known.get(participant), session) }))
    .sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
}

function roleIn(badge: Participant | undefined, session: number): string {
  const held = badge?.sessions.find(({ code }) => code === `S${session}`);
  return held?.role ?? badge?.role ?? 'delegate';
}
