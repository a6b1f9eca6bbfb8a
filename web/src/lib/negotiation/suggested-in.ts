import type { Suggestion } from '$lib/api/types';
import type { DraftTools } from '$lib/drafting/draft-tools.svelte';
import { difference, type Piece } from '$lib/words/difference';
import type { Hunk } from '$lib/words/merge';
import { NOTHING, type Suggested, type SuggestionSign } from '$lib/editor/suggested';
import { i18n } from '$lib/i18n/i18n.svelte';
import { more } from '$lib/i18n/more';
import { colourOfSuggestion } from './suggestion-colour';
import { panelIsShown } from './show-suggestion';

/** What is shown of suggestions in the text of a point: their signs, and what the one that is looked at would change. */
export function suggestedIn(tools: DraftTools, point: string): Suggested {
  const { suggestions } = tools;
  const open = suggestions.in(point);
  if (open.length === 0) return NOTHING;
  const signs: Record<string, SuggestionSign[]> = {};
  for (const suggestion of open) (signs[suggestion.paragraph ?? ''] ??= []).push(signOf(tools, suggestion));
  return { signs, drawn: drawn(tools, open) };
}

function signOf({ suggestions }: DraftTools, suggestion: Suggestion): SuggestionSign {
  const t = more.t.suggestions;
  const clashes = suggestion.clashes.length > 0;
  const [code, city] = [suggestions.code(suggestion), i18n.pick(suggestion.delegation.name)];
  return {
    id: suggestion.id,
    number: suggestion.number,
    colour: colourOfSuggestion(suggestion),
    clashes,
    label: clashes ? t.oneClashing(code, city) : t.one(code, city),
  };
}

// Only beside its card: what is struck in the text must not be a riddle.
function drawn(tools: DraftTools, open: readonly Suggestion[]): Suggested['drawn'] {
  const { suggestions } = tools;
  const current = open.find(({ id }) => id === suggestions.current);
  if (!current || suggestions.look === 'as_is' || !panelIsShown(tools)) return null;
  const { now, wouldRead } = suggestions.reading(current);
  if (wouldRead === null) return null;
  if (current.kind === 'new_paragraph') return { after: current.paragraph ?? '', words: current.words };
  return current.paragraph ? { block: current.paragraph, hunks: hunksOf(difference(now ?? '', wouldRead)) } : null;
}

// As the difference is read, not as the words are merged: what belongs together is struck together.
function hunksOf(pieces: readonly Piece[]): Hunk[] {
  const hunks: Hunk[] = [];
  let at = 0;
  pieces.forEach(({ kind, words }, index) => {
    const last = hunks.at(-1);
    if (kind === 'deleted') hunks.push({ at, deleted: words, inserted: '' });
    else if (kind === 'inserted' && last && pieces[index - 1]?.kind === 'deleted') last.inserted = words;
    else if (kind === 'inserted') hunks.push({ at, deleted: '', inserted: words });
    if (kind !== 'inserted') at += words.length;
  });
  return hunks;
}
