import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import { BROKEN, Connection } from './connection';
import { SCHEMA } from '$lib/editor/schema';
import { PROTOCOL } from './wire';

const HEARTBEAT_MS = 15_000;

/** A socket on a network that a test holds in its hands. */
class Socket {
  static readonly OPEN = 1;
  static latest: Socket;
  readonly OPEN = 1;
  readyState = 0;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: Uint8Array }) => void) | null = null;

  constructor() {
    Socket.latest = this;
  }

  opens(): void {
    this.readyState = 1;
    this.onopen?.();
  }

  /** A frame arrives: a notice that nothing is the matter. */
  hears(): void {
    const body = new TextEncoder().encode('{"kind":"writable"}');
    this.onmessage?.({ data: new Uint8Array([104, body.length, ...body]) });
  }

  send(): void {}
  close(): void {}
}

let closed: (code: number) => void;
let connection: Connection;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('WebSocket', Socket);
  vi.stubGlobal('location', { protocol: 'http:', host: 'plenary.test' });
  closed = vi.fn<(code: number) => void>();
  const hello = () => ({ protocol: PROTOCOL, schema: SCHEMA, generation: 1 });
  connection = new Connection('draft', new Y.Doc(), hello, { message: () => {}, asked: () => {}, synced: () => {}, closed });
});

afterEach(() => {
  connection.destroy();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test('a socket that never opens is given up', () => {
  connection.connect();
  vi.advanceTimersByTime(15_000);
  expect(closed).not.toHaveBeenCalled();
  vi.advanceTimersByTime(15_000);
  expect(closed).toHaveBeenCalledExactlyOnceWith(BROKEN);
  expect(connection.busy).toBe(false);
});

test('a socket that falls silent is given up after two missing heartbeats', () => {
  connection.connect();
  Socket.latest.opens();
  connection.expectHeartbeat(HEARTBEAT_MS);
  for (let beat = 0; beat < 8; beat += 1) {
    vi.advanceTimersByTime(HEARTBEAT_MS);
    Socket.latest.hears();
  }
  expect(closed).not.toHaveBeenCalled();
  vi.advanceTimersByTime(3 * HEARTBEAT_MS);
  expect(closed).toHaveBeenCalledExactlyOnceWith(BROKEN);
});

test('a clock that is set back hides no silence', () => {
  connection.connect();
  Socket.latest.opens();
  vi.setSystemTime(Date.now() - 3_600_000);
  vi.advanceTimersByTime(3 * HEARTBEAT_MS);
  expect(closed).toHaveBeenCalledExactlyOnceWith(BROKEN);
});

test('it does not come back before it is told to', () => {
  connection.connect();
  Socket.latest.opens();
  const first = Socket.latest;
  connection.drop();
  vi.advanceTimersByTime(60_000);
  expect(Socket.latest).toBe(first);
  connection.connect();
  expect(Socket.latest).not.toBe(first);
});
