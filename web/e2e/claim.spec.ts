import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import { Server } from './server';

/** A server that was just installed: no conference, and nobody who could sign in. */
async function newServer(): Promise<{ server: Server; link: string }> {
  const server = await Server.start({}, 'nothing');
  return { server, link: await server.firstLink() };
}

async function fillsIn(page: Page, values: Record<string, string>): Promise<void> {
  for (const [label, value] of Object.entries(values)) await page.getByLabel(label).fill(value);
}

test('the link of a new server makes its conference, once', async ({ browser }) => {
  const { server, link } = await newServer();
  const context = await browser.newContext({ baseURL: server.address, locale: 'en-GB', timezoneId: 'Europe/Dublin' });
  const page = await context.newPage();

  await page.goto('/');
  await expect(page.getByRole('heading', { name: 'There is no conference on this server yet' })).toBeVisible();

  await page.goto(link);
  await expect(page.getByRole('heading', { name: 'This server waits for its conference' })).toBeVisible();
  await expect(page).toHaveURL('/claim');
  await page.getByRole('button', { name: 'Begin' }).click();
  await expect(page.getByRole('heading', { name: 'Make the conference' })).toBeFocused();

  // Nothing is filled in yet: each field says so, and the first one has the keyboard.
  await page.getByRole('button', { name: 'Make the conference' }).click();
  await expect(page.getByText('Something is missing or wrong above.')).toBeVisible();
  await expect(page.getByLabel('Your name')).toBeFocused();
  await expect(page.getByLabel('Title, in the working language')).toHaveAttribute('aria-invalid', 'true');

  await fillsIn(page, {
    'Your name': 'Ada Byrne',
    'Your e-mail address': 'ada at cork',
    'Title, in the working language': 'Learning Cities: Cork!',
    'First day': '2027-05-03',
    'Last day': '2027-05-01',
    City: 'Cork',
  });
  await expect(page.getByLabel('Short name')).toHaveValue('learning-cities-cork');
  await expect(page.getByLabel('Time zone of the venue')).toHaveValue('Europe/Dublin');
  await page.getByLabel('Country').selectOption('Ireland');

  // A reload forgets nothing, though the link is used up.
  await page.reload();
  await expect(page.getByLabel('Your name')).toHaveValue('Ada Byrne');
  await expect(page.getByLabel('Country')).toHaveValue('IE');
  await page.getByRole('button', { name: 'Make the conference' }).click();
  await expect(page.getByText('The last day is before the first.')).toBeVisible();
  await expect(page.getByLabel('Last day')).toBeFocused();
  await page.getByLabel('Last day').fill('2027-05-05');
  await page.getByRole('button', { name: 'Make the conference' }).click();
  await expect(page.getByText('This is no e-mail address.')).toBeVisible();
  await page.getByLabel('Your e-mail address').fill('ada@cork.example');
  await page.getByRole('button', { name: 'Make the conference' }).click();

  await expect(page).toHaveURL('/conference');
  await expect(page.getByRole('heading', { name: 'Learning Cities: Cork!' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'You: Ada Byrne' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'People and sessions' })).toHaveAttribute('href', '/people');
  const kept = await page.evaluate(() => JSON.stringify(localStorage));
  expect(kept).not.toContain('ada@cork.example');

  // Whoever finds the link later is told that it is too late, and may enter with a badge.
  const late = await browser.newContext({ baseURL: server.address, locale: 'en-GB' });
  const another = await late.newPage();
  await another.goto(link);
  await expect(another.getByRole('heading', { name: 'This server has its conference already' })).toBeVisible();
  await another.getByRole('link', { name: 'Enter' }).click();
  await expect(another.getByLabel('Code on your badge')).toBeVisible();
  await Promise.all([context.close(), late.close()]);
  await server.stop();
});

test('a link that somebody used before leads nowhere, and says what to do', async ({ browser }) => {
  const { server, link } = await newServer();
  const [first, second] = await Promise.all([browser.newPage({ baseURL: server.address }), browser.newPage({ baseURL: server.address })]);
  await first.goto(link);
  await first.getByRole('button', { name: 'Begin' }).click();
  await expect(first.getByRole('heading', { name: 'Make the conference' })).toBeVisible();
  await second.goto(link);
  await second.getByRole('button', { name: 'Begin' }).click();
  await expect(second.getByRole('heading', { name: 'This link leads nowhere any more' })).toBeVisible();

  // Another start, another link; who follows it makes the conference, and the first one is told.
  await server.kill();
  await server.comeBack();
  await second.goto(await server.firstLink());
  await second.getByRole('button', { name: 'Begin' }).click();
  await expect(second.getByRole('heading', { name: 'Make the conference' })).toBeVisible();
  await first.context().clearCookies();
  await fillsIn(first, { 'Your name': 'A', 'Title, in the working language': 'B', 'First day': '2027-05-01', 'Last day': '2027-05-01', City: 'Cork' });
  await first.getByLabel('Country').selectOption('Ireland');
  await first.getByRole('button', { name: 'Make the conference' }).click();
  await expect(first.getByText('This browser may not make the conference any more.')).toBeVisible();
  await Promise.all([first.context().close(), second.context().close()]);
  await server.stop();
});

test('the first pages of a server are accessible', async ({ browser }) => {
  const { server, link } = await newServer();
  const context = await browser.newContext({ baseURL: server.address, locale: 'en-GB', viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  const isAccessible = async () => {
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html).slice(0, 3)])).toEqual([]);
  };
  const isAccessibleInEveryLook = async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      for (const direction of ['ltr', 'rtl']) {
        await page.evaluate((dir) => (document.documentElement.dir = dir), direction);
        await isAccessible();
      }
    }
  };
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await isAccessibleInEveryLook();
  await page.goto(link);
  await expect(page.getByRole('button', { name: 'Begin' })).toBeVisible();
  await isAccessibleInEveryLook();
  await page.getByRole('button', { name: 'Begin' }).click();
  await page.getByRole('button', { name: 'Make the conference' }).click();
  await expect(page.getByText('Something is missing or wrong above.')).toBeVisible();
  await isAccessibleInEveryLook();
  await context.close();
  await server.stop();
});
