import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';

const TITLE = 'Building blocks of a learning city';

/** Opens the page of one's devices out of one's own menu. */
async function opensDevices(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: `You: ${name}` }).click();
  await page.getByRole('link', { name: 'Where you are signed in' }).click();
  await expect(page.getByText('This device')).toBeVisible();
}

test('a device is signed out from another: its draft says so at once, and its words are kept', async ({ enter, network }) => {
  const atHome = await enter('Xu Peilin');
  const onTablet = await enter('Xu Peilin', network);
  await onTablet.opens(TITLE);
  network.cut();
  await onTablet.isTold(/^Offline/);
  await onTablet.typesAtTheEndOf(onTablet.paragraph('2.6', 2), ' Kept for later.');
  await onTablet.isTold(/kept on this device/);

  await opensDevices(atHome.page, 'Xu Peilin');
  const others = atHome.page.getByRole('button', { name: /^Sign out: Chrome on Linux/ });
  await expect(others).toHaveCount(1);
  await others.click();
  await expect(others).toHaveCount(0);
  await expect(atHome.page.getByText('You are signed in nowhere else.')).toBeVisible();

  network.mend();
  await expect(onTablet.page.getByRole('alert')).toContainText('Your sign-in has ended. Enter again; what you typed is kept on this device.');
  await expect(onTablet.page.getByText('Kept for later.')).toBeVisible();
  await onTablet.page.getByRole('link', { name: 'Enter again' }).click();
  await onTablet.page.getByRole('button', { name: 'Enter as Xu Peilin' }).click();
  await expect(onTablet.paragraph('2.6', 2)).toContainText('Kept for later.');
  await onTablet.isSaved();
});

test('an open draft on a device that is signed out hears of it within a second', async ({ enter }) => {
  const [atHome, onTablet] = [await enter('Xu Peilin'), await enter('Xu Peilin')];
  await onTablet.opens(TITLE);
  await opensDevices(atHome.page, 'Xu Peilin');
  const told = onTablet.page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const watch = new MutationObserver(() => {
          if (document.querySelector('[role=alert]')?.textContent?.includes('Your sign-in has ended')) resolve(Date.now());
        });
        watch.observe(document.body, { subtree: true, childList: true });
      }),
  );
  const ended = atHome.page.waitForRequest((request) => request.method() === 'DELETE').then(() => Date.now());
  await atHome.page.getByRole('button', { name: /^Sign out: / }).first().click();
  expect((await told) - (await ended)).toBeLessThan(1_000);
  await expect(onTablet.page.getByRole('textbox')).toHaveCount(0);
});

test('all others are signed out after a question, and who asks is not', async ({ enter }) => {
  const [here, ...others] = [await enter('Kim Seo-yun'), await enter('Kim Seo-yun'), await enter('Kim Seo-yun')];
  await opensDevices(here.page, 'Kim Seo-yun');
  await here.page.getByRole('button', { name: 'Sign out all others' }).click();
  const dialog = here.page.getByRole('dialog', { name: 'Sign out all others' });
  await expect(dialog).toContainText(/Sign out the \d+ other devices and programs/);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(here.page.getByRole('button', { name: /^Sign out: / })).not.toHaveCount(0);
  await here.page.getByRole('button', { name: 'Sign out all others' }).click();
  await dialog.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expect(here.page.getByText('You are signed in nowhere else.')).toBeVisible();
  for (const { context } of others) expect((await context.request.get('/api/sign-in')).status()).toBe(401);
  expect((await here.context.request.get('/api/sign-in')).status()).toBe(200);
});

test('what cannot be signed out is told', async ({ enter, network }) => {
  const here = await enter('Kim Seo-yun', network);
  await enter('Kim Seo-yun');
  await opensDevices(here.page, 'Kim Seo-yun');
  network.cut();
  await here.page.getByRole('button', { name: /^Sign out: / }).first().click();
  await expect(here.page.getByRole('alert')).toContainText('Not everything could be signed out.');
  network.mend();
  await here.page.getByRole('button', { name: /^Sign out: / }).first().click();
  await expect(here.page.getByRole('alert')).toHaveCount(0);
});

test('the page of one’s devices asks a stranger to enter first, and is accessible', async ({ browser, enter, server }) => {
  const stranger = await browser.newPage({ baseURL: server.address, locale: 'en-GB' });
  await stranger.goto('/me');
  await stranger.getByRole('searchbox').fill('Kim Seo-yun');
  await stranger.getByRole('button', { name: 'Enter as Kim Seo-yun' }).click();
  await expect(stranger).toHaveURL('/me');
  await stranger.context().close();

  await enter('Kim Seo-yun');
  const { page } = await enter('Kim Seo-yun');
  await page.goto('/me');
  await expect(page.getByText('This device')).toBeVisible();
  for (const width of [390, 1440]) {
    await page.setViewportSize({ width, height: 844 });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      for (const direction of ['ltr', 'rtl']) {
        await page.evaluate((dir) => (document.documentElement.dir = dir), direction);
        expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html).slice(0, 3)])).toEqual([]);
      }
    }
  }
});
