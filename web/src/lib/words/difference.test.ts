import { expect, test } from 'vitest';
import { changeOf, difference, type Piece } from './difference';
import { madeOf, randomly } from './random-texts';
import { tokens } from './tokens';

const without = (pieces: Piece[], kind: Piece['kind']) =>
  pieces.filter((piece) => piece.kind !== kind).map(({ words }) => words).join('');

test('whole words are told apart', () => {
  expect(difference('Cities shall plan.', 'Cities should plan.')).toEqual([
    { kind: 'same', words: 'Cities ' },
    { kind: 'deleted', words: 'shall' },
    { kind: 'inserted', words: 'should' },
    { kind: 'same', words: ' plan.' },
  ]);
  expect(difference('equal', 'equal')).toEqual([{ kind: 'same', words: 'equal' }]);
  expect(difference('', 'new')).toEqual([{ kind: 'inserted', words: 'new' }]);
});

test('both texts can be read from the difference, whatever they are', () => {
  randomly((before, now) => {
    const pieces = difference(before, now);
    expect(without(pieces, 'inserted')).toBe(before);
    expect(without(pieces, 'deleted')).toBe(now);
    pieces.forEach(({ kind, words }, at) => {
      expect(words).not.toBe('');
      expect(kind).not.toBe(pieces[at + 1]?.kind);
      if (kind === 'inserted') expect(pieces[at + 1]?.kind ?? 'same').toBe('same');
    });
  });
});

test('what only adds loses nothing, and what only takes away adds nothing', () => {
  randomly((base, now) => {
    const change = changeOf(base, now);
    expect(change === 'nothing').toBe(base === now);
    if (change === 'insert') expect(madeOf(now, base)).toEqual([]);
    if (change === 'delete') expect(madeOf(base, now)).toEqual([]);
  });
});

test('tokens give the text back, brackets alone', () => {
  randomly((text) => {
    expect(tokens(text).join('')).toBe(text);
    expect(tokens(text).filter((token) => token.length > 1 && /[[\]]/.test(token))).toEqual([]);
  });
});
