import { settled } from 'svelte';
import { mishaps } from '$lib/shell/mishaps.svelte';

/** What comes with the second wave. Only its types are here: nothing of the first wave may import it. */
export type SecondWave = typeof import('./second-wave');

/** Search, and levels. */
const HELD_WITH_CTRL = /^(KeyG|BracketLeft|BracketRight)$/;
/** The screen for the hall. */
const HELD_WITH_CTRL_ALT = /^KeyH$/;

/**
 * The first wave of the drafting screen shows the text and takes what is typed; that is all a browser must have loaded
 * before one can write. Everything else is the second wave, which is fetched as soon as the text is on the screen.
 */
class Later {
  /** The second wave; null until it is there. */
  wave: SecondWave | null = $state.raw(null);
  #asked: Promise<void> | null = null;
  #failed = false;
  #held: KeyboardEvent[] = [];

  /** Fetches it, once. Where that fails, the page says that a part of it is missing, and one can go on typing. */
  fetch(): Promise<void> {
    return (this.#asked ??= import('./second-wave').then(
      (wave) => this.#arrived(wave),
      () => {
        this.#failed = true;
        this.#held = [];
        mishaps.happen('part_missing');
      },
    ));
  }

  /** To be told of keys at the window: a command pressed too early is done when what does it is there. */
  readonly hold = (event: KeyboardEvent): void => {
    const held = event.altKey ? HELD_WITH_CTRL_ALT : HELD_WITH_CTRL;
    const isCommand = (event.ctrlKey || event.metaKey) && held.test(event.code);
    if (this.wave !== null || this.#failed || event.isComposing || !(isCommand || event.key === 'F8')) return;
    event.preventDefault();
    this.#held.push(event);
  };

  async #arrived(wave: SecondWave): Promise<void> {
    this.wave = wave;
    // Everything listens when what came has been drawn and has made its effects.
    await settled();
    for (const event of this.#held.splice(0)) event.target?.dispatchEvent(new KeyboardEvent('keydown', event));
  }
}

export const later = new Later();
