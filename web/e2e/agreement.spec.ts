import type { Locator, Page } from '@playwright/test';
import { opensAgreement, reads, region } from './agreeing';
import { expect, test } from './fixtures';
import type { Person } from './people';
import { isAccessible } from './register';

test.use({ given: 'the demonstration' });

const MEETING = "Mayors' Forum: measuring progress and acting together";
const CHAIR = 'Lubna Haddadin';
const RAPPORTEUR = 'Thabo Mokoena-Adams';
const SECRETARY = 'Ingrid Vossberg';
const DELEGATE = 'Graham McAllister';

/** A paragraph of an action point, from 1, for whoever may type there or not. */
const paragraph = (page: Page, number: string, ordinal: number): Locator =>
  region(page, number).locator('.text p').nth(ordinal - 1);

async function gavels(chair: Person, number: string, ordinal: number): Promise<Locator> {
  const overview = await opensAgreement(chair, number);
  await overview.getByRole('button', { name: `Gavel… Paragraph ${ordinal}` }).click();
  const dialog = chair.page.getByRole('dialog', { name: `Gavel: Action point ${number}, Paragraph ${ordinal}` });
  await expect(dialog).toBeVisible();
  return dialog;
}

test('a chair gavels a paragraph, and who was typing there cannot any more', async ({ enter }) => {
  const [lubna, graham] = [await enter(CHAIR), await enter(DELEGATE)];
  await reads(lubna, MEETING);
  await graham.opens(MEETING);
  await graham.typesAtTheEndOf(graham.paragraph('4.2', 1), ' Heard.');
  await graham.isSaved();
  await expect(paragraph(lubna.page, '4.2', 1)).toContainText('Heard.');
  // With a pointer the gavel is beside the paragraph; the keyboard has it in the menu of the action point.
  await paragraph(lubna.page, '4.2', 1).hover();
  await lubna.page.getByRole('button', { name: 'Gavel…', exact: true }).click();
  const dialog = lubna.page.getByRole('dialog', { name: 'Gavel: Action point 4.2, Paragraph 1' });
  await expect(dialog).toContainText('Heard.');
  await expect(dialog).toContainText('Any objection?');
  await isAccessible(lubna.page);
  await dialog.getByRole('button', { name: 'So agreed', exact: true }).click();
  await expect(lubna.page.getByText('So agreed.').first()).toBeVisible();
  await expect(graham.paragraph('4.2', 1).getByRole('img', { name: 'Agreed' })).toBeVisible();
  const words = await graham.paragraph('4.2', 1).textContent();
  await graham.typesAtTheEndOf(graham.paragraph('4.2', 1), 'x');
  await expect(graham.page.getByText('This text is locked: it is agreed, merged or withdrawn.').first()).toBeVisible();
  expect(await graham.paragraph('4.2', 1).textContent()).toBe(words);
  // The lock tells since when and through whom; what a delegate may not do is not offered.
  await graham.paragraph('4.2', 1).locator('.locked').click();
  const told = graham.page.getByRole('dialog', { name: 'How far it is agreed: Action point 4.2' });
  await expect(told).toContainText(/Agreed on .* Gavel: Lubna Haddadin/);
  await expect(told.getByRole('button', { name: /Gavel|Reopen|Propose|Correct/ })).toHaveCount(0);
});

