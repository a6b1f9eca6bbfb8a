import { DEEPEST_LEVEL, LANGUAGES, MARKERS } from '../nodes/paragraph';
import type { PastedBlock } from './pasted';

/** What a paragraph copied from a draft says of itself. */
export function draftAttributes(element: Element): Pick<PastedBlock, 'level' | 'marker' | 'language' | 'alternate'> {
  const level = Math.trunc(Number(element.getAttribute('data-level')));
  const lang = element.getAttribute('lang');
  return {
    level: level >= 0 ? Math.min(level, DEEPEST_LEVEL) : 0,
    marker: MARKERS.find((marker) => marker === element.getAttribute('data-marker')) ?? 'none',
    language: LANGUAGES.find((language) => language === lang) ?? null,
    alternate: element.getAttribute('data-alternate'),
  };
}
