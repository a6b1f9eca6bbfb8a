import type { Failure } from '$lib/api/client';
import type { Participant, Problem } from '$lib/api/types';
import { signedIn } from '$lib/people/signed-in.svelte';
import { enterWith, isIn, leave, unsaved } from './door';
import { secretIn, type NoCode, type Secret } from './secret';

/** How far somebody at the entrance has come. */
export type Stage =
  | { kind: 'asking' }
  /** Somebody is signed in on this device, and decides: to stay, or to leave it to whoever has the secret. */
  | { kind: 'occupied'; by: Participant; unsaved: number }
  | { kind: 'trying' }
  | { kind: 'in'; participant: Participant };

/** Why somebody was not let in. */
export type NotLetIn =
  | NoCode
  | { kind: 'unreachable' }
  /** Too many come at once: it is tried again without being asked. */
  | { kind: 'busy' }
  | { kind: 'too_often' }
  | { kind: 'refused'; problem: Problem };

/** The entrance: from the code on a badge, typed or out of a QR code, or a personal link, to somebody who is signed in. */
export class Entrance {
  stage: Stage = $state.raw({ kind: 'asking' });
  notLetIn: NotLetIn | null = $state.raw(null);
  /** How long until it is worth trying again. */
  secondsLeft = $state(0);
  /** What is tried: the address held it, or it was typed. */
  #tried: { secret: Secret; from: 'address' | 'typed' } | null = $state.raw(null);
  readonly #cameIn: (participant: Participant) => void;
  #countdown: ReturnType<typeof setInterval> | undefined;

  /** Whether there is a secret to try again which one cannot see in the field. */
  readonly holdsSecret = $derived(this.#tried?.from === 'address');
  /** Whether what is tried stands in the field. */
  readonly wasTyped = $derived(this.#tried?.from === 'typed');

  /** `cameIn` is called for who typed a code; who came by an address is shown first as whom. */
  constructor(cameIn: (participant: Participant) => void) {
    this.#cameIn = cameIn;
  }

  /** Somebody followed an address that holds a secret. */
  async arrive(held: string): Promise<void> {
    this.stage = { kind: 'trying' };
    await signedIn.ask();
    await this.#approach(held, 'address');
  }

  /** Somebody comes back from the identity provider, and is in already. */
  async comeBack(): Promise<void> {
    this.stage = { kind: 'trying' };
    const came = await isIn();
    if (!came.ok) return this.#refuse(came.failure, came.waitMs);
    this.stage = { kind: 'in', participant: came.participant };
    this.#cameIn(came.participant);
  }

  /** Somebody typed a code. */
  async submit(typed: string): Promise<void> {
    if (this.stage.kind === 'asking' && this.secondsLeft === 0) await this.#approach(typed, 'typed');
  }

  /** Tries what is there to be tried; whoever is signed in leaves. */
  async enter(): Promise<void> {
    const tried = this.#tried;
    if (tried === null) return;
    this.#wait(0);
    this.notLetIn = null;
    this.stage = { kind: 'trying' };
    const came = await enterWith(tried.secret);
    if (!came.ok) return this.#refuse(came.failure, came.waitMs);
    this.#tried = null;
    this.stage = { kind: 'in', participant: came.participant };
    if (tried.from === 'typed') this.#cameIn(came.participant);
  }

  /** Whoever was let in is somebody else: they leave, and the next one may come. */
  async isSomebodyElse(): Promise<void> {
    this.again();
    await leave();
  }

  /** Back to the empty field. */
  again(): void {
    this.#wait(0);
    this.#tried = null;
    this.notLetIn = null;
    this.stage = { kind: 'asking' };
  }

  /** The page is left: nothing is tried any more. */
  close(): void {
    clearInterval(this.#countdown);
  }

  async #approach(typed: string, from: 'address' | 'typed'): Promise<void> {
    const secret = secretIn(typed);
    if (secret.kind === 'no_code') return this.#turnAway(secret);
    this.#tried = { secret, from };
    const by = signedIn.participant;
    const losing = await unsaved();
    if (by !== null && (from === 'address' || losing > 0)) this.stage = { kind: 'occupied', by, unsaved: losing };
    else await this.enter();
  }

  #refuse(failure: Failure, waitMs: number | null): void {
    if (failure.kind === 'unreachable') return this.#turnAway({ kind: 'unreachable' });
    const { problem } = failure;
    const seconds = Math.ceil((waitMs ?? 0) / 1_000);
    if (problem.code === 'unavailable' && seconds > 0) {
      this.#turnAway({ kind: 'busy' });
      // Not all in step again.
      return this.#wait(seconds + Math.floor(Math.random() * seconds), () => void this.enter());
    }
    if (problem.code === 'too_often') {
      this.#turnAway({ kind: 'too_often' });
      return this.#wait(seconds);
    }
    // What opens no door is no longer worth trying.
    if (problem.status === 403) this.#tried = null;
    this.#turnAway({ kind: 'refused', problem });
  }

  #turnAway(notLetIn: NotLetIn): void {
    this.notLetIn = notLetIn;
    this.stage = { kind: 'asking' };
  }

  #wait(seconds: number, then?: () => void): void {
    clearInterval(this.#countdown);
    this.secondsLeft = seconds;
    if (seconds === 0) return;
    this.#countdown = setInterval(() => {
      this.secondsLeft -= 1;
      if (this.secondsLeft > 0) return;
      clearInterval(this.#countdown);
      then?.();
    }, 1_000);
  }
}
