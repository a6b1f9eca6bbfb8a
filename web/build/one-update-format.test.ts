import { beforeAll, expect, test } from 'vitest';
import { build } from 'vite';
import * as plain from 'yjs';
import { oneUpdateFormat } from './one-update-format';

type Yjs = typeof plain;
let lean: Yjs;

beforeAll(async () => {
  const entry = 'virtual:yjs';
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    plugins: [
      oneUpdateFormat(),
      {
        name: 'entry',
        resolveId: (id) => (id === entry ? id : null),
        load: (id) => (id === entry ? "export * from 'yjs';" : null),
      },
    ],
    ssr: { noExternal: true },
    build: { ssr: true, write: false, minify: false, rolldownOptions: { input: entry, preserveEntrySignatures: 'strict' } },
  });
  if (!('output' in built)) throw new Error('one build, one output');
  const { code } = built.output[0];
  lean = (await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(code)}`)) as Yjs;
}, 60_000);

/** Numbers that look random and are the same each time. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** What three people write and delete, as updates in the order in which they were made. */
function written(yjs: Yjs, next: (below: number) => number): { updates: Uint8Array[]; words: string } {
  const docs = [1, 2, 3].map((clientID) => Object.assign(new yjs.Doc(), { clientID }));
  const updates: Uint8Array[] = [];
  for (const doc of docs) doc.on('update', (update: Uint8Array, origin: unknown) => origin !== 'else' && updates.push(update));
  for (let turn = 0; turn < 60; turn += 1) {
    const doc = docs[next(docs.length)];
    const text = doc?.getText('words');
    if (!doc || !text) continue;
    if (next(4) === 0 && text.length > 3) text.delete(next(text.length - 2), 2);
    else text.insert(next(text.length + 1), String.fromCodePoint(97 + next(26)).repeat(1 + next(3)));
    if (next(5) === 0) for (const other of docs) yjs.applyUpdate(other, yjs.encodeStateAsUpdate(doc), 'else');
  }
  const whole = new yjs.Doc();
  for (const update of updates) yjs.applyUpdate(whole, update);
  return { updates, words: whole.getText('words').toString() };
}

test('changes that arrive in any order, and what waits for others, read the same', { timeout: 30_000 }, () => {
  for (let seed = 1; seed <= 60; seed += 1) {
    const next = numbers(seed);
    const { updates, words } = written(seed % 2 === 0 ? plain : lean, next);
    const shuffled = updates.map((update) => ({ update, at: next(1_000_000) })).sort((a, b) => a.at - b.at).map(({ update }) => update);
    const doc = new lean.Doc();
    const half = shuffled.length >> 1;
    for (const update of shuffled.slice(0, half)) lean.applyUpdate(doc, update);
    // What waits is part of the state that is kept and sent, and others must understand it.
    const [here, there] = [new lean.Doc(), new plain.Doc()];
    const state = lean.encodeStateAsUpdate(doc);
    lean.applyUpdate(here, state);
    plain.applyUpdate(there, state);
    for (const update of shuffled.slice(half)) {
      lean.applyUpdate(doc, update);
      lean.applyUpdate(here, update);
      plain.applyUpdate(there, update);
    }
    for (const end of [doc, here, there]) expect(end.getText('words').toString(), `plan ${seed}`).toBe(words);
    expect(there.store.pendingStructs, `plan ${seed}`).toBeNull();
  }
});

test('the second format is really gone', () => {
  const doc = new lean.Doc();
  doc.getText('words').insert(0, 'Cities');
  expect(lean.encodeStateAsUpdateV2(doc)).toEqual(lean.encodeStateAsUpdate(doc));
});
