import type { Locator, Page } from '@playwright/test';
import { expect, test } from './fixtures';
import type { Person } from './people';

test.use({ given: 'the demonstration' });

const BUILDING_BLOCKS = 'Building blocks of a learning city';
const POINT = 'Action point 2.6';
const BRIDGE =
  'Data that learners leave behind when they study online should be kept safe, be under the learners’ control, and be used only with their consent.';

const region = (page: Page): Locator => page.getByRole('region', { name: POINT, exact: true });
const second = (page: Page): Locator => region(page).locator('.text p').nth(1);
const panel = (page: Page): Locator => page.getByRole('complementary', { name: /^Suggestions/ });
const card = (page: Page, code: string): Locator => panel(page).getByRole('article', { name: new RegExp(`^${code} `) });

async function reads({ page }: Person): Promise<void> {
  await page.getByRole('link', { name: `Open the draft “${BUILDING_BLOCKS}”` }).click();
  await expect(page.locator('.text p').first()).toBeVisible();
  const button = page.getByRole('button', { name: /^Suggestions: / });
  if ((await button.getAttribute('aria-expanded')) !== 'true') await button.click();
  await page.getByRole('navigation', { name: 'Action points' }).getByRole('link', { name: /^2\.6 / }).click();
  await expect(panel(page).getByRole('heading', { name: 'To action point 2.6' })).toBeVisible();
}

test('four people bring a bracketed paragraph from its suggestions to the gavel', async ({ enter }) => {
  const [dakar, kim, shanghai, pune] = [
    await enter('Mamadou Lamine Diagne'),
    await enter('Kim Seo-yun'),
    await enter('Xu Peilin'),
    await enter('Sunil Deshpande'),
  ];
  await dakar.page.getByRole('link', { name: /^Session 2/ }).click();
  await dakar.page.getByRole('button', { name: 'Open the meeting' }).click();
  await expect(dakar.page.getByText('The session is meeting now.')).toBeVisible();
  await dakar.page.goto('/conference');
  for (const person of [dakar, kim, shanghai, pune]) await reads(person);

  // Shanghai's suggestion is in the room since the morning, argued in Chinese; the brackets stand beside it.
  const first = card(pune.page, 'S2/5');
  await expect(first).toContainText('Xu Peilin, Shanghai');
  await expect(first.locator('[lang=zh]')).toContainText('所有权');
  await expect(second(pune.page)).toContainText('[shall] [should] belong to the learners');

  // Pune builds a bridge over it and the brackets, and Shanghai stands behind it.
  await pune.page.getByRole('button', { name: `What to do with: ${POINT}` }).click();
  await pune.page.getByRole('menuitem', { name: 'Suggest a change…' }).click();
  const dialog = pune.page.getByRole('dialog', { name: `Suggest: ${POINT}` });
  await dialog.getByRole('combobox', { name: 'Paragraph' }).selectOption({ index: 1 });
  await dialog.getByRole('textbox', { name: 'The whole paragraph as it should read' }).fill(BRIDGE);
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('It keeps what all three want.');
  await dialog.getByText('A bridge over other suggestions').click();
  await dialog.getByRole('checkbox', { name: /S2\/5/ }).check();
  await dialog.getByRole('button', { name: 'Suggest', exact: true }).click();
  await expect(dialog).toBeHidden();
  const bridge = card(shanghai.page, 'S2/10');
  await expect(bridge).toContainText('Sunil Deshpande, Pune');
  await expect(bridge).toContainText('Changes the same words as S2/5.');
  await bridge.getByRole('button', { name: /^Co-sponsor/ }).click();
  await expect(card(kim.page, 'S2/10')).toContainText('Co-sponsor: Shanghai');

  // With suggestions and brackets open there is nothing to gavel.
  await dakar.page.getByRole('button', { name: `What to do with: ${POINT}` }).click();
  await dakar.page.getByRole('menuitem', { name: 'Agreement and gavel' }).click();
  const overview = dakar.page.getByRole('dialog', { name: `How far it is agreed: ${POINT}` });
  await expect(overview).toContainText('A suggestion is still open.');
  await expect(overview.getByRole('button', { name: 'Gavel… Paragraph 2' })).toHaveCount(0);

  // The rapporteur accepts the bridge: it is the text, and what it bridges falls.
  await card(kim.page, 'S2/10').getByRole('button', { name: /^Accept(?! as)/ }).click();
  for (const { page } of [dakar, kim, shanghai, pune]) await expect(second(page)).toContainText(BRIDGE);
  await expect(panel(shanghai.page)).toContainText('No suggestion to action point 2.6 is open.');
  await expect(region(pune.page).locator('.bracket')).toHaveCount(0);

  // Nothing stands in the way any more: any objection? So agreed.
  await overview.getByRole('button', { name: 'Gavel… Paragraph 2' }).click();
  const gavel = dakar.page.getByRole('dialog', { name: `Gavel: ${POINT}, Paragraph 2` });
  await expect(gavel).toContainText(BRIDGE);
  await gavel.getByRole('button', { name: 'So agreed', exact: true }).click();
  for (const { page } of [dakar, kim, shanghai, pune]) await expect(region(page).getByText('Agreed', { exact: true }).first()).toBeVisible();

  // And all of it is on record.
  await kim.page.goto('/record');
  for (const deed of ['A suggestion was made', 'A delegation became a co-sponsor', 'A suggestion was accepted', 'A suggestion was not retained', 'Agreed']) {
    await expect(kim.page.getByRole('article').filter({ hasText: deed }).first()).toBeVisible();
  }
});
