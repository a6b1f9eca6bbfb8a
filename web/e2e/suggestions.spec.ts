import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './fixtures';
import type { Person } from './people';

test.use({ given: 'the demonstration' });

const MEETING = "Mayors' Forum: measuring progress and acting together";
const CHAIR = 'Lubna Haddadin';
const RAPPORTEUR = 'Thabo Mokoena-Adams';
const MELTON = 'Graham McAllister';
const LARISSA = 'Eleni Papadaki-Stavrou';
const PHONE = { width: 390, height: 844 };

/** Beside the text; on a phone it is in its place, and the main part of the page. */
const panel = (page: Page): Locator =>
  page.getByRole('complementary', { name: /^Suggestions/ }).or(page.getByRole('main', { name: /^Suggestions/ }));
const card = (page: Page, code: string): Locator => panel(page).getByRole('article', { name: new RegExp(`^${code} `) });

/** Opens the panel, and in it what is suggested to an action point. */
async function looksAt({ page }: Person, number: string): Promise<void> {
  const button = page.getByRole('button', { name: /^Suggestions: / });
  if ((await button.getAttribute('aria-expanded')) !== 'true') await button.click();
  await page.getByRole('navigation', { name: 'Action points' }).getByRole('link', { name: new RegExp(`^${number} `) }).click();
  await expect(panel(page).getByRole('heading', { name: `To action point ${number}` })).toBeVisible();
}

/** Asks for the window in which one suggests something, from the menu of an action point. */
async function asksToSuggest({ page }: Person, number: string, ordinal = 1): Promise<Locator> {
  await page.getByRole('button', { name: `What to do with: Action point ${number}` }).click();
  await page.getByRole('menuitem', { name: 'Suggest a change…' }).click();
  const dialog = page.getByRole('dialog', { name: `Suggest: Action point ${number}` });
  await dialog.getByRole('combobox', { name: 'Paragraph' }).selectOption({ index: ordinal - 1 });
  return dialog;
}

const whole = (dialog: Locator): Locator => dialog.getByRole('textbox', { name: 'The whole paragraph as it should read' });

/** Suggests other words for words of a paragraph, and answers what the suggestion is called. */
async function suggests(person: Person, number: string, ordinal: number, from: string, to: string): Promise<string> {
  const dialog = await asksToSuggest(person, number, ordinal);
  const words = await whole(dialog).inputValue();
  expect(words).toContain(from);
  await whole(dialog).fill(words.replace(from, to));
  await dialog.getByRole('button', { name: 'Suggest', exact: true }).click();
  await expect(dialog).toBeHidden();
  return isMade(person);
}

async function isMade({ page }: Person): Promise<string> {
  const told = page.locator('.notices').getByText(/^Your suggestion is made: S4\/\d+/);
  await expect(told).toBeVisible();
  const code = /S4\/\d+/.exec((await told.textContent()) ?? '')?.[0] ?? '';
  await page.locator('.notices').getByRole('button', { name: 'Close' }).first().click();
  return code;
}

const act = (at: Locator, name: string): Locator => at.getByRole('button', { name: new RegExp(`^${name}`) });

async function isAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html).slice(0, 3)])).toEqual([]);
}

