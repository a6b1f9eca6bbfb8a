import AxeBuilder from '@axe-core/playwright';
import { expect, test as base, type Page } from '@playwright/test';
import { Federation } from './provider';

/** Provider and server are on the same host, so they have the same name for people. */
const PROVIDER = '127.0.0.1';

const ACCOUNTS = {
  thabo: { email: 'Thabo@cape-town.example', email_verified: true },
  stranger: { email: 'stranger@elsewhere.example', email_verified: true },
};

const test = base.extend<{ stranger: Page }, { federation: Federation }>({
  federation: [
    async ({}, use) => {
      const federation = await Federation.start(ACCOUNTS);
      const { server } = federation;
      await server.sql("update participant set email = 'thabo@cape-town.example' where name = 'Thabo Mokoena-Adams'; update conference set entering = 'by_badge'");
      await use(federation);
      await federation.stop();
    },
    { scope: 'worker', timeout: 90_000 },
  ],
  stranger: async ({ browser, federation }, use) => {
    const context = await browser.newContext({ baseURL: federation.server.address, locale: 'en-GB', viewport: { width: 390, height: 844 } });
    await use(await context.newPage());
    await context.close();
  },
});

const door = (page: Page) => page.getByRole('button', { name: `Go on with ${PROVIDER}` });

/** Signs in on the pages of the provider. */
async function signsInAs(page: Page, name: string): Promise<void> {
  await page.locator('input[name="login"]').fill(name);
  await page.locator('input[name="password"]').fill('any');
  await page.getByRole('button', { name: 'Sign-in' }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
}

test('whoever the provider vouches for comes in, and is where they wanted to be', async ({ stranger: page, federation }) => {
  await page.goto('/me');
  await expect(page.getByRole('heading', { name: 'With the account of your city or organization' })).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations).toEqual([]);
  await door(page).click();
  await expect(page).not.toHaveURL((url) => url.origin === federation.server.address);
  await signsInAs(page, 'thabo');
  await expect(page).toHaveURL('/me');
  await expect(page.getByRole('button', { name: 'You: Thabo Mokoena-Adams' })).toBeVisible();
  // The way back through the history leads to no error.
  await page.goto('/conference');
  await expect(page.getByRole('button', { name: 'You: Thabo Mokoena-Adams' })).toBeVisible();
});

test('whom no participant is, and who turns back, is told so and can come in otherwise', async ({ stranger: page }) => {
  await page.goto('/enter');
  await door(page).click();
  await signsInAs(page, 'stranger');
  await expect(page.getByText(`${PROVIDER} knows you, but no participant has your e-mail address.`)).toBeVisible();
  await expect(page).toHaveURL('/enter');
  await expect(page.getByRole('textbox', { name: 'Code on your badge' })).toBeVisible();

  await page.context().clearCookies();
  await page.goto('/enter');
  await door(page).click();
  await page.getByRole('link', { name: /Cancel/ }).click();
  await expect(page.getByText(`You did not finish signing in with ${PROVIDER}.`)).toBeVisible();

  await page.goto('/api/sign-in/oidc/callback?code=forged&state=forged');
  await expect(page.getByText(`That answer of ${PROVIDER} is too old`)).toBeVisible();
});

test('without a network one stays on the page, and with no provider one is told', async ({ stranger: page, federation }) => {
  await page.goto('/enter');
  await expect(door(page)).toBeVisible();
  await page.context().setOffline(true);
  await door(page).click();
  await expect(page.getByText('The server cannot be reached.')).toBeVisible();
  await page.context().setOffline(false);

  federation.endProvider();
  await door(page).click();
  await expect(page.getByText(`${PROVIDER} does not answer as it should.`)).toBeVisible();
});
