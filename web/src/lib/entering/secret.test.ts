import { expect, test } from 'vitest';
import { secretIn } from './secret';

const CODE = { kind: 'code', code: '7K3QFM2W9X' };

test.each([
  ['7K3QF-M2W9X'],
  ['7k3qf m2w9x'],
  [' 7K3QF–M2W9X\u200e '],
  ['７Ｋ３ＱＦＭ２Ｗ９Ｘ'],
  ['٧K٣QF-M٢W٩X'],
  ['۷K۳QF-M۲W۹X'],
  ['7К3QF-М2W9Х'],
  ['https://plenary.example/enter#7K3QF-M2W9X'],
])('%s is the code of a badge', (typed) => {
  expect(secretIn(typed)).toEqual(CODE);
});

test('letters that look like digits are left to the server, which takes them for digits', () => {
  expect(secretIn('oil0l-oil0l')).toEqual({ kind: 'code', code: 'OIL0LOIL0L' });
});

test.each([
  ['', 'empty'],
  [' - ', 'empty'],
  ['7K3QF', 'too_short'],
  ['7K3QF-M2W9XX', 'too_long'],
  ['7K3QF-M2W9U', 'not_in_codes'],
  ['7K3QF-M2W9é', 'not_in_codes'],
  ['graham@example.org', 'not_in_codes'],
])('%s is no code', (typed, why) => {
  expect(secretIn(typed)).toEqual({ kind: 'no_code', why });
});

test('a personal link is known by its length, pasted whole or in part', () => {
  const token = 'mJ4c'.padEnd(42, '-') + '_';
  expect(secretIn(token)).toEqual({ kind: 'link', token });
  expect(secretIn(`https://plenary.example/enter#${token}`)).toEqual({ kind: 'link', token });
});
