import type { Outcome } from '$lib/api/client';
import type { Action, Draft, DraftText, Hello, Notice, ReadOnlyReason, RefusalCode } from '$lib/api/types';
import { SCHEMA } from '$lib/editor/schema';
import { Connection } from './connection';
import { copyName } from './device-copies';
import { together, wordsThatDiffer, type KeptWords } from './kept-words';
import { LocalDocument } from './local-document.svelte';
import { OwnPlace, PresenceState } from './presence.svelte';
import { afterClosing, afterHttpStatus, retryDelayMs, type Closed } from './reconnect';
import { nextTurn, saveState, type SaveState } from './saving';
import { PROTOCOL, type ServerMessage } from './wire';

/** How the page stands with the server. */
export type Link = { kind: 'opening' } | { kind: 'live' } | { kind: 'offline' } | { kind: 'closed'; why: Closed };

/** Why words were not taken. */
export type NotTaken = RefusalCode | 'unreconciled' | 'new_generation' | 'deleted_by_others';

/** Words that were not taken, and why. */
export interface NotTakenWords {
  why: NotTaken;
  words: KeptWords[];
}

/** What a live draft asks of HTTP, and where it puts words for later. */
export interface Surroundings {
  draft: () => Promise<Outcome<Draft>>;
  /** Asks for the socket as one asks for a page: the refusal says why there is none. */
  socket: () => Promise<Outcome<unknown>>;
  text: () => Promise<Outcome<DraftText>>;
  /** Something was decided: what HTTP says of the draft is old. */
  decided?: () => void;
  /** A place for words that were not taken, which outlives the page. */
  notTaken: { read: () => NotTakenWords | null; write: (words: NotTakenWords | null) => boolean };
}

/** One fence for what is typed in so long: one for each key would be as much work again as the key. */
const FENCE_AFTER_MS = 150;
const MOST_RENEWALS = 3;
/** A busy server is waited for as if so many tries had failed already. */
const TRIES_WHEN_BUSY = 4;
const READ_OVER_HTTP_AFTER = 2;
/** Nobody is interrupted in the middle of a word: a refused text is replaced when the keys have rested so long. */
const REST_MS = 600;
/** "Saved" is said when no key came for so long; else the page would be drawn anew twice for every key. */
const SETTLED_MS = 200;

/**
 * A draft, live on this page: the text with its copy on this device, the connection, and what people are told of it.
 *
 * What must hold:
 * - "Saved" is said only when the server has answered a fence sent after the last change, on this connection.
 * - A refused document is never sent again. Its words are put aside before it is thrown away.
 * - A copy of one generation is never merged into another.
 */
export class LiveDraft {
  /** The text; another object after a refusal, so that editors are built anew. Null until the copy here is read. */
  document: LocalDocument | null = $state.raw(null);
  link: Link = $state.raw({ kind: 'opening' });
  notTaken: NotTakenWords | null = $state.raw(null);
  /** A change to the outline was refused and nothing of it needs keeping: whoever made it must still be told. */
  outlineRefused = $state(false);
  /** The text over HTTP, when no socket can be had and this device holds none, or it was asked for. */
  readable: DraftText | null = $state.raw(null);
  /** Whether the server answers over HTTP where no socket can be had. */
  socketRefused = $state(false);
  /** Whether one would rather read what the others have than one's own copy, as long as no socket can be had. */
  readsNewest = $state(false);
  /** Whether the text is what the server has, and more: what is missing in it is nowhere. */
  synced = $state(false);
  /** Told that what was read of the suggestions is old. */
  suggested: (() => void) | null = null;
  readonly presence = new PresenceState();
  readonly place: OwnPlace;
  /** The longest change the server takes, in bytes, as far as is known. */
  longestUpdate = 1_048_576;

  /** Whether the server's text has arrived once, or this device held one. */
  #loaded = $state(false);
  #keptOnDevice = $state(true);
  #degraded = $state(false);
  /** Why the room takes no changes. */
  #readOnly: ReadOnlyReason | null = $state(null);
  /** Why the participant may not type. */
  #typing: ReadOnlyReason | null = $state(null);
  /** What the participant may do, as the server said last; null while it has not. */
  #may: ReadonlySet<Action> | null = $state.raw(null);
  #wordsKept = $state(true);
  #unsaved = $state(0);
  #unsavedElsewhere = $state(0);
  #waitingSince: number | null = $state(null);
  #now = $state(performance.now());

