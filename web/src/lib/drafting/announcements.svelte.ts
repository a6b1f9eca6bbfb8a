import { untrack } from 'svelte';
import type * as Y from 'yjs';
import type { ParagraphState } from '$lib/api/types';
import { i18n } from '$lib/i18n/i18n.svelte';
import { more } from '$lib/i18n/more';
import { announce } from '$lib/ui/announcer.svelte';
import { blocksIn } from './read-blocks';
import type { LiveDraft } from './live.svelte';
import type { LocalDocument } from './local-document.svelte';
import type { NumberedEntry } from './outline';
import type { Attendee } from './presence.svelte';
import { outlineChanges, stateChanges, type OutlineChange } from './text-changes';

/** What is watched. Its fields change. */
export interface Watched {
  /** The participant who looks. */
  me: string;
  live: LiveDraft;
  entries: NumberedEntry[];
  /** The point one is in. */
  point: string | null;
  states: ReadonlyMap<string, ParagraphState>;
  /** What a point is called. */
  label: (point: string) => string;
}

/** More points than these at once are only counted. */
const MOST_CHANGES = 3;
/** In a point with more people than it shows carets, nobody is told who comes. */
const MOST_PEOPLE = 20;
/** Who moves to and fro is told of once in a minute. */
const SAME_PERSON_MS = 60_000;

/** Tells screen readers what others do in the draft. To be called while a component is made. */
export function announceChanges(watched: Watched): void {
  announceOutline(watched);
  announceBrackets(watched);
  announceNewcomers(watched);
  announceStates(watched);
}

function announceOutline(watched: Watched): void {
  let before: NumberedEntry[] = [];
  let document: LocalDocument | null = null;
  $effect(() => {
    const { entries, live } = watched;
    untrack(() => {
      const another = live.document !== document;
      const changes = another || before.length === 0 ? [] : outlineChanges(before, entries);
      document = live.document;
      before = entries;
      if (changes.length > 0 && !changedHere(document)) tellOutline(changes, watched);
    });
  });
}

/** The documents whose last change was made on this page. */
const ownChanges = new WeakSet<LocalDocument>();

function changedHere(document: LocalDocument | null): boolean {
  return document !== null && ownChanges.has(document);
}

function tellOutline(changes: OutlineChange[], { live }: Watched): void {
  const t = more.t.happened;
  if (changes.length > MOST_CHANGES) return announce(t.many(changes.length), 'outline');
  for (const { kind, entry } of changes) {
    const title = live.document?.summaries.get(entry.id)?.title ?? '';
    const name = nameOf(entry);
    announce(t[kind](title === '' ? name : t.titled(name, title)));
  }
}

function nameOf({ number, kind }: NumberedEntry): string {
  if (number !== null) return i18n.t.point.label(number);
  return kind === 'preamble' ? i18n.t.point.preamble : i18n.t.point.headingEntry;
}

function announceBrackets(watched: Watched): void {
  $effect(() => {
    const document = watched.live.document;
    if (!document) return;
    const note = (transaction: Y.Transaction) => {
      if (transaction.changed.size === 0) return;
      if (transaction.local) ownChanges.add(document);
      else ownChanges.delete(document);
    };
    document.doc.on('beforeObserverCalls', note);
    return () => document.doc.off('beforeObserverCalls', note);
  });
  let before: { point: string; count: number } | null = null;
  $effect(() => {
    const { point, live } = watched;
    const count = point === null ? undefined : live.document?.summaries.get(point)?.openBrackets;
    untrack(() => {
      const changed = point !== null && before?.point === point && before.count !== count;
      before = point === null || count === undefined ? null : { point, count };
      if (!changed || count === undefined || changedHere(live.document)) return;
      announce(more.t.happened.brackets(more.t.counts.openBrackets(count), watched.label(point)), 'brackets');
    });
  });
}

function announceNewcomers(watched: Watched): void {
  const told = new Map<string, number>();
  let before: { point: string | null; inside: Set<string> } = { point: null, inside: new Set() };
  $effect(() => {
    const { point, me, live } = watched;
    const people = live.presence.attendees;
    untrack(() => {
      const inside = people.filter(({ participant, points }) => participant !== me && point !== null && points.includes(point));
      const known = before.point === point && people.length > 0;
      const newcomers = known ? inside.filter(({ participant }) => !before.inside.has(participant)) : [];
      // While there is no connection nobody is known to be here; those who were do not come anew.
      if (people.length > 0) before = { point, inside: new Set(inside.map(({ participant }) => participant)) };
      if (inside.length <= MOST_PEOPLE) for (const newcomer of newcomers) tellNewcomer(newcomer, told);
    });
  });
}

function tellNewcomer({ participant, name, city }: Attendee, told: Map<string, number>): void {
  const now = Date.now();
  if (now - (told.get(participant) ?? -Infinity) < SAME_PERSON_MS) return;
  told.set(participant, now);
  announce(more.t.happened.came(more.t.conference.person(name, city)));
}

function announceStates(watched: Watched): void {
  let before: ReadonlyMap<string, ParagraphState> | null = null;
  $effect(() => {
    const { states } = watched;
    untrack(() => {
      const changes = before === null ? [] : stateChanges(before, states);
      before = states;
      const t = more.t.happened;
      if (changes.length > MOST_CHANGES) return announce(t.statesChanged(changes.length), 'states');
      for (const [paragraph, state] of changes) tellState(paragraph, state, watched);
    });
  });
}

function tellState(paragraph: string, state: ParagraphState, { live, entries, label }: Watched): void {
  for (const { id } of entries) {
    const block = live.document && blocksIn(live.document.fragment(id)).find((candidate) => candidate.id === paragraph);
    if (!block) continue;
    const { arrived, arrivedIn } = more.t.addresses;
    const place = block.citation === '' ? arrivedIn(label(id)) : arrived(block.citation, label(id));
    return announce(more.t.happened.state(place, i18n.t.paragraph.states[state]));
  }
}
