import { api, outcome, type Outcome } from '$lib/api/client';
import type { Participant } from '$lib/api/types';
import { forgetCopies, unsavedIn } from '$lib/drafting/device-copies';
import { forget, recall, remember } from '$lib/ui/memory';

const REMEMBERED = 'participant';
/** Kept when all else is forgotten: the server has yet to hear that somebody left. */
const LEFT = 'left';

/**
 * Who uses this page. The server's cookie says it; this device remembers it as well, so that a draft kept here can be
 * opened without the network.
 */
class SignedIn {
  /** Null: nobody, as far as is known. */
  participant: Participant | null = $state.raw(recall<Participant>(REMEMBERED));
  #asked: Promise<void> | null = null;

  /** Remembers again who this is: the memory was brought back after this was made. */
  recall(): void {
    this.participant = recall<Participant>(REMEMBERED);
  }

  /** Asks the server, once. Offline, what this device remembers stands. */
  ask(): Promise<void> {
    return (this.#asked ??= this.#ask());
  }

  /** Enters as a participant. */
  async enter(participant: string): Promise<Outcome<unknown>> {
    const entered = await outcome(api.POST('/api/sign-in', { body: { participant } }));
    if (!entered.ok) return entered;
    remember(LEFT, null);
    this.#become(entered.data.participant);
    return entered;
  }

  /** Leaves, and removes from this device what was kept for this participant: tablets are shared. */
  async leave(): Promise<void> {
    const left = this.participant;
    remember(LEFT, true);
    const heard = this.#tellLeft();
    this.#become(null);
    forget();
    await Promise.all([heard, left && forgetCopies(left.id)]);
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
    if (recall<boolean>(LEFT) === true) await this.#tellLeft();
    // Who left without a network must not be back with it: the cookie is still there.
    if (recall<boolean>(LEFT) === true) return this.doubt();
    const answer = await outcome(api.GET('/api/sign-in'));
    if (answer.ok) return this.#become(answer.data.participant);
    // Anything but "not signed in" (a database that is away) says nothing about who this is.
    if (answer.failure.kind === 'problem' && answer.failure.problem.status === 401) return this.#become(null);
    this.doubt();
  }

  async #tellLeft(): Promise<void> {
    const told = await outcome(api.DELETE('/api/sign-in'));
    if (told.ok || (told.failure.kind === 'problem' && told.failure.problem.status === 401)) remember(LEFT, null);
  }

  #become(participant: Participant | null): void {
    this.participant = participant;
    remember(REMEMBERED, participant);
  }
}

export const signedIn = new SignedIn();
