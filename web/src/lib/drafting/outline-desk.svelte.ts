import { tick } from 'svelte';
import type { ParagraphState } from '$lib/api/types';
import { i18n } from '$lib/i18n/i18n.svelte';
import { more } from '$lib/i18n/more';
import { blocksIn } from './blocks';
import { caretIn, putCaretIn } from './caret-in-point';
import type { Editors } from './editors.svelte';
import type { LiveDraft } from './live.svelte';
import type { LocalDocument } from './local-document.svelte';
import { wordsOf } from './kept-words';
import type { NumberedEntry } from './outline';
import type { RemovedPoint } from './outline-changes';
import { OutlineSteps } from './outline-steps.svelte';

/** What one can do with a point. */
export type OutlineAct = 'up' | 'down' | 'addAfter' | 'addHeading' | 'split' | 'merge' | 'remove';

/** Something about the outline that somebody must be told. */
export type OutlineNotice =
  /** A point was removed: by oneself, or by somebody else while one was in it. */
  | { kind: 'removed'; point: string; name: string; byMe: boolean }
  | { kind: 'merged'; name: string; into: string }
  | { kind: 'cannot_undo' }
  | { kind: 'refused' };

/** What the desk must know of the page. */
export interface OutlineFacts {
  entries: NumberedEntry[];
  /** The state of paragraphs by id; what is absent is open. */
  paragraphs: ReadonlyMap<string, ParagraphState>;
  /** What a point is called, such as "Action point 2.6". */
  name: (point: string) => string;
}

/**
 * Changing the outline: what one may do with which point, doing it, and where the focus goes. What others do to a point
 * one is in is noticed by {@link watchOutline}.
 */
export class OutlineDesk {
  /** What screen readers are told last. */
  said = $state('');
  /** One at a time; a later one takes the place of an earlier one. */
  notice: OutlineNotice | null = $state.raw(null);
  /** The point whose menu is open, and the button that opened it. */
  menu: { point: string; button: HTMLElement } | null = $state.raw(null);
  readonly #live: LiveDraft;
  readonly #editors: Editors;
  readonly #facts: () => OutlineFacts;

  constructor(live: LiveDraft, editors: Editors, facts: () => OutlineFacts) {
    this.#live = live;
    this.#editors = editors;
    this.#facts = facts;
  }

  /** Points with words that are not in the outline. */
  get removed(): RemovedPoint[] {
    return this.#steps?.removed ?? [];
  }

  get editable(): boolean {
    return this.#live.editable && this.#document !== null;
  }

  /** Whether points may be moved, split, merged, removed and brought back. */
  get arrangeable(): boolean {
    return this.#live.arrangeable && this.#document !== null;
  }

