import type { MarkerKind } from './nodes/paragraph';

/** What a paragraph's marker depends on. */
export interface Marked {
  level: number;
  marker: MarkerKind;
  /** The group of competing versions this paragraph belongs to, if any. */
  alternate: string | null;
}

/** The place of a paragraph: its ordinal on its level, and which of several alternates it is (from 1), if it is one. */
export interface Marker {
  kind: MarkerKind;
  ordinal: number;
  alternate: number | null;
}

/**
 * The markers of the paragraphs of one point, in order.
 *
 * Each level counts on its own and starts anew under each paragraph of a level above. A paragraph with another kind of
 * marker than the one before it on its level starts a new count. Alternates share one ordinal.
 */
export function markersOf(paragraphs: Marked[]): Marker[] {
  const counts: { kind: MarkerKind; ordinal: number; group: string | null; alternate: number }[] = [];
  return paragraphs.map(({ level, marker, alternate }) => {
    counts.length = Math.min(counts.length, level + 1);
    const last = counts[level];
    const continues = last?.kind === marker;
    const competes = continues && alternate !== null && last.group === alternate;
    const ordinal = continues ? last.ordinal + (competes ? 0 : 1) : 1;
    const which = competes ? last.alternate + 1 : 1;
    counts[level] = { kind: marker, ordinal, group: alternate, alternate: which };
    return { kind: marker, ordinal, alternate: alternate === null ? null : which };
  });
}

/** The marker as people cite it: "2", "b", "iv", "1 Alt 2"; empty for bullets and none. */
export function citation(marker: Marker): string {
  const label = ordinalLabel(marker);
  return marker.alternate === null ? label : `${label} Alt ${marker.alternate}`.trimStart();
}

/** The ordinal in the writing of its kind, without the word for an alternate. */
export function ordinalLabel({ kind, ordinal }: Marker): string {
  switch (kind) {
    case 'number':
      return String(ordinal);
    case 'letter':
      return letters(ordinal);
    case 'roman':
      return roman(ordinal);
    case 'bullet':
    case 'none':
      return '';
    default:
      return kind satisfies never;
  }
}

// a … z, aa, ab …
function letters(ordinal: number): string {
  let label = '';
  for (let rest = ordinal; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    label = String.fromCharCode(97 + ((rest - 1) % 26)) + label;
  }
  return label;
}

const ROMAN: [number, string][] = [
  [1000, 'm'], [900, 'cm'], [500, 'd'], [400, 'cd'], [100, 'c'], [90, 'xc'], [50, 'l'], [40, 'xl'],
  [10, 'x'], [9, 'ix'], [5, 'v'], [4, 'iv'], [1, 'i'],
];

function roman(ordinal: number): string {
  let rest = ordinal;
  let label = '';
  for (const [value, sign] of ROMAN) {
    for (; rest >= value; rest -= value) label += sign;
  }
  return label;
}
