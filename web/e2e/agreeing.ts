import type { Locator, Page } from '@playwright/test';
import { expect } from './fixtures';
import type { Person } from './people';

/** Opens the draft for reading: whoever may not type has no text boxes. */
export async function reads({ page }: Person, title: string): Promise<void> {
  await page.getByRole('link', { name: `Open the draft “${title}”` }).click();
  await expect(page.locator('.text p').first()).toBeVisible();
}

/** An action point, for whoever may type there or not. */
export const region = (page: Page, number: string): Locator => page.getByRole('region', { name: `Action point ${number}`, exact: true });

/** Opens the window that says how far an action point is agreed, and what one may do about it. */
export async function opensAgreement({ page }: Person, number: string): Promise<Locator> {
  await page.getByRole('button', { name: `What to do with: Action point ${number}` }).click();
  await page.getByRole('menuitem', { name: 'Agreement and gavel' }).click();
  const dialog = page.getByRole('dialog', { name: `How far it is agreed: Action point ${number}` });
  await expect(dialog).toBeVisible();
  return dialog;
}
