import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './fixtures';
import type { Person } from './people';

const TITLE = 'Building blocks of a learning city';

async function opensHall(person: Person): Promise<void> {
  await person.opens(TITLE);
  await person.page.getByRole('button', { name: 'More' }).click();
  await person.page.getByRole('link', { name: 'Hall screen' }).click();
  await expect(person.page.locator('.text p').first()).toBeVisible();
}

const heading = ({ page }: Person) => page.getByRole('heading', { level: 2 });
const chooser = ({ page }: Person) => page.getByRole('combobox', { name: 'Follow a person' });

test('the wall follows the person chosen, word by word', async ({ enter }) => {
  const [chen, xu] = [await enter('Chen Luyao'), await enter('Xu Peilin')];
  await xu.opens(TITLE);
  await xu.paragraph('2.6', 2).click();
  await opensHall(chen);
  await expect(chooser(chen)).toContainText('Xu Peilin, Shanghai · Head of delegation');
  await chooser(chen).selectOption({ label: 'Xu Peilin, Shanghai · Head of delegation' });
  await expect(heading(chen)).toContainText('2.6');
  const lit = chen.page.locator('.text .lit.followed');
  await expect(lit).toHaveAttribute('data-marker', '2.');
  await xu.typesAtTheEndOf(xu.paragraph('2.6', 2), ' [Live] on the wall');
  await expect(lit).toContainText('[Live] on the wall');
  await expect(lit.locator('.bracket').last()).toHaveText(']');

  await xu.paragraph('2.9', 1).click();
  await expect(heading(chen)).toContainText('2.9');
  await expect(lit).toHaveAttribute('data-marker', '1.');
  await expect(lit).toBeInViewport();

  // The address keeps who is followed.
  expect(chen.page.url()).toContain('follow=');
  await chen.page.reload();
  await expect(heading(chen)).toContainText('2.9');
  await xu.page.goto('/conference');
  await expect(heading(chen)).toContainText('2.9');
});

test('a point is chosen by arrows, by number and from the list', async ({ enter }) => {
  const chen = await enter('Chen Luyao');
  await opensHall(chen);
  const { page } = chen;
  await expect(heading(chen)).toContainText('2.1');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('PageDown');
  await expect(heading(chen)).toContainText('2.3');
  await page.keyboard.press('ArrowLeft');
  await expect(heading(chen)).toContainText('2.2');
  await page.keyboard.press('1');
  await page.keyboard.press('0');
  await expect(page.getByText('Action point 2.10, then Enter')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(heading(chen)).toContainText('2.10');
  await page.getByRole('combobox', { name: 'Action point', exact: true }).selectOption({ index: 4 });
  await expect(heading(chen)).toContainText('2.5');
  await expect(page.locator('[contenteditable=true]')).toHaveCount(0);
});

test('the type size fits the hall and is remembered', async ({ enter }) => {
  const chen = await enter('Chen Luyao');
  await opensHall(chen);
  const { page } = chen;
  const size = () => page.locator('.text p').first().evaluate((words) => parseFloat(getComputedStyle(words).fontSize));
  const usual = await size();
  await page.keyboard.press('+');
  await page.getByRole('button', { name: 'Larger text' }).click();
  const larger = await size();
  expect(larger).toBeCloseTo(usual * 1.21, 0);
  await page.reload();
  await expect(page.locator('.text p').first()).toBeVisible();
  expect(await size()).toBeCloseTo(larger, 1);
  await page.keyboard.press('-');
  expect(await size()).toBeLessThan(larger);
});

test('the controls step back when all rests, and the keyboard brings them', async ({ enter }) => {
  const chen = await enter('Chen Luyao');
  await opensHall(chen);
  const controls = chen.page.getByRole('complementary', { name: 'Controls of the hall screen' });
  await expect(controls).toHaveCSS('opacity', '0');
  await chen.page.keyboard.press('Tab');
  await expect(controls).toHaveCSS('opacity', '1');
  await expect(controls).toHaveCSS('opacity', '0');
  await chen.page.mouse.move(300, 300);
  await expect(controls).toHaveCSS('opacity', '1');
});

test('without the server the last text stays, with a small sign', async ({ enter }) => {
  const chen = await enter('Chen Luyao');
  await opensHall(chen);
  const words = await chen.page.locator('.text p').first().innerText();
  await chen.context.setOffline(true);
  await expect(chen.page.getByText(/No connection. Text as of \d\d:\d\d/)).toBeVisible();
  await expect(chen.page.locator('.text p').first()).toHaveText(words);
  await chen.context.setOffline(false);
  await expect(chen.page.getByText('No connection')).toHaveCount(0);
});

test('a key leads to it and Escape back', async ({ enter }) => {
  const chen = await enter('Chen Luyao');
  await chen.opens(TITLE);
  await chen.page.keyboard.press('Control+Alt+h');
  await expect(chen.page).toHaveURL(/\/hall$/);
  await expect(chen.page.locator('.text p').first()).toBeVisible();
  await chen.page.keyboard.press('Escape');
  await expect(chen.page).not.toHaveURL(/hall/);
  await expect(chen.editor('2.1')).toBeVisible();
});

for (const [name, query] of [['light', '?lang=en&theme=light'], ['dark', '?lang=en&theme=dark'], ['Arabic', '?lang=ar&theme=light']]) {
  test(`the hall screen is accessible and fits: ${name}`, async ({ enter }) => {
    const chen = await enter('Chen Luyao');
    await opensHall(chen);
    const { page } = chen;
    for (const width of [1920, 1024, 390]) {
      await page.setViewportSize({ width, height: 900 });
      await page.goto(page.url().replace(/\?.*/, '') + query);
      await expect(page.locator('.text p').first()).toBeVisible();
      await page.mouse.move(200, 200);
      await expect(page.locator('aside')).toHaveCSS('opacity', '1');
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html).slice(0, 3)])).toEqual([]);
    }
  });
}
