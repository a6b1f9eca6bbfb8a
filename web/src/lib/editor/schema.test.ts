import type { MarkType, NodeType } from 'prosemirror-model';
import { describe, expect, test } from 'vitest';
import fixture from '../../../../tests/fixtures/schema.json';
import { webAddress } from './marks/link';
import { DEEPEST_LEVEL, LANGUAGES, MARKERS, paragraphAttributes } from './nodes/paragraph';
import { schema, SCHEMA } from './schema';

describe('the schema is the one the server tests against', () => {
  test('number, nodes and marks', () => {
    expect(SCHEMA).toBe(fixture.schema);
    expect(schema.topNodeType.spec.content).toBe(`(${fixture.fragment.blocks.join(' | ')})*`);
    const blocks = Object.keys(schema.nodes).filter((name) => !['doc', 'text'].includes(name));
    expect(blocks.sort()).toEqual(Object.keys(fixture.nodes).sort());
    expect(Object.keys(schema.marks).sort()).toEqual(Object.keys(fixture.marks).sort());
  });

  test.each(Object.entries(fixture.nodes))('attributes and marks of %s', (name, { attributes, marks }) => {
    expect(attributesOf(schema.nodes[name])).toEqual(defaults(attributes));
    expect(schema.nodes[name]?.spec.marks?.split(' ').sort()).toEqual([...marks].sort());
  });

  test.each(Object.entries(fixture.marks))('attributes of the mark %s', (name, { attributes }) => {
    expect(Object.keys(schema.marks[name]?.spec.attrs ?? {})).toEqual(Object.keys(attributes));
  });

  test('no mark may overlap itself: the binding would need a hash that is not loaded', () => {
    for (const mark of Object.values(schema.marks)) expect(mark.excludes(mark), mark.name).toBe(true);
  });

  test('allowed values', () => {
    const { level, marker, language } = fixture.nodes.paragraph.attributes;
    expect(MARKERS).toEqual(marker.values);
    expect(LANGUAGES).toEqual(language.values);
    expect([level.minimum, level.maximum]).toEqual([0, DEEPEST_LEVEL]);
  });
});

test('attributes of an unknown hand become something showable', () => {
  expect(paragraphAttributes({ id: 'x', level: '2', marker: 'star', alternate: 7, language: 'de' })).toEqual({
    id: 'x',
    level: 2,
    marker: 'none',
    alternate: null,
    language: null,
  });
  expect(paragraphAttributes({ level: 99 }).level).toBe(DEEPEST_LEVEL);
  expect(paragraphAttributes({ level: -1 }).level).toBe(0);
});

test.each([
  ['unesco.org/cities', 'https://unesco.org/cities'],
  ['  http://example.org ', 'http://example.org/'],
  ['javascript:alert(1)', null],
  ['mailto:a@example.org', 'mailto:a@example.org'],
  ['data:text/html,x', null],
  ['not an address', null],
  ['', null],
])('the address typed as “%s” is %s', (typed, address) => {
  expect(webAddress(typed)).toBe(address);
});

function attributesOf(type: NodeType | MarkType | undefined): Record<string, unknown> {
  const specs = Object.entries(type?.spec.attrs ?? {});
  return Object.fromEntries(specs.map(([name, spec]) => [name, spec.default]));
}

function defaults(attributes: object): Record<string, unknown> {
  const specs: [string, { default?: unknown }][] = Object.entries(attributes);
  return Object.fromEntries(specs.map(([name, spec]) => [name, spec.default ?? null]));
}
