import { api, outcome, type Failure, type Outcome } from '$lib/api/client';
import type { NewSuggestion, SuggestedWords, Suggestion, Suggestions } from '$lib/api/types';
import type { Screen } from '$lib/drafting/draft-tools.svelte';
import { blocksIn, type ReadBlock } from '$lib/drafting/read-blocks';
import { i18n } from '$lib/i18n/i18n.svelte';
import { more } from '$lib/i18n/more';
import { announcer } from '$lib/ui/announcer.svelte';
import { recall, remember } from '$lib/ui/memory';
import { readSuggestion, type SuggestionReading } from './suggestion-reading';
import { UnsentWords } from './unsent.svelte';

/** What a new suggestion is about: a paragraph, or a place for a new one. */
export type Target =
  | { kind: 'paragraph'; point: string; paragraph: string }
  /** After a paragraph; null for the first place below the title. */
  | { kind: 'new'; point: string; after: string | null };

/** A window about suggestions that was asked for; one at a time. */
export type AskedWindow =
  | { kind: 'suggest'; target: Target }
  | { kind: 'revise' | 'amend' | 'withdraw' | 'not_retain'; suggestion: string };

/** How suggestions are shown. */
export type SuggestionLook = 'as_is' | 'as_suggested' | 'as_it_would_read';

/** Where the paragraph of a suggestion stands now. */
export interface Standing {
  point: string;
  block: ReadBlock;
}

/** Whoever was told together asks apart: at most so much later. */
const SPREAD_MS = 500;
const OPEN = 'suggestions.shown';

/**
 * The suggestions to the draft, what one may do with them as the server says, and the commands about them. What is known is
 * read anew whenever the server tells that it is old; until the answer is there the old list stays.
 */
