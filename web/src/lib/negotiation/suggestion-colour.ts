import type { Suggestion } from '$lib/api/types';

const HUES = 8;

/** The colour by which a suggestion is told from its neighbours, as a CSS value; beside it always stands its number. */
export const colourOfSuggestion = ({ number }: Pick<Suggestion, 'number'>): string => `var(--p${(number % HUES) + 1})`;
