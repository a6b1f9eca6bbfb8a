import { i18n } from '$lib/i18n/i18n.svelte';
import { more } from '$lib/i18n/more';
import type { NotLetIn } from './entrance.svelte';

/** A sentence for people, and its language where that is not the interface's. */
export interface Reason {
  words: string;
  language: string | undefined;
}

/** Why somebody was not let in, and what to do. */
export function reasonOf(notLetIn: NotLetIn): Reason {
  const { wrong } = more.t.enter;
  switch (notLetIn.kind) {
    case 'no_code':
      return { words: wrong[notLetIn.why], language: i18n.language };
    case 'unreachable':
      return { words: more.t.failure.unreachable, language: i18n.language };
    case 'busy':
      return { words: wrong.busy, language: i18n.language };
    case 'too_often':
      return { words: wrong.too_often, language: i18n.language };
    case 'refused': {
      const { code, detail } = notLetIn.problem;
      return Object.hasOwn(wrong, code)
        ? { words: wrong[code as keyof typeof wrong], language: i18n.language }
        : { words: detail, language: 'en' };
    }
    default:
      return notLetIn satisfies never;
  }
}
