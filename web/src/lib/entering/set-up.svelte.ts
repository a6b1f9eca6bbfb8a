import { api, outcome, type Failure } from '$lib/api/client';
import type { NewConference, Participant } from '$lib/api/types';
import { i18n } from '$lib/i18n/i18n.svelte';
import { recall, remember } from '$lib/ui/memory';
import { cameIn } from './door';

/** What is asked of whoever makes a conference, in the order of the page. */
export const FIELDS = [
  'name',
  'office',
  'email',
  'working_language',
  'title',
  'theme',
  'slug',
  'starts_on',
  'ends_on',
  'city',
  'country',
  'time_zone',
] as const;
export type Field = (typeof FIELDS)[number];

/** Why a field cannot stay as it is. */
export type Fault = 'missing' | 'bad_slug' | 'ends_before_it_starts' | 'unknown_time_zone' | 'bad_email';

const NEEDED: Field[] = ['title', 'slug', 'starts_on', 'ends_on', 'city', 'country', 'time_zone', 'name'];
/** Which field the server means. */
const FIELD_OF: Record<string, [Field, Fault]> = {
  bad_slug: ['slug', 'bad_slug'],
  ends_before_it_starts: ['ends_on', 'ends_before_it_starts'],
  unknown_country: ['country', 'missing'],
  unknown_time_zone: ['time_zone', 'unknown_time_zone'],
  missing_title: ['title', 'missing'],
  missing_name: ['name', 'missing'],
  bad_email: ['email', 'bad_email'],
};
const KEPT = 'set-up';
const LONGEST_SLUG = 60;

/** A short name for addresses, out of a title; empty where the title has no Latin letters. */
export function slugOf(title: string): string {
  const words = title.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return words.reduce((slug, word) => (slug === '' ? word : `${slug}-${word}`).slice(0, LONGEST_SLUG), '');
}

/** The first set-up of a conference: what was filled in, kept on this device until it is made. */
export class SetUp {
  values: Record<Field, string> = $state({ ...blank(), ...recall<Record<Field, string>>(KEPT) });
  faults: Partial<Record<Field, Fault>> = $state.raw({});
  /** What stands in the way that is not in a field. */
  failure: Failure | null = $state.raw(null);
  busy = $state(false);

  /** Somebody filled a field in. */
  fill(field: Field, value: string): void {
    const follows = field === 'title' && this.values.slug === slugOf(this.values.title);
    this.values[field] = value;
    if (follows) this.values.slug = slugOf(value);
    if (this.faults[field]) this.faults = { ...this.faults, [field]: undefined };
    remember(KEPT, this.values);
  }

  /** Makes the conference; answers who one is there, or null where something is still wrong. */
  async make(): Promise<Participant | null> {
    if (this.busy) return null;
    this.failure = null;
    const { values } = this;
    this.faults = Object.fromEntries(NEEDED.filter((field) => values[field].trim() === '').map((field) => [field, 'missing']));
    if (this.firstFault !== null) return null;
    this.busy = true;
    const made = await outcome(api.POST('/api/conference', { body: conferenceOf(values) }));
    this.busy = false;
    if (!made.ok) return this.#refuse(made.failure);
    await cameIn(made.data);
    remember(KEPT, null);
    return made.data.participant;
  }

  /** The first field that must be changed. */
  get firstFault(): Field | null {
    return FIELDS.find((field) => this.faults[field] !== undefined) ?? null;
  }

  #refuse(failure: Failure): null {
    const [field, fault] = (failure.kind === 'problem' && FIELD_OF[failure.problem.code]) || [];
    if (field && fault) this.faults = { [field]: fault };
    else this.failure = failure;
    return null;
  }
}

function blank(): Record<Field, string> {
  const empty = Object.fromEntries(FIELDS.map((field) => [field, ''])) as Record<Field, string>;
  return { ...empty, working_language: i18n.language, time_zone: new Intl.DateTimeFormat().resolvedOptions().timeZone };
}

function conferenceOf(values: Record<Field, string>): NewConference {
  const { title, theme, working_language, slug, starts_on, ends_on, city, country, time_zone, name, office, email } = values;
  return {
    title: { [working_language]: title.trim() },
    theme: theme.trim() === '' ? {} : { [working_language]: theme.trim() },
    working_language,
    slug: slug.trim(),
    starts_on,
    ends_on,
    city: city.trim(),
    country,
    time_zone: time_zone.trim(),
    secretariat: { name: name.trim(), title: office.trim(), email: email.trim() },
  };
}
