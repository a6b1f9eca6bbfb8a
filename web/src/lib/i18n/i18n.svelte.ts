import type { Translations } from '$lib/api/types';
import { recall, remember } from '$lib/ui/memory';
import type { Catalogue } from './en';
import { enFirst } from './en-first';
import { numberFormat } from './plural';

/** The languages of the interface, in the order of the United Nations, each by its own name. */
export const LANGUAGES = {
  ar: { name: 'العربية', direction: 'rtl' },
  zh: { name: '中文', direction: 'ltr' },
  en: { name: 'English', direction: 'ltr' },
  fr: { name: 'Français', direction: 'ltr' },
  ru: { name: 'Русский', direction: 'ltr' },
  es: { name: 'Español', direction: 'ltr' },
} as const;

export type LanguageCode = keyof typeof LANGUAGES;

/** The whole catalogue of a language; English is in two files, of which the first is always here: then it is null. */
const CATALOGUES: Record<LanguageCode, () => Promise<Catalogue | null>> = {
  ar: async () => (await import('./ar')).ar,
  zh: async () => (await import('./zh')).zh,
  en: async () => null,
  fr: async () => (await import('./fr')).fr,
  ru: async () => (await import('./ru')).ru,
  es: async () => (await import('./es')).es,
};

interface DateOptions extends Omit<Intl.DateTimeFormatOptions, 'timeZone'> {
  timeZone: string | undefined;
}

const REMEMBERED = 'language';

/** The language of the interface, its words, and its way of writing dates and numbers. */
class Interface {
  language: LanguageCode = $state('en');
  /** The catalogue of another language than English. */
  translated: Catalogue | null = $state.raw(null);
  /** The words that are always here; for the others see `more.ts`. */
  readonly t: typeof enFirst = $derived(this.translated ?? enFirst);
  readonly direction = $derived(LANGUAGES[this.language].direction);
  #wished: LanguageCode = 'en';
  readonly #numbers = $derived(numberFormat(this.language));

  /** Speaks this language from now on: words, direction and the page's own language. Without its words, nothing changes. */
  async speak(language: LanguageCode): Promise<void> {
    this.#wished = language;
    const words = await CATALOGUES[language]().catch(() => undefined);
    // Whoever walks through the languages gets the one they stop at, not the one whose words come last.
    if (words === undefined || this.#wished !== language) return;
    this.language = language;
    this.translated = words;
    document.documentElement.lang = language;
    document.documentElement.dir = LANGUAGES[language].direction;
    remember(REMEMBERED, language);
  }

  number(value: number): string {
    return this.#numbers.format(value);
  }

  /** The translation into this language, else English, else the first there is. */
  pick(translations: Translations): string {
    return translations[this.language] ?? translations['en'] ?? Object.values(translations)[0] ?? '';
  }

  /** The language in which {@link pick} answers, for the `lang` attribute. */
  pickedLanguage(translations: Translations): string {
    return [this.language, 'en'].find((code) => translations[code] !== undefined) ?? this.language;
  }

  /** A word from a list the server may lengthen before this page knows it. */
  word<Key extends string>(words: Record<Key, string>, key: string): string {
    return Object.hasOwn(words, key) ? words[key as Key] : key.replaceAll('_', ' ');
  }

  /** Two days as one range, such as "21–23 October 2013". */
  days(first: string, last: string): string {
    return this.#dates({ day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).formatRange(
      new Date(first),
      new Date(last),
    );
  }

  /** A day of the week and the month, in the venue's time. */
  day(instant: string, timeZone: string | undefined): string {
    return this.#dates({ weekday: 'long', day: 'numeric', month: 'long', timeZone }).format(new Date(instant));
  }

  /** From one time of day to another, in the venue's time. */
  hours(from: string, to: string, timeZone: string | undefined): string {
    const format = this.#dates({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone });
    return format.formatRange(new Date(from), new Date(to));
  }

  /** A day and the time of it, where the reader is. */
  moment(instant: Date): string {
    const time = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
    return this.#dates({ day: 'numeric', month: 'long', year: 'numeric', ...time, timeZone: undefined }).format(instant);
  }

  /** A time of day, where the reader is. */
  time(instant: Date): string {
    return this.#dates({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: undefined }).format(instant);
  }

  #dates({ timeZone, ...options }: DateOptions): Intl.DateTimeFormat {
    // The day comes before the month, as the United Nations writes it.
    const locale = this.language === 'en' ? 'en-GB' : this.language;
    const zone = timeZone === undefined ? {} : { timeZone };
    return new Intl.DateTimeFormat(locale, { numberingSystem: 'latn', calendar: 'gregory', ...options, ...zone });
  }
}

export const i18n = new Interface();

/** The language to start with: asked for in the address (`?lang=ar`), chosen before, or the browser's. */
export function firstLanguage(): LanguageCode {
  const asked = new URLSearchParams(window.location.search).get('lang');
  const wishes = [asked, recall<string>(REMEMBERED), ...navigator.languages];
  return wishes.map(supported).find((language) => language !== null) ?? 'en';
}

function supported(wish: string | null): LanguageCode | null {
  const code = wish?.slice(0, 2).toLowerCase() ?? '';
  return Object.hasOwn(LANGUAGES, code) ? (code as LanguageCode) : null;
}
