import { describe, expect, test, vi } from 'vitest';
import { ar } from './ar';
import { en } from './en';
import { es } from './es';
import { fr } from './fr';
import { plurals, type PluralForms } from './plural';
import { ru } from './ru';
import { zh } from './zh';

const { asked } = vi.hoisted(() => ({ asked: [] as { language: string; forms: PluralForms }[] }));

// The plurals themselves, which also note the forms they are given.
vi.mock('./plural', async (original) => {
  const real = await original<typeof import('./plural')>();
  const noting = (language: string) => {
    const choose = real.plurals(language);
    return (count: number, forms: PluralForms) => {
      asked.push({ language, forms });
      return choose(count, forms);
    };
  };
  return { ...real, plurals: noting };
});

const catalogues = { ar, zh, en, fr, ru, es };
/** Up to here people count; a form for millions is nobody's loss. */
const COUNTS = Array.from({ length: 200 }, (_, before) => before + 1);
/** Numbers of every plural category that a sentence of any language may put in words. */
const SMALL = [0, 1, 2, 3, 11, 100];
/** Too large to be put in words: Russian has the form of 1 for it, Arabic that of many. */
const LARGE = 21;
/** Names and terms may be the same in two languages; a sentence may not. */
const LONGEST_NAME = 3;

describe.each(Object.entries(catalogues))('%s', (language, catalogue) => {
  test('says everything, for every number', () => {
    for (const [key, said] of saidBy(catalogue, SMALL)) {
      expect(said, key).not.toBe('');
      expect(said, key).not.toMatch(/#|undefined|NaN/);
    }
  });

  test('says what English says, and no more', () => {
    const keys = (words: object) => saidBy(words, [LARGE]).map(([key]) => key);
    expect(keys(catalogue).sort()).toEqual(keys(en).sort());
  });

  test('has every form of the plural that its language has', () => {
    const rules = new Intl.PluralRules(language);
    const needed = new Set(COUNTS.map((count) => rules.select(count)));
    asked.length = 0;
    saidBy(catalogue, [LARGE]);
    const own = asked.filter((one) => one.language === language);
    expect(own.length).toBeGreaterThan(20);
    for (const { forms } of own) {
      const missing = [...needed].filter((category) => forms[category] === undefined);
      expect(missing, forms.other).toEqual([]);
    }
  });

  test('leaves out no number and no name', () => {
    const english = new Map(saidBy(en, [LARGE]));
    for (const [key, said] of saidBy(catalogue, [LARGE])) {
      const told = (words: string) => words.split(String(LARGE)).length - 1;
      expect(told(said), `${key}: ${said}`).toBe(told(english.get(key) ?? ''));
    }
  });

  test.runIf(language !== 'en')('leaves no sentence in English', () => {
    const english = new Map(saidBy(en, [LARGE]));
    for (const [key, said] of saidBy(catalogue, [LARGE])) {
      const words = wordsOf(said);
      for (const run of runsOf(wordsOf(english.get(key) ?? ''))) expect(runsOf(words), key).not.toContain(run);
    }
  });
});

test('plural forms follow the language', () => {
  const arabic = [0, 1, 2, 3, 11, 100].map((count) => ar.counts.openBrackets(count));
  expect(new Set(arabic).size).toBe(6);
  expect([1, 2, 5, 21].map((count) => ru.start.found(count))).toEqual([
    '1 участник',
    '2 участника',
    '5 участников',
    '21 участник',
  ]);
  expect(plurals('en')(1234, { other: '#' })).toBe('1,234');
});

/** Everything a catalogue can say. A number, as a string, also stands in for every name. */
function saidBy(words: object, numbers: number[], path = ''): [string, string][] {
  return Object.entries(words).flatMap(([key, value]): [string, string][] => {
    const at = `${path}.${key}`;
    if (typeof value === 'string') return [[at, value]];
    if (typeof value === 'object' && value !== null) return saidBy(value, numbers, at);
    if (at === '.list') return [[at, (value as typeof en.list)(['a', 'b'])]];
    const say = value as (...parts: string[]) => string;
    return numbers.map(String).map((number) => [`${at}(${number})`, say(number, number, number)]);
  });
}

/** Words with a letter in them; the halves of a code such as 7K3QF-M2W9X are one word each. */
function wordsOf(sentence: string): string[] {
  return sentence.toLowerCase().match(/[a-z0-9’]*[a-z’][a-z0-9’]*/g) ?? [];
}

/** Every run of more words than a name has. */
function runsOf(words: string[]): string[] {
  const runs = words.map((_, from) => words.slice(from, from + LONGEST_NAME + 1));
  return runs.filter((run) => run.length > LONGEST_NAME).map((run) => run.join(' '));
}
