const SCROLL_KEYS = ['ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End', ' '];

/**
 * Calls `moved` when somebody moves on their own: types or goes into the text, scrolls, or presses Escape. What the
 * page scrolls by itself is no move. Call what is returned to stop listening.
 */
export function untilOwnMove(desk: HTMLElement, moved: () => void): () => void {
  const listening = new AbortController();
  const { signal } = listening;
  const options = { signal, passive: true, capture: true };
  for (const kind of ['wheel', 'touchmove', 'beforeinput']) desk.addEventListener(kind, moved, options);
  desk.addEventListener('focusin', ({ target }) => isEditor(target) && moved(), options);
  desk.addEventListener('pointerdown', (event) => isOnScrollbar(event, desk) && moved(), options);
  desk.addEventListener('keydown', ({ key }) => SCROLL_KEYS.includes(key) && moved(), options);
  window.addEventListener('keydown', (event) => isEscape(event) && moved(), { signal });
  return () => listening.abort();
}

function isEditor(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.isContentEditable;
}

function isOnScrollbar({ target, offsetX }: PointerEvent, desk: HTMLElement): boolean {
  return target === desk && (offsetX >= desk.clientWidth || offsetX < 0);
}

// Escape that closes a menu or a dialog is meant for that.
function isEscape(event: KeyboardEvent): boolean {
  const elsewhere = event.defaultPrevented || document.querySelector('dialog[open], [popover]:popover-open') !== null;
  return event.key === 'Escape' && !elsewhere;
}
