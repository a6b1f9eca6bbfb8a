import AxeBuilder from '@axe-core/playwright';
import type { BrowserContext, Page } from '@playwright/test';
import { Registration } from './badges';
import { expect, test as base } from './fixtures';
import { Network } from './network';
import { Person } from './people';

const TITLE = 'Building blocks of a learning city';
const PHONE = { width: 390, height: 844 };

interface Story {
  registration: Registration;
  /** Somebody whose browser nobody has used yet. */
  stranger: (through?: { address: string }) => Promise<Person>;
}

const test = base.extend<Story>({
  registration: async ({ browser, server }, use) => {
    const registration = await Registration.open(browser, server);
    await use(registration);
    await registration.close();
  },
  stranger: async ({ browser, server }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (through = server) => {
      const context = await browser.newContext({ baseURL: through.address, locale: 'en-GB', viewport: PHONE });
      contexts.push(context);
      return new Person(await context.newPage());
    });
    await Promise.all(contexts.map((context) => context.close()));
  },
});

const field = (page: Page) => page.getByRole('textbox', { name: 'Code on your badge' });

async function types(page: Page, code: string): Promise<void> {
  await field(page).fill(code);
  await page.getByRole('button', { name: 'Enter', exact: true }).click();
}

/** The draft of the stories, as the conference page links it. */
async function draftOf(person: Person): Promise<string> {
  const link = person.page.getByRole('link', { name: `Open the draft “${TITLE}”` });
  return (await link.getAttribute('href')) ?? '';
}

test('a delegate types the code on the badge, in their own way, on a phone', async ({ registration, stranger }) => {
  const { code } = await registration.badge('Xu Peilin');
  const { page } = await stranger();
  await page.goto('/');
  await expect(page.getByRole('heading', { name: 'Enter the conference' })).toBeVisible();
  await expect(page.getByText('Who are you?')).toHaveCount(0);
  await types(page, ` ${code.toLowerCase().replace('-', '  ').replaceAll('0', 'o').replaceAll('1', 'l')} `);
  await expect(page).toHaveURL('/conference');
  await expect(page.getByRole('button', { name: 'You: Xu Peilin' })).toBeVisible();
});

test('a code that is none is told at once, and a wrong one by the server', async ({ registration: _, stranger }) => {
  const { page } = await stranger();
  await page.goto('/enter');
  // A place on the page is no secret, though it stands behind the hash sign as well.
  await page.getByRole('link', { name: 'Skip to the content' }).press('Enter');
  await expect(page).toHaveURL('/enter#content');
  await expect(page.getByText('The code is not complete')).toHaveCount(0);
  await types(page, '');
  await expect(page.getByText('Type the code on your badge first.')).toBeVisible();
  await types(page, '7K3QF');
  await expect(page.getByText('The code is not complete')).toBeVisible();
  await types(page, '7K3QF-M2W9U');
  await expect(page.getByText('without U')).toBeVisible();
  await expect(field(page)).toBeFocused();
  await expect(field(page)).toHaveAttribute('aria-invalid', 'true');
  await types(page, '7K3QF-M2W9X');
  await expect(page.getByText('No badge has this code')).toBeVisible();
  await expect(field(page)).toHaveValue('7K3QF-M2W9X');
});

test('a code tried too often waits, and says how long', async ({ registration: _, stranger }) => {
  const { page } = await stranger();
  await page.goto('/enter');
  for (let times = 0; times < 10; times += 1) {
    await page.context().request.post('/api/sign-in/badge', { data: { code: 'ABCDE-FGHJK' } });
  }
  await types(page, 'ABCDE-FGHJK');
  await expect(page.getByText('This code was tried too often.')).toBeVisible();
  await expect(page.getByRole('timer')).toHaveText(/^Try again in [1-5]?\d seconds$/);
  await expect(page.getByRole('button', { name: 'Enter', exact: true })).toHaveAttribute('aria-disabled', 'true');
});

