import { expect, test } from './fixtures';
import type { Person } from './people';

const TITLE = "Mayors' Forum: measuring progress and acting together";

/** Somebody adds an action point, gives it a title, and stands in its first paragraph. */
async function begins(person: Person): Promise<string> {
  await person.opens(TITLE);
  await person.page.getByRole('button', { name: 'Add an action point' }).click();
  const last = person.page.getByRole('textbox').last();
  await expect(last).toBeFocused();
  await person.page.keyboard.type('Lists');
  await person.page.keyboard.press('ArrowDown');
  return ((await last.getAttribute('aria-label')) ?? '').replace('Action point ', '');
}

async function sees(person: Person, number: string, lines: string[]): Promise<void> {
  await expect
    .poll(() =>
      person.editor(number).evaluate((text) =>
        [...text.querySelectorAll('p')].map((paragraph) => `${paragraph.dataset['marker']} ${paragraph.textContent}`.trim()),
      ),
    )
    .toEqual(lines);
}

test('levels by key, by Enter and by Backspace; others see the same', async ({ enter }) => {
  const kim = await enter('Kim Seo-yun');
  const xu = await enter('Xu Peilin');
  const { keyboard } = kim.page;
  const number = await begins(kim);
  await xu.opens(TITLE);
  await keyboard.type('Cities shall:');
  await keyboard.press('Enter');
  await keyboard.press('Control+]');
  await keyboard.type('learn');
  await keyboard.press('Enter');
  await keyboard.press('Control+]');
  await keyboard.type('daily');
  await keyboard.press('Enter');
  await sees(kim, number, ['1. Cities shall:', '(a) learn', '(i) daily', '(ii)']);
  await keyboard.press('Enter');
  await keyboard.type('teach');
  await sees(kim, number, ['1. Cities shall:', '(a) learn', '(i) daily', '(b) teach']);
  await keyboard.press('Home');
  await keyboard.press('Backspace');
  await sees(kim, number, ['1. Cities shall:', '(a) learn', '(i) daily', '2. teach']);
  await keyboard.press('Control+]');
  await keyboard.press('Control+[');
  await sees(xu, number, ['1. Cities shall:', '(a) learn', '(i) daily', '2. teach']);
  await kim.isSaved();
});

test('typing “- ” or “(a) ” in an empty paragraph opens a list; one undo brings the characters back', async ({ enter }) => {
  const kim = await enter('Kim Seo-yun');
  const { keyboard } = kim.page;
  const number = await begins(kim);
  await keyboard.type('Cities shall:');
  await keyboard.press('Enter');
  await keyboard.type('- learn');
  await sees(kim, number, ['1. Cities shall:', '• learn']);
  await keyboard.press('Enter');
  await keyboard.type('(a) ');
  await sees(kim, number, ['1. Cities shall:', '• learn', '(a)']);
  await keyboard.press('Control+z');
  await sees(kim, number, ['1. Cities shall:', '• learn', '• (a)']);
  await keyboard.press('Control+Shift+z');
  await keyboard.type('daily');
  await sees(kim, number, ['1. Cities shall:', '• learn', '(a) daily']);
});

test('several paragraphs at once from the toolbar, which shows what they are', async ({ enter }) => {
  const kim = await enter('Kim Seo-yun');
  const { keyboard } = kim.page;
  const number = await begins(kim);
  for (const words of ['One', 'Two', 'Three']) {
    await keyboard.type(words);
    if (words !== 'Three') await keyboard.press('Enter');
  }
  await keyboard.press('Shift+ArrowUp');
  await keyboard.press('Shift+Home');
  await kim.page.getByRole('button', { name: 'One level in' }).click();
  await sees(kim, number, ['1. One', '(a) Two', '(b) Three']);
  const menu = kim.page.getByRole('button', { name: 'Markers of paragraphs' });
  await menu.click();
  await expect(kim.page.getByRole('button', { name: 'Letters: (a)' })).toHaveAttribute('aria-pressed', 'true');
  await kim.page.getByRole('button', { name: 'Bullets: •' }).click();
  await sees(kim, number, ['1. One', '• Two', '• Three']);
  await kim.page.getByRole('button', { name: 'One level out' }).click();
  await sees(kim, number, ['1. One', '2. Two', '3. Three']);
});

test('Tab leaves the editor, and a title is never a list', async ({ enter }) => {
  const kim = await enter('Kim Seo-yun');
  const number = await begins(kim);
  await kim.editor(number).locator('.title').click();
  await kim.page.keyboard.press('Control+]');
  await sees(kim, number, ['1.']);
  await expect(kim.editor(number).getByRole('heading')).toHaveText('Lists');
  await kim.page.keyboard.press('Tab');
  await expect(kim.editor(number)).not.toBeFocused();
});

test('on a phone the tools are one row, and the others are in a menu that works by keyboard', async ({ enter }) => {
  const kim = await enter('Kim Seo-yun');
  await kim.page.setViewportSize({ width: 390, height: 800 });
  await kim.opens(TITLE);
  await kim.editor('4.2').locator('p').first().click();
  const toolbar = kim.page.getByRole('toolbar');
  const rows = await toolbar.evaluate((bar) =>
    new Set([...bar.querySelectorAll('button')].filter((b) => b.checkVisibility() && !b.closest('[popover]')).map((b) => b.getBoundingClientRect().top)).size,
  );
  expect(rows).toBe(1);
  expect(await toolbar.evaluate((bar) => bar.scrollWidth <= bar.clientWidth)).toBe(true);
  await toolbar.getByRole('button', { name: 'Bold' }).focus();
  await kim.page.keyboard.press('End');
  const more = kim.page.getByRole('button', { name: 'More text tools' });
  await expect(more).toBeFocused();
  await kim.page.keyboard.press('Enter');
  await expect(kim.page.getByRole('button', { name: 'One level in' })).toBeVisible();
});
