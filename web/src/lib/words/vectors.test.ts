import { expect, test } from 'vitest';
import vectors from '../../../../tests/data/words.json';
import { changeOf, difference } from './difference';
import { merge } from './merge';
import { RULE, tokens } from './tokens';

test('the rule is the server’s', () => {
  expect(RULE).toBe(vectors.rule);
});

test.each(vectors.tokens)('tokens of $of', ({ text, tokens: expected }) => {
  expect(tokens(text)).toEqual(expected);
});

test.each(vectors.difference)('difference of $of', ({ before, now, pieces, change }) => {
  expect(difference(before, now).map(({ kind, words }) => [kind, words])).toEqual(pieces);
  expect(changeOf(before, now)).toBe(change);
});

test.each(vectors.merge)('merge of $of', ({ base, now, suggested, words, hunks, clashes }) => {
  expect(merge(base, now, suggested)).toEqual(clashes ? { kind: 'conflict', clashes } : { kind: 'merged', words, hunks });
});
