import { expect, test } from 'vitest';
import type { ReadBlock } from './read-blocks';
import { matchesIn, pointsCalled, searched } from './find';
import { numbered } from './outline';

const ENTRIES = numbered(
  [
    { id: 'preamble', kind: 'preamble', order: 'a' },
    ...Array.from({ length: 26 }, (_, index) => ({
      id: `p${index + 1}`,
      kind: 'action_point' as const,
      order: `b${String.fromCharCode(97 + index)}`,
    })),
  ],
  2,
);

function block(id: string, words: string): ReadBlock {
  return { id, kind: 'paragraph', words, citation: '1', language: null };
}

const called = (query: string) => pointsCalled(ENTRIES, query).map(({ number }) => number);

test('a number offers its point first, with and without the session', () => {
  expect(called('2.6')).toEqual(['2.6']);
  expect(called('6')).toEqual(['2.6']);
  expect(called('٦')).toEqual(['2.6']);
  expect(called(' 2.1 ')).toEqual(['2.1', ...Array.from({ length: 10 }, (_, index) => `2.1${index}`)]);
  expect(called('26')).toEqual(['2.26']);
});

test('what is no number of a point offers none', () => {
  for (const query of ['', '27', '3.1', 'cities', '6 cities', '0', 'p6']) expect(called(query), query).toEqual([]);
});

test('matches come in reading order, each with its words around', () => {
  const points = [
    searched('a', [block('1', 'Cities learn. A city that learns is a CITY for all.'), block('2', 'Nothing here.')]),
    searched('b', [block('3', 'En la cité')]),
  ];
  const matches = matchesIn(points, 'cit');
  expect(matches.map(({ point, block, ordinal, found }) => [point, block.id, ordinal, found])).toEqual([
    ['a', '1', 0, 'Cit'],
    ['a', '1', 1, 'cit'],
    ['a', '1', 2, 'CIT'],
    ['b', '3', 0, 'cit'],
  ]);
  for (const { before, found, after, block } of matches) {
    expect(block.words).toContain((before + found + after).replaceAll('…', ''));
  }
  expect(matchesIn(points, 'nowhere')).toEqual([]);
  expect(matchesIn(points, ' ')).toEqual([]);
});

test('words around are cut at spaces, and in Chinese anywhere', () => {
  const long = searched('a', [block('1', `${'word '.repeat(40)}needle${' word'.repeat(40)}`)]);
  const [match] = matchesIn([long], 'needle');
  expect(match?.before).toMatch(/^…(word )+$/);
  expect(match?.after).toMatch(/^( word)+…$/);
  const chinese = searched('a', [block('1', `${'学'.repeat(90)}城市${'习'.repeat(90)}`)]);
  expect(matchesIn([chinese], '城市')[0]?.before).toBe(`…${'学'.repeat(28)}`);
});

test('150 points are searched within a blink', () => {
  const words = 'Cities shall publish open data on learning, in every district and for all ages. '.repeat(6);
  const points = Array.from({ length: 150 }, (_, point) =>
    searched(`p${point}`, Array.from({ length: 4 }, (_, index) => block(`${point}.${index}`, words))),
  );
  const start = performance.now();
  expect(matchesIn(points, 'district')).toHaveLength(150 * 4 * 6);
  // Generous, because the machine may be busy: on a quiet one it takes some milliseconds.
  expect(performance.now() - start).toBeLessThan(500);
});
