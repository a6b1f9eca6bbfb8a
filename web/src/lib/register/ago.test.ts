import { expect, test } from 'vitest';
import { ago } from './ago';

const NOW = Date.parse('2013-10-21T12:00:00Z');

test.each([
  ['2013-10-21T11:59:30Z', 'en', 'now'],
  ['2013-10-21T12:03:00Z', 'en', 'now'],
  ['2013-10-21T11:58:59Z', 'en', '1 minute ago'],
  ['2013-10-21T09:00:00Z', 'en', '3 hours ago'],
  ['2013-10-20T11:00:00Z', 'en', 'yesterday'],
  ['2013-10-11T11:00:00Z', 'fr', 'il y a 10 jours'],
  ['2013-10-11T11:00:00Z', 'ar', 'قبل 10 أيام'],
])('%s is in %s “%s”', (instant, language, words) => {
  expect(ago(instant, NOW, language)).toBe(words);
});
