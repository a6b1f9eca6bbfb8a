import { expect, test } from 'vitest';
import { colourOf, initials } from './person';

test.each([
  ['Xu Peilin', 'XP'],
  ['Kim Seo-yun', 'KS'],
  ['María del Carmen Restrepo', 'MR'],
  ['徐佩琳', '徐'],
  [' Ada ', 'A'],
  ['', ''],
])('the initials of “%s” are “%s”', (name, letters) => {
  expect(initials(name)).toBe(letters);
});

test('a participant has one of eight colours, always the same', () => {
  const colours = new Set(Array.from({ length: 200 }, (_, index) => colourOf(`participant-${index}`)));
  expect([...colours].sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((hue) => `var(--p${hue})`));
  expect(colourOf('p-1')).toBe(colourOf('p-1'));
});
