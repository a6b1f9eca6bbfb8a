import { expect, test } from 'vitest';
import { difference } from '$lib/words/difference';
import { shortened } from './shortened';

const LONG = 'Every city government should see to it that residents of all ages find a place to learn near their homes, ';

test('of long words that stay the same only those around a change are shown', () => {
  const pieces = shortened(difference(`${LONG}shall plan ${LONG}`, `${LONG}should plan ${LONG}`));
  expect(pieces.map(({ kind }) => kind)).toEqual(['same', 'deleted', 'inserted', 'same']);
  expect(pieces[0]?.words).toBe('… ages find a place to learn near their homes, ');
  expect(pieces[3]?.words).toMatch(/^ plan Every city government should see to it …$/);
});

test('short words stay whole, and what changed is never cut', () => {
  const pieces = difference(`Cities ${LONG}`, 'Cities');
  expect(shortened(pieces)).toEqual(pieces);
});
