import * as Y from 'yjs';
import { touchedBlocks, type KeptWords } from './kept-words';
import type { WentTo } from './moved-words';
import { hasOwnWords, takenAway, textOf, type TakenAway } from './taken-away';

/** Words in a paragraph that others delete are offered to whoever typed there so shortly before. */
const RECENT_MS = 60_000;

/** What the keeper of one's own words asks and tells. */
export interface OwnWordsEvents {
  /** The blocks changed here and not saved; null if nobody remembers which (after a reload). */
  unsaved: () => ReadonlySet<string> | null;
  /** Somebody else deleted the paragraph in which these words stood. */
  lost: (words: KeptWords[]) => void;
  /** A paragraph now stands somewhere else. */
  went: (to: WentTo) => void;
}

/** What was taken away, with what was known of it at that moment. */
export interface OwnWordsTaken extends TakenAway {
  /** Whether somebody typed words there on this page lately or without their being saved; unknown after a reload. */
  own: 'new' | 'old' | 'unknown';
}

/** What could be done about it. */
export interface Repaired {
  /** Where the paragraph stands now; null if nowhere. */
  to: WentTo | null;
  /** Whether its words must be offered to whoever typed them. */
  offer: boolean;
}

/** Puts back what can be put back. */
export type Repair = (doc: Y.Doc, taken: OwnWordsTaken) => Repaired;

/**
 * Sees to it that what is typed on this page is not lost when somebody else deletes, splits or merges what it is typed
 * in: it is put back where the paragraph went, or offered to the person who typed it.
 *
 * It watches from the first key on. The repair comes with the second wave; what is taken away before is remembered.
 */
export class OwnWords {
  readonly #doc: Y.Doc;
  readonly #events: OwnWordsEvents;
  readonly #now: () => number;
  readonly #typedAt = new Map<string, number>();
  #repair: Repair | null = null;
  #waiting: OwnWordsTaken[] = [];

  constructor(doc: Y.Doc, events: OwnWordsEvents, now: () => number = Date.now) {
    this.#doc = doc;
    this.#events = events;
    this.#now = now;
    doc.on('afterTransaction', (transaction: Y.Transaction) => {
      if (!transaction.local) this.#look(transaction);
      else for (const block of touchedBlocks(transaction)) this.#typedAt.set(block, this.#now());
    });
  }

  /** From now on words are put back at once; what waited for it is as well. */
  repairWith(repair: Repair): void {
    this.#repair = repair;
    this.#mend(this.#waiting.splice(0), repair);
  }

  #look(transaction: Y.Transaction): void {
    const taken = takenAway(transaction, this.#doc.clientID).map((away) => ({ ...away, own: this.#own(away) }));
    if (this.#repair) this.#mend(taken, this.#repair);
    else this.#waiting.push(...taken.filter((away) => away.own === 'unknown' || hasOwnWords(away)));
  }

  #mend(taken: OwnWordsTaken[], repair: Repair): void {
    const lost: KeptWords[] = [];
    for (const away of taken) {
      const { to, offer } = repair(this.#doc, away);
      if (to) this.#events.went(to);
      if (offer) lost.push({ point: away.point, block: away.block, words: textOf(away) });
    }
    if (lost.length > 0) this.#events.lost(lost);
  }

  #own(away: TakenAway): OwnWordsTaken['own'] {
    const unsaved = this.#events.unsaved();
    if (unsaved === null) return 'unknown';
    const recent = this.#now() - (this.#typedAt.get(away.block) ?? -Infinity) < RECENT_MS;
    return hasOwnWords(away) && (recent || unsaved.has(away.block)) ? 'new' : 'old';
  }
}
