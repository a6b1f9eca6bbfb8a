const LONGEST_MS = 20_000;
const FIRST_MS = 500;

/**
 * How long to wait before trying again, after so many tries in vain: anything up to a limit that doubles each time.
 * Five hundred people who lost one server must not come back in step.
 */
export function retryDelayMs(tries: number, random: () => number = Math.random): number {
  return Math.round(random() * Math.min(LONGEST_MS, FIRST_MS * 2 ** tries));
}

/** Why this page does not come back to the server by itself. */
export type Closed =
  | 'wrong_protocol'
  | 'signed_out'
  | 'not_allowed'
  | 'no_such_draft'
  | 'unreconciled'
  | 'outdated_page'
  | 'too_many_connections';

/** What to do after a connection closed. */
export type Verdict =
  | { kind: 'again' }
  /** As `again`, but not at once: the server has too much to do. */
  | { kind: 'later' }
  | { kind: 'new_document' }
  | { kind: 'new_generation' }
  | { kind: 'stay_away'; why: Closed };

/** What a closing code of docs/protocol.md asks for. */
export function afterClosing(code: number): Verdict {
  switch (code) {
    case 1013:
      return { kind: 'later' };
    case 4400:
      return { kind: 'stay_away', why: 'wrong_protocol' };
    case 4401:
      return { kind: 'stay_away', why: 'signed_out' };
    case 4403:
      return { kind: 'stay_away', why: 'not_allowed' };
    case 4409:
      return { kind: 'new_document' };
    case 4410:
      return { kind: 'new_generation' };
    case 4426:
      return { kind: 'stay_away', why: 'outdated_page' };
    case 4429:
      return { kind: 'stay_away', why: 'too_many_connections' };
    default:
      // The server's other decisions (44xx) are final; everything else passes.
      return code >= 4400 && code < 4500 ? { kind: 'stay_away', why: 'wrong_protocol' } : { kind: 'again' };
  }
}

/** What a refusal over HTTP says of a socket that could not be had; null if nothing final. */
export function afterHttpStatus(status: number): Closed | null {
  switch (status) {
    case 401:
      return 'signed_out';
    case 403:
      return 'not_allowed';
    case 404:
      return 'no_such_draft';
    case 429:
      return 'too_many_connections';
    default:
      return null;
  }
}
