import AxeBuilder from '@axe-core/playwright';
import { expect, type Locator, type Page } from '@playwright/test';
import type { Person } from './people';

/** Who serves the conference of the demonstration. */
export const SECRETARY = 'Ingrid Vossberg';

/** The page of the people, by the person's own menu. */
export async function administers({ page }: Person): Promise<void> {
  await page.getByRole('button', { name: /^You: / }).click();
  await page.getByRole('link', { name: 'People', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'People', level: 1 })).toBeVisible();
}

/** Goes to a part of the page. */
export const part = (page: Page, name: string) => page.getByRole('navigation', { name: 'Parts of this page' }).getByRole('link', { name }).click();
/** The row of somebody in the list. */
export const row = (page: Page, name: string): Locator => page.getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) });

/** The panel of somebody, found by their name. */
export async function opens({ page }: Person, name: string): Promise<Locator> {
  await page.getByRole('searchbox').fill(name);
  await page.getByRole('link', { name, exact: true }).click();
  const panel = page.getByRole('region', { name: new RegExp(`^${name}`) });
  await expect(panel).toBeFocused();
  return panel;
}

/** Chooses a list to import. */
export const list = (page: Page, name: string, rows: string) =>
  page.getByLabel(/Choose (a|the corrected|another) file/).setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(rows) });

/** The page has no faults that axe finds. */
export async function isAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html).slice(0, 3)])).toEqual([]);
}
