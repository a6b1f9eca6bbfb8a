import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './fixtures';

const LOOKS = [
  { name: 'light', query: '?lang=en&theme=light' },
  { name: 'dark', query: '?lang=en&theme=dark' },
  { name: 'Arabic', query: '?lang=ar&theme=light' },
];
const WIDTHS = [1440, 820, 390];

for (const { name, query } of LOOKS) {
  for (const width of WIDTHS) {
    test(`every page is accessible and fits the screen: ${name}, ${width} px`, async ({ enter }) => {
      const { page } = await enter('Kim Seo-yun');
      await page.setViewportSize({ width, height: 900 });
      const draft = await page.getByRole('link', { name: /^Open the draft “Building blocks/ }).getAttribute('href');
      const session = await page.getByRole('link', { name: /^Session 2/ }).getAttribute('href');
      for (const [address, ready] of [
        ['/', 'main ul button'],
        ['/conference', 'section h3'],
        [draft ?? '', '.text p'],
        [session ?? '', '#members'],
        ['/record', 'select'],
        ['/nowhere', 'h1'],
      ] as const) {
        await page.goto(address + query);
        await expect(page.locator(ready).first()).toBeVisible();
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(overflow, address).toBeLessThanOrEqual(0);
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html).slice(0, 3)]), address).toEqual([]);
      }
    });
  }
}

test('the keyboard reaches the text, the tools and the menus', async ({ enter }) => {
  const kim = await enter('Kim Seo-yun');
  await kim.opens('Building blocks of a learning city');
  const { page } = kim;
  await page.reload();
  await expect(kim.editor('2.1')).toBeVisible();

  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the text' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Bold' })).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('button', { name: 'Italic' })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(kim.editor('2.1')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(kim.editor('2.2')).toBeFocused();
});
