import * as decoding from 'lib0/decoding';
import { messageYjsSyncStep1 } from 'y-protocols/sync';
import { messageSync, WebsocketProvider } from 'y-websocket';
import type * as Y from 'yjs';
import type { ClientHello, ClientPresence } from '$lib/api/types';
import { fenceFrame, helloFrame, presenceFrame, readServerMessage, TYPE, type ServerMessage } from './wire';

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
 * One Yjs document's connection to its draft: y-websocket for the sync protocol, and our messages beside it.
 *
 * It never comes back by itself: when and whether is for the owner to say ({@link connect}). Awareness is off, because
 * presence has messages of its own; and so is the channel between tabs, because each tab must account for what the
 * server took of it.
 */
export class Connection {
  readonly #provider: WebsocketProvider;
  readonly #events: ConnectionEvents;
  #heartbeatMs = DEFAULT_HEARTBEAT_MS;
  #watchdog: ReturnType<typeof setInterval> | undefined;
  /** When anything was heard last, or the socket was asked for; by a clock that nobody sets. */
  #heardAt = 0;
  #destroyed = false;

  constructor(draft: string, doc: Y.Doc, hello: () => ClientHello, events: ConnectionEvents) {
    this.#events = events;
    this.#provider = new WebsocketProvider(socketAddress(), `${draft}/live`, doc, {
      connect: false,
      disableBc: true,
      shouldReconnect: () => false,
    });
    this.#provider.awareness.setLocalState(null);
    this.#receive();
    this.#provider.on('status', ({ status }) => {
      // Emitted before the first step of the sync is written, so that the hello is the first frame.
      if (status !== 'connected') return;
      this.#heardAt = performance.now();
      this.#send(helloFrame(hello()));
    });
    this.#provider.on('sync', (synced: boolean) => synced && events.synced());
    this.#provider.on('connection-close', (event) => {
      clearInterval(this.#watchdog);
      // y-websocket comes back by itself when it gave up on a silent socket; not before we say so.
      this.#provider.shouldConnect = false;
      if (!this.#destroyed) events.closed(event?.code ?? BROKEN);
    });
  }

  /** Whether it is open or on its way. */
  get busy(): boolean {
    return this.#provider.wsconnected || this.#provider.wsconnecting;
  }

  connect(): void {
    this.#heardAt = performance.now();
    this.#provider.connect();
    clearInterval(this.#watchdog);
    this.#watchdog = setInterval(() => this.#giveUpOnSilence(), this.#heartbeatMs / 3);
  }

  /** Gives up the connection; the owner hears `closed`. */
  drop(): void {
    this.#provider.disconnect();
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
    clearInterval(this.#watchdog);
    this.#destroyed = true;
    this.#provider.destroy();
    this.#provider.awareness.destroy();
  }

  #receive(): void {
    const handlers = this.#provider.messageHandlers;
    const sync = handlers[messageSync];
    handlers[messageSync] = (encoder, decoder, provider, emitSynced, type) => {
      const step = decoding.peekVarUint(decoder);
      if (step === messageYjsSyncStep1) this.#events.asked();
      sync?.(encoder, decoder, provider, emitSynced, type);
    };
    for (const ours of Object.values(TYPE)) {
      handlers[ours] = (_encoder, decoder, _provider, _emitSynced, type) => {
        const message = readServerMessage(type, decoder);
        if (message) this.#events.message(message);
      };
    }
    for (const [type, handle] of Object.entries(handlers)) {
      handlers[Number(type)] = (...message) => {
        this.#heardAt = performance.now();
        handle(...message);
      };
    }
  }

  #send(frame: Uint8Array<ArrayBuffer>): void {
    const { ws } = this.#provider;
    if (ws?.readyState === WebSocket.OPEN) ws.send(frame);
  }

  #giveUpOnSilence(): void {
    const silence = performance.now() - this.#heardAt;
    const patience = this.#provider.wsconnected ? 2 * this.#heartbeatMs : OPENING_MS;
    if (this.busy && silence > patience) this.drop();
  }
}

function socketAddress(): string {
  const { protocol, host } = location;
  return `${protocol === 'https:' ? 'wss:' : 'ws:'}//${host}/api/drafts`;
}