test('what a delegate suggests others see at once; another delegation stands behind it, and its own takes it back', async ({ enter }) => {
  const [graham, eleni] = [await enter(MELTON), await enter(LARISSA)];
  await graham.opens(MEETING);
  await eleni.opens(MEETING);
  await looksAt(eleni, '4.2');
  await expect(panel(eleni.page)).toContainText('No suggestion to action point 4.2 is open.');

  const dialog = await asksToSuggest(graham, '4.2');
  await expect(dialog).toContainText('Nothing yet: the words are the same.');
  await whole(dialog).fill((await whole(dialog).inputValue()).replace('Every two years', 'Every year'));
  await expect(dialog.locator('del')).toContainText('two years');
  await expect(dialog.locator('ins')).toContainText('year');
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('Two years are too long.');
  await isAccessible(graham.page);
  await dialog.getByRole('button', { name: 'Suggest', exact: true }).click();
  const code = await isMade(graham);

  // Nobody has reloaded anything.
  const seen = card(eleni.page, code);
  await expect(seen).toContainText('Graham McAllister, Melton');
  await expect(seen).toContainText('Two years are too long.');
  await expect(seen.locator('ins')).toContainText('year');
  const sign = eleni.paragraph('4.2', 1).getByRole('img', { name: `Suggestion ${code}, Melton` });
  await expect(sign).toBeVisible();
  const list = eleni.page.getByRole('navigation', { name: 'Action points' });
  await expect(list.getByRole('link', { name: /^4\.2 / })).toContainText('1 open suggestion');
  await panel(eleni.page).getByText('As it would read').click();
  await expect(seen).toContainText('Every year a city');
  await panel(eleni.page).getByText('As is', { exact: true }).click();
  await expect(seen).toContainText('Every two years a city');
  await panel(eleni.page).getByText('As suggested').click();

  await expect(act(seen, 'Revise')).toHaveCount(0);
  await act(seen, 'Co-sponsor').click();
  await looksAt(graham, '4.2');
  const own = card(graham.page, code);
  await expect(own).toContainText('Co-sponsor: Larissa');
  await expect(act(own, 'Co-sponsor')).toHaveCount(0);

  await act(own, 'Revise').click();
  const revising = graham.page.getByRole('dialog', { name: `Revise ${code}` });
  await whole(revising).fill((await whole(revising).inputValue()).replace('Every year', 'Each spring'));
  await revising.getByRole('button', { name: 'Send' }).click();
  await expect(seen.locator('ins')).toContainText('Each spring');

  await act(own, 'Withdraw').click();
  const asked = graham.page.getByRole('dialog', { name: `Withdraw ${code}?` });
  await isAccessible(graham.page);
  await asked.getByRole('button', { name: 'Withdraw' }).click();
  await expect(seen).toHaveCount(0);
  await expect(sign).toHaveCount(0);
  await panel(eleni.page).getByText(/^\d+ decided suggestion/).click();
  await expect(panel(eleni.page).getByText(/^Withdrawn on .* by Graham McAllister/)).toBeVisible();
});

test('what is accepted while somebody types in the same paragraph keeps the words of both', async ({ enter }) => {
  const [graham, thabo, eleni] = [await enter(MELTON), await enter(RAPPORTEUR), await enter(LARISSA)];
  for (const person of [graham, thabo, eleni]) await person.opens(MEETING);
  const code = await suggests(graham, '4.4', 1, 'Each learning city', 'Every city');
  await looksAt(thabo, '4.4');
  await expect(card(thabo.page, code)).toBeVisible();
  await eleni.typesAtTheEndOf(eleni.paragraph('4.4', 1), ' And sing');
  await act(card(thabo.page, code), 'Accept S4').click();
  await eleni.page.keyboard.type(' together.');
  for (const person of [graham, thabo, eleni]) {
    await expect(person.paragraph('4.4', 1)).toContainText(/^Every city is invited .* And sing together\.$/);
  }
  await expect(card(thabo.page, code)).toHaveCount(0);
  await expect(eleni.paragraph('4.4', 1).getByRole('img')).toHaveCount(0);
});

test('the rapporteur accepts as amended, and does not retain with a note', async ({ enter }) => {
  const [graham, thabo] = [await enter(MELTON), await enter(RAPPORTEUR)];
  await graham.opens(MEETING);
  await thabo.opens(MEETING);
  const first = await suggests(graham, '4.5', 1, 'within two years', 'within a year');
  const second = await suggests(graham, '4.5', 1, 'report in writing', 'report aloud');
  await looksAt(thabo, '4.5');
  await act(card(thabo.page, first), 'Accept as amended').click();
  const amending = thabo.page.getByRole('dialog', { name: `Accept ${first} as amended` });
  const field = amending.getByRole('textbox', { name: 'The whole paragraph as it is to stand' });
  await expect(field).toHaveValue(/within a year/);
  await field.fill((await field.inputValue()).replace('within a year', 'within eighteen months'));
  await expect(amending.locator('ins')).toContainText('eighteen months');
  await isAccessible(thabo.page);
  await amending.getByRole('button', { name: 'Accept as amended' }).click();
  await expect(amending).toBeHidden();
  await expect(graham.paragraph('4.5', 1)).toContainText('within eighteen months');

  await act(card(thabo.page, second), 'Do not retain').click();
  const refusing = thabo.page.getByRole('dialog', { name: `Do not retain ${second}?` });
  await refusing.getByRole('textbox', { name: 'Note' }).fill('Reports are kept.');
  await refusing.getByRole('button', { name: 'Do not retain' }).click();
  await looksAt(graham, '4.5');
  await expect(card(graham.page, second)).toHaveCount(0);
  await panel(graham.page).getByText(/^\d+ decided suggestion/).click();
  const decided = panel(graham.page).locator('details details');
  await expect(decided.filter({ hasText: first })).toContainText('Accepted as amended on');
  await decided.filter({ hasText: second }).locator('summary').click();
  await expect(decided.filter({ hasText: second })).toContainText('Not retained on');
  await expect(decided.filter({ hasText: second })).toContainText('Reports are kept.');
});

