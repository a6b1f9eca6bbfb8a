import { asking, type Answer } from './request';
import type { Problem } from './types';

/** The server's HTTP interface, typed by its own description. */
export const api = {
  GET: asking('get'),
  POST: asking('post'),
  PUT: asking('put'),
  PATCH: asking('patch'),
  DELETE: asking('delete'),
};

/** Why a request brought nothing: the server's own problem, or no answer of the server at all. */
export type Failure =
  | { kind: 'problem'; problem: Problem }
  | { kind: 'unreachable' };

/** What came of a request. */
export type Outcome<Data> = { ok: true; data: Data } | { ok: false; failure: Failure };

/** Waits for a request of `api` and says what came of it; never throws. */
export async function outcome<Data>(
  request: Promise<Answer<Data>>,
): Promise<Outcome<Data>> {
  try {
    const { data, error, response } = await request;
    if (response.ok) return { ok: true, data: data as Data };
    return { ok: false, failure: isProblem(error) ? { kind: 'problem', problem: error } : { kind: 'unreachable' } };
  } catch {
    return { ok: false, failure: { kind: 'unreachable' } };
  }
}

// Only the server speaks in problems. Whatever else says no is in between, and then the server is away, not in error.
function isProblem(error: unknown): error is Problem {
  return typeof error === 'object' && error !== null && 'code' in error && 'status' in error;
}
