import * as Y from 'yjs';
import { contentOf, giveContent, type BlockContent } from '$lib/drafting/block-content';
import { hasWords, permanentId, standingBlocks, type StandingBlock } from '$lib/drafting/blocks';
import type { MovedBlocks } from '$lib/drafting/outline-changes';

/** What a step of the history did to the outline, as far as taking it back needs more than Yjs knows. */
export interface OutlineStep {
  /** Paragraphs that a split or a merge put into another point. */
  moved?: MovedBlocks;
  /** A point that came into being. */
  made?: string;
}

/**
 * Taking back (or doing again) a split or a merge.
 *
 * Yjs brings back the old elements as they were and deletes the copies. What others typed in the copies since is
 * carried over, and a point that others have filled meanwhile stays in the outline.
 */
export class MovedStep {
  readonly #doc: Y.Doc;
  readonly #step: OutlineStep;
  readonly #target: string | null;
  readonly #ids: Set<string>;
  readonly #entry: unknown;
  readonly #contents = new Map<string, BlockContent>();
  /** Whether others have moved these paragraphs on, so that the step cannot be taken back without tearing them apart. */
  readonly isOvertaken: boolean;

  constructor(doc: Y.Doc, step: OutlineStep, direction: 'undo' | 'redo') {
    this.#doc = doc;
    this.#step = step;
    this.#entry = step.made === undefined ? undefined : doc.getMap('outline').get(step.made);
    this.#ids = new Set(step.moved?.ids);
    const { from = null, to = null } = step.moved ?? {};
    this.#target = direction === 'undo' ? from : to;
    const expected = direction === 'undo' ? to : from;
    const standing = standingBlocks(doc);
    const blocks = [...this.#ids].map((id) => standing.get(id));
    this.isOvertaken = blocks.some((block) => block !== undefined && block.point !== expected);
    for (const block of blocks) if (block) this.#remember(block);
  }

  /** Whether this may be deleted although there are words in it: they are carried over. */
  mayDelete(item: Y.Item): boolean {
    if (!(item.content instanceof Y.ContentType) || !(item.content.type instanceof Y.XmlElement)) return false;
    return this.#ids.has(permanentId(item.content.type) ?? '');
  }

  /** To be called in the transaction in which Yjs took the step back. */
  mend(): void {
    for (const [id, { point, element }] of standingBlocks(this.#doc)) {
      if (!this.#ids.has(id) || point !== this.#target) continue;
      const content = this.#contents.get(id);
      if (content) giveContent(element, content);
      else remove(element); // somebody deleted it meanwhile
    }
    const { made } = this.#step;
    const outline = this.#doc.getMap('outline');
    if (made !== undefined && this.#entry !== undefined && !outline.has(made) && hasWords(this.#doc, made)) {
      outline.set(made, this.#entry);
    }
  }

  #remember({ element }: StandingBlock): void {
    const id = element.getAttribute('id');
    if (id !== undefined) this.#contents.set(id, contentOf(element));
  }
}

function remove(element: Y.XmlElement): void {
  const { parent } = element;
  if (parent instanceof Y.XmlFragment) parent.delete(parent.toArray().indexOf(element));
}
