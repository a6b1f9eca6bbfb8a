import type { NewSuggestion } from '$lib/api/types';
import type { KeptWords } from '$lib/drafting/kept-words';
import type { ReadBlock } from '$lib/drafting/read-blocks';
import { oneLine } from './one-line';

/**
 * The suggestion that words become which the draft did not take: for the paragraph they were typed in, or a new paragraph at
 * the end of the point if that is gone. Null for what cannot be suggested: a title, or words that stand there already.
 */
export function suggestionOfKept({ point, block, words: typed }: KeptWords, standing: ReadBlock | null, blocks: Iterable<ReadBlock>): NewSuggestion | null {
  const words = oneLine(typed).trim();
  if (words === '' || standing?.kind === 'title') return null;
  if (standing) return standing.words.trim() === words ? null : { paragraph: block, base_words: standing.words, words };
  const last = [...blocks].filter(({ kind }) => kind === 'paragraph').at(-1);
  return { action_point: point, after: last?.id ?? null, base_words: '', words };
}
