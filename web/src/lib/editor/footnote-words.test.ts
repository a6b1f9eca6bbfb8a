import { expect, test } from 'vitest';
import { mergeWords, replacement } from './footnote-words';

test.each([
  ['See the report', 'See the new report', { from: 8, to: 8, words: 'new ' }],
  ['See the report', 'See report', { from: 4, to: 8, words: '' }],
  ['one two three', 'one three', { from: 4, to: 8, words: '' }],
  ['one three', 'one two three', { from: 4, to: 4, words: 'two ' }],
  ['a a', 'a a a', { from: 2, to: 2, words: 'a ' }],
  ['2013', '2014', { from: 3, to: 4, words: '4' }],
  ['aaa', 'aa', { from: 0, to: 1, words: '' }],
  ['same', 'same', { from: 4, to: 4, words: '' }],
  ['', 'all', { from: 0, to: 0, words: 'all' }],
  ['😀', '😁', { from: 0, to: 2, words: '😁' }],
  ['a😀b', 'a🜀b', { from: 1, to: 3, words: '🜀' }],
])('“%s” becomes “%s” by one replacement', (before, after, change) => {
  expect(replacement(before, after)).toEqual(change);
});

test.each([
  ['See it', 'See it now', 'Do see it', 'Do see it now'],
  ['See it', 'Seek it', 'See it all', 'Seek it all'],
  ['See it', 'See it', 'See', 'See'],
  ['See it', 'Look', 'See it', 'Look'],
  ['See it', 'See it!', 'See it?', 'See it?!'],
  ['of 2013', 'of 2014', 'of 2014', 'of 2014'],
  ['one two three', 'one three', 'one two big three', 'one big three'],
])('“%s”, here “%s” and there “%s”, becomes “%s”', (before, mine, theirs, merged) => {
  expect(mergeWords(before, mine, theirs)).toBe(merged);
});

test('a replacement makes of one text the other, whatever they are', () => {
  const letters = ['a', ' ', 'b', '😀', '😁'];
  const texts = [0, 1, 2, 3, 4].reduce<string[]>((all) => ['', ...all.flatMap((text) => letters.map((letter) => text + letter))], ['']);
  const some = texts.filter((_, index) => index % 13 === 0);
  const wrong: [string, string][] = [];
  const cut: [string, string][] = [];
  for (const before of some) {
    for (const after of some) {
      const { from, to, words } = replacement(before, after);
      if (before.slice(0, from) + words + before.slice(to) !== after) wrong.push([before, after]);
      if (![before.slice(0, from), before.slice(from, to), words].every((part) => part.isWellFormed())) cut.push([before, after]);
    }
  }
  expect({ wrong, cut }).toEqual({ wrong: [], cut: [] });
});
