import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './fixtures';
import type { Person } from './people';

const TITLE = 'Building blocks of a learning city';

/** Puts a footnote at the end of a paragraph, by key and dialog. */
async function annotates(person: Person, paragraph: Locator, words: string): Promise<void> {
  await person.typesAtTheEndOf(paragraph, '');
  await person.page.keyboard.press('Control+Alt+f');
  await person.page.getByRole('textbox', { name: 'What the footnote says' }).fill(words);
  await person.page.keyboard.press('Enter');
}

/** The footnotes at the foot of an action point. */
const notesOf = (page: Page, number: string): Locator =>
  page.getByRole('list', { name: `Footnotes of Action point ${number}` }).getByRole('listitem');

const numbersIn = (text: Locator): Locator => text.locator('.note-number');

test('a footnote shows its number in the text and its words at the foot, to everyone and after a reload', async ({ enter }) => {
  const kim = await enter('Kim Seo-yun');
  const xu = await enter('Xu Peilin');
  await Promise.all([kim.opens(TITLE), xu.opens(TITLE)]);
  await annotates(kim, kim.paragraph('2.2', 1), 'See the Beijing Declaration.');
  await kim.page.keyboard.type(' More.');
  await kim.isSaved();

  for (const { page } of [kim, xu]) await expect(notesOf(page, '2.2')).toHaveText(/1\s*See the Beijing Declaration\./);
  await expect(xu.editor('2.2').getByRole('img', { name: 'Footnote 1' })).toHaveText('1');
  const words = xu.editor('2.2').locator('.footnote');
  await expect(words).toHaveText('See the Beijing Declaration.');
  expect((await words.boundingBox())?.width).toBe(0);

  await xu.page.reload();
  await expect(notesOf(xu.page, '2.2')).toContainText('See the Beijing Declaration.');
  await xu.editor('2.2').getByRole('img', { name: 'Footnote 1' }).click();
  await expect.poll(async () => (await words.boundingBox())?.width).toBeGreaterThan(50);
  await xu.page.keyboard.type(' And more.');
  await expect(notesOf(kim.page, '2.2')).toContainText('See the Beijing Declaration. And more.');
  await expect(kim.paragraph('2.2', 1)).toContainText('And more. More.');
});

test('a footnote is changed while somebody writes in it and beside it, and nothing is lost', async ({ enter }) => {
  const kim = await enter('Kim Seo-yun');
  const xu = await enter('Xu Peilin');
  await Promise.all([kim.opens(TITLE), xu.opens(TITLE)]);
  await annotates(kim, kim.paragraph('2.3', 1), 'See the report of 2013.');
  await expect(notesOf(xu.page, '2.3')).toContainText('See the report of 2013.');

  await notesOf(kim.page, '2.3').getByRole('button', { name: /^Edit footnote/ }).click();
  const field = kim.page.getByRole('textbox', { name: 'What the footnote says' });
  await expect(field).toHaveValue('See the report of 2013.');
  await xu.typesAtTheStartOf(xu.paragraph('2.3', 1), 'Always: ');
  await numbersIn(xu.editor('2.3')).click();
  await xu.page.keyboard.type(' It is long.');
  await expect(notesOf(kim.page, '2.3')).toContainText('It is long.');
  await field.fill('See the report of 2014.');
  await kim.page.keyboard.press('Enter');

  for (const { page } of [kim, xu]) {
    await expect(notesOf(page, '2.3')).toContainText('See the report of 2014. It is long.');
  }
  for (const person of [kim, xu]) await expect(person.paragraph('2.3', 1)).toContainText('Always: ');
});

test('notes are numbered through the draft in reading order, live, and one that is removed can be had back', async ({ enter }) => {
  const kim = await enter('Kim Seo-yun');
  const xu = await enter('Xu Peilin');
  await Promise.all([kim.opens(TITLE), xu.opens(TITLE)]);
  const first = await numbersIn(kim.page.locator('.text')).count();
  await annotates(kim, kim.paragraph('2.8', 1), 'Later in the text.');
  const later = kim.page.locator('li', { hasText: 'Later in the text.' }).getByRole('button').first();
  const before = Number(await later.textContent());
  await annotates(xu, xu.paragraph('2.1', 1), 'Earlier in the text.');
  await expect(later).toHaveText(String(before + 1));
  const all = await numbersIn(kim.page.locator('.text')).allTextContents();
  expect(all).toEqual(all.map((_, index) => String(index + 1)));
  expect(all).toHaveLength(first + 2);

  await kim.page.locator('li', { hasText: 'Later in the text.' }).getByRole('button', { name: /^Edit/ }).click();
  await kim.page.getByRole('button', { name: 'Remove the footnote' }).click();
  for (const { page } of [kim, xu]) await expect(page.getByText('Later in the text.')).toHaveCount(0);
  await kim.page.keyboard.press('Control+z');
  for (const { page } of [kim, xu]) await expect(notesOf(page, '2.8')).toContainText('Later in the text.');
  await kim.page.keyboard.press('Control+y');
  for (const { page } of [kim, xu]) await expect(page.getByText('Later in the text.')).toHaveCount(0);
});

