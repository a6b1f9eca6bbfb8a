import { expect, test } from 'vitest';
import type { ReadBlock } from '$lib/drafting/read-blocks';
import { suggestionOfKept } from './suggest-kept';

const block = (id: string, words: string, kind: ReadBlock['kind'] = 'paragraph'): ReadBlock => ({ id, kind, words, citation: '', language: null });
const kept = { point: 'point', block: 'p1', words: 'Cities should plan.' };
const title = block('t', 'Plan', 'title');

test('kept words become other words for their paragraph', () => {
  const p1 = block('p1', 'Cities shall plan.');
  expect(suggestionOfKept(kept, p1, [title, p1])).toEqual({ paragraph: 'p1', base_words: 'Cities shall plan.', words: 'Cities should plan.' });
});

test('without their paragraph they become a new one at the end of the point', () => {
  const [p2, p3] = [block('p2', 'Two'), block('p3', 'Three')];
  expect(suggestionOfKept(kept, null, [title, p2, p3])).toMatchObject({ action_point: 'point', after: 'p3', words: 'Cities should plan.' });
  expect(suggestionOfKept(kept, null, [title])).toMatchObject({ action_point: 'point', after: null });
});

test('what cannot be a suggestion is not made one', () => {
  expect(suggestionOfKept({ ...kept, block: 't' }, title, [title])).toBeNull();
  expect(suggestionOfKept(kept, block('p1', 'Cities should plan.'), [title])).toBeNull();
  expect(suggestionOfKept({ ...kept, words: ' \n ' }, null, [title])).toBeNull();
  expect(suggestionOfKept({ ...kept, words: 'two\nlines' }, null, [title])).toMatchObject({ words: 'two lines' });
});
