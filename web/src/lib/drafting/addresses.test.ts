import { expect, test } from 'vitest';
import { addressIn, anchorOf, linkTo, type Address } from './addresses';

const ID = '0198a3c2-7c1e-7d5b-9c1f-0242ac120002';
const PAGE = { origin: 'https://plenary.example', pathname: '/drafts/d1' };

test('every address is read back from its link', () => {
  for (const kind of ['point', 'paragraph'] as const) {
    const address: Address = { kind, id: ID };
    expect(linkTo(address, PAGE)).toBe(`https://plenary.example/drafts/d1#${kind}-${ID}`);
    expect(addressIn(new URL(linkTo(address, PAGE)).hash)).toEqual(address);
    expect(anchorOf(address)).toBe(`${kind}-${ID}`);
  }
});

test('an address that was sent in capitals is the same', () => {
  expect(addressIn(`#paragraph-${ID.toUpperCase()}`)).toEqual({ kind: 'paragraph', id: ID });
});

test('other anchors and crooked ones are no places in the text', () => {
  for (const hash of ['', '#', '#text', '#point-', '#points-1', '#point-a b', '#paragraph-<img>', `#point-${'a'.repeat(65)}`]) {
    expect(addressIn(hash), hash).toBeNull();
  }
});
