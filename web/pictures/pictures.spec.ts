import { fileURLToPath } from 'node:url';
import { expect, test } from '../e2e/fixtures';

const OUTPUT = fileURLToPath(new URL('../../docs/pictures/', import.meta.url));
const DRAFT = 'Building blocks of a learning city';
const LOOKS = [
  { width: 1440, name: 'light', query: '?lang=en&theme=light' },
  { width: 1440, name: 'dark', query: '?lang=en&theme=dark' },
  { width: 1440, name: 'ar', query: '?lang=ar&theme=light' },
  { width: 820, name: 'light', query: '?lang=en&theme=light' },
  { width: 390, name: 'light', query: '?lang=en&theme=light' },
  { width: 390, name: 'dark', query: '?lang=en&theme=dark' },
  { width: 390, name: 'ar', query: '?lang=ar&theme=light' },
];

test('the pages as people see them', async ({ enter }) => {
  test.setTimeout(180_000);
  const [kim, xu, ferraris] = [await enter('Kim Seo-yun'), await enter('Xu Peilin'), await enter('Giulia Ferraris')];
  await kim.opens(DRAFT);
  for (const [person, at] of [
    [xu, 1],
    [ferraris, 2],
  ] as const) {
    await person.opens(DRAFT);
    await person.paragraph('2.6', at).click();
  }
  const draft = new URL(kim.page.url()).pathname;
  for (const { width, name, query } of LOOKS) {
    await kim.page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
    for (const [page, address, ready] of [
      ['start', '/', 'main ul button'],
      ['conference', '/conference', 'section h3'],
      ['draft', draft, '.text p'],
      ['hall', `${draft}/hall`, '.text p'],
    ] as const) {
      await kim.page.goto(address + query);
      await expect(kim.page.locator(ready).first()).toBeVisible();
      if (page === 'draft') {
        await expect(kim.page.locator('output[aria-live=polite]')).toHaveAttribute('data-state', 'saved');
        // Its name is in the language of the page, its number is not.
        const paragraph = kim.page.getByRole('textbox', { name: /2\.6/ }).locator('p').nth(1);
        await paragraph.scrollIntoViewIfNeeded();
        await paragraph.click();
      }
      await kim.page.evaluate(() => document.fonts.ready);
      await kim.page.screenshot({ path: `${OUTPUT}${page}-${width}-${name}.png`, animations: 'disabled' });
    }
  }
});
