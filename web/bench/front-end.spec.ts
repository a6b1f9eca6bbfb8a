import { test as base } from '@playwright/test';
import { initialScript } from '../build/initial-script';
import { Crowd, type Behaviour } from './crowd';
import { Hall } from './hall';
import { publish, Table } from './report';
import { Screen, type Typing } from './screen';

const ROUNDS = Number(process.env['PLENARY_BENCH_ROUNDS'] || 2);
const SLOWER = 6;
const LETTERS = 150;
const NORMAL = { points: 40, paragraphs: 4 };
const LARGE = { points: 150, paragraphs: 4 };
/** A hundred are present: twenty write twice a second elsewhere, three in the point that is measured. */
const HUNDRED: Behaviour = { people: 100, here: 25, writersHere: 3, writersElsewhere: 20, movesEveryMs: 5_000 };
const FIVE_HUNDRED: Behaviour = { people: 500, here: 25, writersHere: 3, writersElsewhere: 20, movesEveryMs: 5_000 };
const LOOKING_MS = 10_000;

const tables: Table[] = [];

function table(...of: ConstructorParameters<typeof Table>): Table {
  const made = new Table(...of);
  tables.push(made);
  return made;
}

const test = base.extend<{}, { hall: Hall }>({
  hall: [
    async ({}, use) => {
      const hall = await Hall.open();
      await use(hall);
      await hall.close();
    },
    { scope: 'worker', timeout: 90_000 },
  ],
});
test.describe.configure({ timeout: 600_000 });

test('what is loaded', async () => {
  const sizes = table('The script of the draft page', ['kB']);
  const { plain, gzip, brotli } = await initialScript();
  sizes.add('as it is', 'kB', plain / 1000);
  sizes.add('gzip', 'kB', gzip / 1000);
  sizes.add('Brotli', 'kB', brotli / 1000);
});

test('opening a draft of 40 action points', async ({ browser, hall }) => {
  await hall.holds(NORMAL);
  await opening(browser, hall, table('Opening a draft of 40 action points', OPENINGS));
});

test('typing among 40 action points', async ({ browser, hall }) => {
  const points = await hall.holds(NORMAL);
  const typing = table(`Typing among 40 action points, processor ${SLOWER} times slower`, ALONE_AND_NOT, ALONE_AND_NOT);
  await alone(browser, hall, points, typing);
  await amongAHundred(browser, hall, points, typing);
});

test('a draft of 150 action points', async ({ browser, hall }) => {
  const points = await hall.holds(LARGE);
  await opening(browser, hall, table('Opening a draft of 150 action points', OPENINGS));
  const typing = table(`Typing among 150 action points, processor ${SLOWER} times slower`, ALONE_AND_NOT, ALONE_AND_NOT);
  await alone(browser, hall, points, typing);
  await amongAHundred(browser, hall, points, typing);

  const scrolling = table('Scrolling through 150 action points', AS_FAST);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [column, slower] of SPEEDS) {
      const screen = await Screen.turnOn(browser, hall, slower);
      await screen.opens();
      const frames = await screen.scrolls();
      scrolling.add('between two frames, p50, ms', column, at(frames, 0.5));
      scrolling.add('between two frames, p99, ms', column, at(frames, 0.99));
      scrolling.add('between two frames, longest, ms', column, at(frames, 1));
      scrolling.add('memory of the script, MB', column, await screen.heapMb());
      await screen.turnOff();
    }
  }
});

test('500 are present', async ({ browser, hall }) => {
  const points = await hall.holds(NORMAL);
  const present = table('500 present, 23 of them write, and one looks on', AS_FAST);
  for (let round = 0; round < ROUNDS; round += 1) {
    const crowd = await Crowd.gather(hall, points, FIVE_HUNDRED);
    for (const [column, slower] of SPEEDS) {
      const screen = await Screen.turnOn(browser, hall, slower);
      await crowd.while(async () => {
        await screen.opens();
        await screen.page.locator(`#point-${points[0]} .text p`).first().click();
        const { busy, script } = await screen.looksOn(LOOKING_MS);
        present.add('main thread busy, ms per second', column, busy);
        present.add('of that in script, ms per second', column, script);
      });
      await screen.turnOff();
    }
    crowd.disperse();
  }
});

test.afterAll(() => {
  publish(
    `The real server and Debian's Chromium, all on the same processors; ${ROUNDS === 1 ? "1 round" : `${ROUNDS} rounds`} with a new browser each, shown is ` +
      'the median, and in parentheses the lowest and the highest. A key is measured from its event to the frame painted after it.',
    tables,
  );
});

const ALONE_AND_NOT = ['alone', '100 others'] as const;
const AS_FAST = ['as it is', `${SLOWER} times slower`] as const;
const SPEEDS = [
  [AS_FAST[0], 1],
  [AS_FAST[1], SLOWER],
] as const;
const OPENINGS = ['first visit', 'again', `first visit, ${SLOWER} times slower`, `again, ${SLOWER} times slower`] as const;

type Browser = Parameters<typeof Screen.turnOn>[0];

async function opening(browser: Browser, hall: Hall, into: Table): Promise<void> {
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [first, again, slower] of [
      [OPENINGS[0], OPENINGS[1], 1],
      [OPENINGS[2], OPENINGS[3], SLOWER],
    ] as const) {
      const screen = await Screen.turnOn(browser, hall, slower);
      for (const column of [first, again]) {
        const { visible, editable, requests, scripts } = await screen.opens();
        into.add('text to be seen, ms', column, visible);
        into.add('text to be typed in, ms', column, editable);
        into.add('requests by then', column, requests);
        into.add('of them scripts', column, scripts);
      }
      await screen.turnOff();
    }
  }
}

async function alone(browser: Browser, hall: Hall, points: string[], into: Table): Promise<void> {
  for (let round = 0; round < ROUNDS; round += 1) tell(into, ALONE_AND_NOT[0], await typing(browser, hall, points));
}

async function amongAHundred(browser: Browser, hall: Hall, points: string[], into: Table): Promise<void> {
  const crowd = await Crowd.gather(hall, points, HUNDRED);
  for (let round = 0; round < ROUNDS; round += 1) {
    tell(into, ALONE_AND_NOT[1], await crowd.while(() => typing(browser, hall, points)));
  }
  crowd.disperse();
}

async function typing(browser: Browser, hall: Hall, points: string[]): Promise<Typing> {
  const screen = await Screen.turnOn(browser, hall, SLOWER);
  await screen.opens();
  const typed = await screen.types(points[0] ?? '', LETTERS);
  await screen.turnOff();
  return typed;
}

function tell(into: Table, column: string, { keys, longestEvent, busyPerKey }: Typing): void {
  into.add('key to frame, p50, ms', column, at(keys, 0.5));
  into.add('key to frame, p95, ms', column, at(keys, 0.95));
  into.add('key to frame, longest, ms', column, at(keys, 1));
  into.add('the longest by Event Timing, ms', column, longestEvent);
  into.add('main thread busy per key, ms', column, busyPerKey);
}

function at(sorted: number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}
