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
      const read = lastAbove(sections, line) ?? sections[0];
      this.point = read?.id.slice('point-'.length) ?? null;
    });
  }
}

// They stand in order from top to bottom, so that few of many have to be measured.
function lastAbove(sections: HTMLElement[], line: number): HTMLElement | undefined {
  let [above, below] = [-1, sections.length];
  while (below - above > 1) {
    const middle = (above + below) >> 1;
    const top = sections[middle]?.getBoundingClientRect().top ?? Infinity;
    if (top <= line) above = middle;
    else below = middle;
  }
  return sections[above];
}
