import * as Y from 'yjs';
import { AsSent } from './as-sent';
import { permanentId } from './blocks';
import type { Character } from './unseen-words';

/** A title or paragraph that a change of somebody else took away. */
export interface TakenAway {
  point: string;
  block: string;
  /** It as it stood on this page. */
  text: Character[];
  /** What was typed here from this moment on its author had not seen; null if that must be told from the words. */
  seenUntil: number | null;
}

/**
 * The titles and paragraphs that a transaction took away. To be asked in `afterTransaction`:
 * until then what was deleted still has its content, afterwards Yjs clears it away.
 *
 * `client` is the Yjs client id of this page; what it wrote counts as typed here, in the order of its clock.
 */
export function takenAway(transaction: Y.Transaction, client: number): TakenAway[] {
  const taken: TakenAway[] = [];
  const named = transaction.origin instanceof AsSent ? transaction.origin.named() : null;
  const visit = (struct: Y.Item | Y.GC): void => {
    const element = blockOf(struct, transaction);
    const block = element && permanentId(element);
    const point = element && pointOf(element);
    if (element && block !== null && point !== null) {
      const text = [...charactersOf(element, transaction, client)];
      taken.push({ point, block, text, seenUntil: named && firstUnseen(text, (clock) => named(Y.createID(client, clock))) });
    }
  };
  Y.iterateDeletedStructs(transaction, transaction.deleteSet, visit);
  return taken;
}

// Whoever deleted a paragraph had all that was typed here up to some moment, and deleted it by name.
function firstUnseen(text: Character[], named: (clock: number) => boolean): number {
  const unseen = text.flatMap(({ typed }) => (typed !== null && !named(typed) ? typed : []));
  return Math.min(Infinity, ...unseen);
}

/** Whether words were typed on this page into what was taken away. */
export function hasOwnWords({ text }: TakenAway): boolean {
  return text.some(({ typed }) => typed !== null);
}

/** The words of a block that was taken away. */
export function textOf({ text }: TakenAway): string {
  return text.map(({ character }) => character).join('');
}

// A title or paragraph that stood before the transaction.
function blockOf(struct: Y.Item | Y.GC, { beforeState }: Y.Transaction): Y.XmlElement | null {
  if (!(struct instanceof Y.Item) || struct.id.clock >= (beforeState.get(struct.id.client) ?? 0)) return null;
  const { content, parent } = struct;
  if (!(content instanceof Y.ContentType) || !(content.type instanceof Y.XmlElement)) return null;
  return parent instanceof Y.AbstractType && parent._item === null ? content.type : null;
}

function pointOf(element: Y.XmlElement): string | null {
  const fragment = element._item?.parent;
  for (const [name, type] of element.doc?.share ?? []) {
    if (type === fragment) return name.slice(name.indexOf(':') + 1);
  }
  return null;
}

/** What a list of items begins with, as every shared type has it. */
type Beginning = Pick<Y.XmlElement, '_start'>;

function* charactersOf(type: Beginning, transaction: Y.Transaction, client: number): Iterable<Character> {
  for (let item = type._start; item !== null; item = item.right) {
    const stood =
      item.id.clock < (transaction.beforeState.get(item.id.client) ?? 0) &&
      (!item.deleted || Y.isDeleted(transaction.deleteSet, item.id));
    if (!stood) continue;
    const { content, id } = item;
    if (content instanceof Y.ContentString) {
      let clock = id.clock;
      for (const character of content.str) {
        yield { character, typed: id.client === client ? clock : null };
        clock += character.length;
      }
    } else if (content instanceof Y.ContentType) {
      yield* charactersOf(content.type, transaction, client);
    }
  }
}
