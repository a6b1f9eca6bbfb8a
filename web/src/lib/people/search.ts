import type { Participant } from '$lib/api/types';

/** The participants that every word of a search is found in, whatever its case and accents. */
export function matching(
  participants: Participant[],
  search: string,
  spoken: (participant: Participant) => string[],
): Participant[] {
  const words = folded(search).split(/\s+/).filter(Boolean);
  if (words.length === 0) return participants;
  return participants.filter((participant) => {
    const text = folded([...written(participant), ...spoken(participant)].join(' '));
    return words.every((word) => text.includes(word));
  });
}

function written({ delegation, sessions, ...person }: Participant): string[] {
  const { name, native_name, title, role, city, country, reference } = person;
  const codes = sessions.map(({ code }) => code);
  return [name, native_name ?? '', title, role, city, country, reference, ...Object.values(delegation.name), ...codes];
}

// Decomposed and without combining marks, so that "garcia" finds "García".
function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
