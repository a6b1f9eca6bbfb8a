import * as Y from 'yjs';
import { textOf } from './draft';
import { caretAt, Guest } from './guest';
import type { Hall } from './hall';

/** What a crowd does. */
export interface Behaviour {
  people: number;
  /** Stay in the point that is measured; the others are spread over all others. */
  here: number;
  /** Of those here, how many write; they do not write in the paragraph that is measured. */
  writersHere: number;
  /** Of those elsewhere, how many write. */
  writersElsewhere: number;
  /** Each who does not write moves the caret so often. */
  movesEveryMs: number;
}

const WRITES_EVERY_MS = 500;
const COMING_AT_ONCE = 25;

/** People who are in a draft, each with a connection, a name and a caret, and who write and move by the clock. */
export class Crowd {
  readonly #guests: Guest[] = [];
  readonly #timers: NodeJS.Timeout[] = [];

  /** Brings them in. The first point of `points` is the one that is measured. */
  static async gather(hall: Hall, points: string[], behaviour: Behaviour): Promise<Crowd> {
    const crowd = new Crowd();
    const text = Y.encodeStateAsUpdate(hall.author.doc);
    const cookies = await hall.enter(behaviour.people);
    while (crowd.#guests.length < behaviour.people) {
      const next = cookies.slice(crowd.#guests.length, crowd.#guests.length + COMING_AT_ONCE);
      const guests = await Promise.all(next.map((cookie) => Guest.enter(hall.server.address, hall.draft, cookie)));
      for (const guest of guests) crowd.#seat(guest, crowd.#guests.push(guest) - 1, text, points, behaviour);
    }
    return crowd;
  }

  /** Fails when one of them was turned away. */
  async while<Result>(work: () => Promise<Result>): Promise<Result> {
    return Promise.race([work(), ...this.#guests.map(({ failure }) => failure)]);
  }

  disperse(): void {
    this.#timers.forEach(clearTimeout);
    this.#guests.forEach((guest) => guest.leave());
  }

  #seat(guest: Guest, number: number, text: Uint8Array, points: string[], behaviour: Behaviour): void {
    guest.takes(text);
    const isHere = number < behaviour.here;
    const elsewhere = number - behaviour.here;
    const point = (isHere ? points[0] : points[1 + (elsewhere % (points.length - 1))]) ?? '';
    const paragraph = textOf(guest.doc, point, 1 + (number % 3));
    const writes = isHere ? number < behaviour.writersHere : elsewhere < behaviour.writersElsewhere;
    let turn = number * 5;
    const act = () => {
      turn += 1;
      const end = paragraph.length - 1;
      if (writes) guest.writes(() => paragraph.insert(end, turn % 6 === 0 ? ' ' : 'abcdefgh'.charAt(turn % 8)));
      guest.is({ point, caret: caretAt(paragraph, writes ? end + 1 : turn % end) });
    };
    act();
    const every = writes ? WRITES_EVERY_MS : behaviour.movesEveryMs;
    // Not all at the same moment.
    const start = setTimeout(() => this.#timers.push(setInterval(act, every)), (number * 97) % every);
    this.#timers.push(start);
  }
}
