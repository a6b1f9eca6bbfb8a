import { expect, test } from './fixtures';

const TITLE = 'Building blocks of a learning city';
const OTHER = 'Strategies for building a learning city';

test('with the server gone the page reloads and opens anew, and what is typed then arrives later', async ({
  enter,
  server,
}) => {
  const kim = await enter('Kim Seo-yun');
  await kim.opens(TITLE);
  await kim.hasShell();

  await server.kill();
  await kim.page.reload();
  await expect(kim.paragraph('2.7', 1)).toBeVisible();
  await kim.isTold('Offline. Nothing is waiting to be saved');
  await kim.typesAtTheEndOf(kim.paragraph('2.7', 1), ' Typed far out.');
  await kim.isTold(/^Offline. \d+ changes kept on this device$/);
  const told = await kim.saving.innerText();

  const again = await kim.anotherTab();
  await kim.page.close();
  await expect(again.paragraph('2.7', 1)).toContainText('Typed far out.');
  await again.isTold(told);

  await server.comeBack();
  await again.isSaved();
  const xu = await enter('Xu Peilin');
  await xu.opens(TITLE);
  await expect(xu.paragraph('2.7', 1)).toContainText('Typed far out.');
});

test('without the server one finds one’s way from the start to a draft that is kept here', async ({ enter, network }) => {
  const kim = await enter('Kim Seo-yun', network);
  await kim.opens(TITLE);
  await kim.hasShell();
  const { page } = kim;
  network.cut();

  await page.goto('/');
  await expect(page.getByText('You are here as Kim Seo-yun.')).toBeVisible();
  await expect(page.getByText('To enter as somebody else, the server must be reached.')).toBeVisible();
  await page.getByRole('button', { name: 'Continue as Kim Seo-yun' }).click();
  await expect(page.getByText('The server cannot be reached. This is what this device saw last.')).toBeVisible();
  await page.getByRole('link', { name: `Open the draft “${TITLE}”` }).click();
  await expect(kim.paragraph('2.6', 1)).toBeVisible();

  await page.getByRole('button', { name: 'Language and appearance' }).click();
  await page.getByRole('radio', { name: 'Русский' }).check();
  await expect(page.locator('html')).toHaveAttribute('lang', 'ru');
  await page.getByRole('radio', { name: 'English' }).check();

  await page.goto('/conference');
  await page.getByRole('link', { name: `Open the draft “${OTHER}”` }).click();
  await expect(page.getByRole('alert')).toContainText('this device keeps no copy of this draft');
  network.mend();
  await page.getByRole('button', { name: 'Try again' }).click();
  await kim.isSaved();
});

test('who leaves without a network has left, also when the network is back', async ({ enter, network }) => {
  const kim = await enter('Kim Seo-yun', network);
  await kim.opens(TITLE);
  await kim.hasShell();
  const { page } = kim;
  const address = page.url();
  network.cut();

  await page.getByRole('button', { name: 'You: Kim Seo-yun' }).click();
  await page.getByRole('button', { name: 'Leave' }).click();
  await expect(page).toHaveURL('/');
  await expect(page.getByText('You are here as')).toHaveCount(0);
  await expect.poll(() => page.evaluate(async () => (await indexedDB.databases()).filter(({ name }) => name?.startsWith('plenary/')).length)).toBe(0);
  expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain('Kim');
  await page.goto(address);
  await expect(page.getByRole('heading', { name: 'Building blocks' })).toHaveCount(0);

  network.mend();
  await page.goto('/conference');
  await expect(page.getByRole('heading', { name: 'Who are you?' })).toBeVisible();
  await page.goto('/conference');
  await expect(page.getByRole('heading', { name: 'Who are you?' })).toBeVisible();
});

test('the worker is asked for anew each time, its files never', async ({ enter, server, request }) => {
  await enter('Kim Seo-yun');
  const worker = await request.get(`${server.address}/service-worker.js`);
  expect(worker.headers()).toMatchObject({ 'cache-control': 'no-cache', 'content-type': 'text/javascript' });
  const asset = /"(\/assets\/index-[^"]+\.js)"/.exec(await worker.text())?.[1];
  const file = await request.get(server.address + asset);
  expect(file.headers()['cache-control']).toContain('immutable');
});
