import { expect, test } from 'vitest';
import type { Participant } from '$lib/api/types';
import { matching } from './search';

const person = (name: string, city: string, role: Participant['role'], native_name: string | null = null): Participant => ({
  id: name,
  reference: name,
  name,
  native_name,
  title: 'Mayor',
  role,
  city,
  country: 'XX',
  language: 'en',
  head_of_delegation: false,
  delegation: { id: city, name: { en: city }, kind: 'city' },
  sessions: [{ session: 's-2', code: 'S2', role: 'rapporteur' }],
});
const people = [
  person('Xu Peilin', 'Shanghai', 'delegate', '徐佩琳'),
  person('María Restrepo', 'Medellín', 'chair'),
  person('Tariq Benhaddou', 'Hamburg', 'secretariat', 'طارق بن حدّو'),
];
const found = (search: string) => matching(people, search, () => ['Rapporteurin']).map(({ name }) => name);

test.each([
  ['', ['Xu Peilin', 'María Restrepo', 'Tariq Benhaddou']],
  ['xu', ['Xu Peilin']],
  ['徐佩', ['Xu Peilin']],
  ['medellin', ['María Restrepo']],
  ['maria chair', ['María Restrepo']],
  ['طارق', ['Tariq Benhaddou']],
  ['s2 hamburg', ['Tariq Benhaddou']],
  ['rapporteurin shanghai', ['Xu Peilin']],
  ['nobody', []],
])('“%s” finds %s', (search, names) => {
  expect(found(search)).toEqual(names);
});
