import type { Failure } from '$lib/api/client';
import type { NewSuggestion, SuggestedWords, Suggestion } from '$lib/api/types';
import { merge } from '$lib/words/merge';
import type { SuggestionDesk, Target } from './suggestion-desk.svelte';
import type { Unsent } from './unsent.svelte';

/** What a window is about: a new suggestion, or one's own that is revised. */
export type Subject = { kind: 'new'; target: Target } | { kind: 'revised'; suggestion: Suggestion };

/** What was not sent because it cannot be a suggestion. */
export type Flaw = 'empty' | 'same' | null;

/** A suggestion while it is written: it is kept on this device with every key, until it is sent or thrown away. */
export class SuggestionForm {
  subject: Subject = $state.raw({ kind: 'new', target: { kind: 'new', point: '', after: null } });
  /** The suggestions that this one is meant to replace. */
  bridges: ReadonlySet<string> = $state.raw(new Set());
  flaw: Flaw = $state(null);
  failure: Failure | null = $state.raw(null);
  busy = $state(false);
  readonly #desk: SuggestionDesk;
  readonly #about: string = $derived(aboutOf(this.subject));
  readonly #now: string | null = $derived.by(() => nowOf(this.#desk, this.subject));
  /** What it begins with. */
  readonly #first: Unsent = $derived.by(() => first(this.subject, this.#now));
  readonly unsent: Unsent = $derived.by(() => this.#desk.unsent.of(this.#about) ?? this.#first);

  constructor(desk: SuggestionDesk, subject: Subject) {
    this.#desk = desk;
    this.subject = subject;
  }

  /** Whether it is a new paragraph. */
  readonly isNew: boolean = $derived(
    this.subject.kind === 'new' ? this.subject.target.kind === 'new' : this.subject.suggestion.kind === 'new_paragraph',
  );
  /** The words that stand there now: null where there is no paragraph. */
  get now(): string | null {
    return this.#now;
  }
  /** Whether others changed the paragraph since it was begun. */
  readonly isOvertaken: boolean = $derived.by(() => this.#now !== null && this.#now !== this.unsent.base && !this.isNew);
  /** Whether something is typed that is not sent. */
  get isTouched(): boolean {
    return this.#desk.unsent.of(this.#about) !== null;
  }

  change(changed: Partial<Unsent>): void {
    this.flaw = null;
    this.#desk.unsent.keep(this.#about, { ...this.unsent, ...changed });
  }

  /** Takes the words of now as those that are to be changed; what was typed is carried over where it can be. */
  goOnFromNow(): void {
    const { base, words } = this.unsent;
    const now = this.#now ?? base;
    const merged = merge(base, now, words);
    this.change({ base: now, words: merged.kind === 'merged' ? merged.words : words });
  }

  /** It is meant to replace a suggestion, or not. */
  bridge(id: string, replaces: boolean): void {
    const others = [...this.bridges].filter((each) => each !== id);
    this.bridges = new Set(replaces ? [...others, id] : others);
  }

  discard(): void {
    this.#desk.unsent.drop(this.#about);
  }

  /** Sends it; what came of it is the suggestion, or null with a flaw or a failure. */
  async send(): Promise<Suggestion | null> {
    if (this.busy) return null;
    this.flaw = this.#flaw();
    this.failure = null;
    if (this.flaw !== null) return null;
    this.busy = true;
    const [about, words] = [this.#about, this.#words()];
    const sent =
      this.subject.kind === 'new'
        ? await this.#desk.suggest({ ...words, ...placeOf(this.subject.target), bridges: [...this.bridges] })
        : await this.#desk.revise(this.subject.suggestion.id, words);
    this.busy = false;
    if (!sent.ok) {
      this.failure = sent.failure;
      return null;
    }
    this.#desk.unsent.drop(about);
    return sent.data;
  }

  #flaw(): Flaw {
    const { base, words, goes } = this.unsent;
    if (goes) return null;
    if (words.trim() === '') return 'empty';
    // The reason alone may be revised.
    const old = this.subject.kind === 'revised' ? this.subject.suggestion : null;
    return !this.isNew && words === base && (old?.reason ?? '') === this.unsent.reason.trim() ? 'same' : null;
  }

  #words(): SuggestedWords {
    const { base, words, goes, reason, language, reasonLanguage } = this.unsent;
    const hasReason = reason.trim() !== '';
    return {
      base_words: this.isNew ? '' : base,
      words: goes ? '' : words,
      language: goes ? null : language,
      reason: hasReason ? reason.trim() : null,
      reason_language: hasReason ? reasonLanguage : null,
    };
  }
}

function aboutOf(subject: Subject): string {
  if (subject.kind === 'revised') return `revised ${subject.suggestion.id}`;
  const { target } = subject;
  return target.kind === 'paragraph' ? `paragraph ${target.paragraph}` : `new ${target.point} ${target.after ?? ''}`.trim();
}

function nowOf(desk: SuggestionDesk, subject: Subject): string | null {
  if (subject.kind === 'revised') return desk.reading(subject.suggestion).now;
  const { target } = subject;
  if (target.kind === 'new') return null;
  return desk.standing({ paragraph: target.paragraph, action_point: target.point })?.block.words ?? null;
}

function first(subject: Subject, now: string | null): Unsent {
  const nothing = { goes: false, reason: '', language: null, reasonLanguage: null };
  if (subject.kind === 'new') return { ...nothing, base: now ?? '', words: now ?? '' };
  const { base_words: old, words, reason, language, reason_language: reasonLanguage, kind } = subject.suggestion;
  const goes = words === '' && kind === 'delete';
  const base = kind === 'new_paragraph' ? '' : (now ?? old);
  const carried = goes ? null : merge(old, base, words);
  return {
    base,
    words: goes ? base : language || kind === 'new_paragraph' || carried?.kind !== 'merged' ? words : carried.words,
    goes,
    reason: reason ?? '',
    language: language ?? null,
    reasonLanguage: reasonLanguage ?? null,
  };
}

function placeOf(target: Target): Pick<NewSuggestion, 'paragraph' | 'action_point' | 'after'> {
  if (target.kind === 'paragraph') return { paragraph: target.paragraph };
  return { action_point: target.point, after: target.after };
}
