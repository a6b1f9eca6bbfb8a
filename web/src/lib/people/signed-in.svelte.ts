import { api, outcome } from '$lib/api/client';
import type { Me, Participant } from '$lib/api/types';
import { recall, remember } from '$lib/ui/memory';

const REMEMBERED = 'participant';
/** Kept when all else is forgotten: the server has yet to hear that somebody left. */
const LEFT = 'left';

/** A participant with what their offices let them do, as the server said it last. */
export type KnownParticipant = Participant & Partial<Pick<Me, 'may'>>;

/**
 * Who uses this page. The server's cookie says it; this device remembers it as well, so that a draft kept here can be
 * opened without the network. Coming in and leaving is in `entering/door.ts`.
 */
class SignedIn {
  /** Null: nobody, as far as is known. */
  participant: KnownParticipant | null = $state.raw(recall<KnownParticipant>(REMEMBERED));
  #asked: Promise<void> | null = null;

  /** Remembers again who this is: the memory was brought back after this was made. */
  recall(): void {
    this.participant = recall<KnownParticipant>(REMEMBERED);
  }

  /** Asks the server, once. Offline, what this device remembers stands. */
  ask(): Promise<void> {
    return (this.#asked ??= this.#ask());
  }

  /** The server may not know this sign-in any more: the next {@link ask} asks again. */
  doubt(): void {
    this.#asked = null;
  }

  /** The server let somebody in on this browser. */
  cameIn(me: Me): void {
    remember(LEFT, null);
    this.#become(me);
  }

  /** Somebody left; resolves when the server knows, or cannot be told now. */
  left(): Promise<void> {
    remember(LEFT, true);
    const heard = this.#tellLeft();
    this.#become(null);
    return heard;
  }

  async #ask(): Promise<void> {
    if (recall<boolean>(LEFT) === true) await this.#tellLeft();
    // Who left without a network must not be back with it: the cookie is still there.
    if (recall<boolean>(LEFT) === true) return this.doubt();
    const answer = await outcome(api.GET('/api/sign-in'));
    if (answer.ok) return this.#become(answer.data);
    // Anything but "not signed in" (a database that is away) says nothing about who this is.
    if (answer.failure.kind === 'problem' && answer.failure.problem.status === 401) return this.#become(null);
    this.doubt();
  }

  async #tellLeft(): Promise<void> {
    const told = await outcome(api.DELETE('/api/sign-in'));
    if (told.ok || (told.failure.kind === 'problem' && told.failure.problem.status === 401)) remember(LEFT, null);
  }

  #become(me: Me | null): void {
    this.participant = me && { ...me.participant, may: me.may };
    remember(REMEMBERED, this.participant);
  }
}

export const signedIn = new SignedIn();
