import './drag-point.css';
import type { Attachment } from 'svelte/attachments';
import { entriesIn, scrollerOf } from './in-order.svelte';

/** A pointer that moved less than this has not begun to drag. Pixels. */
const THRESHOLD = 5;
/** So near an edge the page scrolls by itself. Pixels. */
const EDGE = 64;
const FASTEST_SCROLL = 18;

/**
 * A grip by which an entry is dragged to another place with mouse, pen or finger. Its entry is the nearest element with
 * `data-entry`; `drop` is told the index among the other entries. Escape lets go of it.
 */
export function dragPoint(drop: (index: number) => void): Attachment<HTMLElement> {
  return (grip) => {
    let drag: Drag | null = null;
    const finish = (dropped: boolean): void => {
      const index = dropped ? (drag?.index ?? null) : null;
      drag?.end(index !== null);
      drag = null;
      window.removeEventListener('keydown', escape, true);
      if (index !== null) drop(index);
    };
    const escape = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      event.stopPropagation();
      finish(false);
    };
    const start = (event: PointerEvent): void => {
      const entry = grip.closest<HTMLElement>('[data-entry]');
      if (event.button !== 0 || !event.isPrimary || !entry?.parentElement) return;
      grip.setPointerCapture(event.pointerId);
      drag = new Drag(entry, entry.parentElement, event.clientY);
      window.addEventListener('keydown', escape, true);
    };
    const move = (event: PointerEvent): void => drag?.moveTo(event.clientY);
    const up = (): void => finish(true);
    const cancel = (): void => finish(false);
    grip.addEventListener('pointerdown', start);
    grip.addEventListener('pointermove', move);
    grip.addEventListener('pointerup', up);
    grip.addEventListener('pointercancel', cancel);
    grip.addEventListener('lostpointercapture', cancel);
    return () => {
      finish(false);
      for (const [name, listener] of [['pointerdown', start], ['pointermove', move]] as const) {
        grip.removeEventListener(name, listener);
      }
      grip.removeEventListener('pointerup', up);
      grip.removeEventListener('pointercancel', cancel);
      grip.removeEventListener('lostpointercapture', cancel);
    };
  };
}

/** An entry that is being dragged. */
class Drag {
  /** The index among the others where it would be dropped; null while nothing was moved. */
  index: number | null = null;
  readonly #entry: HTMLElement;
  readonly #container: HTMLElement;
  readonly #scroller: HTMLElement;
  readonly #startY: number;
  #y: number;
  #line: HTMLElement | null = null;
  #frame = 0;

  constructor(entry: HTMLElement, container: HTMLElement, y: number) {
    this.#entry = entry;
    this.#container = container;
    this.#scroller = scrollerOf(container);
    this.#startY = this.#y = y;
  }

  moveTo(y: number): void {
    this.#y = y;
    if (this.#line === null) {
      if (Math.abs(y - this.#startY) < THRESHOLD) return;
      this.#entry.dataset['dragged'] = '';
      this.#line = document.body.appendChild(document.createElement('div'));
      this.#line.className = 'drop-line';
      this.#frame = requestAnimationFrame(() => this.#scroll());
    }
    this.#draw();
  }

  end(dropped: boolean): void {
    cancelAnimationFrame(this.#frame);
    this.#line?.remove();
    delete this.#entry.dataset['dragged'];
    if (!dropped) return;
    // Whoever puts the entries in order then leaves this one where it was dropped.
    this.#entry.dataset['dropped'] = '';
    requestAnimationFrame(() => delete this.#entry.dataset['dropped']);
  }

  #draw(): void {
    const others = entriesIn(this.#container).filter((entry) => entry !== this.#entry);
    const places = others.map((entry) => entry.getBoundingClientRect());
    const below = places.findIndex(({ top, height }) => this.#y < top + height / 2);
    this.index = below < 0 ? others.length : below;
    const next = places[this.index];
    const line = next?.top ?? places.at(-1)?.bottom ?? 0;
    const { left, width } = this.#container.getBoundingClientRect();
    if (this.#line) Object.assign(this.#line.style, { top: `${line - 1}px`, left: `${left}px`, width: `${width}px` });
  }

  // It goes on while the pointer rests near an edge, the faster the nearer.
  #scroll(): void {
    const { top, bottom } = this.#scroller.getBoundingClientRect();
    const near = Math.max(0, top + EDGE - this.#y) - Math.max(0, this.#y - (bottom - EDGE));
    if (near !== 0) {
      const step = -Math.sign(near) * Math.min(FASTEST_SCROLL, Math.ceil((Math.abs(near) / EDGE) * FASTEST_SCROLL));
      this.#scroller.scrollBy({ top: step, behavior: 'instant' });
      this.#draw();
    }
    this.#frame = requestAnimationFrame(() => this.#scroll());
  }
}
