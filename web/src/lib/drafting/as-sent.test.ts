import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { copyOf, docWith } from '$lib/editor/workbench';
import { AsSent } from './as-sent';
import { blocksIn } from './blocks';
import { wordsOf } from './kept-words';
import { repairWords } from './moved-words';
import { splitPoint } from './outline-changes';
import { OwnWords } from './own-words';

const START = 'aa bb aa';

function paragraphIn(doc: Y.Doc, point: string): Y.XmlText {
  const [text] = blocksIn(doc, point).at(-1)?.toArray() ?? [];
  if (!(text instanceof Y.XmlText)) throw new Error('the paragraph has words');
  return text;
}

test.each([0, 1, 2, 3, 4])('of four equal letters the mover had %i: all four stand once in the copy', (seen) => {
  const typist = docWith(['t', 'Title'], ['p', 'First'], ['q', START]);
  typist.getMap('outline').set('1', { order: 'a0', kind: 'action_point' });
  const mover = copyOf(typist);
  new OwnWords(typist, { unsaved: () => new Set(), lost: () => {}, went: () => {} }).repairWith(repairWords);
  for (let typed = 0; typed < 4; typed += 1) {
    paragraphIn(typist, '1').insert(typed, 'a');
    if (typed < seen) Y.applyUpdate(mover, Y.encodeStateAsUpdate(typist, Y.encodeStateVector(mover)));
  }
  const sent: Uint8Array[] = [];
  mover.on('update', (update: Uint8Array) => void sent.push(update));
  // The mover writes in it too, and all of it arrives at once: the words alone do not say what the mover had.
  paragraphIn(mover, '1').insert(paragraphIn(mover, '1').length, ' and aaa');
  Y.transact(mover, () => splitPoint(mover, '1', 'q', '2'));
  Y.transact(typist, () => sent.forEach((update) => Y.applyUpdate(typist, update)), new AsSent(sent), false);
  expect(blocksIn(typist, '2').map(wordsOf).at(-1)).toBe(`aaaa${START} and aaa`);
});
