import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import type { ClientHello, ClientPresence, Hello, Notice, Presence, Refused } from '$lib/api/types';

/** The protocol of docs/protocol.md that this page speaks. */
export const PROTOCOL = 1;

/** The types of the messages: that of the Yjs sync protocol, and ours. */
export const TYPE = { sync: 0, hello: 100, fence: 101, fenced: 102, refused: 103, notice: 104, presence: 105 } as const;

/** A message of ours, from the server. */
export type ServerMessage =
  | { kind: 'hello'; hello: Hello }
  | { kind: 'fenced'; fence: number; seq: number }
  | { kind: 'refused'; refused: Refused }
  | { kind: 'notice'; notice: Notice }
  | { kind: 'presence'; presence: Presence };

/** Who speaks and what it knows: a client's first frame. */
export function helloFrame(hello: ClientHello): Uint8Array<ArrayBuffer> {
  return jsonFrame(TYPE.hello, hello);
}

/** A message of the Yjs sync protocol. */
export function syncFrame(write: (encoder: encoding.Encoder) => void): Uint8Array<ArrayBuffer> {
  return frame((encoder) => {
    encoding.writeVarUint(encoder, TYPE.sync);
    write(encoder);
  });
}

/** Asks to be told when everything sent so far is committed. */
export function fenceFrame(fence: number): Uint8Array<ArrayBuffer> {
  return frame((encoder) => {
    encoding.writeVarUint(encoder, TYPE.fence);
    encoding.writeVarUint(encoder, fence);
  });
}

/** Says where one is. */
export function presenceFrame(presence: ClientPresence): Uint8Array<ArrayBuffer> {
  return jsonFrame(TYPE.presence, presence);
}

/** Reads the body of a message of ours; null for a type that this page does not know. */
export function readServerMessage(type: number, decoder: decoding.Decoder): ServerMessage | null {
  switch (type) {
    case TYPE.hello:
      return { kind: 'hello', hello: readJson<Hello>(decoder) };
    case TYPE.fenced:
      return { kind: 'fenced', fence: decoding.readVarUint(decoder), seq: decoding.readVarUint(decoder) };
    case TYPE.refused:
      return { kind: 'refused', refused: readJson<Refused>(decoder) };
    case TYPE.notice:
      return { kind: 'notice', notice: readJson<Notice>(decoder) };
    case TYPE.presence:
      return { kind: 'presence', presence: readJson<Presence>(decoder) };
    default:
      return null;
  }
}

function frame(write: (encoder: encoding.Encoder) => void): Uint8Array<ArrayBuffer> {
  return new Uint8Array(encoding.encode(write));
}

function jsonFrame(type: number, body: unknown): Uint8Array<ArrayBuffer> {
  return frame((encoder) => {
    encoding.writeVarUint(encoder, type);
    encoding.writeVarString(encoder, JSON.stringify(body));
  });
}

// The server is ours, and its shapes are generated into the types; they are not checked again here.
function readJson<Body>(decoder: decoding.Decoder): Body {
  return JSON.parse(decoding.readVarString(decoder)) as Body;
}
