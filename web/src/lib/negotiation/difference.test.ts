import { expect, test } from 'vitest';
import { difference, type Piece } from './difference';

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
  const words = ['a', 'b', ' ', 'شهر', '城市', '[', ']', '🙂', 'e\u0301'];
  let seed = 7;
  const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
  const text = () => Array.from({ length: random(14) }, () => words[random(words.length)]).join('');
  for (let round = 0; round < 500; round += 1) {
    const [before, now] = [text(), text()];
    const pieces = difference(before, now);
    expect(without(pieces, 'inserted')).toBe(before);
    expect(without(pieces, 'deleted')).toBe(now);
  }
});
