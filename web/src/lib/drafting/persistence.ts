let asked = false;

/**
 * Asks the browser, once and only when there is something to keep, not to throw the copies on this device away when
 * its disk fills up. It may say no; then the copies are kept as long as there is room.
 */
export function askToStay(): void {
  if (asked) return;
  asked = true;
  void globalThis.navigator?.storage?.persist?.().catch(() => false);
}
