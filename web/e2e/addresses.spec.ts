import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import type { Person } from './people';

const TITLE = 'Building blocks of a learning city';

/** The draft's address without the part after `#`. */
const draftOf = ({ page }: Person) => page.url().replace(/#.*/, '');

/** What the page shows for a while and says beside that. */
const told = (page: Page) => page.locator('.words', { has: page.locator('p:not([role])') });

async function clipboardOf({ page }: Person): Promise<string> {
  return page.evaluate(() => navigator.clipboard.readText());
}

test('the link to a paragraph opens there, shows it and says so', async ({ enter }) => {
  const kim = await enter('Kim Seo-yun');
  const xu = await enter('Xu Peilin');
  await Promise.all([kim.opens(TITLE), xu.opens(TITLE)]);
  await kim.context.grantPermissions(['clipboard-read', 'clipboard-write']);

  await kim.paragraph('2.7', 2).click();
  await kim.page.getByRole('button', { name: 'This paragraph', exact: true }).click();
  await kim.page.getByRole('button', { name: 'Copy the link to this paragraph' }).click();
  await expect(told(kim.page)).toContainText('Link copied');
  const link = await clipboardOf(kim);
  expect(link).toMatch(/\/drafts\/[^#]+#paragraph-[0-9a-f-]{36}$/);

  await xu.page.goto(link);
  await xu.page.reload();
  await expect(xu.paragraph('2.7', 2)).toBeInViewport();
  await expect(xu.paragraph('2.7', 2)).toHaveClass(/lit/);
  await expect(xu.page.getByRole('heading', { name: 'Action point 2.7', exact: true })).toBeFocused();
  await expect(xu.page.locator('[data-announcer]')).toContainText('Paragraph 1 Alt 2 of action point 2.7');
  await expect(xu.paragraph('2.7', 2)).not.toHaveClass(/lit/);
});

test('the address stays when the numbers change', async ({ enter }) => {
  const kim = await enter('Kim Seo-yun');
  await kim.opens(TITLE);
  const id = await kim.paragraph('2.9', 1).getAttribute('id');
  const words = (await kim.paragraph('2.9', 1).textContent()) ?? '';
  await kim.typesAtTheStartOf(kim.paragraph('2.9', 1), 'A new first paragraph.');
  await kim.page.keyboard.press('Enter');
  await kim.isSaved();
  // The words that were there first keep the address only if they are the first part; so look for either.
  await kim.page.goto(`${draftOf(kim)}#${id}`);
  const target = kim.page.locator(`[id="${id}"]`);
  await expect(target).toBeInViewport();
  expect([words, 'A new first paragraph.']).toContain(((await target.textContent()) ?? '').replace('\u2060', ''));
});

test('a point has a link, and the way back leads where one was', async ({ enter }) => {
  const kim = await enter('Kim Seo-yun');
  await kim.opens(TITLE);
  const { page } = kim;
  await kim.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: 'What to do with: Action point 2.3' }).click();
  await page.getByRole('menuitem', { name: 'Copy the link to Action point 2.3' }).click();
  await expect(told(page)).toContainText('Link copied');
  const link = await clipboardOf(kim);

  const heading = (number: string) => page.getByRole('heading', { name: `Action point ${number}`, exact: true });
  await page.getByRole('link', { name: /^2\.9 / }).click();
  await expect(heading('2.9')).toBeInViewport();
  await expect(heading('2.9')).toBeFocused();
  await page.getByRole('link', { name: /^2\.3 / }).click();
  await expect(heading('2.3')).toBeInViewport();
  await expect(page).toHaveURL(link);
  await expect(heading('2.9')).not.toBeInViewport();
  await page.goBack();
  await expect(heading('2.9')).toBeInViewport();
  await page.goForward();
  await expect(heading('2.3')).toBeInViewport();
});

test('an address of nothing says so in a sentence', async ({ enter }) => {
  const kim = await enter('Kim Seo-yun');
  await kim.opens(TITLE);
  const nothing = '0198a3c2-7c1e-7d5b-9c1f-0242ac120002';
  for (const [hash, words] of [
    [`#paragraph-${nothing}`, 'a paragraph that is not in this draft any more'],
    [`#point-${nothing}`, 'an action point that is not in this draft any more'],
  ] as const) {
    await kim.page.goto(draftOf(kim) + hash);
    await expect(told(kim.page)).toContainText(words);
    await told(kim.page).getByRole('button', { name: 'Close' }).click();
    await expect(told(kim.page)).toHaveCount(0);
  }
});

test('on a phone a link opens the text, not the list', async ({ enter }) => {
  const kim = await enter('Kim Seo-yun');
  await kim.page.setViewportSize({ width: 390, height: 800 });
  await kim.opens(TITLE);
  const id = await kim.paragraph('2.8', 1).getAttribute('id');
  await kim.page.getByRole('button', { name: 'Points' }).click();
  await kim.page.evaluate((hash) => (window.location.hash = hash), `${id}`);
  await expect(kim.paragraph('2.8', 1)).toBeInViewport();
});
