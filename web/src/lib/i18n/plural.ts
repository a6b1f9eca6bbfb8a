/** The forms of a sentence by plural category; `other` is always there. `#` stands for the number. */
export type PluralForms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** Chooses and fills the form of a sentence for a number, in a language. */
export function plurals(language: string): (count: number, forms: PluralForms) => string {
  const rules = new Intl.PluralRules(language);
  const numbers = numberFormat(language);
  return (count, forms) => (forms[rules.select(count)] ?? forms.other).replace('#', numbers.format(count));
}

/** Numbers as the conference writes them: in the digits 0 to 9 in every language. */
export function numberFormat(language: string): Intl.NumberFormat {
  return new Intl.NumberFormat(language, { numberingSystem: 'latn' });
}
