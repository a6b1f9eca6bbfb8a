import { expect, test } from 'vitest';
import { readSuggestion } from './suggestion-reading';

const replacing = { kind: 'replace' as const, paragraph: 'p', base_words: 'Cities shall plan.', words: 'Cities should plan.' };

test('a suggestion is carried over to words that changed elsewhere in the paragraph', () => {
  const { fit, wouldRead, hunks } = readSuggestion(replacing, 'Cities shall plan together.');
  expect([fit, wouldRead]).toEqual(['fits', 'Cities should plan together.']);
  expect(hunks).toEqual([{ at: 7, deleted: 'shall', inserted: 'should' }]);
});

test('it is stale once its own words have changed, and fits again when they come back', () => {
  expect(readSuggestion(replacing, 'Cities must plan.')).toEqual({ fit: 'stale', now: 'Cities must plan.', wouldRead: null, hunks: [] });
  expect(readSuggestion(replacing, 'Cities shall plan.').fit).toBe('fits');
});

test('without its paragraph it is gone, also a new paragraph that should follow one', () => {
  expect(readSuggestion(replacing, null).fit).toBe('gone');
  const added = { ...replacing, kind: 'new_paragraph' as const, base_words: '' };
  expect(readSuggestion(added, null).fit).toBe('gone');
  expect(readSuggestion(added, 'Something else.')).toMatchObject({ fit: 'fits', now: null, wouldRead: 'Cities should plan.' });
  expect(readSuggestion({ ...added, paragraph: null }, null).fit).toBe('fits');
});

test('a paragraph that others went on writing does not go with what they wrote', () => {
  const removing = { ...replacing, kind: 'delete' as const, words: '' };
  expect(readSuggestion(removing, 'Cities shall plan.')).toMatchObject({ fit: 'fits', wouldRead: '' });
  expect(readSuggestion(removing, 'Cities shall plan. More.').fit).toBe('stale');
});

test('words in another language are not merged', () => {
  expect(readSuggestion({ ...replacing, language: 'fr' }, 'Cities shall plan.')).toMatchObject({ fit: 'other_language', wouldRead: null });
});
