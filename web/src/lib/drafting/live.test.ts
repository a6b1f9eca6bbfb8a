import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Outcome } from '$lib/api/client';
import type { Draft, DraftText } from '$lib/api/types';
import { docWith, Workbench } from '$lib/editor/workbench';
import { LiveDraft, type NotTakenWords } from './live.svelte';
import { newUuid } from './identifier';
import { PracticeServer } from './practice-server';

let server: PracticeServer;
let draft: string;
let kept: NotTakenWords | null;
let http: Outcome<Draft>;
let socket: Outcome<unknown>;
const open: LiveDraft[] = [];

beforeEach(() => {
  const doc = docWith(['t', 'Open data'], ['p', 'Cities publish']);
  doc.getMap('outline').set('1', { order: 'a0', kind: 'action_point' });
  server = new PracticeServer(doc);
  draft = newUuid();
  kept = null;
  http = { ok: true, data: { generation: 1 } as Draft };
  socket = { ok: false, failure: { kind: 'unreachable' } };
  vi.stubGlobal('WebSocket', server.socketClass);
  vi.stubGlobal('location', { protocol: 'http:', host: 'plenary.test' });
});

afterEach(() => {
  open.splice(0).forEach((live) => live.close());
  vi.unstubAllGlobals();
});

test('what is typed is saved only when the server has answered a fence after it', async () => {
  const live = await opened();
  server.commits = false;
  type(live, 'All ');
  expect(live.saving.kind).toBe('pending');
  await until(() => words() === 'All Cities publish');
  expect(live.saving.kind).toBe('pending');
  server.commitAll();
  await until(() => live.saving.kind === 'saved');
});

test('a fence of before proves nothing once the server asks for the text anew', async () => {
  const live = await opened();
  server.commits = false;
  type(live, 'All ');
  await until(() => words() === 'All Cities publish');
  const unanswered = [...server.sockets];
  await rest();
  server.ask();
  unanswered.forEach((socket) => socket.tell(new Uint8Array([102, 1, 1])));
  await rest();
  expect(live.saving.kind).toBe('pending');
  server.commitAll();
  await until(() => live.saving.kind === 'saved');
});

test('what is typed without a connection is counted, kept and sent when there is one', async () => {
  const live = await opened();
  server.reachable = false;
  server.close(1006);
  type(live, 'All ');
  expect(live.saving).toEqual({ kind: 'offline', unsaved: 1, kept: true });
  await rest();
  live.close();

  const again = newLive();
  await again.open();
  await until(() => again.ready);
  expect(again.saving).toEqual({ kind: 'offline', unsaved: 1, kept: true });
  server.reachable = true;
  again.reconnect();
  await until(() => again.saving.kind === 'saved');
  expect(words()).toBe('All Cities publish');
});

test('refused words are put aside, and the text goes on under a new client id', async () => {
  const live = await opened();
  const refused = live.document?.doc.clientID;
  server.refuseNext = 'not_allowed';
  type(live, 'Never ');
  await until(() => live.notTaken !== null && live.ready);
  await until(() => live.saving.kind === 'not_taken');
  expect(live.notTaken).toEqual({ why: 'not_allowed', words: [{ point: '1', block: 'p', words: 'Never Cities publish' }] });
  expect(kept).toEqual(live.notTaken);
  expect(words()).toBe('Cities publish');
  expect(live.document?.doc.clientID).not.toBe(refused);

  type(live, 'All ');
  await until(() => words() === 'All Cities publish');
  live.dismissNotTaken();
  await until(() => live.saving.kind === 'saved');
  expect(kept).toBeNull();
});

test('words that are refused after a reload are put aside as well', async () => {
  const live = await opened();
  server.reachable = false;
  server.close(1006);
  type(live, 'Never ');
  await rest();
  live.close();

  server.reachable = true;
  server.refuseNext = 'not_allowed';
  const again = await opened();
  await until(() => again.saving.kind === 'not_taken');
  expect(again.notTaken?.words.map((word) => word.words)).toEqual(['Never Cities publish']);
});

test('a copy of an older generation is never merged into a new one; its words are put aside', async () => {
  const live = await opened();
  server.reachable = false;
  server.close(1006);
  type(live, 'Old ');
  server.generation = 2;
  http = { ok: true, data: { generation: 2 } as Draft };
  server.reachable = true;
  live.reconnect();
  await until(() => live.saving.kind === 'not_taken');
  expect(words()).toBe('Cities publish');
  expect(live.notTaken).toMatchObject({ why: 'new_generation', words: [{ words: 'Old Cities publish' }] });
  expect(server.hellos.at(-1)?.generation).toBe(2);
});

test('a copy that cannot be reconciled is replaced, but not for ever', async () => {
  const live = await opened();
  for (let round = 0; round < 4; round += 1) {
    await until(() => server.sockets.size === 1 && live.link.kind === 'live');
    server.close(4409);
    await until(() => live.link.kind !== 'live');
  }
  expect(live.link).toEqual({ kind: 'closed', why: 'unreconciled' });
});

test('notices change what is told, and read-only ends writing', async () => {
  const live = await opened();
  server.notify({ kind: 'saving', state: 'degraded', message: '' });
  expect(live.saving).toEqual({ kind: 'degraded', unsaved: 0 });
  server.notify({ kind: 'saving', state: 'saved', message: '' });
  expect(live.saving.kind).toBe('saved');
  server.notify({ kind: 'read_only', reason: 'cannot_save', message: '' });
  expect(live.saving.kind).toBe('read_only');
  expect(live.editable).toBe(false);
  server.notify({ kind: 'writable' });
  expect(live.editable).toBe(true);
});

test('without a socket the text is read over HTTP', async () => {
  server.reachable = false;
  const live = newLive();
  await live.open();
  await until(() => live.readable !== null);
  expect(live.ready).toBe(false);
});

test('HTTP tells why no socket can be had', async () => {
  server.reachable = false;
  http = {
    ok: false,
    failure: { kind: 'problem', problem: { type: '', title: '', status: 404, code: 'no_such_draft', detail: '' } },
  };
  const live = newLive();
  await live.open();
  await until(() => live.link.kind === 'closed');
  expect(live.link).toEqual({ kind: 'closed', why: 'no_such_draft' });
});

function newLive(): LiveDraft {
  const live = new LiveDraft({ id: draft, generation: 1 }, 'me', {
    draft: async () => http,
    text: async () => ({ ok: true, data: { draft, generation: 1, seq: 1, points: [] } satisfies DraftText }),
    notTaken: { read: () => kept, write: (words) => ((kept = words), true) },
    socket: async () => socket,
  });
  open.push(live);
  return live;
}

async function opened(): Promise<LiveDraft> {
  const live = newLive();
  await live.open();
  await until(() => live.ready && live.link.kind === 'live');
  return live;
}

/** Types at the start of the paragraph, as one change. */
function type(live: LiveDraft, words: string): void {
  if (!live.document) expect.fail('there is a text');
  new Workbench(live.document.doc, 'new').caret(1, 0).type(words);
}

/** The paragraph as the server has it. */
function words(): string {
  return server.doc.getXmlFragment('point:1').toArray()[1]?.toString().replace(/<[^>]*>/g, '') ?? '';
}

async function until(state: () => boolean): Promise<void> {
  await vi.waitFor(() => expect(state()).toBe(true), { timeout: 5_000, interval: 5 });
}

/** Lets everything that is on its way arrive. */
async function rest(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 60));
}
