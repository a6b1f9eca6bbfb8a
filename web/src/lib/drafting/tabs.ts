/** What a tab hears from the other tabs that have the same copy open. */
export interface TabEvents {
  /** What was typed in another tab while it had no connection. */
  update: (update: Uint8Array) => void;
  /** A tab has so much of the text: what it lacks, or null for nothing. */
  lacking: (vector: Uint8Array) => Uint8Array | null;
  /** So many changes of this tab are not saved. */
  unsaved: () => number;
  /** So many changes of the other tabs are not saved. */
  others: (changes: number) => void;
  /** Another tab emptied the copy on this device. */
  emptied: () => void;
  /** A tab was closed, or fell over, with so many unsaved changes; what it left is anybody's to answer for. */
  gone: (tab: string, changes: number) => void;
}

type Message =
  | { kind: 'here' | 'gone' | 'emptied'; tab: string }
  | { kind: 'lacking'; tab: string; vector: Uint8Array }
  | { kind: 'update'; tab: string; update: Uint8Array }
  | { kind: 'unsaved'; tab: string; changes: number };

/**
 * The tabs of one browser that have the same draft open for the same participant. Each has a connection of its own;
 * they speak to each other only of what the server cannot tell them, because it has not heard of it.
 *
 * Each holds a lock in its name, which the browser releases however the tab ends. Where a browser has no locks (plain
 * http from another host), a tab says itself that it goes.
 */
export class Tabs {
  readonly #name: string;
  readonly #tab: string;
  readonly #events: TabEvents;
  readonly #channel: BroadcastChannel | null;
  readonly #unsaved = new Map<string, number>();
  readonly #end = new AbortController();

  private constructor(name: string, tab: string, events: TabEvents) {
    this.#name = name;
    this.#tab = tab;
    this.#events = events;
    this.#channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(name);
    if (this.#channel) this.#channel.onmessage = ({ data }: MessageEvent<Message>) => this.#hear(data);
    globalThis.window?.addEventListener('pagehide', () => this.#sayGone(), { signal: this.#end.signal });
  }

  /** Joins the tabs of a copy. */
  static async join(name: string, tab: string, events: TabEvents): Promise<Tabs> {
    const tabs = new Tabs(name, tab, events);
    for (const other of await openTabs(name)) tabs.#meet(other);
    await tabs.#hold();
    tabs.#say({ kind: 'here', tab });
    return tabs;
  }

  /** Whether that tab is known to be open. */
  has(tab: string): boolean {
    return this.#unsaved.has(tab);
  }

  /** Shows the others what was typed here. */
  share(update: Uint8Array): void {
    if (this.#unsaved.size > 0) this.#say({ kind: 'update', tab: this.#tab, update });
  }

  /** Asks the others for what this tab lacks. */
  ask(vector: Uint8Array): void {
    this.#say({ kind: 'lacking', tab: this.#tab, vector });
  }

  /** How much of this tab is not saved has changed. */
  account(): void {
    if (this.#unsaved.size > 0) this.#sayUnsaved();
  }

  /** Tells that the copy on this device is empty. */
  emptied(): void {
    this.#say({ kind: 'emptied', tab: this.#tab });
  }

  leave(): void {
    this.#sayGone();
    this.#end.abort();
    this.#channel?.close();
  }

  #hear(message: Message): void {
    if (message.kind !== 'gone') this.#meet(message.tab);
    switch (message.kind) {
      case 'here':
        return this.#sayUnsaved();
      case 'gone':
        return this.#lose(message.tab);
      case 'emptied':
        return this.#events.emptied();
      case 'update':
        return this.#events.update(message.update);
      case 'lacking': {
        const update = this.#events.lacking(message.vector);
        return update === null ? undefined : this.share(update);
      }
      case 'unsaved':
        this.#unsaved.set(message.tab, message.changes);
        return this.#tellOthers();
      default:
        message satisfies never;
    }
  }

  #meet(tab: string): void {
    if (this.#unsaved.has(tab)) return;
    this.#unsaved.set(tab, 0);
    // Granted when that tab is no more; not at all if this one goes first.
    locks()
      ?.request(lockName(this.#name, tab), { signal: this.#end.signal }, () => this.#lose(tab))
      .catch(() => {});
  }

  #lose(tab: string): void {
    const changes = this.#unsaved.get(tab);
    if (changes === undefined) return;
    this.#unsaved.delete(tab);
    this.#events.gone(tab, changes);
    this.#tellOthers();
  }

  #tellOthers(): void {
    this.#events.others([...this.#unsaved.values()].reduce((sum, changes) => sum + changes, 0));
  }

  #sayUnsaved(): void {
    this.#say({ kind: 'unsaved', tab: this.#tab, changes: this.#events.unsaved() });
  }

  #sayGone(): void {
    if (!locks()) this.#say({ kind: 'gone', tab: this.#tab });
  }

  #say(message: Message): void {
    if (!this.#end.signal.aborted) this.#channel?.postMessage(message);
  }

  #hold(): Promise<void> {
    const held = new Promise<void>((end) => this.#end.signal.addEventListener('abort', () => end()));
    return new Promise((granted) => {
      const hold = () => (granted(), held);
      const request = locks()?.request(lockName(this.#name, this.#tab), hold);
      if (request) request.catch(() => granted());
      else granted();
    });
  }
}

function locks(): LockManager | undefined {
  return globalThis.navigator?.locks;
}

// None where the browser does not tell.
async function openTabs(name: string): Promise<string[]> {
  const { held = [] } = (await locks()?.query().catch(() => undefined)) ?? {};
  const prefix = lockName(name, '');
  return held.flatMap((lock) => (lock.name?.startsWith(prefix) ? [lock.name.slice(prefix.length)] : []));
}

function lockName(name: string, tab: string): string {
  return `${name}/tab/${tab}`;
}
