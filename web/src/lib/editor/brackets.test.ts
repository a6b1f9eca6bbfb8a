import { expect, test } from 'vitest';
import fixture from '../../../../tests/fixtures/brackets.json';
import { countBrackets, matchBrackets } from './brackets';

test.each<(typeof fixture.cases)[number] & { notes?: number[][][] }>(fixture.cases)(
  'brackets in “$text”',
  ({ text, notes = [], pairs, stray, open_brackets }) => {
    const stretches = notes.map((note) => note.map(([from = 0, to = 0]) => ({ from, to })));
    const found = matchBrackets(text, stretches);
    expect(found.pairs.map(({ open, close, depth }) => [open, close, depth])).toEqual(pairs);
    expect(found.stray).toEqual(stray);
    expect(countBrackets(text, stretches)).toBe(open_brackets);
  },
);
