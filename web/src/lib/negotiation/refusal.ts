import type { Failure } from '$lib/api/client';
import { more } from '$lib/i18n/more';

/** Why something was not decided, in the reader's language where it is one of the usual reasons. */
export function refusalOf(failure: Failure): { words: string; language: string | null } {
  const words: Record<string, string> = more.t.agreement.refusals;
  if (failure.kind === 'unreachable') return { words: more.t.agreement.refusals.unreachable, language: null };
  const { code, detail } = failure.problem;
  const known = Object.hasOwn(words, code) ? words[code] : undefined;
  return known === undefined ? { words: detail, language: 'en' } : { words: known, language: null };
}