/** What the server answers when its queue is full. */
const TOO_MANY = [
  'HTTP/1.1 503 Service Unavailable',
  'content-type: application/problem+json',
  'retry-after: 2',
  'connection: close',
  '',
  JSON.stringify({ type: 'about:blank', title: 'Not available now', status: 503, code: 'unavailable', detail: 'Many people are signing in.' }),
].join('\r\n');

test('who comes while too many do waits, and is let in by itself', async ({ registration, server, stranger }) => {
  const network = await Network.before(server);
  const { code } = await registration.badge('Xu Peilin');
  const { page } = await stranger(network);
  await page.goto('/enter');
  await expect(field(page)).toBeVisible();
  network.capture(TOO_MANY);
  await types(page, code);
  await expect(page.getByText('Many people are coming in just now.')).toBeVisible();
  await expect(page.getByRole('timer')).toHaveText(/^Next try in \d+ seconds?$/);
  network.mend();
  await expect(page).toHaveURL('/conference');
  await network.stop();
});

test('the QR code of a badge lets one in, and leaves no secret behind', async ({ registration, stranger }) => {
  const { address, code } = await registration.badge('Xu Peilin');
  const { page } = await stranger();
  await page.goto(address);
  await expect(page.getByRole('heading', { name: 'You are signed in as Xu Peilin' })).toBeVisible();
  await expect(page).toHaveURL('/enter');
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect(page).toHaveURL('/conference');
  await page.goBack();
  await expect(page.getByRole('button', { name: 'Continue as Xu Peilin' })).toBeVisible();
  expect(page.url()).not.toContain(code);
  expect(await page.content()).not.toContain(code);
});

test('a personal link signs in once; who it does not mean says so', async ({ registration, stranger }) => {
  const link = await registration.link('Xu Peilin');
  const { page } = await stranger();
  await page.goto(link);
  await page.getByRole('button', { name: 'This is not me' }).click();
  await expect(page.getByRole('heading', { name: 'Enter the conference' })).toBeVisible();
  await expect.poll(async () => (await page.context().request.get('/api/sign-in')).status()).toBe(401);

  await page.goto('about:blank');
  await page.goto(link);
  await expect(page.getByText('This link was used already, or has ended.')).toBeVisible();
  await expect(page).toHaveURL('/enter');
  const { code } = await registration.badge('Kim Seo-yun');
  await types(page, code);
  await expect(page).toHaveURL('/conference');
});

test('a server that is away is told, and tried again with what the QR code held', async ({ registration, server, stranger }) => {
  const network = await Network.before(server);
  const { address } = await registration.badge('Xu Peilin');
  const person = await stranger(network);
  const { page } = person;
  await page.goto('/enter');
  await person.hasShell();
  network.cut();
  await page.goto('about:blank');
  await page.goto(address);
  await expect(page.getByText('The server cannot be reached.')).toBeVisible();
  await expect(page).toHaveURL('/enter');
  network.mend();
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('heading', { name: 'You are signed in as Xu Peilin' })).toBeVisible();
  await network.stop();
});

test('who asks for a place in a draft enters first and comes to it', async ({ registration, stranger }) => {
  const { code } = await registration.badge('Kim Seo-yun');
  const { code: another } = await registration.badge('Xu Peilin');
  const first = await stranger();
  await first.page.goto('/');
  await types(first.page, another);
  await expect(first.page).toHaveURL('/conference');
  const draft = await draftOf(first);

  const { page } = await stranger();
  await page.goto(`${draft}#point-00000000-0000-4000-8000-000000000000`);
  await expect(field(page)).toBeVisible();
  await types(page, code);
  await expect(page).toHaveURL(`${draft}#point-00000000-0000-4000-8000-000000000000`);
  await expect(page.getByText('The address names an action point that is not in this draft any more.').first()).toBeVisible();
});

test('an address that leads elsewhere is not gone to', async ({ registration, stranger }) => {
  const { code } = await registration.badge('Xu Peilin');
  const { page } = await stranger();
  await page.goto(`/enter?then=${encodeURIComponent('//plenary.example/conference')}`);
  await types(page, code);
  await expect(page).toHaveURL('/conference');
});

