import { expect, test } from './fixtures';

const TITLE = 'Building blocks of a learning city';

test('the largest text fits a phone, and is remembered', async ({ enter }) => {
  const kim = await enter('Kim Seo-yun');
  await kim.opens(TITLE);
  const { page } = kim;
  const size = () => kim.paragraph('2.1', 1).evaluate((words) => parseFloat(getComputedStyle(words).fontSize));
  const usual = await size();
  await page.getByRole('button', { name: 'Language and appearance' }).click();
  await page.getByRole('radio', { name: 'Larger' }).check();
  expect(await size()).toBeCloseTo(usual * 1.375, 1);
  await page.reload();
  await expect(kim.editor('2.1')).toBeVisible();
  expect(await size()).toBeCloseTo(usual * 1.375, 1);
  for (const width of [1440, 820, 640, 390, 320]) {
    await page.setViewportSize({ width, height: 800 });
    const over = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    await expect.poll(over, `${width} px`).toBeLessThanOrEqual(0);
    const controls = page.getByRole('banner').getByRole('button').filter({ visible: true });
    for (const control of await controls.all()) {
      const box = await control.boundingBox();
      expect((box?.x ?? -1) >= 0 && (box?.x ?? 0) + (box?.width ?? 0) <= width + 1, `${width} px`).toBe(true);
    }
  }
});

test('a paragraph says its language, and is set as that language is', async ({ enter }) => {
  const [kim, xu] = [await enter('Kim Seo-yun'), await enter('Xu Peilin')];
  await Promise.all([kim.opens(TITLE), xu.opens(TITLE)]);
  const [hers, his] = [kim.paragraph('2.2', 3), xu.paragraph('2.2', 3)];
  await kim.typesAtTheEndOf(kim.paragraph('2.2', 2), '');
  await kim.page.keyboard.press('Enter');
  await kim.page.keyboard.type('على المدن أن تنشر بياناتها');
  await expect(his).toHaveCSS('direction', 'rtl');
  for (const [language, code, leading] of [['العربية', 'ar', 1.85], ['中文', 'zh', 1.75]] as const) {
    await kim.page.getByRole('button', { name: 'This paragraph', exact: true }).click();
    await kim.page.getByRole('radio', { name: language }).check();
    await kim.page.keyboard.press('Escape');
    for (const paragraph of [hers, his]) {
      await expect(paragraph).toHaveAttribute('lang', code);
      const ratio = await paragraph.evaluate((words) => {
        const { lineHeight, fontSize } = getComputedStyle(words);
        return parseFloat(lineHeight) / parseFloat(fontSize);
      });
      expect(ratio).toBeCloseTo(leading, 1);
    }
  }
  await kim.page.getByRole('button', { name: 'This paragraph', exact: true }).click();
  await kim.page.getByRole('radio', { name: 'As the draft (English)' }).check();
  await expect(his).not.toHaveAttribute('lang', /.+/);
});
