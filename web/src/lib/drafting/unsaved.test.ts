import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { docWith, Workbench } from '$lib/editor/workbench';
import { LocalDocument } from './local-document.svelte';

const PLANS = 60;
const STEPS = 40;
const EVENTS = { changed: () => {}, kept: () => {}, accounted: () => {}, lost: () => {} };

/**
 * The account of what is unsaved, against the plainest one there is: a list of every change with the block it was made
 * in, and the fence it was sent with.
 */
class Model {
  changes: { block: string; fence: number | null }[] = [];

  fenced(fence: number | null): void {
    if (fence !== null) for (const change of this.changes) change.fence ??= fence;
  }

  confirmed(fence: number): void {
    this.changes = this.changes.filter((change) => change.fence === null || change.fence > fence);
  }

  restarted(): void {
    for (const change of this.changes) change.fence = null;
  }
}

test('after any history of typing, saving, breaking and reloading, the count and the blocks are right', async () => {
  for (let seed = 1; seed <= PLANS; seed += 1) await run(seed);
}, 60_000);

async function run(seed: number): Promise<void> {
  const random = randomFrom(seed);
  const name = `plenary/me/plan ${seed}/1`;
  const model = new Model();
  let document = await LocalDocument.open(name, EVENTS);
  const start = docWith(['t', 'Title'], ['p', 'First'], ['q', 'Second']);
  start.getMap('outline').set('1', { order: 'a0', kind: 'action_point' });
  Y.applyUpdate(document.doc, Y.encodeStateAsUpdate(start), 'the server');
  const sent: number[] = [];
  let plan = '';
  for (let step = 0; step < STEPS; step += 1) {
    const act = ['type', 'type', 'fence', 'confirm', 'restart', 'reload'][Math.floor(random() * 6)];
    plan += ` ${act}`;
    if (act === 'type') {
      const block = Math.floor(random() * 3);
      new Workbench(document.doc, 'new').caret(block, 0).type('x');
      model.changes.push({ block: ['t', 'p', 'q'][block] ?? '', fence: null });
    } else if (act === 'fence') {
      const fence = document.ledger.nextFence();
      model.fenced(fence);
      if (fence !== null) sent.push(fence);
    } else if (act === 'confirm') {
      const fence = sent.splice(0, 1 + Math.floor(random() * sent.length)).at(-1);
      if (fence === undefined) continue;
      document.confirm(fence);
      model.confirmed(fence);
    } else {
      sent.length = 0;
      model.restarted();
      if (act === 'restart') document.ledger.restart();
      else {
        document.close();
        document = await LocalDocument.open(name, EVENTS);
      }
    }
    const { touched } = document.words;
    const where = `plan ${seed}:${plan}`;
    expect(document.ledger.unsaved, where).toBe(model.changes.length);
    // It may remember a block too many until all is saved, never one too few.
    for (const { block } of model.changes) expect(touched?.has(block), where).toBe(true);
    if (model.changes.length === 0) expect(touched?.size, where).toBe(0);
  }
  document.close();
}

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
