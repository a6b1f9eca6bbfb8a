import { api, outcome, type Failure, type Outcome } from '$lib/api/client';
import type { Answer } from '$lib/api/request';
import type { Me, Participant } from '$lib/api/types';
import { forgetCopies, forgetSavedOfOthers, unsavedIn } from '$lib/drafting/kept-copies';
import { signedIn } from '$lib/people/signed-in.svelte';
import { forget, recall, remember } from '$lib/ui/memory';
import type { Secret } from './secret';

/** Whose memory this device holds. */
const OWNER = 'owner';

/** What came of asking to be let in. */
export type LetIn =
  | { ok: true; participant: Participant }
  /** `waitMs`: when it is worth trying again, if the server says so. */
  | { ok: false; failure: Failure; waitMs: number | null };

/** Enters with what a badge or a personal link holds. */
export function enterWith(secret: Secret): Promise<LetIn> {
  switch (secret.kind) {
    case 'code':
      return letIn(api.POST('/api/sign-in/badge', { body: { code: secret.code } }));
    case 'link':
      return letIn(api.POST('/api/sign-in/link', { body: { token: secret.token } }));
    default:
      return secret satisfies never;
  }
}

/** Enters as a participant of a demonstration. */
export function enterAs(participant: string): Promise<LetIn> {
  return letIn(api.POST('/api/sign-in', { body: { participant } }));
}

/** Finds out whom the server let in on this browser, while it was not on a page of this site. */
export function isIn(): Promise<LetIn> {
  return letIn(api.GET('/api/sign-in'));
}

/**
 * The server has let somebody in on this browser. What was kept here for whoever was signed in before is removed: they
 * were asked. Of those who were signed out from elsewhere, unsaved words stay.
 */
export async function cameIn(me: Me): Promise<void> {
  const { participant } = me;
  const former = signedIn.participant;
  const owner = recall<string>(OWNER);
  if (owner !== null && owner !== participant.id) forget();
  if (former && former.id !== participant.id) await forgetCopies(former.id);
  await forgetSavedOfOthers(participant.id);
  remember(OWNER, participant.id);
  signedIn.cameIn(me);
}

/** Leaves, and removes from this device what was kept for this participant: tablets are shared. */
export async function leave(): Promise<void> {
  const left = signedIn.participant;
  const heard = signedIn.left();
  forget();
  await Promise.all([heard, left && forgetCopies(left.id)]);
}

/** How many changes on this device would be lost if whoever is here left. */
export async function unsaved(): Promise<number> {
  return signedIn.participant === null ? 0 : unsavedIn(signedIn.participant.id);
}

async function letIn(request: Promise<Answer<Me>>): Promise<LetIn> {
  let waitMs: number | null = null;
  const noted = request.then((answer) => {
    const seconds = Number(answer.response.headers.get('retry-after') ?? NaN);
    if (!answer.response.ok && Number.isFinite(seconds)) waitMs = seconds * 1_000;
    return answer;
  });
  const came: Outcome<Me> = await outcome(noted);
  if (!came.ok) return { ok: false, failure: came.failure, waitMs };
  await cameIn(came.data);
  return { ok: true, participant: came.data.participant };
}