test('of several that are accepted together two that clash are named, and one is left out', async ({ enter }) => {
  const [graham, thabo, eleni] = [await enter(MELTON), await enter(RAPPORTEUR), await enter(LARISSA)];
  for (const person of [graham, thabo, eleni]) await person.opens(MEETING);
  const one = await suggests(graham, '4.6', 1, 'A modest award', 'A small award');
  const other = await suggests(eleni, '4.6', 1, 'A modest award', 'A medal');
  const apart = await suggests(eleni, '4.6', 1, 'already ahead', 'far ahead');
  await looksAt(thabo, '4.6');
  await expect(card(thabo.page, one)).toContainText(`Changes the same words as ${other}.`);
  await expect(card(thabo.page, other)).toContainText(`Changes the same words as ${one}.`);
  await expect(thabo.paragraph('4.6', 1).getByRole('img', { name: `Suggestion ${one}, Melton: clashes with another` })).toBeVisible();
  for (const code of [one, other, apart]) await card(thabo.page, code).getByRole('checkbox').check();
  const together = panel(thabo.page).getByRole('region', { name: 'Accept together' });
  await expect(together).toContainText(`${one} and ${other} change the same words`);
  await isAccessible(thabo.page);
  await together.getByRole('button', { name: `Leave out ${one}` }).click();
  await together.getByRole('button', { name: 'Accept all 2' }).click();
  await expect(graham.paragraph('4.6', 1)).toContainText(/^A medal should go .* rather than to those far ahead\./);

  // The words that were left out are gone: their author is told, and goes on from the words of now.
  await looksAt(graham, '4.6');
  const stale = card(graham.page, one);
  await expect(stale).toContainText('The words that you suggested to change have changed since.');
  await expect(stale.locator('del')).toContainText('modest');
  await expect(act(card(thabo.page, one), 'Accept S4')).toHaveCount(0);
  await act(stale, 'Revise').click();
  const revising = graham.page.getByRole('dialog', { name: `Revise ${one}` });
  const words = (await graham.paragraph('4.6', 1).innerText()).replace(/\u2060.*$/s, '');
  await whole(revising).fill(words.replace('A medal', 'A small medal'));
  await revising.getByRole('button', { name: 'Send' }).click();
  await expect(stale).not.toContainText('have changed since');
  await act(card(thabo.page, one), 'Accept S4').click();
  await expect(graham.paragraph('4.6', 1)).toContainText(/^A small medal should go/);
});

test('words that are typed and not sent stay, and a paragraph that changes meanwhile is shown', async ({ enter }) => {
  const [graham, thabo] = [await enter(MELTON), await enter(RAPPORTEUR)];
  await graham.opens(MEETING);
  await thabo.opens(MEETING);
  let dialog = await asksToSuggest(graham, '4.7', 2);
  await whole(dialog).fill(`${await whole(dialog).inputValue()} With joy.`);
  await thabo.typesAtTheStartOf(thabo.paragraph('4.7', 2), 'All ');
  await expect(dialog.getByRole('alert')).toContainText('Others changed this paragraph while you were writing');
  await expect(dialog.getByRole('alert').locator('ins')).toContainText('All');
  await graham.page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(graham.page.locator('.notices')).toContainText('What you typed is kept on this device');
  await graham.page.reload();
  await graham.isTold('All changes saved');
  dialog = await asksToSuggest(graham, '4.7', 2);
  await expect(whole(dialog)).toHaveValue(/ With joy\.$/);
  await dialog.getByRole('button', { name: 'Go on from the words of now' }).click();
  await expect(whole(dialog)).toHaveValue(/^All .* With joy\.$/);
  // The server cannot be reached: nothing is lost.
  await graham.context.setOffline(true);
  await dialog.getByRole('button', { name: 'Suggest', exact: true }).click();
  await expect(dialog.getByRole('alert')).toContainText('The server cannot be reached');
  await graham.context.setOffline(false);
  await dialog.getByRole('button', { name: 'Suggest', exact: true }).click();
  await expect(dialog).toBeHidden();
  const code = await isMade(graham);
  await looksAt(thabo, '4.7');
  await expect(card(thabo.page, code).locator('ins')).toContainText('With joy.');
});

