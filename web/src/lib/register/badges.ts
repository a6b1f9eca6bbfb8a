import type { Failure, Outcome } from '$lib/api/client';
import type { Problem } from '$lib/api/types';

/** Badges of a whole conference take the server longer than other answers. */
const PATIENCE_MS = 180_000;
/** The browser reads the file after the click; then its memory can be given back. */
const KEPT_MS = 60_000;

/** Has badges with new codes made for these people, and saves the PDF as a download. */
export async function printBadges(people: string[]): Promise<Outcome<null>> {
  try {
    const response = await fetch('/api/people/badges', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ people }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const kind = response.headers.get('content-type') ?? '';
    if (response.ok && kind.startsWith('application/pdf')) {
      save(await response.blob());
      return { ok: true, data: null };
    }
    return { ok: false, failure: kind.startsWith('application/problem+json') ? problem((await response.json()) as Problem) : { kind: 'unreachable' } };
  } catch {
    return { ok: false, failure: { kind: 'unreachable' } };
  }
}

const problem = (problem: Problem): Failure => ({ kind: 'problem', problem });

function save(file: Blob): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = 'badges.pdf';
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), KEPT_MS);
}
