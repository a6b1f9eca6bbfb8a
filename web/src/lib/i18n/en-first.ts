import { plurals } from './plural';
import { within } from './within';

const plural = plurals('en');

/** What the page says in English before anything else is loaded: see {@link enMore} for the rest. */
export const enFirst = {
  product: 'Plenary',
  skipToContent: 'Skip to the content',
  skipToText: 'Skip to the text',
  close: 'Close',
  tryAgain: 'Try again',
  loading: 'Loading…',
  comma: ', ',
  list: (items: string[]) => new Intl.ListFormat('en').format(items),

  page: {
    start: 'Enter',
    conference: 'Conference',
    draft: 'Draft',
    toConference: 'To the conference',
  },

  draft: {
    statuses: { preparing: 'In preparation', drafting: 'Drafting', negotiating: 'Negotiation', frozen: 'Frozen' },
    kicker: (session: number, status: string) => `Session ${session} · ${status}`,
    inSession: (session: number) => `Session ${session}`,
    textLabel: 'The text',
    empty: 'This draft has no text yet.',
    opening: 'Opening the text…',
    quarantined:
      'This draft could not be loaded whole. You see the last text that could be; the technician has been told.',
    overHttp: 'No live connection can be had. This is the text as it was a moment ago; it cannot be edited here.',
  },

  point: {
    heading: 'Action points',
    label: (number: string) => `Action point ${number}`,
    preamble: 'Preamble',
    headingEntry: 'Heading',
    untitled: 'Untitled',
    titlePlaceholder: 'Title of the action point',
    add: 'Add an action point',
    states: {
      drafting: 'Drafting',
      under_negotiation: 'Under negotiation',
      agreed_ad_ref: 'Agreed ad ref',
      agreed: 'Agreed',
      merged: 'Merged',
      withdrawn: 'Withdrawn',
    },
    here: (names: string) => `Here: ${names}`,
  },

  paragraph: {
    states: { open: 'Open', agreed_ad_ref: 'Agreed ad referendum', agreed: 'Agreed' },
    alternate: (ordinal: string, which: number) => `${ordinal} Alt ${which}`.trimStart(),
    strayBracket: 'This bracket has no partner',
  },

  save: {
    opening: 'Opening…',
    saved: 'All changes saved',
    saving: 'Saving…',
    late: 'Still not saved',
    degraded: 'The database is away. Go on writing; it will be saved when it is back',
    degradedUnsaved: (count: number) =>
      plural(count, {
        one: 'Not saved yet: the database is away. 1 change waits',
        other: 'Not saved yet: the database is away. # changes wait',
      }),
    offline: 'Offline. Nothing is waiting to be saved',
    offlineKept: (count: number) =>
      plural(count, {
        one: 'Offline. 1 change kept on this device',
        other: 'Offline. # changes kept on this device',
      }),
    offlineNotKept: (count: number) =>
      plural(count, {
        one: 'Offline. 1 change not kept on this device: leave this page open',
        other: 'Offline. # changes not kept on this device: leave this page open',
      }),
    closed: 'Not connected',
    closedKept: (count: number) =>
      plural(count, {
        one: 'Not connected. 1 change kept on this device',
        other: 'Not connected. # changes kept on this device',
      }),
    closedNotKept: (count: number) =>
      plural(count, {
        one: 'Not connected. 1 change only on this page: copy it',
        other: 'Not connected. # changes only on this page: copy them',
      }),
    notTaken: 'Not taken: your words are kept beside the text',
    readOnly: {
      role: 'Read-only for you: your role in this session does not type here',
      switched_off: 'Read-only: the chair has not given members the floor to type',
      not_meeting: 'Read-only: the session is not meeting now',
      preparing: 'Read-only: the secretariat prepares this draft',
      negotiating: 'Read-only: in this reading the rapporteur types',
      frozen: 'Read-only: the session is closed',
      cannot_save: 'Read-only for now: the server cannot save. What you typed is kept here',
      quarantined: 'Read-only: this draft could not be loaded whole',
      too_large: 'Read-only: the draft has reached its greatest size',
    },
    notOnDevice: 'This browser keeps no copy on this device. Leave the page open until all is saved.',
  },

  brackets: {
    neverClosed: 'This bracket is never closed',
    neverOpened: 'This bracket was never opened',
  },

  footnotes: {
    name: (number: number) => `Footnote ${number}`,
    list: (point: string) => `Footnotes of ${within(point)}`,
    back: (number: number) => `Footnote ${number}: go to its place in the text`,
    edit: (number: number) => `Edit footnote ${number}`,
  },

  mishap: {
    broken: 'Something went wrong in this page. Reload it to go on; what you typed is kept on this device as far as it could be.',
    partMissing:
      'A part of this page could not be loaded: the page may be older than the server, or the network is away. Reload it to go on; what you typed is kept on this device.',
    words: (count: number) =>
      plural(count, {
        one: '1 paragraph with words that are not saved yet',
        other: '# paragraphs with words that are not saved yet',
      }),
  },

  rescue: {
    reload: 'Reload the page',
    copied: 'Copied',
    copyAll: 'Copy all',
  },

  offline: {
    draftNotKept:
      'The server cannot be reached, and this device keeps no copy of this draft. Find a network and open it once; from then on it opens here without one.',
    waitsKept: (count: number) =>
      plural(count, { one: '1 change kept on this device', other: '# changes kept on this device' }),
    waitsNotKept: (count: number) =>
      plural(count, { one: '1 change only on this page: copy it', other: '# changes only on this page: copy them' }),
    noCopy: 'No copy on this device',
    newest: 'This is the text as the others have it, fetched again every little while. Your own unsaved words are not in it; it cannot be edited here.',
  },
};
