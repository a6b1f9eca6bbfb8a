import type { ReadOnlyReason } from '$lib/api/types';

/** What the state of saving depends on. */
export interface SavingFacts {
  link: 'opening' | 'live' | 'offline' | 'closed';
  /** Changes made here that the server has not committed. */
  unsaved: number;
  /** Changes made in other tabs of this browser, shown here as well, that the server has not committed. */
  unsavedElsewhere: number;
  /** When the oldest of them was made. */
  waitingSince: number | null;
  /** Whether this device keeps a copy that outlives the page. */
  keptOnDevice: boolean;
  /** Whether the server says that its database is away. */
  degraded: boolean;
  readOnly: ReadOnlyReason | null;
  /** Whether words that were not taken are waiting to be copied. */
  wordsKept: boolean;
}

/** What a person is told about saving. */
export type SaveState =
  | { kind: 'opening' }
  | { kind: 'saved' }
  /** Waiting for less than a second: nobody needs to read about it, but it is not called saved. */
  | { kind: 'pending' }
  | { kind: 'saving' }
  | { kind: 'late' }
  | { kind: 'degraded'; unsaved: number }
  | { kind: 'offline'; unsaved: number; kept: boolean }
  /** Not connected, and not coming back by itself. */
  | { kind: 'closed'; unsaved: number; kept: boolean }
  | { kind: 'read_only'; reason: ReadOnlyReason; unsaved: number }
  | { kind: 'not_taken' };

/** The same object as long as it stays so: what shows it has nothing to do with each key. */
const WAITING = { pending: { kind: 'pending' }, saving: { kind: 'saving' }, late: { kind: 'late' } } as const;

const WORTH_SAYING_MS = 1_000;
const WORRYING_MS = 15_000;

/** What to tell now. */
export function saveState(facts: SavingFacts, now: number): SaveState {
  const { link, keptOnDevice: kept } = facts;
  // With a connection each tab speaks for itself; without one they show each other's words.
  const unsaved = facts.unsaved + (link === 'live' ? 0 : facts.unsavedElsewhere);
  if (link === 'opening' && unsaved === 0) return { kind: 'opening' };
  if (link === 'closed') return { kind: 'closed', unsaved, kept };
  if (link !== 'live') return { kind: 'offline', unsaved, kept };
  if (facts.readOnly !== null) return { kind: 'read_only', reason: facts.readOnly, unsaved };
  if (facts.degraded) return { kind: 'degraded', unsaved };
  if (unsaved > 0) return WAITING[whileWaiting(now - (facts.waitingSince ?? now))];
  return { kind: facts.wordsKept ? 'not_taken' : 'saved' };
}

/** In how many milliseconds {@link saveState} changes by the passing of time alone; null for never. */
export function nextTurn({ waitingSince }: SavingFacts, now: number): number | null {
  if (waitingSince === null) return null;
  const turns = [WORTH_SAYING_MS, WORRYING_MS].map((after) => waitingSince + after - now);
  return turns.find((turn) => turn > 0) ?? null;
}

function whileWaiting(waited: number): 'pending' | 'saving' | 'late' {
  if (waited < WORTH_SAYING_MS) return 'pending';
  return waited < WORRYING_MS ? 'saving' : 'late';
}
