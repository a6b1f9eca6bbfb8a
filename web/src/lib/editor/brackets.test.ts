import { expect, test } from 'vitest';
import fixture from '../../../../tests/fixtures/brackets.json';
import { countBrackets, matchBrackets } from './brackets';

test.each(fixture.cases)('brackets in “$text”', ({ text, pairs, stray, open_brackets }) => {
  const found = matchBrackets(text);
  expect(found.pairs.map(({ open, close, depth }) => [open, close, depth])).toEqual(pairs);
  expect(found.stray).toEqual(stray);
  expect(countBrackets(text)).toBe(open_brackets);
});
