import type { Attachment } from 'svelte/attachments';

/**
 * Puts the children that have these ids as `data-entry` in this order.
 *
 * A browser takes the focus from an element that is moved in the page, and ends what is being composed in it. So the
 * child that has the focus stays where it is and the others are moved around it; and what one reads does not jump.
 * Svelte would move whichever child is cheapest, so the list is drawn in a `SteadyOrder` and placed here.
 */
export function inOrder(ids: () => readonly string[]): Attachment<HTMLElement> {
  return (container) => {
    $effect(() => {
      const wanted = ids();
      const byId = new Map(entriesIn(container).map((child) => [child.dataset['entry'], child]));
      arrange(wanted.flatMap((id) => byId.get(id) ?? []));
    });
  };
}

/** The children that stand for entries, as they stand. */
export function entriesIn(container: HTMLElement): HTMLElement[] {
  return [...container.children].filter((child) => child instanceof HTMLElement && 'entry' in child.dataset) as HTMLElement[];
}

/** The element that scrolls what is in this one. */
export function scrollerOf(element: HTMLElement): HTMLElement {
  for (let around = element.parentElement; around; around = around.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(around).overflowY)) return around;
  }
  return document.documentElement;
}

function arrange(children: HTMLElement[]): void {
  const [first] = children;
  if (!first || isArranged(children)) return;
  const focused = children.findIndex((child) => child.contains(document.activeElement));
  const pinned = Math.max(0, focused);
  keepInView(first, children[focused], children, () => {
    for (let at = pinned - 1; at >= 0; at -= 1) {
      const [child, after] = [children[at], children[at + 1]];
      if (child && after && after.previousElementSibling !== child) after.before(child);
    }
    for (let at = pinned + 1; at < children.length; at += 1) {
      const [child, before] = [children[at], children[at - 1]];
      if (child && before && before.nextElementSibling !== child) before.after(child);
    }
  });
}

function isArranged(children: HTMLElement[]): boolean {
  return children.every((child, at) => at === 0 || child.previousElementSibling === children[at - 1]);
}

// What has the focus stays where it is on the screen, else what one reads. What was just dropped is where one put it.
function keepInView(first: HTMLElement, focused: HTMLElement | undefined, children: HTMLElement[], move: () => void): void {
  const scroller = scrollerOf(first);
  const top = scroller.getBoundingClientRect().top;
  const dropped = children.find((child) => 'dropped' in child.dataset);
  const inView = children.find((child) => child !== dropped && child.getBoundingClientRect().bottom > top);
  const anchor = focused && focused !== dropped ? focused : (inView ?? first);
  const before = anchor.getBoundingClientRect().top;
  // The browser's own anchoring would correct the same jump a second time.
  scroller.style.overflowAnchor = 'none';
  move();
  scroller.scrollBy({ top: anchor.getBoundingClientRect().top - before, behavior: 'instant' });
  scroller.style.overflowAnchor = '';
  if (dropped) {
    delete dropped.dataset['dropped'];
    dropped.scrollIntoView({ block: 'nearest' });
  }
}
