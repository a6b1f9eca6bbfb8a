import type { Suggestion, SuggestionFit } from '$lib/api/types';
import { merge, type Hunk } from '$lib/words/merge';

/** A suggestion beside the words that stand in the text now. */
export interface SuggestionReading {
  fit: SuggestionFit;
  /** The words of its paragraph now; null where there is none, or none yet. */
  now: string | null;
  /** How the paragraph would read; empty where it would go; null where that cannot be said. */
  wouldRead: string | null;
  /** What would change in the words of now. */
  hunks: Hunk[];
}

type Subject = Pick<Suggestion, 'kind' | 'paragraph' | 'base_words' | 'words' | 'language'>;

/**
 * Reads a suggestion against the words of the paragraph it names, null if that is not in the text. The server judges by the
 * same rules (`negotiation/suggestion/fit.rs`); here they are read again at each change of the text.
 */
export function readSuggestion({ kind, paragraph, base_words: base, words, language }: Subject, named: string | null): SuggestionReading {
  const apart = (fit: SuggestionFit, now: string | null): SuggestionReading => ({ fit, now, wouldRead: null, hunks: [] });
  if (named === null && (paragraph ?? null) !== null) return apart('gone', null);
  if (kind === 'new_paragraph') return { fit: 'fits', now: null, wouldRead: words, hunks: [] };
  const now = named ?? '';
  if (language) return apart('other_language', now);
  if (words === '') {
    if (now !== base) return apart('stale', now);
    return { fit: 'fits', now, wouldRead: '', hunks: [{ at: 0, deleted: now, inserted: '' }] };
  }
  const merged = merge(base, now, words);
  return merged.kind === 'merged' ? { fit: 'fits', now, wouldRead: merged.words, hunks: merged.hunks } : apart('stale', now);
}
