/** After so long it is loaded even on a page that is never idle. */
const AT_LATEST_MS = 10_000;
/** For browsers that do not tell when they are idle (Safari). */
const LATER_MS = 2_000;

/**
 * Loads parts of the page when the browser has nothing better to do, so that they are there when they are asked for,
 * with a network or without. What cannot be loaded now is loaded when it is asked for.
 */
export function whenIdle(...parts: (() => Promise<unknown>)[]): void {
  const load = () => void loadAhead(parts);
  if ('requestIdleCallback' in window) requestIdleCallback(load, { timeout: AT_LATEST_MS });
  else setTimeout(load, LATER_MS);
}

let ahead = 0;

/** Whether parts are being loaded that nobody has asked for yet: if that fails, nobody need hear of it. */
export function isLoadingAhead(): boolean {
  return ahead > 0;
}

async function loadAhead(parts: (() => Promise<unknown>)[]): Promise<void> {
  ahead += 1;
  await Promise.allSettled(parts.map((part) => part()));
  ahead -= 1;
}
