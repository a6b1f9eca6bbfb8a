import type { Locator } from '@playwright/test';
import { expect, test } from './fixtures';
import type { Person } from './people';

const TITLE = 'Building blocks of a learning city';

/** Where along the page the caret stands. */
const caretLeft = (person: Person): Promise<number> =>
  person.page.evaluate(() => {
    const range = getSelection()?.getRangeAt(0);
    if (!range) return NaN;
    const rect = range.getClientRects()[0] ?? range.getBoundingClientRect();
    return rect.left;
  });

async function standsAtTheEndOf(person: Person, paragraph: Locator): Promise<void> {
  await person.typesAtTheEndOf(paragraph, '');
}

test('Down and Up go on from one point into the next and keep the place along the line', async ({ enter }) => {
  const kim = await enter('Kim Seo-yun');
  const { keyboard } = kim.page;
  await kim.opens(TITLE);
  await standsAtTheEndOf(kim, kim.editor('2.6').locator('p').last());
  await keyboard.press('Home');
  for (let step = 0; step < 9; step += 1) await keyboard.press('ArrowRight');
  const before = await caretLeft(kim);
  await keyboard.press('ArrowDown');
  await expect(kim.editor('2.7')).toBeFocused();
  expect(Math.abs((await caretLeft(kim)) - before)).toBeLessThan(12);
  await keyboard.press('ArrowUp');
  await expect(kim.editor('2.6')).toBeFocused();
  expect(Math.abs((await caretLeft(kim)) - before)).toBeLessThan(20);
});

test('Right at the end and Left at the start go on too', async ({ enter }) => {
  const kim = await enter('Kim Seo-yun');
  const { keyboard } = kim.page;
  await kim.opens(TITLE);
  await standsAtTheEndOf(kim, kim.editor('2.6').locator('p').last());
  await keyboard.press('ArrowRight');
  await expect(kim.editor('2.7')).toBeFocused();
  await keyboard.press('ArrowLeft');
  await expect(kim.editor('2.6')).toBeFocused();
  await keyboard.press('ArrowRight');
  await keyboard.type('We ');
  await expect(kim.editor('2.7').locator('.title')).toHaveText(/^We Recognize/);
});

test('in a paragraph that runs from the right, Left goes on', async ({ enter }) => {
  const kim = await enter('Kim Seo-yun');
  const { keyboard } = kim.page;
  await kim.opens(TITLE);
  for (const words of ['مدن', 'Cities']) {
    await kim.page.getByRole('button', { name: 'Add an action point' }).click();
    await expect(kim.page.getByRole('textbox').last()).toBeFocused();
    await keyboard.type(words);
  }
  const [first, second] = [kim.page.getByRole('textbox').nth(-2), kim.page.getByRole('textbox').last()];
  // By mouse first: a caret that goes to the very beginning within 200 ms of the focus is put back by ProseMirror, which
  // takes it for a browser's fault.
  await second.locator('.title').click();
  await keyboard.press('Home');
  await keyboard.press('ArrowLeft');
  await expect(first).toBeFocused();
  await keyboard.type('المدن تتعلم');
  await keyboard.press('ArrowLeft');
  await expect(second).toBeFocused();
});

test('through the whole draft and back with Down and Up alone', async ({ enter }) => {
  const kim = await enter('Kim Seo-yun');
  await kim.opens(TITLE);
  const texts = kim.page.getByRole('textbox');
  await texts.first().locator('p, .title').first().click({ position: { x: 60, y: 14 } });
  const last = texts.last();
  const isFocused = (text: Locator) => text.evaluate((element) => element === document.activeElement);
  for (let step = 0; step < 400 && !(await isFocused(last)); step += 1) await kim.page.keyboard.press('ArrowDown');
  await expect(last).toBeFocused();
  for (let step = 0; step < 400 && !(await isFocused(texts.first())); step += 1) await kim.page.keyboard.press('ArrowUp');
  await expect(texts.first()).toBeFocused();
});
