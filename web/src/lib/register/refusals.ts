import type { Failure } from '$lib/api/client';
import { more } from '$lib/i18n/more';

/** Why something was not done: the words, their language if it is not the reader's, and the field they are about. */
export interface Refused {
  words: string;
  language: string | null;
  field: string | null;
}

/** Why the secretariat's command was not carried out, in the reader's language where it is one of the usual reasons. */
export function refusedFor(failure: Failure): Refused {
  if (failure.kind === 'unreachable') return { words: more.t.register.refusals.unreachable, language: null, field: null };
  const { code, detail, field = null } = failure.problem;
  const words: Record<string, string> = more.t.register.refusals;
  const known = Object.hasOwn(words, code) ? words[code] : undefined;
  return known === undefined ? { words: detail, language: 'en', field } : { words: known, language: null, field };
}
