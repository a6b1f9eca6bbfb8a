import { expect, test } from 'vitest';
import type { Delegation, Registered } from '$lib/api/types';
import { asSearch, EVERYBODY, filtered, filterIn, findable, type Filter } from './filter';

const delegation = (id: string, name: string): Delegation => ({
  id, name: { en: name, fr: `${name}-sur-Mer` }, kind: 'city', city: name, country: 'XX', head: null, may_agree: true, may_sponsor: true, members: 1,
});
const person = (name: string, of: Partial<Registered>): Registered => ({
  id: name, reference: `R-${name.length}`, name, native_name: null, title: 'Mayor', role: 'delegate', delegation: 'cork', head_of_delegation: false,
  city: 'Cork', country: 'IE', language: 'en', other_languages: [], email: null, roles: [], offices: [], valid_codes: 0, valid_links: 0,
  last_seen_at: null, ...of,
});
const delegations = new Map([['cork', delegation('cork', 'Cork City')], ['xu', delegation('xu', 'Shanghai')]]);
const people = findable(
  [
    person('Áine Ní Bhriain', { email: 'aine@cork.example', roles: [{ session: 's1', role: 'chair' }] }),
    person('Xu Peilin', { native_name: '徐佩琳', delegation: 'xu', city: 'Shanghai', role: 'chair', last_seen_at: '2013-10-21T09:00:00Z' }),
    person('Bo', { reference: 'A-17' }),
  ],
  delegations,
);

test.each<[Partial<Filter>, string[]]>([
  [{}, ['Áine Ní Bhriain', 'Xu Peilin', 'Bo']],
  [{ words: 'ain bhri' }, ['Áine Ní Bhriain']],
  [{ words: 'AINE@CORK' }, ['Áine Ní Bhriain']],
  [{ words: '徐佩' }, ['Xu Peilin']],
  [{ words: 'sur-mer cork' }, ['Áine Ní Bhriain', 'Bo']],
  [{ words: 'a-17' }, ['Bo']],
  [{ role: 'chair' }, ['Xu Peilin']],
  [{ session: 's1' }, ['Áine Ní Bhriain']],
  [{ delegation: 'xu' }, ['Xu Peilin']],
  [{ neverSeen: true }, ['Áine Ní Bhriain', 'Bo']],
  [{ neverSeen: true, words: 'cork', session: 's1' }, ['Áine Ní Bhriain']],
  [{ words: 'nobody' }, []],
])('%o lets through %s', (filter, names) => {
  expect(filtered(people, { ...EVERYBODY, ...filter }).map(({ name }) => name)).toEqual(names);
});

test('an address keeps a filter', () => {
  const filter: Filter = { words: 'a b&c', role: 'observer', session: 's', delegation: 'd', neverSeen: true };
  expect(filterIn(asSearch(filter))).toEqual(filter);
  expect(asSearch(EVERYBODY)).toBe('');
  expect(filterIn('')).toEqual(EVERYBODY);
});
