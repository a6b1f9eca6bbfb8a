import { api, outcome, type Outcome } from '$lib/api/client';
import type { Participant } from '$lib/api/types';
import { forgetCopies, unsavedIn } from '$lib/drafting/device-copies';
import { forget, recall, remember } from '$lib/ui/memory';

const REMEMBERED = 'participant';

/**
 * Who uses this page. The server's cookie says it; this device remembers it as well, so that a draft kept here can be
 * opened without the network.
 */
class SignedIn {
  /** Null: nobody, as far as is known. */
  participant: Participant | null = $state.raw(recall<Participant>(REMEMBERED));
  #asked: Promise<void> | null = null;

  /** Asks the server, once. Offline, what this device remembers stands. */
  ask(): Promise<void> {
    return (this.#asked ??= this.#ask());
  }

  /** Enters as a participant. */
  async enter(participant: string): Promise<Outcome<unknown>> {
    const entered = await outcome(api.POST('/api/sign-in', { body: { participant } }));
    if (entered.ok) this.#become(entered.data.participant);
    return entered;
  }

  /** Leaves, and removes from this device what was kept for this participant: tablets are shared. */
  async leave(): Promise<void> {
    const left = this.participant;
    await outcome(api.DELETE('/api/sign-in'));
    this.#become(null);
    forget();
    if (left) await forgetCopies(left.id);
  }

  /** How many changes on this device would be lost by leaving. */
  async unsaved(): Promise<number> {
    return this.participant === null ? 0 : unsavedIn(this.participant.id);
  }

  /** The server may not know this sign-in any more: the next {@link ask} asks again. */
  doubt(): void {
    this.#asked = null;
  }

  async #ask(): Promise<void> {
    const answer = await outcome(api.GET('/api/sign-in'));
    if (answer.ok) this.#become(answer.data.participant);
    else if (answer.failure.kind === 'problem') this.#become(null);
    else this.#asked = null;
  }

  #become(participant: Participant | null): void {
    this.participant = participant;
    remember(REMEMBERED, participant);
  }
}

export const signedIn = new SignedIn();