export class SuggestionDesk {
  /** Null until the server has answered. */
  view: Suggestions | null = $state.raw(null);
  /** Why the list could not be read the last time; null if it could. */
  failure: Failure | null = $state.raw(null);
  asked: AskedWindow | null = $state.raw(null);
  /** Whether one wants to see the panel beside the text; null before one said so. */
  shown: boolean | null = $state(recall<boolean>(OPEN));
  /** The suggestion one looks at. */
  current: string | null = $state(null);
  /** Where in the panel the keyboard is to go: to a suggestion, or to the panel itself; null once it is there. */
  entering: string | 'panel' | null = $state(null);
  /** The suggestion that words became which the draft did not take, as long as that is told. */
  made: string | null = $state(null);
  look: SuggestionLook = $state('as_suggested');
  /** Those to be accepted together. */
  chosen: ReadonlySet<string> = $state.raw(new Set());
  /** What is typed and not sent. */
  readonly unsent: UnsentWords;
  readonly #screen: Screen;
  readonly #decided: () => Promise<void>;
  readonly open: readonly Suggestion[] = $derived.by(() => this.#all(({ state }) => state === 'open'));
  readonly decided: readonly Suggestion[] = $derived.by(() => this.#all(({ state }) => state !== 'open').reverse());
  readonly #byId: ReadonlyMap<string, Suggestion> = $derived.by(() => new Map(this.#all(() => true).map((each) => [each.id, each])));
  readonly #byParagraph: ReadonlyMap<string, Suggestion[]> = $derived.by(() => grouped(this.open, ({ paragraph }) => paragraph ?? null));
  readonly #byPoint: ReadonlyMap<string, Suggestion[]> = $derived.by(() => grouped(this.open, (each) => this.pointOf(each)));
  /** How many open suggestions each point has that has any. */
  readonly counts: ReadonlyMap<string, number> = $derived.by(
    () => new Map([...this.#byPoint].map(([point, all]) => [point, all.length] as const)),
  );
  /** The blocks of each point, as long as its text stays what it was. */
  readonly #blocks = new Map<string, { of: unknown; revision: number; blocks: Map<string, ReadBlock> }>();
  #questions = 0;
  #waiting: ReturnType<typeof setTimeout> | undefined;

  /** `decided` reads anew how far the text is agreed: an open suggestion stands in the way. */
  constructor(screen: Screen, decided: () => Promise<void>) {
    this.#screen = screen;
    this.#decided = decided;
    this.unsent = new UnsentWords(screen.me, screen.draft.id);
  }

  /** Asks the server anew. Of several answers the one to the last question stands. */
  async load(): Promise<void> {
    const question = (this.#questions += 1);
    const path = { id: this.#screen.draft.id };
    const found = await outcome(api.GET('/api/drafts/{id}/suggestions', { params: { path } }));
    if (question === this.#questions) this.#take(found);
  }

  /** Asks soon, once for all that was told meanwhile, and how far the text is agreed as well. */
  loadSoon(): void {
    this.#waiting ??= setTimeout(() => {
      this.#waiting = undefined;
      void Promise.all([this.load(), this.#decided()]);
    }, Math.random() * SPREAD_MS);
  }

  /** Asks for nothing any more. */
  stop(): void {
    clearTimeout(this.#waiting);
  }

  /** What a suggestion is called: S2/5. */
  code({ number }: Pick<Suggestion, 'number'>): string {
    return `S${this.#screen.draft.session_number}/${number}`;
  }

  find(id: string): Suggestion | null {
    return this.#byId.get(id) ?? null;
  }

  /** The open suggestions to a paragraph, those for a new one after it among them. */
  at(paragraph: string): readonly Suggestion[] {
    return this.#byParagraph.get(paragraph) ?? [];
  }

  /** The open suggestions to a point. */
  in(point: string): readonly Suggestion[] {
    return this.#byPoint.get(point) ?? [];
  }

  /** The point in which the paragraph of a suggestion stands now; that for which it was made if it stands nowhere. */
  pointOf(suggestion: Suggestion): string {
    return this.standing(suggestion)?.point ?? suggestion.action_point;
  }

  /** Where the paragraph that a suggestion names stands now. */
  standing({ paragraph, action_point }: Pick<Suggestion, 'paragraph' | 'action_point'>): Standing | null {
    if (!paragraph) return null;
    const others = () => this.#screen.entries.map(({ id }) => id);
    for (const point of [action_point, ...others()]) {
      const block = this.blocks(point).get(paragraph);
      if (block) return { point, block };
    }
    return null;
  }

  /** A suggestion beside the words of now. */
  reading(suggestion: Suggestion): SuggestionReading {
    return readSuggestion(suggestion, this.standing(suggestion)?.block.words ?? null);
  }

  /** The title and the paragraphs of a point on this page, in order. */
  blocks(point: string): ReadonlyMap<string, ReadBlock> {
    const { document } = this.#screen.live;
    const revision = document?.revisions.get(point) ?? 0;
    const kept = this.#blocks.get(point);
    if (kept?.of === document && kept.revision === revision) return kept.blocks;
    const blocks = new Map(document ? blocksIn(document.fragment(point)).map((block) => [block.id, block]) : []);
    this.#blocks.set(point, { of: document, revision, blocks });
    return blocks;
  }

  /** Whether one may suggest now. */
  get maySuggest(): boolean {
    return this.#screen.live.may?.has('suggest') ?? false;
  }

  /** Shows or hides the panel, on this device from now on. */
  show(shown: boolean): void {
    this.shown = shown;
    remember(OPEN, shown);
  }

  /** Those that are chosen stay so as far as they are wanted; others may come. */
  choose(wanted: (id: string) => boolean, ...others: string[]): void {
    this.chosen = new Set([...[...this.chosen].filter(wanted), ...others]);
  }

  suggest(suggestion: NewSuggestion): Promise<Outcome<Suggestion>> {
    const path = { id: this.#screen.draft.id };
    return this.#do(api.POST('/api/drafts/{id}/suggestions', { params: { path }, body: suggestion }));
  }

  revise(id: string, words: SuggestedWords): Promise<Outcome<Suggestion>> {
    return this.#do(api.PUT('/api/drafts/{id}/suggestions/{suggestion}', { params: this.#one(id), body: words }));
  }

  withdraw(id: string): Promise<Outcome<Suggestion>> {
    return this.#do(api.POST('/api/drafts/{id}/suggestions/{suggestion}/withdraw', { params: this.#one(id) }));
  }

  sponsor(id: string): Promise<Outcome<Suggestion>> {
    return this.#do(api.PUT('/api/drafts/{id}/suggestions/{suggestion}/sponsor', { params: this.#one(id) }));
  }

  leave(id: string): Promise<Outcome<Suggestion>> {
    return this.#do(api.DELETE('/api/drafts/{id}/suggestions/{suggestion}/sponsor', { params: this.#one(id) }));
  }

  /** Accepts suggestions together, all or none. */
  accept(ids: string[], note: string | null = null): Promise<Outcome<Suggestions>> {
    const path = { id: this.#screen.draft.id };
    return this.#do(api.POST('/api/drafts/{id}/suggestions/accept', { params: { path }, body: { suggestions: ids, note } }));
  }

  amend(id: string, words: string, seen: string | null, note: string | null): Promise<Outcome<Suggestion>> {
    const body = { words, words_seen: seen, note };
    return this.#do(api.POST('/api/drafts/{id}/suggestions/{suggestion}/amend', { params: this.#one(id), body }));
  }

  doNotRetain(id: string, note: string | null): Promise<Outcome<Suggestion>> {
    return this.#do(api.POST('/api/drafts/{id}/suggestions/{suggestion}/not-retain', { params: this.#one(id), body: { note } }));
  }

  #one(id: string) {
    return { path: { id: this.#screen.draft.id, suggestion: id } };
  }

  // Whatever the answer, what is shown is what the server says now: a refusal is about something that has changed.
  async #do<Data>(request: Parameters<typeof outcome<Data>>[0]): Promise<Outcome<Data>> {
    const done = await outcome(request);
    await Promise.all([this.load(), this.#decided()]);
    return done;
  }

  #take(found: Outcome<Suggestions>): void {
    this.failure = found.ok ? null : found.failure;
    if (!found.ok) return;
    const known = this.view && new Set(this.view.suggestions.map(({ id }) => id));
    this.view = found.data;
    if (known) this.#announce(this.open.filter(({ id, author }) => !known.has(id) && author.id !== this.#screen.me));
    this.choose((id) => this.find(id)?.may.includes('decide') ?? false);
  }

  // To screen readers; others see the sign and the count.
  #announce(came: readonly Suggestion[]): void {
    const t = more.t.suggestions;
    const [one, ...others] = came;
    if (!one) return;
    const words = others.length > 0 ? t.cameMany(came.length) : t.came(this.code(one), i18n.pick(one.delegation.name));
    announcer.announce(words, 'suggestions');
  }

  #all(wanted: (suggestion: Suggestion) => boolean): Suggestion[] {
    return this.view?.suggestions.filter(wanted) ?? [];
  }
}

function grouped(all: readonly Suggestion[], by: (suggestion: Suggestion) => string | null): Map<string, Suggestion[]> {
  const groups = new Map<string, Suggestion[]>();
  for (const suggestion of all) {
    const group = by(suggestion);
    if (group !== null) groups.set(group, [...(groups.get(group) ?? []), suggestion]);
  }
  return groups;
}
