import { LANGUAGES, type Language } from '../nodes/paragraph';

const SCRIPTS: Record<Language, RegExp> = {
  ar: /\p{Script=Arabic}/u,
  zh: /\p{Script=Han}/u,
  ru: /\p{Script=Cyrillic}/u,
  en: /\p{Script=Latin}/u,
  fr: /\p{Script=Latin}/u,
  es: /\p{Script=Latin}/u,
};

/** The language of the conference that a `lang` such as "ZH-CN" names, or null. */
export function languageNamed(lang: string | null): Language | null {
  const code = lang?.slice(0, 2).toLowerCase();
  return (/^[a-z]{2}(-|$)/i.test(lang ?? '') && LANGUAGES.find((language) => language === code)) || null;
}

/** Whether words may be of a language: word processors often call everything by the language of the keyboard. */
export function mayBe(language: Language, words: string): boolean {
  return SCRIPTS[language].test(words);
}
