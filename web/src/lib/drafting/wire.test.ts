import * as decoding from 'lib0/decoding';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import fixture from '../../../../tests/fixtures/messages.json';
import type { ClientHello, ClientPresence } from '$lib/api/types';
import { fragmentName, readOutline } from './outline';
import { summarize } from './point-summary';
import { fenceFrame, helloFrame, presenceFrame, readServerMessage, TYPE } from './wire';

type ClientMessage =
  | { kind: 'hello'; hello: ClientHello }
  | { kind: 'fence'; fence: number }
  | { kind: 'presence'; presence: ClientPresence };

const ours = (messages: { name: string; hex: string; meaning: { kind: string } }[]) =>
  messages.filter(({ hex }) => (bytes(hex)[0] ?? 0) >= TYPE.hello);

test.each(ours(fixture.client))('the client writes: $name', ({ hex, meaning }) => {
  expect(toHex(frameOf(meaning as ClientMessage))).toBe(hex);
});

test.each(ours(fixture.server))('the client reads: $name', ({ hex, meaning }) => {
  const decoder = decoding.createDecoder(bytes(hex));
  expect(readServerMessage(decoding.readVarUint(decoder), decoder)).toEqual(meaning);
  expect(decoding.hasContent(decoder)).toBe(false);
});

test('a message of a later protocol is passed over', () => {
  expect(readServerMessage(106, decoding.createDecoder(new Uint8Array()))).toBeNull();
});

describe('the document that the messages carry', () => {
  const update = fixture.client.find(({ meaning }) => meaning.kind === 'update')?.meaning.update ?? '';
  const doc = new Y.Doc();
  Y.applyUpdate(doc, bytes(update));

  test('has the outline and the words it says', () => {
    const [[point, { order, kind, blocks }] = fail()] = Object.entries(fixture.document.points);
    expect(readOutline(doc)).toEqual([{ id: point, order, kind }]);
    const fragment = doc.getXmlFragment(fragmentName(point));
    expect(summarize(fragment)).toEqual({ title: blocks[0]?.text, notes: [], openBrackets: 1 });
    const found = fragment.toArray().map((block) => block instanceof Y.XmlElement && block.getAttributes());
    expect(found).toEqual(blocks.map(({ attributes }) => attributes));
  });

  test('has the state vector that the server’s first step asks with', () => {
    const step = fixture.server.find(({ meaning }) => meaning.kind === 'sync_step_1');
    expect(toHex(Y.encodeStateVector(doc))).toBe(step?.meaning.state_vector);
  });
});

function frameOf(message: ClientMessage): Uint8Array {
  switch (message.kind) {
    case 'hello':
      return helloFrame(message.hello);
    case 'fence':
      return fenceFrame(message.fence);
    case 'presence':
      return presenceFrame(message.presence);
    default:
      return message satisfies never;
  }
}

function bytes(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (byte) => parseInt(byte, 16));
}

function toHex(frame: Uint8Array): string {
  return Array.from(frame, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function fail(): never {
  throw new Error('the fixture has a point');
}
