import { describe, expect, test } from 'vitest';
import { ar } from './ar';
import { en } from './en';
import { es } from './es';
import { fr } from './fr';
import { plurals } from './plural';
import { ru } from './ru';
import { zh } from './zh';

const catalogues = { ar, zh, en, fr, ru, es };

describe.each(Object.entries(catalogues))('%s', (language, catalogue) => {
  test('says everything, for every number', () => {
    for (const [key, said] of saidBy(catalogue)) {
      expect(said, key).not.toBe('');
      expect(said, key).not.toMatch(/#|undefined|NaN/);
    }
  });

  test('has every form of the plural that its language has', () => {
    const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const numbers = Array.from({ length: 200 }, (_, number) => number);
    const rules = new Intl.PluralRules(language);
    const used = new Set(numbers.map((number) => rules.select(number)));
    expect(categories).toEqual(expect.arrayContaining([...used]));
    expect(catalogue.draft.openBrackets(5)).toContain('5');
  });
});

test('plural forms follow the language', () => {
  const arabic = [0, 1, 2, 3, 11, 100].map((count) => ar.draft.openBrackets(count));
  expect(new Set(arabic).size).toBe(6);
  expect([1, 2, 5, 21].map((count) => ru.start.found(count))).toEqual([
    '1 участник',
    '2 участника',
    '5 участников',
    '21 участник',
  ]);
  expect(plurals('en')(1234, { other: '#' })).toBe('1,234');
});

/** Everything a catalogue can say, with stand-ins for names and several numbers. */
function saidBy(words: object, path = ''): [string, string][] {
  return Object.entries(words).flatMap(([key, value]): [string, string][] => {
    const at = `${path}.${key}`;
    if (typeof value === 'string') return [[at, value]];
    if (typeof value === 'object' && value !== null) return saidBy(value, at);
    const say = value as (...parts: unknown[]) => string;
    if (key === 'list') return [[at, say(['a', 'b'])]];
    return [0, 1, 2, 3, 11, 100].map((count) => [`${at}(${count})`, say(count, count)]);
  });
}
