import { api, outcome, type Failure, type Outcome } from '$lib/api/client';
import type { Agreement, GavelOutcome, ParagraphAgreement, PointAgreement } from '$lib/api/types';
import { standingBlocks } from '$lib/drafting/blocks';
import { wordsOf } from '$lib/drafting/kept-words';
import type { LocalDocument } from '$lib/drafting/local-document.svelte';

/** What is decided with a reason. */
export type ReasonedAct = 'reopen' | 'reserve' | 'propose_reopening' | 'reject_correction';

/** A window that was asked for. */
export type AskedWindow =
  /** How far a point is agreed, beginning at one of its paragraphs if there is one. */
  | { kind: 'overview'; point: string; paragraph: string | null }
  /** The gavel on a paragraph, or on all that is open. */
  | { kind: 'gavel'; point: string; paragraph: string | null }
  | { kind: 'reason'; act: ReasonedAct; point: string; paragraph: string }
  | { kind: 'correct'; point: string; paragraph: string }
  /** Withdrawing a whole point, making it part of another, or declining that: each with a reason. */
  | { kind: 'withdraw'; point: string }
  | { kind: 'merge'; point: string }
  | { kind: 'decline_merger'; point: string };

/** The gavel: what for, and for agreement ad referendum who asks to consult until when. */
export interface GavelWord {
  outcome: GavelOutcome;
  awaiting: string[];
  until: string | null;
}

/** A paragraph's words as somebody has them before them. */
export interface Seen {
  id: string;
  words: string;
}

/**
 * How far the draft is agreed and what one may do about it, as the server says; and the commands that decide about it.
 * What is known is read anew whenever something was decided.
 */
