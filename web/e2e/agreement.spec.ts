import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './fixtures';
import type { Person } from './people';

test.use({ given: 'the demonstration' });

const MEETING = "Mayors' Forum: measuring progress and acting together";
const CHAIR = 'Lubna Haddadin';
const RAPPORTEUR = 'Thabo Mokoena-Adams';
const DELEGATE = 'Graham McAllister';

/** Opens the draft for reading: whoever may not type has no text boxes. */
async function reads({ page }: Person, title: string): Promise<void> {
  await page.getByRole('link', { name: `Open the draft “${title}”` }).click();
  await expect(page.locator('.text p').first()).toBeVisible();
}

/** A paragraph of an action point, from 1, for whoever may type there or not. */
const paragraph = (page: Page, number: string, ordinal: number): Locator =>
  page.getByRole('region', { name: `Action point ${number}`, exact: true }).locator('.text p').nth(ordinal - 1);

async function opensAgreement({ page }: Person, number: string): Promise<Locator> {
  await page.getByRole('button', { name: `What to do with: Action point ${number}` }).click();
  await page.getByRole('menuitem', { name: 'Agreement and gavel' }).click();
  const dialog = page.getByRole('dialog', { name: `How far it is agreed: Action point ${number}` });
  await expect(dialog).toBeVisible();
  return dialog;
}

async function gavels(chair: Person, number: string, ordinal: number): Promise<Locator> {
  const overview = await opensAgreement(chair, number);
  await overview.getByRole('button', { name: `Gavel… Paragraph ${ordinal}` }).click();
  const dialog = chair.page.getByRole('dialog', { name: `Gavel: Action point ${number}, Paragraph ${ordinal}` });
  await expect(dialog).toBeVisible();
  return dialog;
}

async function isAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html).slice(0, 3)])).toEqual([]);
}

test('a chair gavels a paragraph, and who was typing there cannot any more', async ({ enter }) => {
  const [lubna, graham] = [await enter(CHAIR), await enter(DELEGATE)];
  await reads(lubna, MEETING);
  await graham.opens(MEETING);
  await graham.typesAtTheEndOf(graham.paragraph('4.2', 1), ' Heard.');
  await graham.isSaved();
  await expect(paragraph(lubna.page, '4.2', 1)).toContainText('Heard.');
  const dialog = await gavels(lubna, '4.2', 1);
  await expect(dialog).toContainText('Heard.');
  await expect(dialog).toContainText('Any objection?');
  await isAccessible(lubna.page);
  await dialog.getByRole('button', { name: 'So agreed', exact: true }).click();
  await expect(lubna.page.getByText('So agreed.').first()).toBeVisible();
  await expect(graham.paragraph('4.2', 1).getByRole('img', { name: 'Agreed' })).toBeVisible();
  const words = await graham.paragraph('4.2', 1).textContent();
  await graham.typesAtTheEndOf(graham.paragraph('4.2', 1), 'x');
  await expect(graham.page.getByText('This text is agreed. Only the chair can reopen it.').first()).toBeVisible();
  expect(await graham.paragraph('4.2', 1).textContent()).toBe(words);
  // The lock tells since when and through whom; what a delegate may not do is not offered.
  await graham.paragraph('4.2', 1).locator('.locked').click();
  const told = graham.page.getByRole('dialog', { name: 'How far it is agreed: Action point 4.2' });
  await expect(told).toContainText(/Agreed on .* Gavel: Lubna Haddadin/);
  await expect(told.getByRole('button', { name: /Gavel|Reopen|Propose|Correct/ })).toHaveCount(0);
});

test('words that change under the chair are shown, and asked about again', async ({ enter }) => {
  const [lubna, thabo] = [await enter(CHAIR), await enter(RAPPORTEUR)];
  await reads(lubna, MEETING);
  await thabo.opens(MEETING);
  const dialog = await gavels(lubna, '4.1', 2);
  await thabo.typesAtTheEndOf(thabo.paragraph('4.1', 2), ' Meanwhile.');
  await expect(dialog.getByRole('alert')).toContainText('These words were changed');
  await expect(dialog.locator('ins')).toContainText('Meanwhile.');
  await expect(dialog.getByRole('button', { name: 'So agreed', exact: true })).toHaveCount(0);
  await dialog.getByRole('button', { name: 'I have read the new words' }).click();
  await dialog.getByRole('button', { name: 'So agreed', exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(thabo.paragraph('4.1', 2).getByRole('img', { name: 'Agreed' })).toBeVisible();
});

test('a chair whose page has not heard of the change is told by the server', async ({ enter }) => {
  const [lubna, thabo] = [await enter(CHAIR), await enter(RAPPORTEUR)];
  let isHeld = false;
  await lubna.page.routeWebSocket(/\/live/, (socket) => {
    const server = socket.connectToServer();
    server.onMessage((message) => !isHeld && socket.send(message));
  });
  await reads(lubna, MEETING);
  await thabo.opens(MEETING);
  const dialog = await gavels(lubna, '4.4', 1);
  isHeld = true;
  await thabo.typesAtTheEndOf(thabo.paragraph('4.4', 1), ' Unheard.');
  await thabo.isSaved();
  await dialog.getByRole('button', { name: 'So agreed', exact: true }).click();
  await expect(dialog.getByRole('alert')).toContainText('These words were changed');
  await expect(dialog.locator('ins')).toContainText('Unheard.');
  await expect(thabo.paragraph('4.4', 1).getByRole('img', { name: 'Agreed' })).toHaveCount(0);
  await dialog.getByRole('button', { name: 'I have read the new words' }).click();
  await dialog.getByRole('button', { name: 'So agreed', exact: true }).click();
  await expect(thabo.paragraph('4.4', 1).getByRole('img', { name: 'Agreed' })).toBeVisible();
});