  readonly #facts = $derived({
    link: this.link.kind === 'live' && !this.#loaded ? ('opening' as const) : this.link.kind,
    unsaved: this.#unsaved,
    unsavedElsewhere: this.#unsavedElsewhere,
    waitingSince: this.#waitingSince,
    keptOnDevice: this.#keptOnDevice,
    degraded: this.#degraded,
    readOnly: this.#readOnly ?? this.#typing,
    wordsKept: this.notTaken !== null,
  });
  readonly saving: SaveState = $derived(saveState(this.#facts, this.#now));
  readonly editable: boolean = $derived(
    this.#loaded && this.#readOnly === null && this.#typing === null && this.link.kind !== 'closed',
  );
  /** Whether action points may be moved, split, merged, removed and brought back. */
  readonly arrangeable: boolean = $derived(
    this.#loaded &&
      this.#readOnly === null &&
      this.link.kind !== 'closed' &&
      (this.#may === null ? this.editable : this.#may.has('arrange')),
  );
  /** Whether there is a text to show in editors. */
  readonly ready: boolean = $derived(this.#loaded);
  /** Whether leaving the page now would lose words. */
  readonly leavingLoses: boolean = $derived(
    (this.#unsaved > 0 && !this.#keptOnDevice) || (this.notTaken !== null && !this.#wordsKept),
  );
  /** Whether this device keeps a copy. */
  readonly kept: boolean = $derived(this.#keptOnDevice);

  readonly #draft: string;
  readonly #participant: string;
  readonly #surroundings: Surroundings;
  #generation: number;
  #connection: Connection | null = null;
  #asked = false;
  #greeted = false;
  #tries = 0;
  #renewals = 0;
  #stopped = false;
  /** Set from a refusal until the document is replaced: what is typed meanwhile is put aside with the rest. */
  #refused: RefusalCode | null = null;
  /** The words of the document thrown away last, until the server's text tells which of them it lacks. */
  #putAside: (LocalDocument['words'] & { earlier: KeptWords[] }) | null = null;
  readonly #timers: { fence?: Timer; retry?: Timer; turn?: Timer; rest?: Timer } = {};

  constructor(draft: Pick<Draft, 'id' | 'generation'> & Partial<Pick<Draft, 'rights'>>, participant: string, surroundings: Surroundings) {
    this.#draft = draft.id;
    this.#generation = draft.generation;
    this.#participant = participant;
    if (draft.rights) this.#hold(draft.rights);
    this.#surroundings = surroundings;
    this.notTaken = surroundings.notTaken.read();
    this.place = new OwnPlace((place) => this.#connection?.presence(place));
  }

  /** Reads the copy on this device and connects. Comes back until told to stay away, or closed. */
  async open(begin: 'kept' | 'anew' = 'kept'): Promise<void> {
    const name = copyName(this.#participant, this.#draft, this.#generation);
    const events = {
      changed: () => this.#changedHere(),
      kept: (kept: boolean) => (this.#keptOnDevice = kept),
      accounted: () => this.#account(),
      lost: (words: KeptWords[]) =>
        this.#keepWords({ why: 'deleted_by_others', words: together(this.notTaken?.words ?? [], words) }),
    };
    const document = await LocalDocument.open(name, events, begin);
    if (this.#stopped) return document.close();
    this.document = document;
    this.#loaded = !document.isEmpty;
    this.#account();
    this.#connection = new Connection(this.#draft, document.doc, () => this.#hello(), {
      message: (message) => this.#receive(message),
      asked: () => this.#wasAsked(),
      synced: () => this.#synced(document),
      closed: (code) => void this.#disconnected(code),
    });
    this.#connection.connect();
  }

  /** What the participant may do, as the server said last; null while it has not. */
  get may(): ReadonlySet<Action> | null {
    return this.#may;
  }

  /** Tries now instead of waiting: the network came back, or somebody asked for it. */
  reconnect(): void {
    if (this.#stopped || this.#connection?.busy !== false) return;
    if (this.link.kind === 'closed' && this.link.why !== 'too_many_connections') return;
    clearTimeout(this.#timers.retry);
    this.#connection.connect();
  }

  /** The network is gone: no need to wait for silence to prove it. */
  lostNetwork(): void {
    if (this.#connection?.busy) this.#connection.drop();
  }

  /** The words here that the server may lack: what would be lost with this page. */
  get unsavedWords(): string[] {
    if (this.document === null || this.#unsaved === 0) return [];
    const { blocks, touched } = this.document.words;
    return wordsThatDiffer(blocks, new Map(), touched).map(({ words }) => words);
  }

  /** Shows the text as the others have it, as long as no socket can be had; or one's own copy again. */
  async readNewest(newest: boolean): Promise<void> {
    this.readsNewest = newest;
    if (newest) await this.#readOverHttp();
  }

  /** Words that were not taken need not be kept any more, but for those that are left. */
  dismissNotTaken(left: NotTakenWords | null = null): void {
    this.#keepWords(left);
  }

  /** Lets go of everything; the copy stays on this device. */
  close(): void {
    this.#stopped = true;
    Object.values(this.#timers).forEach(clearTimeout);
    this.place.stop();
    this.#connection?.destroy();
    this.document?.close();
  }

  #hello() {
    return { protocol: PROTOCOL, schema: SCHEMA, generation: this.#generation };
  }

  #receive(message: ServerMessage): void {
    switch (message.kind) {
      case 'hello':
        return this.#greet(message.hello);
      case 'fenced':
        if (this.#refused !== null) return;
        this.document?.confirm(message.fence);
        this.#renewals = 0;
        return this.#accountAtRest();
      case 'refused':
        this.#refused = message.refused.code;
        return this.#startAnewAtRest();
      case 'notice':
        return this.#note(message.notice);
      case 'presence':
        return this.presence.receive(message.presence);
      default:
        message satisfies never;
    }
  }

  #greet(hello: Hello): void {
    this.#greeted = true;
    this.#tries = 0;
    this.longestUpdate = hello.max_update_bytes;
    this.#degraded = false;
    if (hello.writable) this.#readOnly = null;
    this.#hold(hello);
    this.link = { kind: 'live' };
    this.socketRefused = this.readsNewest = false;
    if (this.document) this.document.live = true;
    this.#connection?.expectHeartbeat(hello.heartbeat_ms);
    this.place.repeat();
  }

  #note(notice: Notice): void {
    switch (notice.kind) {
      case 'saving':
        this.#degraded = notice.state === 'degraded';
        return;
      case 'writable':
        this.#readOnly = null;
        return;
      case 'read_only':
        this.#readOnly = notice.reason;
        // What was sent lately is not taken; the server will ask for it.
        this.document?.ledger.restart();
        return this.#account();
      case 'rights':
        return this.#hold(notice);
      case 'decided':
        return this.#surroundings.decided?.();
      case 'suggestions':
        return this.suggested?.();
      case 'closing':
        return;
      default:
        notice satisfies never;
    }
  }

  #hold({ may, typing }: Pick<Hello, 'may' | 'typing'>): void {
    this.#may = new Set(may);
    this.#typing = typing ?? null;
  }

  #changedHere(): void {
    this.#account();
    if (this.#refused !== null) return this.#startAnewAtRest();
    this.#timers.fence ??= setTimeout(() => this.#sendFence(), FENCE_AFTER_MS);
  }

  // The server asks for what it lacks, so fences of before may be about words it did not take.
  #wasAsked(): void {
    this.document?.ledger.restart();
    // The answer is written when the handlers of this message have returned; the fence comes after it.
    queueMicrotask(() => {
      this.#asked = true;
      this.#sendFence();
    });
  }

  #sendFence(): void {
    clearTimeout(this.#timers.fence);
    delete this.#timers.fence;
    if (!this.#asked || this.#refused !== null) return;
    const fence = this.document?.ledger.nextFence() ?? null;
    if (fence !== null) this.#connection?.fence(fence);
  }

  #synced(document: LocalDocument): void {
    this.#loaded = true;
    this.synced = true;
    this.readable = null;
    const aside = this.#putAside;
    if (aside === null || this.notTaken === null) return;
    this.#putAside = null;
    const differ = wordsThatDiffer(aside.blocks, document.words.blocks, aside.touched);
    const words = together(aside.earlier, differ);
    if (differ.length === 0 && this.notTaken.why === 'duplicate_paragraph') this.outlineRefused = true;
    this.#keepWords(words.length > 0 ? { ...this.notTaken, words } : null);
  }

  async #disconnected(code: number): Promise<void> {
    const neverGreeted = !this.#greeted;
    this.#asked = this.#greeted = false;
    this.document?.ledger.restart();
    if (this.document) this.document.live = false;
    this.presence.clear();
    this.synced = false;
    if (this.#refused !== null) return;
    const verdict = afterClosing(code);
    switch (verdict.kind) {
      case 'again':
      case 'later':
      case 'new_generation':
        if (verdict.kind === 'later') this.#tries = Math.max(this.#tries, TRIES_WHEN_BUSY);
        this.link = { kind: 'offline' };
        this.#retryLater();
        return neverGreeted ? this.#askWhy() : undefined;
      case 'new_document':
        return this.#startAnew('unreconciled', this.#generation);
      case 'stay_away':
        return this.#stayAway(verdict.why);
      default:
        verdict satisfies never;
    }
  }

  #retryLater(): void {
    clearTimeout(this.#timers.retry);
    this.#timers.retry = setTimeout(() => this.#connection?.connect(), retryDelayMs(this.#tries));
    this.#tries += 1;
  }

  // A browser does not tell why a socket could not be had, nor the server which generation it has now. HTTP does.
  async #askWhy(): Promise<void> {
    const connection = this.#connection;
    const found = await this.#surroundings.draft();
    if (this.#stopped || this.#greeted || connection !== this.#connection) return;
    this.socketRefused = found.ok && this.#tries >= READ_OVER_HTTP_AFTER;
    if (!found.ok) {
      const why = found.failure.kind === 'problem' ? afterHttpStatus(found.failure.problem.status) : null;
      if (why !== null) this.#stayAway(why);
      return;
    }
    if (found.data.generation !== this.#generation) return this.#startAnew('new_generation', found.data.generation);
    if (!this.socketRefused) return;
    if (!this.#loaded || this.readsNewest) await this.#readOverHttp();
    await this.#askForSocket(connection);
  }

  async #readOverHttp(): Promise<void> {
    const found = await this.#surroundings.text();
    if (found.ok && (!this.#loaded || this.readsNewest)) this.readable = found.data;
  }

  async #askForSocket(connection: Connection | null): Promise<void> {
    const found = await this.#surroundings.socket();
    if (this.#stopped || this.#greeted || connection !== this.#connection || found.ok) return;
    const why = found.failure.kind === 'problem' ? afterHttpStatus(found.failure.problem.status) : null;
    if (why !== null) this.#stayAway(why);
  }

  #stayAway(why: Closed): void {
    clearTimeout(this.#timers.retry);
    this.link = { kind: 'closed', why };
  }

  #startAnewAtRest(): void {
    const why = this.#refused;
    clearTimeout(this.#timers.rest);
    if (why !== null) this.#timers.rest = setTimeout(() => void this.#startAnew(why, this.#generation), REST_MS);
  }

  // The document holds words that the server never takes (or belongs to another generation). It goes, its words stay.
  async #startAnew(why: NotTaken, generation: number): Promise<void> {
    const refused = this.document;
    clearTimeout(this.#timers.retry);
    this.#connection?.destroy();
    this.#connection = null;
    this.#asked = this.#greeted = this.#loaded = false;
    this.#refused = null;
    if (refused && this.#unsaved > 0) {
      const { blocks, touched } = refused.words;
      const earlier = this.notTaken?.words ?? [];
      this.#putAside = { blocks, touched, earlier };
      this.#keepWords({ why, words: together(earlier, wordsThatDiffer(blocks, new Map(), touched)) });
    }
    this.document = null;
    if (generation === this.#generation) refused?.discard();
    else refused?.close();
    this.#generation = generation;
    if ((this.#renewals += 1) > MOST_RENEWALS) return this.#stayAway('unreconciled');
    this.link = { kind: 'opening' };
    // Another tab may keep in the copy what was refused here, until it is refused there.
    await this.open(why === 'new_generation' ? 'kept' : 'anew');
  }

  #keepWords(words: NotTakenWords | null): void {
    this.notTaken = words;
    this.#wordsKept = this.#surroundings.notTaken.write(words);
  }

  #accountAtRest(): void {
    if (this.saving.kind !== 'pending') return this.#account();
    clearTimeout(this.#timers.turn);
    this.#timers.turn = setTimeout(() => this.#account(), SETTLED_MS);
  }

  // Copies the account into what is shown, and looks again when time alone would change it.
  #account(): void {
    const { ledger } = this.document ?? {};
    this.#unsaved = ledger?.unsaved ?? 0;
    this.#unsavedElsewhere = this.document?.unsavedElsewhere ?? 0;
    this.#waitingSince = ledger?.waitingSince ?? null;
    // Not the time of day: that may be set while words are waiting.
    this.#now = performance.now();
    clearTimeout(this.#timers.turn);
    const turn = nextTurn(this.#facts, this.#now);
    if (turn !== null) this.#timers.turn = setTimeout(() => this.#account(), turn);
  }
}

type Timer = ReturnType<typeof setTimeout>;
