import type { Locator } from '@playwright/test';
import { Clipboard } from './clipboard';
import { expect, test } from './fixtures';
import type { Person } from './people';

const TITLE = 'Building blocks of a learning city';

const remark = (person: Person): Locator => person.page.locator('p[role=status]');

/** Puts the caret at the start of a paragraph. */
async function standsIn(person: Person, paragraph: Locator): Promise<void> {
  await paragraph.click({ position: { x: 60, y: 14 } });
  await person.page.keyboard.press('Home');
}

/** The middle of the first line of a paragraph, after some of its words. */
async function inside(paragraph: Locator): Promise<{ x: number; y: number }> {
  await paragraph.scrollIntoViewIfNeeded();
  const box = await paragraph.boundingBox();
  if (!box) throw new Error('the paragraph is not on the page');
  return { x: box.x + 160, y: box.y + 18 };
}

test('Ctrl+A selects the point, then the draft; what is copied reads like the draft and can be pasted back', async ({ enter }) => {
  const kim = await enter('Kim Seo-yun');
  const clipboard = await Clipboard.of(kim);
  const { keyboard } = kim.page;
  await kim.opens(TITLE);
  const texts = await kim.page.getByRole('textbox').count();
  await kim.paragraph('2.6', 1).click();
  await keyboard.press('Control+a');
  await keyboard.press('Control+c');
  const one = await clipboard.read('text/plain');
  expect(one.split('\n')[0]).toBe('Use technology that widens the circle');
  await keyboard.press('Control+a');
  await expect(remark(kim)).toHaveText(`${texts} action points selected`);
  await expect(kim.editor('2.1').locator('.selected').first()).toBeVisible();
  await keyboard.press('Control+c');
  await expect(remark(kim)).toHaveText(`${texts} action points copied`);

  const text = await clipboard.read('text/plain');
  expect(text).toContain('2.6 Use technology that widens the circle\n1. City governments should');
  const html = await clipboard.read('text/html');
  expect(html).not.toContain('ProseMirror');

  const written = (await kim.page.locator('.text').locator('.title, p').allTextContents()).filter((words) => words.trim() !== '');
  await kim.page.getByRole('button', { name: 'Add an action point' }).click();
  await keyboard.type('Copied');
  await keyboard.press('ArrowDown');
  await keyboard.press('Control+v');
  const last = kim.page.getByRole('textbox').last();
  await expect(last.locator('p')).toHaveText(written.map((words) => words.replaceAll('\u2060', '').trim()), { timeout: 20_000 });
  await kim.isSaved();
});