export class AgreementDesk {
  /** Null until the server has answered. */
  view: Agreement | null = $state.raw(null);
  /** The window that is open; one at a time. */
  asked: AskedWindow | null = $state.raw(null);
  readonly #draft: string;
  readonly #document: () => LocalDocument | null;
  readonly #points: ReadonlyMap<string, PointAgreement> = $derived.by(
    () => new Map(this.view?.action_points.map((point) => [point.id, point])),
  );
  #questions = 0;

  constructor(draft: string, document: () => LocalDocument | null) {
    this.#draft = draft;
    this.#document = document;
  }

  /** Asks the server anew. Of several answers the one to the last question stands. */
  async load(): Promise<void> {
    const question = (this.#questions += 1);
    const found = await outcome(api.GET('/api/drafts/{id}/agreement', { params: { path: { id: this.#draft } } }));
    if (found.ok && question === this.#questions) this.view = found.data;
  }

  /** How far a point is agreed; undefined if the server has said nothing of it. */
  point(id: string): PointAgreement | undefined {
    return this.#points.get(id);
  }

  paragraph(point: string, id: string): ParagraphAgreement | undefined {
    return this.point(point)?.paragraphs.find((paragraph) => paragraph.id === id);
  }

  /** Whether the one who looks gavels in this draft now. */
  get mayGavel(): boolean {
    return this.view?.may.includes('gavel') ?? false;
  }

  /** The words of a paragraph as they stand on this page: those of all its runs, footnotes included. */
  words(point: string, paragraph: string): string {
    const document = this.#document();
    void document?.revisions.get(point);
    const block = document && standingBlocks(document.doc).get(paragraph);
    return block ? wordsOf(block.element) : '';
  }

  gavel(paragraph: Seen, word: GavelWord): Promise<Failure | null> {
    const path = { id: this.#draft, paragraph: paragraph.id };
    const body = { ...word, words: paragraph.words };
    return this.#decide(api.POST('/api/drafts/{id}/paragraphs/{paragraph}/gavel', { params: { path }, body }));
  }

  gavelAll(point: string, paragraphs: Seen[], word: GavelWord): Promise<Failure | null> {
    const path = { id: this.#draft, action_point: point };
    const body = { ...word, paragraphs };
    return this.#decide(api.POST('/api/drafts/{id}/action-points/{action_point}/gavel', { params: { path }, body }));
  }

  confirm(paragraph: string): Promise<Failure | null> {
    const path = { id: this.#draft, paragraph };
    return this.#decide(api.POST('/api/drafts/{id}/paragraphs/{paragraph}/confirm', { params: { path } }));
  }

  propose(paragraph: string, proposed: GavelOutcome): Promise<Failure | null> {
    const path = { id: this.#draft, paragraph };
    return this.#decide(api.POST('/api/drafts/{id}/paragraphs/{paragraph}/propose', { params: { path }, body: { proposed } }));
  }

  /** Decides something for a reason. */
  decide(act: ReasonedAct, { id, corrections }: ParagraphAgreement, reason: string): Promise<Failure | null> {
    const params = { path: { id: this.#draft, paragraph: id } };
    switch (act) {
      case 'reopen':
        return this.#decide(api.POST('/api/drafts/{id}/paragraphs/{paragraph}/reopen', { params, body: { reason } }));
      case 'reserve':
        return this.#decide(api.POST('/api/drafts/{id}/paragraphs/{paragraph}/reserve', { params, body: { reason } }));
      case 'propose_reopening': {
        const body = { proposed: 'reopen' as const, reason };
        return this.#decide(api.POST('/api/drafts/{id}/paragraphs/{paragraph}/propose', { params, body }));
      }
      case 'reject_correction': {
        const path = { id: this.#draft, correction: waiting(corrections) };
        return this.#decide(api.POST('/api/drafts/{id}/corrections/{correction}/reject', { params: { path }, body: { reason } }));
      }
      default:
        return act satisfies never;
    }
  }

  withdraw(point: string, reason: string): Promise<Failure | null> {
    const path = { id: this.#draft, action_point: point };
    return this.#decide(api.POST('/api/drafts/{id}/action-points/{action_point}/withdraw', { params: { path }, body: { reason } }));
  }

  restore(point: string): Promise<Failure | null> {
    const path = { id: this.#draft, action_point: point };
    return this.#decide(api.POST('/api/drafts/{id}/action-points/{action_point}/restore', { params: { path } }));
  }

  /** Proposes that a point becomes part of another; it does at once where nobody is to be asked. */
  merge(point: string, into: string, reason: string): Promise<Failure | null> {
    const path = { id: this.#draft, action_point: point };
    return this.#decide(api.POST('/api/drafts/{id}/action-points/{action_point}/merge', { params: { path }, body: { into, reason } }));
  }

  consentToMerger(point: string): Promise<Failure | null> {
    const path = { id: this.#draft, action_point: point };
    return this.#decide(api.POST('/api/drafts/{id}/action-points/{action_point}/merge/consent', { params: { path } }));
  }

  declineMerger(point: string, reason: string): Promise<Failure | null> {
    const path = { id: this.#draft, action_point: point };
    return this.#decide(api.POST('/api/drafts/{id}/action-points/{action_point}/merge/decline', { params: { path }, body: { reason } }));
  }

  correct(paragraph: Seen, newWords: string, reason: string): Promise<Failure | null> {
    const path = { id: this.#draft, paragraph: paragraph.id };
    const body = { words: paragraph.words, new_words: newWords, reason };
    return this.#decide(api.POST('/api/drafts/{id}/paragraphs/{paragraph}/corrections', { params: { path }, body }));
  }

  confirmCorrection({ corrections }: ParagraphAgreement): Promise<Failure | null> {
    const path = { id: this.#draft, correction: waiting(corrections) };
    return this.#decide(api.POST('/api/drafts/{id}/corrections/{correction}/confirm', { params: { path } }));
  }

  // Whatever the answer, what is shown is what the server says now: a refusal is about something that has changed.
  async #decide(request: Parameters<typeof outcome<PointAgreement>>[0]): Promise<Failure | null> {
    const decided: Outcome<PointAgreement> = await outcome(request);
    await this.load();
    return decided.ok ? null : decided.failure;
  }
}

function waiting(corrections: ParagraphAgreement['corrections']): string {
  return corrections.find(({ state }) => state === 'proposed')?.id ?? '';
}
