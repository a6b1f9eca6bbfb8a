import { readFileSync } from 'node:fs';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { WebSocket } from 'ws';
import { messageYjsSyncStep1, messageYjsSyncStep2, readSyncMessage, writeSyncStep1, writeUpdate } from 'y-protocols/sync';
import * as Y from 'yjs';

const [SYNC, HELLO, FENCE, FENCED, REFUSED, PRESENCE] = [0, 100, 101, 102, 103, 105];
const { schema } = JSON.parse(readFileSync(new URL('../../tests/fixtures/schema.json', import.meta.url), 'utf8')) as {
  schema: number;
};

/** Where somebody is, in the words of the presence message. */
export interface Place {
  point: string;
  caret: { anchor: string; head: string };
}

/**
 * Somebody simulated: a real connection that speaks docs/protocol.md. What others write is not read after the start, so
 * that a hundred of them leave the processor to the browser that is measured.
 */
export class Guest {
  readonly doc = new Y.Doc();
  readonly #socket: WebSocket;
  #synced: () => void = () => {};
  #fenced: () => void = () => {};
  #failed: (why: Error) => void = () => {};
  /** Kept when this guest is turned away or its words are refused: then a measurement says nothing. */
  readonly failure: Promise<never>;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    this.failure = new Promise((_resolve, reject) => (this.#failed = reject));
    this.failure.catch(() => {});
    socket.on('message', (frame: Buffer) => this.#hear(new Uint8Array(frame)));
    socket.on('close', (code) => this.#failed(new Error(`a guest's connection was closed with ${code}`)));
    socket.on('error', (error) => this.#failed(error));
  }

  /** Comes into a draft of the server at that address, with the cookie of a sign-in. */
  static async enter(server: string, draft: string, cookie: string): Promise<Guest> {
    const address = `${server.replace('http', 'ws')}/api/drafts/${draft}/live`;
    const socket = new WebSocket(address, { headers: { cookie } });
    const guest = new Guest(socket);
    await Promise.race([new Promise((resolve) => socket.once('open', resolve)), guest.failure]);
    guest.#sayJson(HELLO, { protocol: 1, schema, generation: null });
    return guest;
  }

  /** Takes the text from the server. */
  async reads(): Promise<void> {
    const there = new Promise<void>((resolve) => (this.#synced = resolve));
    this.#say(SYNC, (encoder) => writeSyncStep1(encoder, this.doc));
    await Promise.race([there, this.failure]);
  }

  /** Takes the text from somebody who has it, which is cheaper. */
  takes(text: Uint8Array): void {
    Y.applyUpdate(this.doc, text);
    this.#synced();
  }

  /** Changes the text; the others see it when it is saved. */
  writes(change: () => void): void {
    const send = (update: Uint8Array) => this.#say(SYNC, (encoder) => writeUpdate(encoder, update));
    this.doc.on('update', send);
    this.doc.transact(change);
    this.doc.off('update', send);
  }

  /** Waits until what was written is saved. */
  async isSaved(): Promise<void> {
    const saved = new Promise<void>((resolve) => (this.#fenced = resolve));
    this.#say(FENCE, (encoder) => encoding.writeVarUint(encoder, 1));
    await Promise.race([saved, this.failure]);
  }

  is(place: Place): void {
    this.#sayJson(PRESENCE, place);
  }

  leave(): void {
    this.#socket.removeAllListeners();
    this.#socket.close();
  }

  #hear(frame: Uint8Array): void {
    const decoder = decoding.createDecoder(frame);
    switch (decoding.readVarUint(decoder)) {
      case SYNC:
        return this.#sync(decoder);
      case FENCED:
        return this.#fenced();
      case REFUSED:
        return this.#failed(new Error(`a guest's words were refused: ${decoding.readVarString(decoder)}`));
    }
  }

  #sync(decoder: decoding.Decoder): void {
    const step = decoding.peekVarUint(decoder);
    if (step !== messageYjsSyncStep1 && step !== messageYjsSyncStep2) return;
    this.#say(SYNC, (encoder) => readSyncMessage(decoder, encoder, this.doc, 'server'));
    if (step === messageYjsSyncStep2) this.#synced();
  }

  #sayJson(type: number, body: unknown): void {
    this.#say(type, (encoder) => encoding.writeVarString(encoder, JSON.stringify(body)));
  }

  #say(type: number, write: (encoder: encoding.Encoder) => void): void {
    const body = encoding.encode(write);
    if (body.length === 0) return;
    const frame = encoding.encode((encoder) => {
      encoding.writeVarUint(encoder, type);
      encoding.writeUint8Array(encoder, body);
    });
    this.#socket.send(frame);
  }
}

/** A caret at an offset of a text. */
export function caretAt(text: Y.XmlText, offset: number): Place['caret'] {
  const position = Y.encodeRelativePosition(Y.createRelativePositionFromTypeIndex(text, offset));
  const encoded = Buffer.from(position).toString('base64');
  return { anchor: encoded, head: encoded };
}