test('the keys of a text respect a footnote', async ({ enter }) => {
  const kim = await enter('Kim Seo-yun');
  await kim.opens(TITLE);
  const { page } = kim;
  const editor = kim.editor('2.4');
  const paragraphs = await editor.locator('p').count();
  await annotates(kim, kim.paragraph('2.4', 1), 'A note');
  const note = editor.locator('.footnote');
  const [open, within] = [editor.locator('.open'), editor.locator('.within')];

  // After the note one goes on in the paragraph; a step back and forth leads to the end of the note itself.
  await page.keyboard.type('.');
  await expect(open).toHaveCount(0);
  await page.keyboard.press('ArrowLeft');
  await expect(open).toHaveCount(1);
  await expect(within).toHaveCount(0);
  await page.keyboard.press('ArrowLeft');
  await expect(within).toHaveCount(1);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.type(' of mine');
  await expect(note).toHaveText('A note of mine');
  await page.keyboard.press('ArrowRight');
  await expect(within).toHaveCount(0);
  await page.keyboard.type('!');
  await expect(note).toHaveText('A note of mine');
  await expect(kim.paragraph('2.4', 1)).toContainText('A note of mine!.');

  // Enter leaves a note rather than cut it.
  await page.keyboard.press('ArrowLeft');
  await expect(open).toHaveCount(1);
  await page.keyboard.press('ArrowLeft');
  await expect(within).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(within).toHaveCount(0);
  await expect(editor.locator('p')).toHaveCount(paragraphs);
  await page.keyboard.type('?');
  await expect(kim.paragraph('2.4', 1)).toContainText('A note of mine?!.');
  await kim.isSaved();
});

test('a copied footnote is a new one', async ({ enter }) => {
  const kim = await enter('Kim Seo-yun');
  await kim.opens(TITLE);
  const { page } = kim;
  await annotates(kim, kim.paragraph('2.5', 1), 'Copied note');
  await page.keyboard.press('Shift+Home');
  await page.keyboard.press('Control+c');
  await kim.typesAtTheEndOf(kim.paragraph('2.5', 2), ' ');
  await page.keyboard.press('Control+v');
  await expect(notesOf(page, '2.5')).toHaveCount(2);
  const ids = await kim.editor('2.5').locator('.note-number').evaluateAll((all) => all.map((one) => one.dataset['note']));
  expect(new Set(ids).size).toBe(2);
  await kim.isSaved();
});

test('an empty note is not taken, and Escape leaves everything as it was', async ({ enter }) => {
  const kim = await enter('Kim Seo-yun');
  await kim.opens(TITLE);
  const paragraph = kim.paragraph('2.6', 1);
  const before = await paragraph.textContent();
  await paragraph.click();
  await kim.page.getByRole('button', { name: 'Footnote', exact: true }).click();
  await kim.page.getByRole('button', { name: 'Insert', exact: true }).click();
  await expect(kim.page.getByRole('alert')).toHaveText('Write what the footnote says first.');
  await kim.page.getByRole('textbox', { name: 'What the footnote says' }).fill('Not kept');
  await kim.page.keyboard.press('Escape');
  await expect(kim.page.getByRole('dialog')).toHaveCount(0);
  await expect(paragraph).toHaveText(before ?? '');
  await expect(kim.editor('2.6')).toBeFocused();
  await kim.page.keyboard.type('!');
  await expect(paragraph).toContainText('!');
});

test('notes are read without a live connection, where nothing can be changed', async ({ enter }) => {
  const kim = await enter('Kim Seo-yun');
  const xu = await enter('Xu Peilin');
  await kim.opens(TITLE);
  await annotates(kim, kim.paragraph('2.9', 1), 'Read by [everyone].');
  await kim.isSaved();

  await xu.page.routeWebSocket(/\/live/, (socket) => socket.close());
  await xu.page.getByRole('link', { name: `Open the draft “${TITLE}”` }).click();
  await expect(xu.page.getByText('No live connection can be had')).toBeVisible();
  await expect(notesOf(xu.page, '2.9')).toContainText('Read by [everyone].');
  const number = await notesOf(kim.page, '2.9').getByRole('button').first().textContent();
  await expect(xu.page.getByRole('img', { name: `Footnote ${number}`, exact: true })).toHaveText(number ?? '');
  await expect(xu.page.getByRole('button', { name: /^Edit footnote/ })).toHaveCount(0);
});

test('the dialog and a page with notes are accessible, and print shows the words at the foot only', async ({ enter }) => {
  const kim = await enter('Kim Seo-yun');
  await kim.opens(TITLE);
  const { page } = kim;
  await annotates(kim, kim.paragraph('2.7', 1), 'Accessible to all.');
  const violations = async () => {
    const found = await new AxeBuilder({ page }).analyze();
    return found.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html).slice(0, 3)]);
  };
  expect(await violations()).toEqual([]);
  await numbersIn(kim.editor('2.7')).click();
  expect(await violations()).toEqual([]);
  await page.keyboard.press('Control+Alt+f');
  await expect(page.getByRole('dialog', { name: /^Footnote \d/ })).toBeVisible();
  expect(await violations()).toEqual([]);
  await page.keyboard.press('Escape');

  const words = kim.editor('2.7').locator('.footnote');
  await expect.poll(async () => (await words.boundingBox())?.width).toBeGreaterThan(50);
  await page.emulateMedia({ media: 'print' });
  await expect.poll(async () => (await words.boundingBox())?.width).toBe(0);
  await expect(notesOf(page, '2.7')).toBeVisible();
  await expect(notesOf(page, '2.7').getByRole('button', { name: /^Edit/ })).toBeHidden();
});
