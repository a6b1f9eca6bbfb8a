import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import {
  messageYjsSyncStep1,
  messageYjsSyncStep2,
  messageYjsUpdate,
  readSyncMessage,
  writeSyncStep1,
  writeUpdate,
} from 'y-protocols/sync';
import * as Y from 'yjs';
import type { ClientHello, ClientPresence } from '$lib/api/types';
import { AsSent } from './as-sent';
import { Incoming } from './incoming';
import { fenceFrame, helloFrame, presenceFrame, readServerMessage, syncFrame, TYPE, type ServerMessage } from './wire';

/** What a connection tells. */
export interface ConnectionEvents {
  message: (message: ServerMessage) => void;
  /** The server asks for what it lacks. The answer is sent when this returns, with all that was typed here. */
  asked: () => void;
  /** The server's answer to our own question is in: the document is what the server has, and more. */
  synced: () => void;
  /** The connection is gone; `code` is the server's, 1006 for none. */
  closed: (code: number) => void;
}

/** Close code for a connection that broke or was never had. */
export const BROKEN = 1006;

const DEFAULT_HEARTBEAT_MS = 15_000;
/** How long a socket may take to open: a network that only swallows what one sends says nothing at all. */
const OPENING_MS = 20_000;

/**
 * One Yjs document's connection to its draft: the Yjs sync protocol, and our messages beside it (docs/protocol.md).
 *
 * It never comes back by itself: when and whether is for the owner to say ({@link connect}). There is no channel between
 * tabs, because each tab must account for what the server took of it. y-websocket, which does the same and much that we
 * had to switch off (awareness, that channel, coming back at once), is 2 kB more.
 */
export class Connection {
  readonly #address: string;
  readonly #doc: Y.Doc;
  readonly #hello: () => ClientHello;
  readonly #events: ConnectionEvents;
  readonly #incoming: Incoming;
  /** Null between two connections. */
  #socket: WebSocket | null = null;
  #synced = false;
  /** When anything was heard last, or the socket was asked for; by a clock that nobody sets. */
  #heardAt = 0;
  #heartbeatMs = DEFAULT_HEARTBEAT_MS;
  #watchdog: ReturnType<typeof setInterval> | undefined;

  constructor(draft: string, doc: Y.Doc, hello: () => ClientHello, events: ConnectionEvents) {
    this.#address = `${location.protocol === 'https:' ? 'wss:' : 'ws:'}//${location.host}/api/drafts/${draft}/live`;
    this.#doc = doc;
    this.#hello = hello;
    this.#events = events;
    this.#incoming = new Incoming((updates) =>
      Y.transact(doc, () => updates.forEach((update) => Y.applyUpdate(doc, update)), new AsSent(updates), false),
    );
    doc.on('update', this.#tell);
  }

  /** Whether it is open or on its way. */
  get busy(): boolean {
    return this.#socket !== null;
  }

  connect(): void {
    if (this.#socket !== null) return;
    const socket = new WebSocket(this.#address);
    this.#socket = socket;
    this.#synced = false;
    this.#heardAt = performance.now();
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => {
      this.#send(helloFrame(this.#hello()));
      this.#send(syncFrame((encoder) => writeSyncStep1(encoder, this.#doc)));
    };
    socket.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => this.#hear(new Uint8Array(data));
    socket.onclose = ({ code }) => this.#closed(socket, code);
    clearInterval(this.#watchdog);
    this.#watchdog = setInterval(() => this.#giveUpOnSilence(), this.#heartbeatMs / 3);
  }

  /** Gives up the connection; the owner hears `closed`. */
  drop(): void {
    if (this.#socket) this.#closed(this.#socket, BROKEN);
  }

  fence(fence: number): void {
    this.#send(fenceFrame(fence));
  }

  presence(presence: ClientPresence): void {
    this.#send(presenceFrame(presence));
  }

  /** The server promises a frame at least this often. */
  expectHeartbeat(everyMs: number): void {
    this.#heartbeatMs = everyMs;
  }

  destroy(): void {
    this.#doc.off('update', this.#tell);
    this.#incoming.forget();
    this.#letGo();
  }

  readonly #tell = (update: Uint8Array, origin: unknown): void => {
    if (origin === this || origin instanceof AsSent) return;
    this.#incoming.wrote();
    this.#send(syncFrame((encoder) => writeUpdate(encoder, update)));
  };

  #hear(frame: Uint8Array): void {
    this.#heardAt = performance.now();
    const decoder = decoding.createDecoder(frame);
    const type = decoding.readVarUint(decoder);
    if (type === TYPE.sync) return this.#sync(decoder);
    const message = readServerMessage(type, decoder);
    if (message) this.#events.message(message);
  }

  #sync(decoder: decoding.Decoder): void {
    const step = decoding.peekVarUint(decoder);
    if (step === messageYjsUpdate) {
      decoding.readVarUint(decoder);
      return this.#incoming.take(decoding.readVarUint8Array(decoder));
    }
    // The answer to a question, and what is answered to ours, follow what came before them.
    this.#incoming.flush();
    if (step === messageYjsSyncStep1) this.#events.asked();
    const answer = encoding.encode((encoder) => readSyncMessage(decoder, encoder, this.#doc, this));
    if (answer.length > 0) this.#send(syncFrame((encoder) => encoding.writeUint8Array(encoder, answer)));
    if (step !== messageYjsSyncStep2 || this.#synced) return;
    this.#synced = true;
    this.#events.synced();
  }

  #send(frame: Uint8Array<ArrayBuffer>): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(frame);
  }

  #closed(socket: WebSocket, code: number): void {
    if (socket !== this.#socket) return;
    this.#incoming.flush();
    this.#letGo();
    this.#events.closed(code);
  }

  // A socket that is let go says nothing more, whatever the network does.
  #letGo(): void {
    clearInterval(this.#watchdog);
    const socket = this.#socket;
    this.#socket = null;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  #giveUpOnSilence(): void {
    const patience = this.#socket?.readyState === WebSocket.OPEN ? 2 * this.#heartbeatMs : OPENING_MS;
    if (performance.now() - this.#heardAt > patience) this.drop();
  }
}
