import * as Y from 'yjs';

/**
 * The origin of a transaction that applies changes of others, just as they sent them.
 *
 * A change that deletes a paragraph names every item in it that its author had. Once it is applied that cannot be told
 * any more: Yjs then deletes what else stood in the paragraph as well.
 */
export class AsSent {
  readonly #updates: readonly Uint8Array[];

  constructor(updates: readonly Uint8Array[]) {
    this.#updates = updates;
  }

  /** Says of an item that was deleted whether one of the authors deleted it by name. */
  named(): (id: Y.ID) => boolean {
    const deleted = this.#updates.map((update) => Y.decodeUpdate(update).ds.clients);
    return ({ client, clock }) =>
      deleted.some((clients) => clients.get(client)?.some((range) => range.clock <= clock && clock < range.clock + range.len));
  }
}
