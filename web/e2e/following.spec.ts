import { expect, test } from './fixtures';
import type { Person } from './people';

const TITLE = 'Building blocks of a learning city';

const bar = ({ page }: Person) => page.getByRole('region', { name: 'Following' });

async function follows(one: Person, name: string): Promise<void> {
  await one.page.getByRole('button', { name: /people? here/ }).click();
  await one.page.getByRole('button', { name: `Follow ${name}` }).click();
  await expect(bar(one)).toContainText(`Following ${name}`);
}

test('one goes where the other goes, and is there as somebody who reads', async ({ enter }) => {
  const [kim, xu, mamadou] = [await enter('Kim Seo-yun'), await enter('Xu Peilin'), await enter('Mamadou Lamine Diagne')];
  await Promise.all([kim.opens(TITLE), xu.opens(TITLE), mamadou.opens(TITLE)]);
  await xu.paragraph('2.2', 1).click();
  await follows(kim, 'Xu Peilin, Shanghai');
  await expect(bar(kim)).toContainText('2.2');

  await xu.paragraph('2.9', 1).click();
  await expect(bar(kim)).toContainText('2.9');
  const caret = kim.editor('2.9').locator('.caret');
  await expect(caret).toHaveAttribute('data-name', 'Shanghai');
  await expect(caret).toBeInViewport();

  // The others see that Kim is there, and no caret.
  await mamadou.paragraph('2.9', 2).click();
  await expect(mamadou.editor('2.9').locator('.caret')).toHaveCount(1);
  await expect(mamadou.page.locator('section', { has: mamadou.editor('2.9') }).getByRole('img', { name: /Kim Seo-yun/ })).toBeVisible();

  await xu.typesAtTheEndOf(xu.paragraph('2.9', 1), ' Followed.');
  await expect(kim.paragraph('2.9', 1)).toContainText('Followed.');
  await kim.page.getByRole('button', { name: 'Stop' }).click();
  await expect(bar(kim)).toHaveCount(0);
});

test('typing, scrolling and Escape each end it', async ({ enter }) => {
  const [kim, xu] = [await enter('Kim Seo-yun'), await enter('Xu Peilin')];
  await Promise.all([kim.opens(TITLE), xu.opens(TITLE)]);
  await xu.paragraph('2.6', 1).click();
  const ends: (() => Promise<void>)[] = [
    () => kim.page.keyboard.press('Escape'),
    async () => {
      await kim.paragraph('2.6', 2).hover();
      await kim.page.mouse.wheel(0, 400);
    },
    () => kim.typesAtTheEndOf(kim.paragraph('2.6', 2), ' Mine.'),
  ];
  for (const end of ends) {
    await follows(kim, 'Xu Peilin, Shanghai');
    await end();
    await expect(bar(kim)).toHaveCount(0);
  }
  // Whoever moved on is left alone.
  await xu.paragraph('2.1', 1).click();
  await expect(kim.page.getByRole('img', { name: 'Here: Xu Peilin, Shanghai' })).toBeAttached();
  await expect(kim.paragraph('2.6', 2)).toBeInViewport();
});

test('who leaves is said to have left, and followed again when they are back', async ({ enter }) => {
  const [kim, xu] = [await enter('Kim Seo-yun'), await enter('Xu Peilin')];
  await Promise.all([kim.opens(TITLE), xu.opens(TITLE)]);
  await xu.paragraph('2.6', 1).click();
  await follows(kim, 'Xu Peilin, Shanghai');
  const address = xu.page.url();
  await xu.page.goto('/conference');
  await expect(bar(kim)).toContainText('Xu Peilin, Shanghai has left this draft');
  await expect(kim.page.locator('[data-announcer]')).toContainText('has left this draft');
  await xu.page.goto(address);
  await xu.paragraph('2.8', 1).click();
  await expect(bar(kim)).toContainText('Following Xu Peilin, Shanghai');
  await expect(bar(kim)).toContainText('2.8');
});

test('the page does not move while the caret followed can be seen', async ({ enter }) => {
  const [kim, xu] = [await enter('Kim Seo-yun'), await enter('Xu Peilin')];
  await Promise.all([kim.opens(TITLE), xu.opens(TITLE)]);
  await xu.paragraph('2.6', 1).click();
  await follows(kim, 'Xu Peilin, Shanghai');
  const caret = kim.editor('2.6').locator('.caret');
  await expect(caret).toBeInViewport();
  const place = () => kim.page.locator('main').evaluate((main) => main.scrollTop);
  await expect.poll(async () => (await place()) === (await place())).toBe(true);
  const before = await place();
  await xu.typesAtTheEndOf(xu.paragraph('2.6', 1), ' One. Two. Three.');
  await expect(kim.paragraph('2.6', 1)).toContainText('Three.');
  await expect(caret).toBeInViewport();
  expect(await place()).toBe(before);
});
