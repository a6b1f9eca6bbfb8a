/** How far under the top of the desk a point must reach to be the one that is read. */
const READING_LINE_PX = 160;

/** Follows which point stands at the reading line while the text is scrolled. */
export class ReadingPlace {
  /** The point that is read. */
  point: string | null = $state(null);
  #waiting = false;

  /** To be called when the desk is scrolled: looks once for each frame. */
  look(desk: HTMLElement): void {
    if (this.#waiting) return;
    this.#waiting = true;
    requestAnimationFrame(() => {
      this.#waiting = false;
      const line = desk.getBoundingClientRect().top + READING_LINE_PX;
      const sections = [...desk.querySelectorAll<HTMLElement>('section[id^="point-"]')];
      const read = sections.findLast((section) => section.getBoundingClientRect().top <= line) ?? sections[0];
      this.point = read?.id.slice('point-'.length) ?? null;
    });
  }
}
