import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './fixtures';

test.use({ given: 'the demonstration' });

const NEGOTIATED = 'Building blocks of a learning city';
const DRAFTED = "Mayors' Forum: measuring progress and acting together";

/** The draft whose words nobody but the rapporteur changes has no text boxes for others. */
const groups = { name: /^Action point 2\.6$/ };

test('in a reading the rapporteur types and members read, and each is told why', async ({ enter }) => {
  const [kim, xu] = [await enter('Kim Seo-yun'), await enter('Xu Peilin')];
  await kim.opens(NEGOTIATED);
  await xu.page.getByRole('link', { name: `Open the draft “${NEGOTIATED}”` }).click();
  await xu.isTold('Read-only: in this reading the rapporteur types');
  await expect(xu.page.getByRole('textbox')).toHaveCount(0);
  await kim.typesAtTheEndOf(kim.paragraph('2.6', 2), ' And so on.');
  await expect(xu.page.getByRole('group', groups)).toContainText('And so on.');
});

test('agreed text stays under whatever is typed, and one is told who can reopen it', async ({ enter }) => {
  const kim = await enter('Kim Seo-yun');
  await kim.opens(NEGOTIATED);
  const agreed = kim.paragraph('2.6', 1);
  const words = await agreed.textContent();
  await kim.typesAtTheEndOf(agreed, 'x');
  await expect(kim.page.getByText('This text is locked: it is agreed, merged or withdrawn.').first()).toBeVisible();
  await kim.page.keyboard.press('Backspace');
  await kim.page.keyboard.press('Enter');
  expect(await agreed.textContent()).toBe(words);
  // Its neighbour is free.
  await kim.typesAtTheEndOf(kim.paragraph('2.6', 2), ' Free.');
  await kim.isSaved();
  await kim.page.reload();
  await expect(kim.paragraph('2.6', 2)).toContainText('Free.');
  expect(await kim.paragraph('2.6', 1).textContent()).toBe(words);
});

test('members type while the chair lets them, and stop at once when not', async ({ enter, server }) => {
  const [mokoena, graham] = [await enter('Thabo Mokoena-Adams'), await enter('Graham McAllister')];
  await mokoena.opens(DRAFTED);
  await graham.opens(DRAFTED);
  await graham.typesAtTheEndOf(graham.paragraph('4.1', 1), ' From the floor.');
  await graham.isSaved();
  await expect(mokoena.paragraph('4.1', 1)).toContainText('From the floor.');
  // Moving and removing is the rapporteur's and the chair's.
  await graham.page.getByRole('button', { name: 'What to do with: Action point 4.1' }).click();
  await expect(graham.page.getByRole('menuitem', { name: /Move down/ })).toBeDisabled();
  await graham.page.keyboard.press('Escape');
  await server.sql("delete from session_switch where switch = 'typing'; update draft_head set rules = rules + 1;");
  // The room hears of it with the next change that is to be committed.
  await mokoena.typesAtTheEndOf(mokoena.paragraph('4.1', 1), ' Order, please.');
  await graham.isTold('Read-only: the chair has not given members the floor to type');
  await expect(graham.page.getByRole('textbox')).toHaveCount(0);
});

test('who has no role that reads is told so, not shown a blank page', async ({ enter }) => {
  const [lubna, technician] = [await enter('Lubna Haddadin'), await enter('Jonas Lindqvist-Aho')];
  const address = lubna.page.getByRole('link', { name: `Open the draft “${DRAFTED}”` });
  await expect(technician.page.getByText('No draft that you may read.').first()).toBeVisible();
  await technician.page.goto((await address.getAttribute('href')) ?? '');
  await expect(technician.page.getByText(/You may not open this draft|Your role in this session does not allow it/).first()).toBeVisible();
});

test('the menu says why something cannot be done, and agreed text stays where it is', async ({ enter }) => {
  const kim = await enter('Kim Seo-yun');
  await kim.opens(NEGOTIATED);
  const point = kim.page.getByRole('region', { name: 'Action point 2.1', exact: true });
  await point.getByRole('button', { name: /^What to do with/ }).click();
  const item = (name: string) => kim.page.getByRole('menuitem', { name });
  await expect(item('Remove')).toHaveAttribute('aria-disabled', 'true');
  await expect(item('Remove')).toHaveAccessibleDescription(/agreed text/);
  await expect(item('Merge with the one before')).toHaveAttribute('aria-disabled', 'true');
  await expect(item('Split here')).toHaveAccessibleDescription(/First put the cursor/);
  const { violations } = await new AxeBuilder({ page: kim.page }).analyze();
  expect(violations).toEqual([]);
  await item('Remove').click({ force: true });
  await expect(kim.editor('2.1').locator('.title')).not.toHaveText('');
  await kim.page.keyboard.press('End');
  await expect(item('Remove')).toBeFocused();
  await kim.page.keyboard.press('ArrowDown');
  await expect(item('Copy the link to Action point 2.1')).toBeFocused();
  await kim.page.keyboard.press('Escape');
  await expect(point.getByRole('button', { name: /^What to do with/ })).toBeFocused();
});

test('the wall shows what is agreed', async ({ enter }) => {
  const kim = await enter('Kim Seo-yun');
  await kim.opens(NEGOTIATED);
  await kim.page.goto(`${new URL(kim.page.url()).pathname}/hall`);
  await kim.page.getByRole('combobox', { name: 'Action point', exact: true }).selectOption({ index: 4 });
  await expect(kim.page.getByRole('img', { name: 'Agreed' }).first()).toBeVisible();
  await expect(kim.page.locator('[contenteditable=true]')).toHaveCount(0);
});
