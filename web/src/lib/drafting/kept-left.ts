import type { KeptWords } from './kept-words';
import type { NotTakenWords } from './live.svelte';

/** The words that are left when some of them need not be kept any more; null if none are. */
export function without(notTaken: NotTakenWords | null, settled: KeptWords): NotTakenWords | null {
  const words = notTaken?.words.filter(({ block, words }) => block !== settled.block || words !== settled.words) ?? [];
  return notTaken && words.length > 0 ? { ...notTaken, words } : null;
}
