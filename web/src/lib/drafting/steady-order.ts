/** Keeps a list in the order in which its entries came, for an `{#each}` whose elements must never be moved by it. */
export class SteadyOrder {
  #ids: string[] = [];

  /** These entries, those known before in the order they had, new ones at the end. */
  of<Entry extends { id: string }>(entries: readonly Entry[]): Entry[] {
    const byId = new Map(entries.map((entry) => [entry.id, entry]));
    const known = new Set(this.#ids);
    this.#ids = [
      ...this.#ids.filter((id) => byId.has(id)),
      ...entries.map(({ id }) => id).filter((id) => !known.has(id)),
    ];
    return this.#ids.flatMap((id) => byId.get(id) ?? []);
  }
}
