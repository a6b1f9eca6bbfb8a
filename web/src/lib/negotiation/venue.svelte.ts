import { api, outcome } from '$lib/api/client';
import type { Conference } from '$lib/api/types';
import { i18n } from '$lib/i18n/i18n.svelte';
import { recall } from '$lib/ui/memory';

/** The place where the conference meets: its clock is the one that deadlines are read on. */
class Venue {
  timeZone: string | undefined = $state(recall<Conference>('conference')?.time_zone);
  #asked = false;

  /** Asks the server where that is, if this device does not remember. */
  async ask(): Promise<void> {
    if (this.timeZone !== undefined || this.#asked) return;
    this.#asked = true;
    const found = await outcome(api.GET('/api/conference'));
    if (found.ok) this.timeZone = found.data.time_zone;
    else this.#asked = false;
  }

  /** A day and an hour there, in the reader's language. */
  readonly moment = (instant: string): string =>
    `${i18n.day(instant, this.timeZone)}${i18n.t.comma}${i18n.hours(instant, instant, this.timeZone)}`;
}

export const venue = new Venue();