test('dragging the mouse into another point selects across both; typing changes nothing', async ({ enter }) => {
  const kim = await enter('Kim Seo-yun');
  const clipboard = await Clipboard.of(kim);
  const { mouse, keyboard } = kim.page;
  await kim.page.setViewportSize({ width: 1280, height: 1400 });
  await kim.opens(TITLE);
  await kim.paragraph('2.6', 1).click();
  const to = await inside(kim.paragraph('2.7', 1));
  const from = await inside(kim.paragraph('2.6', 2));
  const words = await kim.page.locator('.text').allTextContents();

  await mouse.move(from.x, from.y);
  await mouse.down();
  await mouse.move(from.x, from.y + 60, { steps: 4 });
  await mouse.move(to.x, to.y, { steps: 8 });
  await mouse.up();
  await expect(remark(kim)).toHaveText('2 action points selected');
  await expect(kim.editor('2.6').locator('.selected').first()).toBeVisible();
  await keyboard.press('Control+c');
  await expect.poll(() => clipboard.read('text/plain')).toMatch(/\n\n2\.7 .*what people already know\n1 Alt 1 \[City/);

  await keyboard.press('x');
  await expect(remark(kim)).toContainText('not changed at once');
  await expect(kim.page.locator('.text .selected')).toHaveCount(0);
  expect(await kim.page.locator('.text').allTextContents()).toEqual(words);
});

for (const key of ['Delete', 'Backspace', 'Enter', 'Control+x', 'Control+v', 'Control+b']) {
  test(`${key} over several points does no harm`, async ({ enter }) => {
    const kim = await enter('Kim Seo-yun');
    await kim.opens(TITLE);
    await kim.paragraph('2.6', 1).click();
    await kim.page.keyboard.press('Control+a');
    await kim.page.keyboard.press('Control+a');
    const words = await kim.page.locator('.text').allTextContents();
    await expect(remark(kim)).toContainText('selected');
    await kim.page.keyboard.press(key);
    await expect(remark(kim)).toContainText('not changed at once');
    await expect(kim.page.locator('.text .selected')).toHaveCount(0);
    expect(await kim.page.locator('.text').allTextContents()).toEqual(words);
  });
}

test('the tools refuse to change several points, and say so', async ({ enter }) => {
  const kim = await enter('Kim Seo-yun');
  await kim.opens(TITLE);
  await kim.paragraph('2.6', 1).click();
  await kim.page.keyboard.press('Control+a');
  await kim.page.keyboard.press('Control+a');
  const words = await kim.page.locator('.text').allTextContents();
  await expect(remark(kim)).toContainText('selected');
  await kim.page.getByRole('button', { name: 'Place brackets' }).click();
  await expect(remark(kim)).toContainText('not changed at once');
  expect(await kim.page.locator('.text').allTextContents()).toEqual(words);
});

test('Shift with the arrow keys and with a click reaches into other points; Escape lets go', async ({ enter }) => {
  const kim = await enter('Kim Seo-yun');
  const clipboard = await Clipboard.of(kim);
  const { keyboard } = kim.page;
  await kim.opens(TITLE);
  await standsIn(kim, kim.editor('2.7').locator('.title'));
  await keyboard.press('Shift+ArrowUp');
  await expect(remark(kim)).toHaveText('2 action points selected');
  await expect(kim.editor('2.6').locator('p').last().locator('.selected').first()).toBeVisible();
  await keyboard.press('Shift+ArrowDown');
  await expect(kim.page.locator('.text .selected')).toHaveCount(0);

  await kim.editor('2.9').locator('.title').click({ modifiers: ['Shift'], position: { x: 8, y: 12 } });
  await expect(remark(kim)).toHaveText('3 action points selected');
  await keyboard.press('Shift+ArrowDown');
  await keyboard.press('Control+c');
  await expect.poll(() => clipboard.read('text/plain')).toMatch(/^2\.7 .*Recognize[\s\S]*\n\n2\.8 [\s\S]*\n\n2\.9 /);
  await keyboard.press('Escape');
  await expect(kim.page.locator('.text .selected')).toHaveCount(0);
  await keyboard.press('ArrowLeft');
  await expect(kim.page.locator('.text .selected')).toHaveCount(0);
});

test('Shift+Down in a selection that was made upwards stays in its point', async ({ enter }) => {
  const kim = await enter('Kim Seo-yun');
  const { keyboard } = kim.page;
  await kim.opens(TITLE);
  await kim.typesAtTheEndOf(kim.editor('2.6').locator('p').last(), '');
  await keyboard.press('Shift+ArrowUp');
  await keyboard.press('Shift+ArrowUp');
  await keyboard.press('Shift+ArrowDown');
  await expect(remark(kim)).toHaveText('');
  await expect.poll(() => kim.page.evaluate(() => getSelection()?.toString().length ?? 0)).toBeGreaterThan(0);
});

test('what others type does not move the selection off its words', async ({ enter }) => {
  const kim = await enter('Kim Seo-yun');
  const xu = await enter('Xu Peilin');
  const clipboard = await Clipboard.of(kim);
  await Promise.all([kim.opens(TITLE), xu.opens(TITLE)]);
  await standsIn(kim, kim.editor('2.6').locator('.title'));
  await kim.editor('2.7').locator('.title').click({ modifiers: ['Shift'], position: { x: 8, y: 12 } });
  await expect(remark(kim)).toHaveText('2 action points selected');
  await xu.typesAtTheStartOf(xu.paragraph('2.6', 1), 'Remarkably, ');
  await expect(kim.paragraph('2.6', 1)).toContainText('Remarkably, City');
  await kim.page.keyboard.press('Control+c');
  await expect.poll(() => clipboard.read('text/plain')).toMatch(/^2\.6 Use technology[\s\S]*1\. Remarkably, City/);
});
