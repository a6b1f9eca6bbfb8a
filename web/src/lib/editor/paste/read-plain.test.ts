import { expect, test } from 'vitest';
import { readPlain } from './read-plain';
import { shown } from './shown';
import { typedMarkerAt } from './typed-markers';

const read = (text: string) => shown({ blocks: readPlain(text), fromDraft: false });

test('each line is a paragraph, and blank lines are none', () => {
  expect(read('One\r\n\r\nTwo\nThree\n')).toEqual(['0 - One', '0 - Two', '0 - Three']);
});

test('lines that were wrapped are one paragraph', () => {
  const long = 'City governments bring affordable connections to everyone,';
  expect(read(`${long}\nstarting with older people.\n\nData are open.`)).toEqual([
    `0 - ${long} starting with older people.`,
    '0 - Data are open.',
  ]);
});

test('numbers, letters, roman numerals and bullets, each within the one before', () => {
  expect(read('1. One\n(a) a\n(i) i\n(ii) ii\n(b) b\n2. Two\n• dot\n• dot')).toEqual([
    '0 number One',
    '1 letter a',
    '2 roman i',
    '2 roman ii',
    '1 letter b',
    '0 number Two',
    '1 bullet dot',
    '1 bullet dot',
  ]);
});

test('“(i)” after “(h)” is a letter', () => {
  expect(read('(g) g\n(h) h\n(i) i\n(j) j').map((line) => line.slice(0, 8))).toEqual(Array(4).fill('0 letter'));
});

test('bullets tell their levels by their spaces', () => {
  expect(read('- a\n  - b\n  - c\n- d')).toEqual(['0 bullet a', '1 bullet b', '1 bullet c', '0 bullet d']);
});

test('markers of other writings', () => {
  expect(read('一、学习\n二、教育')).toEqual(['0 number 学习', '0 number 教育']);
  expect(read('١. واحد\n٢. اثنان')).toEqual(['0 number واحد', '0 number اثنان']);
});

test.each([
  'No. 5 is here',
  '2013. That year the cities met',
  '1. Only one of them',
  '- a remark after a dash',
  '(see above) and below',
  'I. Newton',
  '1.5 million people',
  '3 cities',
])('“%s” is no list', (line) => {
  expect(read(line)).toEqual([`0 - ${line}`]);
});

test('a list may begin in its middle, but must go on', () => {
  expect(read('4. Four\n5. Five\n7. Seven')).toEqual(['0 number Four', '0 number Five', '0 - 7. Seven']);
});

test('what a marker may mean', () => {
  expect(typedMarkerAt('(i) x')?.meanings).toEqual([
    { kind: 'letter', ordinal: 9 },
    { kind: 'roman', ordinal: 1 },
  ]);
  expect(typedMarkerAt('(iiii) x')).toBeNull();
  expect(typedMarkerAt('1.x')).toBeNull();
});
