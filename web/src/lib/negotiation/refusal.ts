import type { Failure } from '$lib/api/client';
import { more } from '$lib/i18n/more';

/** Why something was not decided, in the reader's language where it is one of the usual reasons; `special` go before those. */
export function refusalOf(failure: Failure, special: Record<string, string> = {}): { words: string; language: string | null } {
  const words: Record<string, string> & { unreachable: string } = { ...more.t.agreement.refusals, ...special };
  if (failure.kind === 'unreachable') return { words: words.unreachable, language: null };
  const { code, detail } = failure.problem;
  const known = Object.hasOwn(words, code) ? words[code] : undefined;
  return known === undefined ? { words: detail, language: 'en' } : { words: known, language: null };
}
