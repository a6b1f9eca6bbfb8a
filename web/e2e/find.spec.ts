import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';

const TITLE = 'Building blocks of a learning city';

const field = (page: Page) => page.getByRole('combobox', { name: 'Go to a number or words' });
const offers = (page: Page) => page.getByRole('listbox', { name: 'Places found' }).getByRole('option');
const current = (page: Page) => page.locator('.text .found.now');

async function asks(page: Page, words: string): Promise<void> {
  await expect(field(page)).toBeAttached();
  await page.keyboard.press('Control+g');
  await expect(field(page)).toBeFocused();
  await page.keyboard.type(words);
}

test('a number leads to its point, from wherever one is', async ({ enter }) => {
  const kim = await enter('Kim Seo-yun');
  await kim.opens(TITLE);
  const { page } = kim;
  await kim.paragraph('2.1', 1).click();
  for (const [number, point] of [['2.6', '2.6'], ['9', '2.9']] as const) {
    await asks(page, number);
    await expect(offers(page).first()).toHaveText(new RegExp(`Go to action point ${point}$`));
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: `Action point ${point}`, exact: true })).toBeInViewport();
    await expect(page.getByRole('link', { name: new RegExp(`^${point} `) })).toHaveAttribute('aria-current', 'true');
  }
  expect(await page.evaluate(() => document.documentElement.scrollTop)).toBe(0);
});

test('words are found everywhere, walked through and left where one is', async ({ enter }) => {
  const kim = await enter('Kim Seo-yun');
  await kim.opens(TITLE);
  const { page } = kim;
  await asks(page, 'LEARNERS');
  const count = await offers(page).count();
  expect(count).toBeGreaterThan(3);
  await expect(page.locator('[data-announcer]')).toContainText(`${count} matches`);
  await expect(page.locator('.text .found')).toHaveCount(count);
  await expect(current(page)).toHaveCount(0);

  await page.keyboard.press('Enter');
  await expect(offers(page).nth(0)).toHaveClass(/at/);
  await page.keyboard.press('Enter');
  await expect(offers(page).nth(1)).toHaveClass(/at/);
  await expect(current(page)).toBeInViewport();
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.press('Shift+Enter');
  await expect(offers(page).nth(count - 1)).toHaveClass(/at/);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(offers(page).nth(1)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(offers(page).nth(1)).toHaveClass(/at/);
  await expect(current(page)).toHaveText('learners');
  await expect(field(page)).toBeFocused();

  await page.keyboard.press('Escape');
  await expect(field(page)).not.toBeFocused();
  await expect(page.locator('.text .found')).toHaveCount(0);
  expect(await page.evaluate(() => getSelection()?.toString())).toBe('learners');
});

test('accents, vowel signs and others who type make no difference', async ({ enter }) => {
  const kim = await enter('Kim Seo-yun');
  const xu = await enter('Xu Peilin');
  await Promise.all([kim.opens(TITLE), xu.opens(TITLE)]);
  const { page } = kim;
  await asks(page, 'reouverture');
  await expect(page.locator('search')).toContainText('Nothing found');

  await xu.typesAtTheEndOf(xu.paragraph('2.2', 2), ' Réouverture. المُدُنُ 城市应当');
  await expect(page.locator('search')).toContainText('1 match');
  await expect(page.locator('.text .found')).toHaveText('Réouverture');
  await field(page).fill('المدن');
  await expect(page.locator('.text .found')).toHaveText('المُدُنُ');
  await field(page).fill('城市');
  await expect(page.locator('.text .found').first()).toHaveText('城市');
});

test('Escape with nothing found goes back to where one was', async ({ enter }) => {
  const kim = await enter('Kim Seo-yun');
  await kim.opens(TITLE);
  await kim.paragraph('2.7', 1).click();
  await asks(kim.page, 'nowhere at all');
  await kim.page.keyboard.press('Enter');
  await kim.page.keyboard.press('Escape');
  await expect(kim.editor('2.7')).toBeFocused();
});

test('on a phone the search stands over the points, and its steps over the text', async ({ enter }) => {
  const kim = await enter('Kim Seo-yun');
  const { page } = kim;
  await page.setViewportSize({ width: 390, height: 800 });
  await kim.opens(TITLE);
  await page.getByRole('button', { name: 'Points' }).click();
  await field(page).fill('learners');
  await offers(page).nth(1).click();
  await expect(current(page)).toBeInViewport();
  const steps = page.getByRole('group', { name: 'Places found' });
  await expect(steps).toContainText('2 of');
  await steps.getByRole('button', { name: 'Next match' }).click();
  await expect(steps).toContainText('3 of');
  await expect(current(page)).toBeInViewport();
  await steps.getByRole('button', { name: 'End the search' }).click();
  await expect(steps).toBeHidden();
  await expect(page.locator('.text .found')).toHaveCount(0);
});