  /** Why something cannot be done with a point; null if it can. */
  reasonAgainst(act: OutlineAct, point: string): string | null {
    const t = more.t.outline;
    if (!this.#mayDo(act, point)) return t.mayNotArrange;
    const { entries } = this.#facts();
    const at = entries.findIndex(({ id }) => id === point);
    switch (act) {
      case 'up':
        return at > 0 ? null : t.isFirst;
      case 'down':
        return at < entries.length - 1 ? null : t.isLast;
      case 'addAfter':
      case 'addHeading':
        return null;
      case 'split':
        return this.#reasonAgainstSplit(point);
      case 'merge':
        if (at <= 0) return t.nothingBefore;
        if ([entries[at - 1], entries[at]].some((entry) => entry?.kind === 'heading')) return t.headingApart;
        return this.#blocks(point).some(this.#isSettled) ? t.agreedMoves : null;
      case 'remove':
        return this.#blocks(point).some(this.#isSettled) ? t.agreedGoes : null;
      default:
        return act satisfies never;
    }
  }

  /** Does it, if it can be done. */
  async do(act: OutlineAct, point: string): Promise<void> {
    const steps = this.#steps;
    if (!steps || this.reasonAgainst(act, point) !== null) return;
    const at = this.#place(point);
    switch (act) {
      case 'up':
        return this.moveTo(point, at - 1);
      case 'down':
        return this.moveTo(point, at + 1);
      case 'addAfter':
        return this.#write(steps.addPoint('action_point', at + 1));
      case 'addHeading':
        return this.#write(steps.addPoint('heading', at));
      case 'split':
        return this.#split(steps, point);
      case 'merge':
        return this.#merge(steps, point, this.#facts().entries[at - 1]?.id ?? '');
      case 'remove':
        return this.#remove(steps, point);
      default:
        return act satisfies never;
    }
  }

  /** Moves a point to where it is at `index` of the others, and says where it is then. */
  moveTo(point: string, index: number): void {
    const { entries } = this.#facts();
    if (!this.arrangeable || index < 0 || index >= entries.length || index === this.#place(point)) return;
    this.#steps?.movePoint(point, index);
    const now = this.#facts().entries;
    const number = now.find(({ id }) => id === point)?.number ?? null;
    const title = this.#title(point);
    const t = more.t.outline;
    this.said = number === null ? t.isNowAt(title, index + 1) : t.isNow(title, number);
  }

  /** Adds an action point at the end. */
  async add(): Promise<void> {
    const made = this.#steps?.addPoint();
    if (made !== undefined) await this.#write(made);
  }

  async bringBack(point: string): Promise<void> {
    if (!this.arrangeable) return;
    this.#steps?.bringBack(point);
    if (this.notice?.kind === 'removed' && this.notice.point === point) this.notice = null;
    this.said = more.t.outline.broughtBack(this.#title(point));
    await tick();
    document.getElementById(`point-${point}`)?.scrollIntoView({ block: 'nearest' });
    this.#editors.viewOf(point)?.focus();
  }

  tell(notice: OutlineNotice): void {
    this.notice = notice;
  }

  // Whoever types adds points, and takes back one without words.
  #mayDo(act: OutlineAct, point: string): boolean {
    const isTyping = act === 'addAfter' || act === 'addHeading' || (act === 'remove' && this.#hasNoWords(point));
    return isTyping ? this.editable || (act === 'remove' && this.arrangeable) : this.arrangeable;
  }

  #hasNoWords(point: string): boolean {
    const { doc } = this.#document ?? {};
    return doc !== undefined && blocksIn(doc, point).every((block) => wordsOf(block).trim() === '');
  }

  get #document(): LocalDocument | null {
    return this.#live.document;
  }

  get #steps(): OutlineSteps | null {
    return this.#document && OutlineSteps.of(this.#document);
  }

  #place(point: string): number {
    return this.#facts().entries.findIndex(({ id }) => id === point);
  }

  #title(point: string): string {
    const title = this.#document?.summaries.get(point)?.title ?? '';
    return title === '' ? i18n.t.point.untitled : title;
  }

  #blocks(point: string): string[] {
    const { doc } = this.#document ?? {};
    return doc ? blocksIn(doc, point).flatMap((block) => block.getAttribute('id') ?? []) : [];
  }

  readonly #isSettled = (block: string): boolean => (this.#facts().paragraphs.get(block) ?? 'open') !== 'open';

  #reasonAgainstSplit(point: string): string | null {
    const t = more.t.outline;
    const { doc } = this.#document ?? {};
    const caret = this.#caretIn(point);
    if (!doc || caret === null) return t.needsCaret;
    const blocks = blocksIn(doc, point);
    const at = blocks.findIndex((block) => block.getAttribute('id') === caret);
    if (blocks[at]?.nodeName !== 'paragraph') return t.needsCaret;
    if (!blocks.slice(0, at).some((block) => block.nodeName === 'paragraph')) return t.splitsNothing;
    return this.#blocks(point).slice(at).some(this.#isSettled) ? t.agreedMoves : null;
  }

  #caretIn(point: string): string | null {
    const view = this.#editors.point === point ? this.#editors.viewOf(point) : null;
    return view ? (caretIn(view)?.block ?? null) : null;
  }

  async #split(steps: OutlineSteps, point: string): Promise<void> {
    const paragraph = this.#caretIn(point);
    const made = paragraph === null ? null : steps.splitPoint(point, paragraph);
    if (made !== null) await this.#write(made);
  }

  async #merge(steps: OutlineSteps, point: string, into: string): Promise<void> {
    const { doc } = this.#document ?? {};
    const first = doc && blocksIn(doc, point).find(
      (block) => block.nodeName === 'paragraph' || wordsOf(block).trim() !== '',
    );
    steps.mergePoint(point, into);
    await tick();
    const view = this.#editors.viewOf(into);
    if (view) putCaretIn(view, { block: first?.getAttribute('id') ?? '', after: 0 });
  }

  #remove(steps: OutlineSteps, point: string): void {
    const name = this.#facts().name(point);
    steps.removePoint(point);
    const hasWords = steps.removed.some(({ id }) => id === point);
    if (hasWords) this.tell({ kind: 'removed', point, name, byMe: true });
  }

  // A new point wants its title typed.
  async #write(point: string): Promise<void> {
    await tick();
    const view = this.#editors.viewOf(point);
    view?.focus();
    view?.dispatch(view.state.tr.scrollIntoView());
  }
}
