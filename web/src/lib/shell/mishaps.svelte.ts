import { isLoadingAhead } from '$lib/ui/when-idle';

/** What went wrong in the page itself: it met something unforeseen, or a part of it could not be loaded. */
export type Mishap = 'broken' | 'part_missing';

/** Words that a page has and the server may not, each with its place left out: they are to be copied. */
type Words = () => string[];

const JUST_NOW_MS = 1_000;

/**
 * Mistakes that nothing else caught. A page that goes on after one may be a page that swallows what is typed, so they
 * are told, with the words that would be at stake.
 */
class Mishaps {
  latest: Mishap | null = $state(null);
  /** The words of the page at that moment that were not saved. */
  words: string[] = $state.raw([]);
  #held: Words | null = null;
  #released: { words: string[]; at: number } | null = null;

  /** Listens to the window from now on. */
  watch(): void {
    window.addEventListener('error', (event) => isOurs(event) && this.happen('broken'));
    window.addEventListener('unhandledrejection', () => this.happen('broken'));
    window.addEventListener('vite:preloadError', () => !isLoadingAhead() && this.happen('part_missing'));
  }

  /** A page says where its unsaved words are; call what is returned when it goes. */
  hold(words: Words): () => void {
    this.#held = words;
    return () => {
      this.#held = null;
      this.#released = { words: attempt(words), at: performance.now() };
    };
  }

  /** Something went wrong that nobody foresaw. */
  happen(mishap: Mishap, mistake?: unknown): void {
    if (mistake !== undefined) console.error(mistake);
    const words = this.#wordsNow();
    if (words.length > 0) this.words = words;
    this.latest ??= mishap;
  }

  // A page that broke while it was drawn is taken down before anybody hears of it.
  #wordsNow(): string[] {
    if (this.#held !== null) return attempt(this.#held);
    const { words, at } = this.#released ?? { words: [], at: -Infinity };
    return performance.now() - at < JUST_NOW_MS ? words : [];
  }
}

function attempt(words: Words): string[] {
  try {
    return words();
  } catch {
    return [];
  }
}

// Scripts of extensions and of other sites are not this page; and a late ResizeObserver is no mistake.
function isOurs({ filename, message }: ErrorEvent): boolean {
  return filename.startsWith(window.location.origin) && !message.startsWith('ResizeObserver');
}

export const mishaps = new Mishaps();
