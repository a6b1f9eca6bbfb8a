import { api, outcome, type Outcome } from '$lib/api/client';
import { signedIn } from '$lib/people/signed-in.svelte';

/** Where the server leads to the identity provider. */
const WAY = '/api/sign-in/oidc';
/** Where this tab remembers what its person wanted to see, while they are with the provider. */
const THEN = 'plenary.then';

/** Why somebody who was sent to the provider came back a stranger. */
export type ProviderProblem = 'oidc_unavailable' | 'oidc_declined' | 'oidc_expired' | 'oidc_unverified' | 'oidc_unknown';

const PROBLEMS: readonly string[] = ['oidc_unavailable', 'oidc_declined', 'oidc_expired', 'oidc_unverified', 'oidc_unknown'] satisfies ProviderProblem[];

/** How somebody comes to the page of entrance: by themselves, or from the identity provider. */
export type Arrival = { kind: 'by_themselves' } | { kind: 'vouched_for' } | { kind: 'turned_away'; problem: ProviderProblem };

/** The name of the identity provider by which one may enter; null where there is none. */
export async function identityProvider(): Promise<Outcome<string | null>> {
  const asked = await outcome(api.GET('/api/sign-in/ways'));
  return asked.ok ? { ok: true, data: asked.data.oidc ?? null } : asked;
}

/**
 * Leaves this page for the identity provider, to come back to this tab and then to a place of this site. Says what is in
 * the way, if anything is: a page that cannot be reached is never gone to.
 */
export async function goToProvider(then: string | null): Promise<Outcome<string | null>> {
  // Who left without a network is told to the server first, else it would be told of whoever comes in now.
  await signedIn.ask();
  const provider = await identityProvider();
  if (provider.ok && provider.data !== null) {
    rememberThen(then);
    window.location.assign(WAY);
  }
  return provider;
}

/** How one came here. The address becomes one that can be loaded again, with the place one wanted to see. */
export function arrival(): Arrival {
  const search = new URLSearchParams(window.location.search);
  const problem = search.get('problem');
  const kind = search.get('by') === 'oidc' ? 'vouched_for' : PROBLEMS.includes(problem ?? '') ? 'turned_away' : 'by_themselves';
  if (kind === 'by_themselves') return { kind };
  const then = recallThen();
  window.history.replaceState(null, '', then === null ? '/enter' : `/enter?then=${encodeURIComponent(then)}`);
  return kind === 'turned_away' ? { kind, problem: problem as ProviderProblem } : { kind };
}

function rememberThen(then: string | null): void {
  try {
    if (then === null) sessionStorage.removeItem(THEN);
    else sessionStorage.setItem(THEN, then);
  } catch {
    // A browser that keeps nothing leads to the conference.
  }
}

function recallThen(): string | null {
  try {
    return sessionStorage.getItem(THEN);
  } catch {
    return null;
  }
}
