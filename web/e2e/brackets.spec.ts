import { expect, test } from './fixtures';
import type { Person } from './people';

const TITLE = 'Building blocks of a learning city';

const remark = (person: Person) => person.page.locator('p[role=status]');
const selected = (person: Person) => person.page.evaluate(() => getSelection()?.toString() ?? '');

test('F8 goes from bracket to bracket through the draft and says which it is', async ({ enter }) => {
  const kim = await enter('Kim Seo-yun');
  await kim.opens(TITLE);
  const next = kim.page.getByRole('button', { name: /^Next bracket/ });
  const total = Number(/\d+/.exec((await next.getAttribute('aria-label')) ?? '')?.[0]);
  expect(total).toBeGreaterThan(3);

  const visited: string[] = [];
  for (let ordinal = 1; ordinal <= total; ordinal += 1) {
    await kim.page.keyboard.press('F8');
    await expect(remark(kim)).toHaveText(new RegExp(`^Bracket ${ordinal} of ${total}, `));
    visited.push(await selected(kim));
    await expect(kim.page.locator('.ProseMirror-focused')).toBeInViewport();
  }
  expect(new Set(visited).size).toBeGreaterThan(3);
  await kim.page.keyboard.press('F8');
  await expect(remark(kim)).toHaveText(new RegExp(`^Bracket 1 of ${total}, `));
  await kim.page.keyboard.press('Shift+F8');
  await expect(remark(kim)).toHaveText(new RegExp(`^Bracket ${total} of ${total}, `));
});

test('a bracket without partner is visited and named, and the count follows what others type', async ({ enter }) => {
  const kim = await enter('Kim Seo-yun');
  const xu = await enter('Xu Peilin');
  await Promise.all([kim.opens(TITLE), xu.opens(TITLE)]);
  const next = kim.page.getByRole('button', { name: /^Next bracket/ });
  const count = async () => Number(/\d+/.exec((await next.getAttribute('aria-label')) ?? '')?.[0]);
  const before = await count();
  await xu.typesAtTheStartOf(xu.paragraph('2.1', 1), '[all] ] ');
  await expect.poll(count).toBe(before + 1);

  await expect(kim.paragraph('2.1', 1).locator('.stray')).toHaveAttribute('title', 'This bracket was never opened');
  await kim.paragraph('2.1', 1).click({ position: { x: 60, y: 14 } });
  await kim.page.keyboard.press('Home');
  await kim.page.keyboard.press('F8');
  await expect(remark(kim)).toContainText(`of ${before + 1}, action point 2.1`);
  expect(await selected(kim)).toBe('all');
  await kim.page.keyboard.press('F8');
  await expect(remark(kim)).toHaveText('This bracket has no partner: action point 2.1');
  expect(await selected(kim)).toBe(']');
});

test('“[” puts brackets round the selected words, in each paragraph its own', async ({ enter }) => {
  const kim = await enter('Kim Seo-yun');
  const { keyboard } = kim.page;
  await kim.opens(TITLE);
  await kim.page.getByRole('button', { name: 'Add an action point' }).click();
  await keyboard.type('Brackets');
  await keyboard.press('ArrowDown');
  await keyboard.type('Cities learn');
  await keyboard.press('Enter');
  await keyboard.type('and teach');
  const paragraphs = kim.page.getByRole('textbox').last().locator('p');
  await keyboard.press('Control+Shift+ArrowLeft');
  await keyboard.type('[');
  await expect(paragraphs).toHaveText(['Cities learn', 'and [teach]']);
  expect(await selected(kim)).toBe('teach');
  await keyboard.press('Control+z');
  await keyboard.press('End');
  await keyboard.press('Shift+ArrowUp');
  await keyboard.press('Shift+Home');
  await keyboard.type('[');
  await expect(paragraphs).toHaveText(['[Cities learn]', '[and teach]']);
  await kim.isSaved();
});

test('brackets in brackets look different, and the pair at the caret is shown', async ({ enter }) => {
  const kim = await enter('Kim Seo-yun');
  const { keyboard } = kim.page;
  await kim.opens(TITLE);
  await kim.page.getByRole('button', { name: 'Add an action point' }).click();
  await keyboard.type('Depth');
  await keyboard.press('ArrowDown');
  await keyboard.type('[one [two [three [four]]]]');
  const paragraph = kim.page.getByRole('textbox').last().locator('p').first();
  const looks = await Promise.all(
    [0, 1, 2].map((depth) =>
      paragraph.locator(`.depth-${depth}`).first().evaluate((bracket) => {
        const { color, textDecorationStyle, textDecorationLine } = getComputedStyle(bracket);
        return { color, line: `${textDecorationLine} ${textDecorationStyle}` };
      }),
    ),
  );
  expect(new Set(looks.map(({ color }) => color)).size).toBe(3);
  expect(new Set(looks.map(({ line }) => line)).size).toBe(3);
  await keyboard.press('Home');
  for (let step = 0; step < 6; step += 1) await keyboard.press('ArrowRight');
  await expect(paragraph.locator('.bracket-here')).toHaveText(['[', ']']);
  await expect(paragraph.locator('.bracket-here').first()).toHaveClass(/depth-1/);
});
