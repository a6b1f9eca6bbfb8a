import { plurals } from './plural';
import { within } from './within';

const plural = plurals('en');

/** Everything the page says, in English. Its shape is the contract for the other languages. */
export const en = {
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
    notFound: 'No such page',
    notFoundHelp: 'The address may be mistyped, or the draft may have been taken away.',
    toConference: 'To the conference',
  },

  look: {
    menu: 'Language and appearance',
    language: 'Language',
    theme: 'Appearance',
    themes: { system: 'As the device', light: 'Light', dark: 'Dark' },
    size: 'Text size',
    sizes: { small: 'Small', normal: 'Normal', large: 'Large', larger: 'Larger' },
  },

  failure: {
    heading: 'This did not work',
    unreachable: 'The server cannot be reached. Check the network, then try again.',
    signIn: 'Enter the conference to see this.',
    toStart: 'Enter',
  },

  start: {
    heading: 'Who are you?',
    help: 'Choose a participant to enter as. Everyone here is invented.',
    search: 'Find by name, city, role or session',
    found: (count: number) => plural(count, { one: '# participant', other: '# participants' }),
    none: 'Nobody matches. Try a city, a session such as S2, or a role.',
    enterAs: (name: string) => `Enter as ${name}`,
    inSessions: (role: string, sessions: string) => `${role}, ${sessions}`,
    continueAs: (name: string) => `Continue as ${name}`,
    hereAs: (name: string) => `You are here as ${name}.`,
    notEntered: (reason: string) => `You could not be let in: ${reason}`,
  },

  roles: {
    delegate: 'Delegate',
    head_of_delegation: 'Head of delegation',
    rapporteur: 'Rapporteur',
    chair: 'Chair',
    secretariat: 'Secretariat',
    observer: 'Observer',
    interpreter: 'Interpreter',
    screen_operator: 'Screen operator',
    technician: 'Technician',
  },

  me: {
    menu: (name: string) => `You: ${name}`,
    change: 'Enter as somebody else',
    leave: 'Leave',
    leaveLoses: (count: number) =>
      plural(count, {
        one: '1 change has not reached the server and will be removed from this device. Leave all the same?',
        other: '# changes have not reached the server and will be removed from this device. Leave all the same?',
      }),
  },

  conference: {
    when: (dates: string, place: string) => `${place}, ${dates}`,
    sessions: 'Sessions',
    session: (number: number) => `Session ${number}`,
    status: { scheduled: 'Scheduled', in_progress: 'In progress', suspended: 'Suspended', closed: 'Closed' },
    room: 'Room',
    chair: 'Chair',
    rapporteur: 'Rapporteur',
    meetings: 'Meetings',
    yourRole: (role: string) => `You: ${role}`,
    noDrafts: 'No draft yet.',
    programme: 'Programme',
    person: (name: string, city: string) => `${name}, ${city}`,
  },

  draft: {
    statuses: { preparing: 'In preparation', drafting: 'Drafting', negotiating: 'Negotiation', frozen: 'Frozen' },
    open: (title: string) => `Open the draft “${title}”`,
    kicker: (session: number, status: string) => `Session ${session} · ${status}`,
    inSession: (session: number) => `Session ${session}`,
    actionPoints: (count: number) => plural(count, { one: '# action point', other: '# action points' }),
    agreed: (count: number) => `${count} agreed`,
    agreedAdRef: (count: number) => `${count} ad ref`,
    openBrackets: (count: number) => plural(count, { one: '# open bracket', other: '# open brackets' }),
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

  tools: {
    label: 'Text tools',
    bold: 'Bold',
    italic: 'Italic',
    link: 'Link',
    bracket: 'Place brackets',
    undo: 'Undo',
    redo: 'Redo',
    linkHelp: 'Select the words to link first.',
    linkAddress: 'Address',
    linkWrong: 'This is no web address. It should look like https://example.org.',
    linkSet: 'Set the link',
    linkRemove: 'Remove the link',
    cancel: 'Cancel',
  },

  people: {
    label: 'People in this draft',
    more: (count: number) => plural(count, { one: '+# delegation', other: '+# delegations' }),
    here: (count: number) => plural(count, { one: '# person here', other: '# people here' }),
    heading: 'In this draft',
    nobody: 'Nobody is known to be here while there is no connection.',
    in: (points: string) => `in ${points}`,
    you: 'you',
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
      cannot_save: 'Read-only for now: the server cannot save. What you typed is kept here',
      quarantined: 'Read-only: this draft could not be loaded whole',
      too_large: 'Read-only: the draft has reached its greatest size',
    },
    notOnDevice: 'This browser keeps no copy on this device. Leave the page open until all is saved.',
    retry: 'Connect now',
    willRetry: 'There is no connection. Go on writing; this page connects again by itself.',
  },

  closed: {
    wrong_protocol: 'The server does not understand this page. Reload it; if that does not help, tell the technician.',
    signed_out: 'Your sign-in has ended. Enter again; what you typed is kept on this device.',
    not_allowed: 'You may not open this draft. Ask the secretariat if you think you should.',
    no_such_draft: 'There is no such draft. It may have been taken away.',
    unreconciled:
      'The text on this page and the text on the server cannot be brought together. Copy your words from here, then reload the page.',
    outdated_page: 'This page is older than the text. Reload it to go on.',
    too_many_connections: 'Too many screens are open. Close another tab with this draft, then try again.',
    reload: 'Reload the page',
    enter: 'Enter again',
  },

  notTaken: {
    heading: 'Words that were not taken',
    why: {
      malformed: 'The server could not read this change.',
      foreign_client_id: 'The change was made under somebody else’s name.',
      not_in_schema: 'The change holds something that a draft cannot hold.',
      duplicate_paragraph: 'The change repeats a paragraph that is already there.',
      too_large: 'The change, or the draft with it, is too large.',
      too_fast: 'Too many changes came at once.',
      not_allowed: 'You may not change this text.',
      unreconciled: 'The text here and the text on the server could not be brought together.',
      new_generation: 'The draft was started anew while you were away.',
      deleted_by_others: 'Somebody else deleted the paragraph you were typing in.',
    },
    help: 'Nothing is lost: here is what you typed. Copy it, or type it again.',
    copy: 'Copy',
    copied: 'Copied',
    copyAll: 'Copy all',
    dismiss: 'I no longer need them',
    confirmDismiss: 'These words will be gone from this device. Dismiss them?',
  },

  lists: {
    menu: 'Markers of paragraphs',
    kinds: {
      number: 'Numbers: 1.',
      letter: 'Letters: (a)',
      roman: 'Roman numerals: (i)',
      bullet: 'Bullets: •',
      none: 'No marker',
    },
    indent: 'One level in',
    outdent: 'One level out',
    more: 'More text tools',
  },

  brackets: {
    next: (count: number) =>
      plural(count, { one: 'Next bracket (# in this draft)', other: 'Next bracket (# in this draft)' }),
    previous: 'Previous bracket',
    neverClosed: 'This bracket is never closed',
    neverOpened: 'This bracket was never opened',
  },

  remarks: {
    selected: (points: number) => plural(points, { one: '# action point selected', other: '# action points selected' }),
    copied: (points: number) => plural(points, { one: '# action point copied', other: '# action points copied' }),
    partsSelected: (parts: number) =>
      plural(parts, { one: '# part of the draft selected', other: '# parts of the draft selected' }),
    partsCopied: (parts: number) =>
      plural(parts, { one: '# part of the draft copied', other: '# parts of the draft copied' }),
    not_across:
      'Words in several action points can be copied, but not changed at once. Change one action point at a time.',
    bracket: (ordinal: number, total: number, point: string) =>
      `Bracket ${ordinal} of ${total}, ${within(point)}`,
    strayBracket: (reason: string, point: string) => `${reason}: ${within(point)}`,
    no_brackets: 'There are no brackets in this draft.',
    nothing_to_paste: 'There are no words in what you pasted. Pictures and files cannot be part of a draft.',
    paste_too_long: 'What you pasted is too long to be taken at once. Paste it in smaller parts.',
    pasted_as_words:
      'There is no connection, so the words were pasted as one paragraph. Paste again later to keep paragraphs and lists.',
  },

  parts: {
    label: 'Parts of the screen',
    points: 'Points',
    text: 'Text',
  },

  footnotes: {
    tool: 'Footnote',
    name: (number: number) => `Footnote ${number}`,
    list: (point: string) => `Footnotes of ${within(point)}`,
    back: (number: number) => `Footnote ${number}: go to its place in the text`,
    edit: (number: number) => `Edit footnote ${number}`,
    headingNew: 'New footnote',
    words: 'What the footnote says',
    insert: 'Insert',
    save: 'Save',
    remove: 'Remove the footnote',
    problems: {
      empty: 'Write what the footnote says first.',
      readOnly: 'The text cannot be changed at the moment. Keep this window open and try again, or copy your words.',
      reloaded: 'The text was loaded anew meanwhile. Copy your words, close this window and ask for the footnote again.',
    },
  },

  outline: {
    move: (name: string) => `Move: ${name}`,
    moveHelp: 'Drag, or press the up and down arrows',
    menu: (name: string) => `What to do with: ${name}`,
    up: 'Move up',
    down: 'Move down',
    addAfter: 'Add an action point after',
    addHeading: 'Add a heading before',
    split: 'Split here',
    merge: 'Merge with the one before',
    remove: 'Remove',
    isNow: (title: string, number: string) => `“${title}” is now ${number}.`,
    isNowAt: (title: string, place: number) => `“${title}” is now entry ${place} of the text.`,
    isFirst: 'It is the first one.',
    isLast: 'It is the last one.',
    needsCaret: 'First put the cursor in the paragraph with which the new action point should begin.',
    splitsNothing: 'Nothing would stay before it: this is the first paragraph.',
    agreedMoves: 'Agreed text would move to another action point. It would have to be reopened first.',
    agreedGoes: 'It holds agreed text, which would have to be reopened first.',
    nothingBefore: 'There is nothing before it.',
    headingApart: 'A heading stays apart from the text.',
    removed: (name: string) => `${name} was removed. Its words are kept.`,
    removedUnderYou: (name: string) => `${name} was removed while you were in it. Its words are kept.`,
    merged: (name: string, into: string) => `${name} was merged with ${within(into)} while you were in it.`,
    cannotUndo: 'This can no longer be undone: somebody else has moved the same paragraphs since.',
    refused:
      'Somebody else moved the same paragraphs at the same moment. Your change to the outline was not made; no words were lost.',
    bringItBack: 'Bring it back',
    leaveRemoved: 'Leave it removed',
    showRemoved: (count: number) =>
      plural(count, { one: '# removed action point', other: '# removed action points' }),
    removedHeading: 'Removed action points',
    removedHelp: 'Their words are kept. An action point brought back goes where it was, or to the end.',
    nothingRemoved: 'All of them are back in the text.',
    bringBack: (title: string) => `Bring back: ${title}`,
    broughtBack: (title: string) => `“${title}” is back in the text.`,
    notices: 'Notices about the outline',
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

  offline: {
    remembered: 'The server cannot be reached. This is what this device saw last.',
    enterNeedsServer: 'To enter as somebody else, the server must be reached. Check the network, then try again.',
    draftNotKept:
      'The server cannot be reached, and this device keeps no copy of this draft. Find a network and open it once; from then on it opens here without one.',
    conferenceNotKept:
      'The server cannot be reached, and this device has not seen the conference yet. Find a network, then try again.',
    reconnecting: 'There is no connection. This page connects again by itself.',
    waitsKept: (count: number) =>
      plural(count, { one: '1 change kept on this device', other: '# changes kept on this device' }),
    waitsNotKept: (count: number) =>
      plural(count, { one: '1 change only on this page: copy it', other: '# changes only on this page: copy them' }),
    noCopy: 'No copy on this device',
    socketRefused:
      'The server answers, but this network lets no live connection through. Go on writing: it is kept here and sent when a connection can be had. Below is your copy; what others wrote since is not in it.',
    socketRefusedReadOnly:
      'The server answers, but this network lets no live connection through. Try another network, or ask the technician.',
    showNewest: 'Show the newest text',
    showMine: 'Back to your copy',
    newest: 'This is the text as the others have it, fetched again every little while. Your own unsaved words are not in it; it cannot be edited here.',
  },

  find: {
    label: 'Go to a number or words',
    placeholder: 'Number or words',
    key: 'Ctrl+G',
    results: 'Places found',
    count: (count: number) => plural(count, { one: '# match', other: '# matches' }),
    none: 'Nothing found. Try fewer letters, or a number such as 2.6.',
    more: (count: number) => plural(count, { one: '# more is not listed', other: '# more are not listed' }),
    goToPoint: (title: string) => `Go to ${within(title)}`,
    at: (place: string, total: string) => `${place} of ${total}`,
    previous: 'Previous match',
    next: 'Next match',
    end: 'End the search',
    notLoaded: 'The search could not be loaded. Check the network, then try again.',
    titled: 'Title',
  },

  addresses: {
    copyPoint: (point: string) => `Copy the link to ${within(point)}`,
    copyParagraph: 'Copy the link to this paragraph',
    copied: (link: string) => `Link copied: ${link}`,
    notCopied: (link: string) => `This browser does not let the page copy. Copy the link by hand: ${link}`,
    pointGone: 'The address names an action point that is not in this draft any more.',
    paragraphGone: 'The address names a paragraph that is not in this draft any more. Search for its words, or ask who sent it.',
    arrived: (paragraph: string, point: string) => `Paragraph ${paragraph} of ${within(point)}`,
    arrivedIn: (point: string) => `A paragraph of ${within(point)}`,
  },

  following: {
    follow: 'Follow',
    followPerson: (person: string) => `Follow ${person}`,
    label: 'Following',
    following: (person: string) => `Following ${person}`,
    nowhere: 'in no action point yet',
    unknown: 'waiting for the connection',
    gone: (person: string) => `${person} has left this draft`,
    stop: 'Stop',
    stopped: (person: string) => `No longer following ${person}`,
  },

  paragraphMenu: {
    menu: 'This paragraph',
    language: 'Language of the paragraph',
    draftLanguage: (language: string) => `As the draft (${language})`,
    none: 'First put the cursor in a paragraph.',
  },

  draftMenu: {
    menu: 'More',
    print: 'Print',
    hall: 'Hall screen',
  },

  printed: {
    on: (date: string) => `Printed on ${date}`,
  },

  happened: {
    added: (point: string) => `${point} was added.`,
    removed: (point: string) => `${point} was removed.`,
    moved: (point: string) => `${point} was moved.`,
    titled: (point: string, title: string) => `${point}, “${title}”,`,
    many: (count: number) => plural(count, { one: '# action point changed its place.', other: '# action points changed their places.' }),
    brackets: (count: string, point: string) => `${point}: ${count}.`,
    came: (person: string) => `${person} is here now.`,
    state: (paragraph: string, state: string) => `${paragraph}: ${state}.`,
    statesChanged: (count: number) =>
      plural(count, { one: 'The state of # paragraph changed.', other: 'The states of # paragraphs changed.' }),
  },

  hall: {
    page: 'Hall screen',
    controls: 'Controls of the hall screen',
    back: 'Back to the draft',
    follow: 'Follow a person',
    fixed: 'Nobody: one action point',
    point: 'Action point',
    previous: 'Previous action point',
    next: 'Next action point',
    smaller: 'Smaller text',
    larger: 'Larger text',
    fullScreen: 'Full screen',
    leaveFullScreen: 'Leave full screen',
    person: (person: string, role: string) => `${person} · ${role}`,
    away: (person: string) => `${person} (not here)`,
    somebody: 'Somebody who is not here',
    waiting: 'Waiting for the text…',
    live: 'Live',
    notLive: (time: string) => `No connection. Text as of ${time}`,
    closed: 'No connection. Reload this page.',
    keys: 'Arrows: other action point · + and −: text size · F: full screen · digits and Enter: action point by number · Esc: back',
    typed: (digits: string) => `Action point ${digits}, then Enter`,
    noSuchPoint: (number: string) => `There is no action point ${number}.`,
  },
};

/** What a catalogue must say. */
export type Catalogue = typeof en;
