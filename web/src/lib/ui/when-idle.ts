/** After so long it is loaded even on a page that is never idle. */
const AT_LATEST_MS = 10_000;
/** For browsers that do not tell when they are idle (Safari). */
const LATER_MS = 2_000;

/**
 * Loads parts of the page when the browser has nothing better to do, so that they are there when they are asked for,
 * with a network or without. What cannot be loaded now is loaded when it is asked for.
 */
export function whenIdle(...parts: (() => Promise<unknown>)[]): void {
  const load = () => parts.forEach((part) => void part().catch(() => {}));
  if ('requestIdleCallback' in window) requestIdleCallback(load, { timeout: AT_LATEST_MS });
  else setTimeout(load, LATER_MS);
}
