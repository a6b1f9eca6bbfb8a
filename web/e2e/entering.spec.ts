import { expect, test } from './fixtures';

test.use({ given: 'the demonstration' });

test('a person finds a participant, enters, and sees the conference', async ({ browser, server }) => {
  const page = await browser.newPage({ baseURL: server.address, locale: 'en-GB' });
  await page.goto('/');
  await expect(page.getByRole('heading', { name: 'International Conference on Learning Cities' })).toBeVisible();
  await expect(page.getByRole('note')).toContainText('Fictional demonstration data');

  await page.getByRole('searchbox').fill('shanghai s2');
  await expect(page.getByText('1 participant', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Enter as Xu Peilin' }).click();

  await expect(page).toHaveURL('/conference');
  const session = page.getByRole('region', { name: 'Building blocks of a learning city' });
  await expect(session).toContainText('Suspended');
  await expect(session).toContainText('Kim Seo-yun, Namyangju');
  await expect(session).toContainText('10 action points');
  await expect(session.getByRole('link', { name: /^Open the draft/ })).toContainText('ICLC/2013/S2/L.1/Rev.1');
  await expect(page.getByText('Monday 21 October').first()).toBeVisible();
});

test('who asks for a draft enters first and then gets there', async ({ browser, enter, server }) => {
  const known = await enter('Kim Seo-yun');
  await known.opens('Building blocks of a learning city');
  const address = known.page.url();

  const page = await browser.newPage({ baseURL: server.address, locale: 'en-GB' });
  await page.goto(address);
  await page.getByRole('button', { name: 'Enter as Giulia Ferraris' }).click();
  await expect(page).toHaveURL(address);
  await expect(page.getByRole('region', { name: 'Action point 2.1', exact: true })).toBeVisible();
});

test('leaving takes one back to the start', async ({ enter }) => {
  const { page } = await enter('Kim Seo-yun');
  await page.getByRole('button', { name: 'You: Kim Seo-yun' }).click();
  await page.getByRole('button', { name: 'Leave' }).click();
  await expect(page.getByRole('heading', { name: 'Who are you?' })).toBeVisible();
  await page.goto('/conference');
  await expect(page.getByRole('heading', { name: 'Who are you?' })).toBeVisible();
});

test('an address that does not exist says so', async ({ enter }) => {
  const { page } = await enter('Kim Seo-yun');
  await page.goto('/nowhere');
  await expect(page.getByRole('heading', { name: 'No such page' })).toBeVisible();
  await page.goto('/drafts/00000000-0000-4000-8000-000000000000');
  await expect(page.getByRole('alert')).toBeVisible();
});

test('the language can be changed without losing one’s place', async ({ enter }) => {
  const { page } = await enter('Kim Seo-yun');
  await page.getByRole('button', { name: 'Language and appearance' }).click();
  await page.getByRole('radio', { name: 'العربية' }).check();
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  await expect(page.getByRole('heading', { name: 'الدورات' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { name: 'المؤتمر الدولي لمدن التعلّم' })).toBeVisible();
});
