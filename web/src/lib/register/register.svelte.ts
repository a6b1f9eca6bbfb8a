import { getContext, setContext } from 'svelte';
import { api, outcome, type Failure } from '$lib/api/client';
import type { Conference, Delegation, Registered, Session } from '$lib/api/types';
import { i18n } from '$lib/i18n/i18n.svelte';
import { asSearch, filtered, filterIn, findable, type Filter } from './filter';

const KEY = 'register';
/** So many more people are drawn in each frame: the first ones are there at once, and typing goes on meanwhile. */
const AT_ONCE = 60;

/** Everybody, the delegations and the sessions, as the secretariat administers them. */
export class RegisterDesk {
  people: Registered[] = $state.raw([]);
  delegations: Delegation[] = $state.raw([]);
  conference: Conference | null = $state.raw(null);
  /** Why there is nothing to show. */
  failure: Failure | null = $state.raw(null);
  loaded = $state(false);
  filter: Filter = $state.raw(filterIn(window.location.search));
  /** Who is chosen, for what is done with several. */
  chosen: ReadonlySet<string> = $state.raw(new Set<string>());

  readonly sessions: Session[] = $derived(this.conference?.sessions ?? []);
  readonly delegationsById: ReadonlyMap<string, Delegation> = $derived(new Map(this.delegations.map((one) => [one.id, one])));
  readonly delegationsByName: Delegation[] = $derived(
    [...this.delegations].sort((one, other) => i18n.pick(one.name).localeCompare(i18n.pick(other.name), i18n.language)),
  );
  readonly #findable = $derived(findable(this.people, this.delegationsById));
  /** How many of those found are drawn by now. */
  drawn = $state(AT_ONCE);
  /** Those whom the filter lets through. */
  readonly found: Registered[] = $derived(filtered(this.#findable, this.filter));

  /** The desk of this page. */
  static here(): RegisterDesk {
    return getContext<RegisterDesk>(KEY);
  }

  /** Makes it the desk of this page. */
  isHere(): this {
    return setContext(KEY, this);
  }

  /** Asks the server for everything (again). What is shown stays until there is an answer. */
  async load(): Promise<void> {
    const [people, delegations, conference] = await Promise.all([
      outcome(api.GET('/api/people')),
      outcome(api.GET('/api/delegations')),
      outcome(api.GET('/api/conference')),
    ]);
    const failed = [people, delegations, conference].find(({ ok }) => !ok);
    if (failed && !failed.ok) {
      // What is on the screen is older than one would like, but the office has been taken from whoever is told 403.
      if (!this.loaded || failed.failure.kind === 'problem') this.failure = failed.failure;
      return;
    }
    this.failure = null;
    if (people.ok) this.people = people.data;
    if (delegations.ok) this.delegations = delegations.data;
    if (conference.ok) this.conference = conference.data;
    this.loaded = true;
  }

  person(id: string): Registered | undefined {
    return this.people.find((one) => one.id === id);
  }

  /** The name of a delegation in the reader's language. */
  delegationName(id: string): string {
    const delegation = this.delegationsById.get(id);
    return delegation ? i18n.pick(delegation.name) : '';
  }

  /** Somebody was added or changed, as the server says it. */
  keep(person: Registered): void {
    const others = this.people.filter(({ id }) => id !== person.id);
    this.people = [...others, person].sort((one, other) => one.name.localeCompare(other.name, 'en'));
  }

  /** Something about somebody has changed that the server answers nothing to. */
  change(id: string, change: (before: Registered) => Partial<Registered>): void {
    this.people = this.people.map((one) => (one.id === id ? { ...one, ...change(one) } : one));
  }

  /** A delegation was added or changed, as the server says it. */
  keepDelegation(delegation: Delegation): void {
    this.delegations = [...this.delegations.filter(({ id }) => id !== delegation.id), delegation];
    const isHead = ({ id, delegation: of, head_of_delegation }: Registered) => (of === delegation.id ? delegation.head === id : head_of_delegation);
    this.people = this.people.map((one) => ({ ...one, head_of_delegation: isHead(one) }));
  }

  /** Filters by this; the address keeps it, so that it can be sent to somebody. */
  filterBy(change: Partial<Filter>): void {
    this.#show({ ...this.filter, ...change });
    history.replaceState(history.state, '', window.location.pathname + this.search);
  }

  /** Filters as the address of the page says. */
  readAddress(): void {
    this.#show(filterIn(window.location.search));
  }

  /** Draws some more of those found. */
  drawMore(): void {
    this.drawn = Math.min(this.drawn + AT_ONCE, Math.max(this.found.length, AT_ONCE));
  }

  // Who is there already stays; those who come are drawn one after the other.
  #show(filter: Filter): void {
    const before = this.found.length;
    this.filter = filter;
    if (this.found.length > before) this.drawn = Math.min(this.drawn, Math.max(before, AT_ONCE));
  }

  /** What stands behind the path of a page with this filter. */
  get search(): string {
    return asSearch(this.filter);
  }

  choose(people: readonly string[], isChosen: boolean): void {
    const chosen = new Set(this.chosen);
    for (const id of people) {
      if (isChosen) chosen.add(id);
      else chosen.delete(id);
    }
    this.chosen = chosen;
  }
}