test('on a phone one suggests a new paragraph with the keyboard alone, and finds it again', async ({ enter }) => {
  const graham = await enter(MELTON);
  await graham.page.setViewportSize(PHONE);
  await graham.opens(MEETING);
  const { page } = graham;
  await graham.typesAtTheEndOf(graham.paragraph('4.2', 1), '');
  await page.keyboard.press('Control+Alt+s');
  const dialog = page.getByRole('dialog', { name: 'Suggest: Action point 4.2' });
  await expect(dialog).toBeVisible();
  await isAccessible(page);
  const words = dialog.getByRole('radio', { name: 'Other words' });
  for (let tab = 0; tab < 4 && !(await words.evaluate((radio) => radio === document.activeElement)); tab += 1) await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(dialog.getByRole('radio', { name: 'A new paragraph after it' })).toBeChecked();
  await page.keyboard.press('Tab');
  await expect(dialog.getByRole('textbox', { name: 'The words of the new paragraph' })).toBeFocused();
  // A paragraph is one line: Enter breaks none, with Ctrl it sends.
  await page.keyboard.type('What it sees');
  await page.keyboard.press('Enter');
  await page.keyboard.type(' is published.');
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toBeHidden();
  const code = await isMade(graham);

  const part = page.getByRole('navigation', { name: 'Parts of the screen' }).getByRole('button', { name: /^Suggestions/ });
  await part.focus();
  await page.keyboard.press('Enter');
  await expect(card(page, code)).toContainText('What it sees is published.');
  await expect(card(page, code)).toContainText('New paragraph, after paragraph 1');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(PHONE.width);
  await isAccessible(page);
  await card(page, code).getByRole('button').first().focus();
  await page.keyboard.press('Enter');
  await expect(panel(page)).toHaveCount(0);
  await expect(graham.paragraph('4.2', 1)).toBeInViewport();
  await page.getByRole('region', { name: 'Action point 4.2', exact: true }).getByRole('button', { name: '1 open suggestion, from Melton' }).press('Enter');
  await expect(card(page, code).getByRole('button').first()).toBeFocused();
  await act(card(page, code), 'Withdraw').press('Enter');
  await page.getByRole('dialog').getByRole('button', { name: 'Withdraw' }).press('Enter');
  await expect(card(page, code)).toHaveCount(0);
});

test('words that the draft did not take become a suggestion with one press', async ({ enter, network }) => {
  const [lubna, graham] = [await enter(CHAIR), await enter(MELTON, network)];
  await lubna.page.getByRole('link', { name: `Open the draft “${MEETING}”` }).click();
  await graham.opens(MEETING);
  network.cut();
  await graham.isTold(/^Offline/);
  await graham.typesAtTheEndOf(graham.paragraph('4.2', 1), ' Typed on the train.');
  await lubna.page.getByRole('button', { name: 'What to do with: Action point 4.2' }).click();
  await lubna.page.getByRole('menuitem', { name: 'Agreement and gavel' }).click();
  await lubna.page.getByRole('dialog').getByRole('button', { name: /^Gavel… Paragraph 1/ }).click();
  await lubna.page.getByRole('dialog').getByRole('button', { name: 'So agreed', exact: true }).click();
  await expect(lubna.page.getByRole('dialog')).toBeHidden();
  network.mend();
  await graham.page.evaluate(() => window.dispatchEvent(new Event('online')));
  const kept = graham.page.getByRole('complementary', { name: 'Words that were not taken' });
  await expect(kept).toContainText('Typed on the train.');
  await isAccessible(graham.page);
  await kept.getByRole('button', { name: 'Suggest this' }).click();
  await expect(kept).toHaveCount(0);
  await expect(graham.page.locator('.notices')).toContainText(/Your words are suggestion S4\/\d+ now\./);
  await graham.page.locator('.notices').getByRole('button', { name: /^Show S4/ }).click();
  const own = panel(graham.page).getByRole('article').filter({ hasText: 'Typed on the train.' });
  await expect(own).toContainText('The paragraph is agreed. It must be reopened before this is accepted.');
  await expect(own.getByRole('button').first()).toBeFocused();
  await graham.page.reload();
  await expect(graham.page.getByRole('main')).toContainText('Every two years');
  await expect(kept).toHaveCount(0);
});

test('the panel has no barriers in light and in dark, from left and from right, on every screen', async ({ enter }) => {
  const thabo = await enter(RAPPORTEUR);
  await thabo.opens(MEETING);
  await looksAt(thabo, '4.1');
  const { page } = thabo;
  for (const theme of ['light', 'dark']) {
    for (const direction of ['ltr', 'rtl']) {
      await page.evaluate(([theme, direction]) => Object.assign(document.documentElement, { dir: direction }) && (document.documentElement.dataset['theme'] = theme ?? ''), [theme, direction]);
      await isAccessible(page);
    }
  }
  for (const width of [1440, 820]) {
    await page.setViewportSize({ width, height: 900 });
    await expect(card(page, 'S4/1')).toBeVisible();
    await isAccessible(page);
    expect(await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight])).toEqual([width, 900]);
  }
});
