import { ordinalLabel, type Marker } from '$lib/editor/markers';
import { i18n } from '$lib/i18n/i18n.svelte';

/** A paragraph's marker as it stands before the paragraph, in the reader's language: "2.", "(b)", "1 Alt 2", "•". */
export function markerLabel(marker: Marker): string {
  const ordinal = ordinalLabel(marker);
  if (marker.alternate !== null) return i18n.t.paragraph.alternate(ordinal, marker.alternate);
  switch (marker.kind) {
    case 'number':
      return `${ordinal}.`;
    case 'letter':
    case 'roman':
      return `(${ordinal})`;
    case 'bullet':
      return '•';
    case 'none':
      return '';
    default:
      return marker.kind satisfies never;
  }
}

/** Why a bracket without partner is marked. */
export function strayBracket(character: string): string {
  return character === '[' ? i18n.t.brackets.neverClosed : i18n.t.brackets.neverOpened;
}
