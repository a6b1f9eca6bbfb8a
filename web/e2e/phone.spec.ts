import type { Locator } from '@playwright/test';
import { expect, test } from './fixtures';
import type { Person } from './people';

const TITLE = 'Building blocks of a learning city';
const PHONE = { width: 390, height: 844 };
const SMALL_PHONE = { width: 360, height: 740 };

const myMenu = ({ page }: Person) => page.locator('header.top > button[popovertarget]').last();
const looks = ({ page }: Person) => page.locator('summary.entry');

test('the title can be read on a phone, in every language', async ({ enter }) => {
  const kim = await enter('Kim Seo-yun');
  await kim.opens(TITLE);
  const { page } = kim;
  const address = new URL(page.url()).pathname;
  await page.setViewportSize(SMALL_PHONE);
  for (const language of ['en', 'fr', 'es', 'ru', 'ar', 'zh']) {
    await page.goto(`${address}?lang=${language}`);
    await expect(myMenu(kim)).toBeVisible();
    const title = page.locator('header.top .names b');
    await expect(title).not.toBeEmpty();
    const hidden = await title.evaluate((b) => [b.scrollHeight - b.clientHeight, b.scrollWidth - b.clientWidth]);
    expect(Math.max(...hidden), `pixels of the title cut off in ${language}`).toBeLessThanOrEqual(1);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(SMALL_PHONE.width);
  }
});

test('on a phone one menu holds what the top bar has no room for', async ({ enter }) => {
  const kim = await enter('Kim Seo-yun');
  await kim.opens(TITLE);
  const { page } = kim;
  await expect(page.getByRole('button', { name: 'Language and appearance' })).toBeVisible();
  await page.setViewportSize(PHONE);
  await expect(page.getByRole('button', { name: 'Language and appearance' })).toBeHidden();
  await expect(page.getByRole('button', { name: 'More', exact: true })).toBeHidden();

  // With the keyboard: in, to the languages, another one, and out; the keyboard is where it was.
  await myMenu(kim).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Print' })).toBeVisible();
  for (let at = 0; at < 3; at += 1) await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: /^Hall screen/ })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(looks(kim)).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('radio', { name: 'English' })).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh');
  await expect(page.getByRole('radio', { name: '中文' })).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  await expect(looks(kim)).toHaveText('اللغة والمظهر');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(looks(kim)).toHaveText('Language and appearance');
  await page.keyboard.press('Escape');
  await expect(looks(kim)).toBeHidden();
  await expect(myMenu(kim)).toBeFocused();

  await myMenu(kim).click();
  await page.getByRole('link', { name: 'Hall screen' }).click();
  await expect(page).toHaveURL(/\/hall$/);
});

test('on a phone pages without a draft change their language too', async ({ browser, server, enter }) => {
  const kim = await enter('Kim Seo-yun');
  const { page } = kim;
  await page.setViewportSize(PHONE);
  await myMenu(kim).click();
  await expect(page.getByRole('button', { name: 'Print' })).toHaveCount(0);
  await looks(kim).click();
  await page.getByRole('radio', { name: 'Français' }).check();
  await expect(page.getByRole('heading', { name: 'Sessions' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'fr');
  await page.goto('/');
  await page.getByRole('button', { name: 'Langue et apparence' }).click();
  await page.getByRole('radio', { name: 'English' }).check();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  // Where nobody has entered there is no menu of one's own.
  const stranger = await browser.newContext({ baseURL: server.address, viewport: PHONE, locale: 'en-GB' });
  const nowhere = await stranger.newPage();
  await nowhere.goto('/nowhere');
  await expect(nowhere.getByRole('button', { name: 'Language and appearance' })).toBeVisible();
  await stranger.close();
});

test('on a phone nothing that is told covers anything else', async ({ enter }) => {
  const kim = await enter('Kim Seo-yun');
  await kim.opens(TITLE);
  const { page } = kim;
  await page.getByRole('button', { name: 'Add an action point', exact: true }).click();
  await page.keyboard.type('Mine');
  await page.keyboard.press('Enter');
  await page.keyboard.type('Cities with an open ] bracket.');
  await page.setViewportSize(SMALL_PHONE);

  await page.getByRole('button', { name: 'Points' }).click();
  await page.getByRole('combobox').fill('cities');
  await page.keyboard.press('Enter');
  const steps = page.getByRole('group', { name: 'Places found' });
  await expect(steps).toBeVisible();
  const mine = page.getByRole('button', { name: /^What to do with: Action point 2\.11/ });
  await mine.click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  const removed = page.getByRole('group', { name: 'Notices about the outline' });
  await expect(removed).toBeVisible();
  await page.keyboard.press('F8');
  const remark = page.locator('.words', { has: page.getByRole('status') });
  await expect(remark).toContainText(/bracket/i);

  expect(await page.locator('#text').evaluate((desk) => desk.scrollLeft), 'the text slid to the side').toBe(0);
  await apart([remark, removed, steps, page.getByRole('navigation')]);
});

/** None of these covers another, and all are on the screen. */
async function apart(things: Locator[]): Promise<void> {
  const boxes = await Promise.all(things.map((thing) => thing.boundingBox()));
  const rows = boxes.map((box) => ({ from: box?.y ?? NaN, to: (box?.y ?? NaN) + (box?.height ?? NaN) }));
  rows.forEach((row, at) => {
    expect(row.from).toBeGreaterThanOrEqual(at === 0 ? 0 : (rows[at - 1]?.to ?? NaN));
  });
}
