/** The shortest time between two announcements, in milliseconds. */
export const PAUSE_MS = 3_000;
/** The sentences that one announcement holds at most; the oldest make way. */
const MOST = 5;
const VISIBLE_MS = 6_000;

interface Waiting {
  topic: string | null;
  sentence: string;
}

/**
 * Says to screen readers what happened elsewhere on the page: politely, merged, and at most every three seconds.
 *
 * What has a topic replaces what waits under the same topic, so that of a count that changes often the last is heard.
 * {@link tell} shows a sentence as well, for what everybody must know.
 */
export class Announcer {
  /** What is said now. The turn changes with each announcement, so that the same words are said again. */
  said: { turn: number; words: string } = $state.raw({ turn: 0, words: '' });
  /** What is shown now; `lasting` until it is dismissed. */
  shown: { words: string; lasting: boolean } | null = $state.raw(null);
  #waiting: Waiting[] = [];
  #pause: ReturnType<typeof setTimeout> | undefined;
  #hide: ReturnType<typeof setTimeout> | undefined;

  /** Says a sentence when there is room for it. */
  announce(sentence: string, topic: string | null = null): void {
    const others = this.#waiting.filter((waiting) => waiting.sentence !== sentence && (topic === null || waiting.topic !== topic));
    this.#waiting = [...others, { topic, sentence }].slice(-MOST);
    if (this.#pause === undefined) this.#speak();
  }

  /** Shows a sentence for some seconds and says it. */
  tell(sentence: string): void {
    this.#show(sentence, false);
    this.#hide = setTimeout(() => this.dismiss(), VISIBLE_MS);
  }

  /** Shows a sentence until it is dismissed, and says it. */
  warn(sentence: string): void {
    this.#show(sentence, true);
  }

  dismiss(): void {
    clearTimeout(this.#hide);
    this.shown = null;
  }

  #show(words: string, lasting: boolean): void {
    clearTimeout(this.#hide);
    this.shown = { words, lasting };
    this.announce(words);
  }

  #speak(): void {
    this.#pause = undefined;
    if (this.#waiting.length === 0) return;
    const words = this.#waiting.map(({ sentence }) => sentence).join(' ');
    this.#waiting = [];
    this.said = { turn: this.said.turn + 1, words };
    this.#pause = setTimeout(() => this.#speak(), PAUSE_MS);
  }
}

/** The announcer of this page. */
export const announcer = new Announcer();

/** Says a sentence to screen readers when there is room for it; see {@link Announcer}. */
export function announce(sentence: string, topic: string | null = null): void {
  announcer.announce(sentence, topic);
}
