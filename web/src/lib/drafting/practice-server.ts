import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import type { ClientHello, Hello, Notice, RefusalCode } from '$lib/api/types';
import { SCHEMA } from '$lib/editor/schema';
import { TYPE } from './wire';

const SYNC = 0;
const [STEP_1, STEP_2] = [0, 1];

/**
 * A server to practise against, for tests: it speaks docs/protocol.md to the sockets that the page opens, in one
 * thread and without a network. What it answers, and when, is in the test's hands.
 */
export class PracticeServer {
  /** The draft as the server has it. */
  readonly doc: Y.Doc;
  generation = 1;
  /** Whether a socket can be had. */
  reachable = true;
  /** Whether fences are answered. */
  commits = true;
  /** Set to refuse the next update. */
  refuseNext: RefusalCode | null = null;
  /** What every hello of the page said. */
  readonly hellos: ClientHello[] = [];
  readonly sockets = new Set<PracticeSocket>();

  constructor(doc: Y.Doc) {
    this.doc = doc;
  }

  /** The class to put in the place of the browser's `WebSocket`. */
  get socketClass(): typeof WebSocket {
    const server = this;
    const bound = class extends PracticeSocket {
      constructor() {
        super(server);
      }
    };
    return bound as unknown as typeof WebSocket;
  }

  close(code: number): void {
    for (const socket of [...this.sockets]) socket.end(code);
  }

  notify(notice: Notice): void {
    for (const socket of this.sockets) socket.tell(json(TYPE.notice, notice));
  }

  /** Asks every page for what the server lacks. */
  ask(): void {
    for (const socket of this.sockets) socket.tell(sync(STEP_1, Y.encodeStateVector(this.doc)));
  }

  /** Answers the fences that waited. */
  commitAll(): void {
    this.commits = true;
    for (const socket of this.sockets) socket.answerFence();
  }
}

class PracticeSocket {
  static readonly OPEN = 1;
  readonly OPEN = 1;
  readyState = 0;
  binaryType = '';
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: Uint8Array }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  onerror: (() => void) | null = null;
  readonly #server: PracticeServer;
  #fence = 0;
  #refused = false;

  constructor(server: PracticeServer) {
    this.#server = server;
    setTimeout(() => {
      if (!server.reachable) return this.end(1006);
      this.readyState = this.OPEN;
      server.sockets.add(this);
      this.onopen?.();
    });
  }

  send(frame: Uint8Array): void {
    const decoder = decoding.createDecoder(new Uint8Array(frame));
    switch (decoding.readVarUint(decoder)) {
      case TYPE.hello:
        return this.#greet(JSON.parse(decoding.readVarString(decoder)) as ClientHello);
      case TYPE.fence:
        this.#fence = decoding.readVarUint(decoder);
        return this.#server.commits ? this.answerFence() : undefined;
      case SYNC:
        return this.#sync(decoding.readVarUint(decoder), decoding.readVarUint8Array(decoder));
    }
  }

  close(): void {
    this.#server.sockets.delete(this);
    this.readyState = 3;
  }

  end(code: number): void {
    this.close();
    this.onclose?.({ code, reason: '' });
  }

  tell(frame: Uint8Array): void {
    if (this.readyState === this.OPEN) this.onmessage?.({ data: frame });
  }

  answerFence(): void {
    const fence = this.#fence;
    if (fence === 0 || this.#refused) return;
    setTimeout(() => this.tell(numbers(TYPE.fenced, fence, 1)));
  }

  #greet(hello: ClientHello): void {
    this.#server.hellos.push(hello);
    const { generation } = this.#server;
    if (hello.generation !== generation) return void setTimeout(() => this.end(4410));
    setTimeout(() => {
      this.tell(json(TYPE.hello, { ...GREETING, generation }));
      this.tell(sync(STEP_1, Y.encodeStateVector(this.#server.doc)));
    });
  }

  #sync(step: number, body: Uint8Array): void {
    const { doc, refuseNext } = this.#server;
    if (step === STEP_1) return this.tell(sync(STEP_2, Y.encodeStateAsUpdate(doc, body)));
    if (this.#refused) return;
    if (refuseNext !== null && body.length > 2) {
      this.#refused = true;
      this.#server.refuseNext = null;
      setTimeout(() => this.tell(json(TYPE.refused, { code: refuseNext, message: '' })));
    } else {
      Y.applyUpdate(doc, body);
    }
  }
}

const GREETING: Omit<Hello, 'generation'> = {
  protocol: 1,
  schema: SCHEMA,
  draft: 'draft',
  seq: 1,
  connection: '1',
  participant: { id: 'me', name: 'Kim Seo-yun', city: 'Namyangju' },
  writable: true,
  may: ['arrange', 'comment', 'read', 'type'],
  heartbeat_ms: 15_000,
  max_update_bytes: 1_048_576,
};

function sync(step: number, body: Uint8Array): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, SYNC);
    encoding.writeVarUint(encoder, step);
    encoding.writeVarUint8Array(encoder, body);
  });
}

function numbers(...written: number[]): Uint8Array {
  return encoding.encode((encoder) => written.forEach((number) => encoding.writeVarUint(encoder, number)));
}

function json(type: number, body: unknown): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, type);
    encoding.writeVarString(encoder, JSON.stringify(body));
  });
}
