import { expect, test } from 'vitest';
import fixture from '../../../../tests/fixtures/markers.json';
import { citation, markersOf, ordinalLabel, type Marked } from './markers';

test.each(fixture.cases)('markers $citations', ({ paragraphs, citations }) => {
  const marked = paragraphs.map(([level, marker, alternate]) => ({ level, marker, alternate }) as Marked);
  expect(markersOf(marked).map(citation)).toEqual(citations);
});

test.each([
  ['letter', 27, 'aa'],
  ['letter', 52, 'az'],
  ['letter', 53, 'ba'],
  ['roman', 1994, 'mcmxciv'],
] as const)('the %s %i is written %s', (kind, ordinal, label) => {
  expect(ordinalLabel({ kind, ordinal, alternate: null })).toBe(label);
});
