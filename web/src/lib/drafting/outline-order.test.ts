import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { addPoint, bringBackPoint, movePoint, removePoint } from './outline-changes';
import { orderBetween, readOutline, type OutlineEntry } from './outline';
import { MAX_ORDER_CHARS, ordersAt } from './outline-order';
import { sameText, Luck } from './practice-people';

const entry = (id: string, order: string): OutlineEntry => ({ id, order, kind: 'action_point' });

/** The ids in reading order once these orders are given. */
function afterwards(others: OutlineEntry[], placed: string[], orders: ReadonlyMap<string, string>): string[] {
  const doc = new Y.Doc();
  for (const { id, order, kind } of [...others, ...placed.map((id) => entry(id, ''))]) {
    doc.getMap('outline').set(id, { order: orders.get(id) ?? order, kind });
  }
  return readOutline(doc).map(({ id }) => id);
}

describe('ordersAt', () => {
  test('gives an order to nothing but what is placed where there is room', () => {
    const others = [entry('a', 'a0'), entry('b', 'a1'), entry('c', 'a2')];
    for (const index of [0, 1, 2, 3]) {
      const orders = ordersAt(others, index, ['x']);
      expect([...orders.keys()]).toEqual(['x']);
      expect(afterwards(others, ['x'], orders).indexOf('x')).toBe(index);
    }
  });

  test('between equal keys it rekeys one neighbour, on the side where fewer are in the way', () => {
    const others = [entry('a', 'a1'), entry('b', 'a5'), entry('c', 'a5'), entry('d', 'a5'), entry('e', 'a9')];
    const early = ordersAt(others, 2, ['x']);
    expect([...early.keys()].sort()).toEqual(['b', 'x']);
    expect(afterwards(others, ['x'], early)).toEqual(['a', 'b', 'x', 'c', 'd', 'e']);
    const late = ordersAt(others, 3, ['x']);
    expect([...late.keys()].sort()).toEqual(['d', 'x']);
    expect(afterwards(others, ['x'], late)).toEqual(['a', 'b', 'c', 'x', 'd', 'e']);
  });

  test('finds room where a strange hand left none', () => {
    const others = [entry('a', '0'), entry('b', '00'), entry('c', 'a'), entry('d', 'a0')];
    for (const index of [0, 1, 2, 3, 4]) {
      expect(afterwards(others, ['x'], ordersAt(others, index, ['x'])).indexOf('x')).toBe(index);
    }
  });

  test('an outline of 400 entries with one key is put in order', () => {
    const others = Array.from({ length: 400 }, (_, at) => entry(`p${String(at).padStart(3, '0')}`, 'V'));
    const orders = ordersAt(others, 200, ['x']);
    expect(afterwards(others, ['x'], orders).indexOf('x')).toBe(200);
  });
});

test('a thousand moves to one place stay within what the server takes, and hardly ever touch a neighbour', () => {
  const doc = outlineOf(['a', 'b', 'c', 'd']);
  let written = 0;
  doc.getMap('outline').observe((event) => (written += event.keysChanged.size));
  for (let round = 0; round < 1000; round += 1) {
    const outline = readOutline(doc);
    // The last but one goes to the second place: always between the same two.
    doc.transact(() => movePoint(doc, outline[2]?.id ?? '', 1));
    for (const { order } of readOutline(doc)) expect(order.length).toBeLessThanOrEqual(MAX_ORDER_CHARS);
  }
  expect(written).toBeLessThan(1100);
});

test('moving to where it stands changes nothing', () => {
  const doc = outlineOf(['a', 'b', 'c']);
  expect(movePoint(doc, 'b', 1)).toBe(false);
  expect(movePoint(doc, 'nobody', 1)).toBe(false);
});

test.each(Array.from({ length: 60 }, (_, seed) => seed))(
  'people who change the outline at once end with the same one, and nothing is lost (plan %i)',
  (seed) => {
    const luck = new Luck(seed);
    const first = outlineOf(['a', 'b', 'c', 'd', 'e']);
    const docs = [first, copy(first), copy(first)].slice(0, 2 + luck.below(2));
    const all = new Set(['a', 'b', 'c', 'd', 'e']);
    for (let step = 0; step < 60; step += 1) {
      const doc = luck.one(docs);
      const outline = readOutline(doc);
      const removed = [...all].filter((id) => doc.share.has(`point:${id}`) && !doc.getMap('outline').has(id));
      switch (luck.below(6)) {
        case 0: {
          const id = `p${seed}-${step}`;
          all.add(id);
          doc.transact(() => addPoint(doc, id, 'action_point', luck.below(outline.length + 1)));
          break;
        }
        case 1:
          if (outline.length > 0) doc.transact(() => removePoint(doc, luck.one(outline).id));
          break;
        case 2:
          if (removed.length > 0) doc.transact(() => bringBackPoint(doc, luck.one(removed), null));
          break;
        case 3:
          if (luck.below(2) === 0) exchangeAll(docs);
          break;
        default: {
          if (outline.length === 0) break;
          const { id } = luck.one(outline);
          const wanted = outline.map((each) => each.id).filter((each) => each !== id);
          const index = luck.below(outline.length);
          wanted.splice(index, 0, id);
          doc.transact(() => movePoint(doc, id, index));
          expect(readOutline(doc).map((each) => each.id)).toEqual(wanted);
        }
      }
      for (const { order } of readOutline(doc)) expect(order).toMatch(/^[0-9A-Za-z]{1,64}$/);
    }
    exchangeAll(docs);
    for (const doc of docs) {
      expect(readOutline(doc)).toEqual(readOutline(first));
      expect([...doc.share.keys()].filter((name) => name.startsWith('point:')).length).toBe(all.size);
      sameText(doc, first);
    }
  },
);

function outlineOf(ids: string[]): Y.Doc {
  const doc = new Y.Doc();
  let order: string | null = null;
  for (const id of ids) {
    addPoint(doc, id, 'action_point', Infinity);
    doc.getMap('outline').set(id, { order: (order = orderBetween(order, null)), kind: 'action_point' });
  }
  return doc;
}

function copy(doc: Y.Doc): Y.Doc {
  const made = new Y.Doc();
  Y.applyUpdate(made, Y.encodeStateAsUpdate(doc));
  return made;
}

function exchangeAll(docs: Y.Doc[]): void {
  for (const to of docs) for (const from of docs) Y.applyUpdate(to, Y.encodeStateAsUpdate(from), 'other');
  for (const to of docs) for (const from of docs) Y.applyUpdate(to, Y.encodeStateAsUpdate(from), 'other');
}