test('who leaves is asked for a code, and nothing of theirs is shown', async ({ registration, stranger }) => {
  const { address } = await registration.badge('Xu Peilin');
  const { page } = await stranger();
  await page.goto(address);
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByRole('button', { name: 'You: Xu Peilin' }).click();
  await page.getByRole('button', { name: 'Leave' }).click();
  await expect(page.getByRole('heading', { name: 'Enter the conference' })).toBeVisible();
  await page.goto('/conference');
  await expect(page.getByRole('heading', { name: 'Enter the conference' })).toBeVisible();
  await expect(page.getByText('Xu Peilin')).toHaveCount(0);
});

test('two persons on one tablet: the first is asked for, and their unsent words are spoken of', async ({ registration, server, stranger }) => {
  const network = await Network.before(server);
  const [kims, xus] = [await registration.badge('Kim Seo-yun'), await registration.badge('Xu Peilin')];
  const kim = await stranger(network);
  await kim.page.goto(kims.address);
  await kim.page.getByRole('button', { name: 'Go on' }).click();
  await kim.opens(TITLE);
  await kim.hasShell();
  const draft = new URL(kim.page.url()).pathname;
  network.cut();
  await kim.isTold(/^Offline/);
  await kim.typesAtTheEndOf(kim.paragraph('2.6', 2), ' Not sent yet.');
  await kim.isTold(/kept on this device/);
  // With a network the words would be sent at once: none is open while the next one scans a badge.
  await kim.page.goto('about:blank');
  network.mend();

  const { page } = await kim.anotherTab(xus.address);
  await expect(page.getByRole('heading', { name: 'Kim Seo-yun is signed in on this device' })).toBeVisible();
  await expect(page.getByText(/changes? by Kim Seo-yun ha(s|ve) not reached the server/)).toBeVisible();
  await page.getByRole('button', { name: 'Continue as Kim Seo-yun' }).click();
  await expect(page).toHaveURL('/conference');
  await page.goto(draft);
  await new Person(page).isSaved();
  await expect(page.getByText('Not sent yet.')).toBeVisible();

  await page.goto(xus.address);
  await expect(page.getByRole('heading', { name: 'Kim Seo-yun is signed in on this device' })).toBeVisible();
  await expect(page.getByText('has not reached the server')).toHaveCount(0);
  await kim.page.goto(draft);
  await kim.isSaved();
  await page.getByRole('button', { name: 'Enter as somebody else' }).click();
  await expect(page.getByRole('heading', { name: 'You are signed in as Xu Peilin' })).toBeVisible();
  // The tab that Kim left open hears of it.
  await expect(kim.page.getByRole('alert')).toContainText('Your sign-in has ended');
  const copies = await page.evaluate(async () => (await indexedDB.databases()).filter(({ name }) => name?.startsWith('plenary/')).length);
  expect(copies).toBe(0);
  await network.stop();
});

for (const look of ['light', 'dark', 'right to left'] as const) {
  test(`the entrance is accessible: ${look}`, async ({ registration, stranger }) => {
    const [kims, xus] = [await registration.badge('Kim Seo-yun'), await registration.badge('Xu Peilin')];
    const { page } = await stranger();
    await page.emulateMedia({ colorScheme: look === 'dark' ? 'dark' : 'light' });
    const isAccessible = async () => {
      if (look === 'right to left') await page.evaluate(() => (document.documentElement.dir = 'rtl'));
      expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html).slice(0, 3)])).toEqual([]);
    };
    await page.goto('/enter');
    await types(page, 'ABC');
    await expect(page.getByText('The code is not complete')).toBeVisible();
    await isAccessible();
    await page.goto(kims.address);
    await expect(page.getByRole('heading', { name: 'You are signed in as Kim Seo-yun' })).toBeVisible();
    await isAccessible();
    await page.goto('about:blank');
    await page.goto(xus.address);
    await expect(page.getByRole('heading', { name: 'Kim Seo-yun is signed in on this device' })).toBeVisible();
    await isAccessible();
    await page.goto('/');
    await expect(page.getByRole('button', { name: 'Continue as Kim Seo-yun' })).toBeVisible();
    await isAccessible();
  });
}
