import type { Browser, Route } from '@playwright/test';
import { expect, test } from './fixtures';
import { Person } from './people';

const TITLE = 'Building blocks of a learning city';
const SECOND_WAVE = '**/assets/second-wave-*.js';

/** Kim in a browser that fetches all its scripts itself, and what becomes of the second wave's. */
async function kimWithout(browser: Browser, server: { address: string }, secondWave: (route: Route) => unknown): Promise<Person> {
  const context = await browser.newContext({ baseURL: server.address, locale: 'en-GB', serviceWorkers: 'block' });
  await context.route(SECOND_WAVE, secondWave);
  const kim = new Person(await context.newPage());
  await kim.comesIn('Kim Seo-yun');
  return kim;
}

test('one writes before the tools are there, and nothing of it is lost or redone when they come', async ({ browser, server, enter }) => {
  const held: Route[] = [];
  const kim = await kimWithout(browser, server, (route) => held.push(route));
  const { context } = kim;
  const xu = await enter('Xu Peilin');
  await Promise.all([kim.opens(TITLE), xu.opens(TITLE)]);
  const { page } = kim;
  await expect(page.getByRole('toolbar')).toHaveCount(0);

  const paragraph = kim.paragraph('2.4', 1);
  await kim.typesAtTheEndOf(paragraph, ' Early words.');
  await page.keyboard.press('Enter');
  await page.keyboard.type('A new paragraph');
  await expect(xu.paragraph('2.4', 2)).toHaveText('A new paragraph');
  await xu.typesAtTheEndOf(xu.paragraph('2.4', 1), ' Hers.');
  await expect(paragraph).toContainText('Early words. Hers.');

  await Promise.all(held.map((route) => route.continue()));
  await context.unroute(SECOND_WAVE);
  await expect(page.getByRole('toolbar')).toBeVisible();
  await expect(kim.editor('2.4')).toBeFocused();
  await page.keyboard.type(' goes on.');
  await expect(xu.paragraph('2.4', 2)).toHaveText('A new paragraph goes on.');
  await page.keyboard.press('Control+]');
  await expect(kim.paragraph('2.4', 2)).toHaveCSS('--level', '1');
  await xu.typesAtTheEndOf(xu.paragraph('2.4', 2), ' Both.');
  await expect(kim.paragraph('2.4', 2)).toHaveText('A new paragraph goes on. Both.');
  await expect(page.locator('.caret')).toHaveAttribute('data-name', 'Shanghai');
  await context.close();
});

test('what somebody merges away before the tools are there keeps the words typed in it', async ({ browser, server, enter }) => {
  const held: Route[] = [];
  const kim = await kimWithout(browser, server, (route) => held.push(route));
  const { context } = kim;
  const xu = await enter('Xu Peilin');
  await Promise.all([kim.opens(TITLE), xu.opens(TITLE)]);

  await context.setOffline(true);
  await kim.isTold(/^Offline/);
  await kim.typesAtTheEndOf(kim.paragraph('2.9', 1), ' Typed meanwhile.');
  const point = xu.page.getByRole('region', { name: 'Action point 2.9', exact: true });
  await point.getByRole('button', { name: 'What to do with: Action point 2.9' }).click();
  await xu.page.getByRole('menuitem', { name: 'Merge with the one before' }).click();
  await expect(xu.editor('2.8')).toBeFocused();
  await xu.isSaved();
  await context.setOffline(false);
  await kim.isSaved();
  await Promise.all(held.map((route) => route.continue()));
  await expect(kim.editor('2.8')).toContainText('Typed meanwhile.');
  await expect(xu.editor('2.8')).toContainText('Typed meanwhile.');
  await context.close();
});

test('where the tools cannot be had the page says so, and one can go on writing', async ({ browser, server, enter }) => {
  const kim = await kimWithout(browser, server, (route) => route.abort());
  const xu = await enter('Xu Peilin');
  await Promise.all([kim.opens(TITLE), xu.opens(TITLE)]);
  await expect(kim.page.getByRole('alert')).toContainText('A part of this page could not be loaded');
  await kim.typesAtTheEndOf(kim.paragraph('2.5', 1), ' All the same.');
  await kim.isSaved();
  await expect(xu.paragraph('2.5', 1)).toContainText('All the same.');
  await kim.context.close();
});
