import { expect, test } from './fixtures';

// With its agreed text.
test.use({ given: 'the demonstration' });

const TITLE = 'Building blocks of a learning city';

test('paper shows the text and nothing of the tool, from every screen', async ({ enter }) => {
  const kim = await enter('Kim Seo-yun');
  const { page } = kim;
  for (const [width, theme] of [[1440, 'light'], [1440, 'dark'], [390, 'dark']] as const) {
    await page.emulateMedia({ media: 'screen' });
    await page.setViewportSize({ width, height: 900 });
    await page.goto(`/conference?theme=${theme}`);
    await kim.opens(TITLE);
    if (width === 390) await page.getByRole('button', { name: 'Points' }).click();
    await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
    await page.emulateMedia({ media: 'print' });

    await expect(page.getByRole('heading', { level: 1, name: TITLE })).toBeVisible();
    await expect(page.getByText('ICLC/2013/S2/L.1/Rev.1').last()).toBeVisible();
    await expect(page.getByText(/^Printed on \d+ \w+ \d{4}/)).toBeVisible();
    await expect(page.getByRole('heading', { name: 'Action point 2.10' })).toBeVisible();
    await expect(page.locator('.chip', { hasText: 'Under negotiation' }).nth(0)).toBeAttached();
    await expect(page.getByRole('button').filter({ visible: true })).toHaveCount(0);
    await expect(page.getByRole('navigation').filter({ visible: true })).toHaveCount(0);
    await expect(page.locator('h1')).toHaveCSS('color', 'rgb(0, 0, 0)');
    await expect(page.locator('article')).toHaveCSS('background-color', 'rgb(255, 255, 255)');
    // The states that a lock shows are words.
    const lock = page.locator('.text .lock').first();
    expect(await lock.evaluate((element) => getComputedStyle(element, '::after').content)).toContain('Agreed');
    const pdf = await page.pdf({ format: 'A4' });
    expect(pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length ?? 0, 'pages').toBeGreaterThan(2);
  }
});