test('words that change under the chair are shown, and asked about again', async ({ enter }) => {
  const [lubna, thabo] = [await enter(CHAIR), await enter(RAPPORTEUR)];
  await reads(lubna, MEETING);
  await thabo.opens(MEETING);
  const dialog = await gavels(lubna, '4.7', 2);
  await thabo.typesAtTheEndOf(thabo.paragraph('4.7', 2), ' Meanwhile.');
  await expect(dialog.getByRole('alert')).toContainText('These words were changed');
  await expect(dialog.locator('ins')).toContainText('Meanwhile.');
  await expect(dialog.getByRole('button', { name: 'So agreed', exact: true })).toHaveCount(0);
  await dialog.getByRole('button', { name: 'I have read the new words' }).click();
  await dialog.getByRole('button', { name: 'So agreed', exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(thabo.paragraph('4.7', 2).getByRole('img', { name: 'Agreed' })).toBeVisible();
});

test('a chair whose page has not heard of the change is told by the server', async ({ enter }) => {
  const [lubna, thabo] = [await enter(CHAIR), await enter(RAPPORTEUR)];
  let isHeld = false;
  await lubna.page.routeWebSocket(/\/live/, (socket) => {
    const server = socket.connectToServer();
    server.onMessage((message) => !isHeld && socket.send(message));
  });
  await reads(lubna, MEETING);
  await thabo.opens(MEETING);
  const dialog = await gavels(lubna, '4.4', 1);
  isHeld = true;
  await thabo.typesAtTheEndOf(thabo.paragraph('4.4', 1), ' Unheard.');
  await thabo.isSaved();
  await dialog.getByRole('button', { name: 'So agreed', exact: true }).click();
  await expect(dialog.getByRole('alert')).toContainText('These words were changed');
  await expect(dialog.locator('ins')).toContainText('Unheard.');
  await expect(thabo.paragraph('4.4', 1).getByRole('img', { name: 'Agreed' })).toHaveCount(0);
  await dialog.getByRole('button', { name: 'I have read the new words' }).click();
  await dialog.getByRole('button', { name: 'So agreed', exact: true }).click();
  await expect(thabo.paragraph('4.4', 1).getByRole('img', { name: 'Agreed' })).toBeVisible();
});

test('what stands in the way is told in words, with the way to it', async ({ enter }) => {
  const lubna = await enter(CHAIR);
  await reads(lubna, MEETING);
  const overview = await opensAgreement(lubna, '4.1');
  await expect(overview).toContainText('There are words in brackets, here or in the title.');
  await expect(overview.getByRole('button', { name: 'Gavel… Paragraph 1' })).toHaveCount(0);
  await isAccessible(lubna.page);
  await overview.getByRole('button', { name: 'Show the bracket' }).first().click();
  await expect(overview).toBeHidden();
  const selected = () => lubna.page.evaluate(() => getSelection()?.toString() ?? '');
  await expect.poll(selected).not.toBe('');
  expect(await paragraph(lubna.page, '4.1', 1).textContent()).toContain(`[${await selected()}]`);
});

test('a head confirms what was agreed ad referendum; another reserves, and it is open again', async ({ enter }) => {
  const [lubna, graham, kim] = [await enter(CHAIR), await enter(DELEGATE), await enter('Kim Seo-yun')];
  await reads(lubna, MEETING);
  await graham.opens(MEETING);
  await kim.opens(MEETING);
  for (const number of ['4.5', '4.6']) {
    const dialog = await gavels(lubna, number, 1);
    await dialog.getByRole('searchbox', { name: 'Find a delegation' }).fill('melt');
    await dialog.getByRole('checkbox', { name: 'Melton' }).check();
    await expect(dialog.getByLabel(/They may reserve until/)).toHaveValue(/T10:00$/);
    await dialog.getByRole('button', { name: 'So agreed ad referendum' }).click();
    await expect(dialog).toBeHidden();
  }
  const line = kim.page.getByRole('region', { name: 'Action point 4.5' }).getByRole('button', { name: /Awaiting 1 delegation until .*10:00/ });
  await expect(line).toBeVisible();
  // A delegation that is not awaited may still reserve, but has nothing to confirm.
  const seen = await opensAgreement(kim, '4.6');
  await expect(seen).toContainText('Awaiting Melton.');
  await expect(seen.getByRole('button', { name: /^Confirm/ })).toHaveCount(0);
  await seen.getByRole('button', { name: 'Close' }).click();

  const confirms = await opensAgreement(graham, '4.5');
  await confirms.getByRole('button', { name: 'Confirm for my delegation' }).click();
  await expect(confirms).toContainText(/Melton confirmed on .* \(Graham McAllister/);
  await confirms.getByRole('button', { name: 'Close' }).click();
  await expect(kim.paragraph('4.5', 1).getByRole('img', { name: 'Agreed', exact: true })).toBeVisible();

  const reserves = await opensAgreement(graham, '4.6');
  await reserves.getByRole('button', { name: /^Reserve/ }).click();
  const why = graham.page.getByRole('dialog', { name: 'Reserve for your delegation?' });
  await why.getByRole('button', { name: 'Reserve' }).click();
  await expect(why.getByRole('alert')).toHaveText('Give a reason first.');
  await isAccessible(graham.page);
  await why.getByRole('textbox', { name: 'Reason' }).fill('Our council has not met.');
  await why.getByRole('button', { name: 'Reserve' }).click();
  await expect(why).toBeHidden();
  await expect(kim.paragraph('4.6', 1).getByRole('img')).toHaveCount(0);
  await kim.typesAtTheEndOf(kim.paragraph('4.6', 1), ' Open again.');
  await kim.isSaved();
  await kim.page.getByRole('region', { name: 'Action point 4.6' }).getByRole('button', { name: '1 reservation' }).click();
  await expect(kim.page.getByRole('dialog')).toContainText('Our council has not met.');
});

test('the rapporteur proposes a correction, and the chair confirms it', async ({ enter }) => {
  const [lubna, thabo] = [await enter(CHAIR), await enter(RAPPORTEUR)];
  await reads(lubna, MEETING);
  await thabo.opens(MEETING);
  const gavel = await gavels(lubna, '4.7', 1);
  await gavel.getByRole('button', { name: 'So agreed', exact: true }).click();
  await expect(gavel).toBeHidden();
  const overview = await opensAgreement(thabo, '4.7');
  await overview.getByRole('button', { name: 'Correct an error… Paragraph 1' }).click();
  const dialog = thabo.page.getByRole('dialog', { name: 'Correct an error in agreed text' });
  const field = dialog.getByRole('textbox', { name: 'The whole paragraph as it should be' });
  await field.fill(`${await field.inputValue()} Corrected.`);
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('A word was left out.');
  await expect(dialog.locator('ins')).toContainText('Corrected.');
  await isAccessible(thabo.page);
  await dialog.getByRole('button', { name: 'Propose the correction' }).click();
  await expect(dialog).toBeHidden();
  const asked = await opensAgreement(lubna, '4.7');
  await expect(asked.locator('ins')).toContainText('Corrected.');
  await asked.getByRole('button', { name: /^Confirm the correction/ }).click();
  await expect(thabo.paragraph('4.7', 1)).toContainText('Corrected.');
  await expect(thabo.paragraph('4.7', 1).getByRole('img', { name: 'Agreed' })).toBeVisible();
});

test('what the chair suspends stops at once, and is on record', async ({ enter }) => {
  const [lubna, graham] = [await enter(CHAIR), await enter(DELEGATE)];
  await graham.opens(MEETING);
  await lubna.page.getByRole('link', { name: /^Session 4/ }).click();
  await expect(lubna.page.getByText('The session is meeting now.')).toBeVisible();
  const typing = lubna.page.getByRole('switch', { name: /Delegates and the screen operator type/ });
  await expect(typing).toBeChecked();
  await isAccessible(lubna.page);
  await lubna.page.getByRole('button', { name: 'Suspend the meeting' }).click();
  await graham.isTold('Read-only: the session is not meeting now');
  await expect(graham.page.getByRole('textbox')).toHaveCount(0);
  await lubna.page.getByRole('button', { name: 'Open the meeting' }).click();
  await graham.isTold('All changes saved');
  await typing.click();
  await expect(typing).not.toBeChecked();
  await graham.isTold('Read-only: the chair has not given members the floor to type');
  await typing.click();
  await graham.isTold('All changes saved');
  // A delegate sees the same page, without the means.
  await graham.page.goto(lubna.page.url());
  await expect(graham.page.getByText('The session is meeting now.')).toBeVisible();
  await expect(graham.page.getByRole('switch')).toHaveCount(0);
  await lubna.page.getByRole('button', { name: 'Suspend the meeting' }).click();
  await expect(graham.page.getByText('The session is suspended: it will meet again.')).toBeVisible();

  await lubna.page.getByRole('link', { name: 'Record of the session' }).click();
  await expect(lubna.page.getByRole('heading', { name: 'The meeting was suspended' }).first()).toBeVisible();
  await isAccessible(lubna.page);
  await lubna.page.getByRole('combobox', { name: 'What was done' }).selectOption({ label: 'A switch was turned' });
  await expect(lubna.page.getByRole('article')).toHaveCount(2);
  await expect(lubna.page.getByRole('article').first()).toContainText('On: Delegates and the screen operator type');
  const saved = lubna.page.waitForEvent('download');
  await lubna.page.getByRole('link', { name: 'Save as a table (CSV)' }).click();
  expect((await saved).suggestedFilename()).toBe('record.csv');
  await lubna.page.goto(`${new URL(lubna.page.url()).origin}/record`);
  await expect(lubna.page.getByRole('article').first()).toBeVisible();
});

test('a closed session is reopened by two: one of the chair and one of the secretariat', async ({ enter }) => {
  const [lubna, secretary, graham] = [await enter(CHAIR), await enter(SECRETARY), await enter(DELEGATE)];
  await reads(graham, MEETING);
  await lubna.page.getByRole('link', { name: /^Session 4/ }).click();
  await lubna.page.getByRole('button', { name: 'Close the session…' }).click();
  const asked = lubna.page.getByRole('dialog', { name: 'Close the session' });
  await expect(asked).toContainText('Only a chair and the secretariat together can reopen it.');
  await isAccessible(lubna.page);
  await asked.getByRole('button', { name: 'Close the session' }).click();
  await graham.isTold('Read-only: the session is closed');
  await lubna.page.getByRole('button', { name: 'Propose to reopen the session…' }).click();
  const why = lubna.page.getByRole('dialog', { name: 'Propose to reopen the session?' });
  await why.getByRole('textbox', { name: 'Reason' }).fill('A paragraph was overlooked.');
  await why.getByRole('button', { name: 'Propose' }).click();
  await expect(lubna.page.getByText('A paragraph was overlooked.')).toBeVisible();
  await expect(lubna.page.getByRole('button', { name: 'Confirm: reopen the session' })).toHaveCount(0);
  await secretary.page.goto(lubna.page.url());
  await expect(secretary.page.getByText('A paragraph was overlooked.')).toBeVisible();
  await secretary.page.getByRole('button', { name: 'Confirm: reopen the session' }).click();
  await expect(lubna.page.getByText('The session is suspended: it will meet again.')).toBeVisible();
  await graham.isTold('Read-only: the session is not meeting now');
});

test('the list can be cut down to what is still open', async ({ enter }) => {
  const mamadou = await enter('Mamadou Lamine Diagne');
  await reads(mamadou, 'Building blocks of a learning city');
  const list = mamadou.page.getByRole('navigation', { name: 'Action points' });
  await expect(list.getByRole('listitem')).toHaveCount(10);
  await list.getByRole('checkbox', { name: /Only what is still open 4 action points, 6 open paragraphs/ }).check();
  await expect(list.getByRole('listitem')).toHaveCount(4);
  await expect(list.getByRole('listitem').first()).toContainText('1 open paragraph');
  await isAccessible(mamadou.page);
  await list.getByRole('checkbox').uncheck();
  await expect(list.getByRole('listitem')).toHaveCount(10);
  // The session is suspended: the chair can reopen, but the gavel waits for the meeting.
  const dialog = await opensAgreement(mamadou, '2.4');
  await expect(dialog).toContainText('Awaiting Pune.');
  await expect(dialog.getByRole('button', { name: /^Reopen/ }).first()).toBeVisible();
  await expect(dialog.getByRole('button', { name: /^Gavel/ })).toHaveCount(0);
});
