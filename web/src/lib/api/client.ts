import createClient from 'openapi-fetch';
import type { paths } from './schema';
import type { Problem } from './types';

/** The server's HTTP interface, typed by its own description. */
export const api = createClient<paths>({ baseUrl: '/', credentials: 'same-origin' });

/** Why a request brought nothing: the server's own problem, or no answer at all. */
export type Failure =
  | { kind: 'problem'; problem: Problem }
  | { kind: 'unreachable' };

/** What came of a request. */
export type Outcome<Data> = { ok: true; data: Data } | { ok: false; failure: Failure };

/** Waits for a request of `api` and says what came of it; never throws. */
export async function outcome<Data>(
  request: Promise<{ data?: Data; error?: unknown; response: Response }>,
): Promise<Outcome<Data>> {
  try {
    const { data, error, response } = await request;
    if (response.ok) return { ok: true, data: data as Data };
    return { ok: false, failure: failureOf(error, response) };
  } catch {
    return { ok: false, failure: { kind: 'unreachable' } };
  }
}

// A proxy in between answers 502 to 504 with a page of its own: then the server is away, not in error.
function failureOf(error: unknown, response: Response): Failure {
  if (isProblem(error)) return { kind: 'problem', problem: error };
  if (response.status >= 500) return { kind: 'unreachable' };
  const title = response.statusText || String(response.status);
  const problem: Problem = { type: 'about:blank', title, status: response.status, code: 'unknown', detail: title };
  return { kind: 'problem', problem };
}

function isProblem(error: unknown): error is Problem {
  return typeof error === 'object' && error !== null && 'code' in error && 'status' in error;
}
