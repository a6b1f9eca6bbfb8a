import { expect, test } from './fixtures';
import type { Person } from './people';

const TITLE = 'Building blocks of a learning city';

/** Collects everything that the page says to a screen reader. */
async function listensTo({ page }: Person): Promise<() => Promise<string>> {
  await page.locator('[data-announcer]').evaluate((region) => {
    const heard: string[] = [];
    new MutationObserver(() => heard.push(region.textContent.trim())).observe(region, { childList: true, subtree: true });
    Object.assign(window, { heard });
  });
  return () => page.evaluate(() => (window as unknown as { heard: string[] }).heard.join('\n'));
}

test('what others do is said, what one does oneself is not', async ({ enter }) => {
  const [kim, xu] = [await enter('Kim Seo-yun'), await enter('Xu Peilin')];
  await Promise.all([kim.opens(TITLE), xu.opens(TITLE)]);
  await kim.paragraph('2.6', 2).click();
  const heard = await listensTo(kim);
  const heardByXu = await listensTo(xu);

  await xu.paragraph('2.6', 1).click();
  await expect.poll(heard).toContain('Xu Peilin, Shanghai is here now.');
  await xu.typesAtTheEndOf(xu.paragraph('2.6', 2), ' [new]');
  await expect.poll(heard).toMatch(/Action point 2\.6: \d+ open brackets\./);
  await xu.page.getByRole('button', { name: 'Add an action point' }).click();
  await expect.poll(heard).toContain('Action point 2.11 was added.');

  expect(await heardByXu()).not.toContain('added');
  expect(await heardByXu()).not.toContain('open bracket');
});

test('a hundred keys are no hundred sentences', async ({ enter }) => {
  const [kim, xu] = [await enter('Kim Seo-yun'), await enter('Xu Peilin')];
  await Promise.all([kim.opens(TITLE), xu.opens(TITLE)]);
  await kim.paragraph('2.7', 1).click();
  await xu.paragraph('2.7', 2).click();
  const heard = await listensTo(kim);
  await xu.typesAtTheEndOf(xu.paragraph('2.7', 2), ` ${'[a] b '.repeat(12)}end`);
  await expect(kim.paragraph('2.7', 2)).toContainText('end');
  await expect.poll(heard).toContain('open bracket');
  expect((await heard()).split('\n').length).toBeLessThan(6);
});
