import * as Y from 'yjs';
import { OUTLINE_CHANGE } from '$lib/editor/history';
import { touchedBlocks, type KeptWords } from './kept-words';
import { hasOwnWords, putBack, standsInPieces, standsWhole, takenAway, textOf, type TakenAway, type WentTo } from './moved-words';

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

/**
 * Sees to it that what is typed on this page is not lost when somebody else deletes, splits or merges what it is typed
 * in: it is put back where the paragraph went, or offered to the person who typed it.
 */
export class OwnWords {
  readonly #doc: Y.Doc;
  readonly #events: OwnWordsEvents;
  readonly #now: () => number;
  readonly #typedAt = new Map<string, number>();

  constructor(doc: Y.Doc, events: OwnWordsEvents, now: () => number = Date.now) {
    this.#doc = doc;
    this.#events = events;
    this.#now = now;
    doc.on('afterTransaction', (transaction: Y.Transaction) => {
      if (!transaction.local) this.#look(transaction);
      else for (const block of touchedBlocks(transaction)) this.#typedAt.set(block, this.#now());
    });
  }

  #look(transaction: Y.Transaction): void {
    const lost: KeptWords[] = [];
    for (const taken of takenAway(transaction, this.#doc.clientID)) {
      const to = putBack(this.#doc, taken, OUTLINE_CHANGE);
      if (to) this.#events.went(to);
      if (this.#mustOffer(taken, to !== null)) lost.push({ point: taken.point, block: taken.block, words: textOf(taken) });
    }
    if (lost.length > 0) this.#events.lost(lost);
  }

  #mustOffer(taken: TakenAway, stands: boolean): boolean {
    if (textOf(taken).trim() === '') return false;
    const unsaved = this.#events.unsaved();
    // What was typed before a reload cannot be told from what others typed: not put back, but offered.
    if (unsaved === null) return !standsWhole(this.#doc, taken);
    if (stands || !hasOwnWords(taken)) return false;
    const recent = this.#now() - (this.#typedAt.get(taken.block) ?? -Infinity) < RECENT_MS;
    return (recent || unsaved.has(taken.block)) && !standsInPieces(this.#doc, taken);
  }
}
