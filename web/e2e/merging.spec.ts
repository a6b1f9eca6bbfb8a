import { opensAgreement, reads, region } from './agreeing';
import { expect, test } from './fixtures';
import { isAccessible } from './register';

test.use({ given: 'the demonstration' });

const MEETING = "Mayors' Forum: measuring progress and acting together";
const RAPPORTEUR = 'Thabo Mokoena-Adams';
const CHAIR = 'Lubna Haddadin';
/** The heads of the two delegations that 4.4 comes from. */
const [CORK, SOROCABA] = ["Fionnuala O'Connell-Daly", 'Vera Lúcia Pacheco'];

test('an action point becomes part of another when the delegations it comes from consent', async ({ enter }) => {
  const [thabo, cork, sorocaba] = [await enter(RAPPORTEUR), await enter(CORK), await enter(SOROCABA)];
  for (const person of [thabo, cork, sorocaba]) await reads(person, MEETING);
  const overview = await opensAgreement(thabo, '4.4');
  await overview.getByRole('button', { name: 'Make it part of another action point…' }).click();
  const dialog = thabo.page.getByRole('dialog', { name: 'Make Action point 4.4 part of another?' });
  await isAccessible(thabo.page);
  await dialog.getByLabel('It becomes part of').selectOption({ label: 'Action point 4.6: Honour cities that move forward' });
  await dialog.getByRole('button', { name: 'Merge' }).click();
  await expect(dialog.getByText('Give a reason first.')).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('A festival honours them.');
  await dialog.getByRole('button', { name: 'Merge' }).click();
  await expect(dialog).toBeHidden();
  await expect(region(thabo.page, '4.4').getByRole('button', { name: /Merger proposed/ })).toBeVisible();

  // Who is asked sees it without asking, and answers.
  await region(cork.page, '4.4').getByRole('button', { name: /Merger proposed/ }).click();
  const asked = cork.page.getByRole('dialog', { name: 'How far it is agreed: Action point 4.4' });
  await expect(asked).toContainText('proposes to make it part of Action point 4.6');
  await expect(asked).toContainText('A festival honours them.');
  await isAccessible(cork.page);
  await asked.getByRole('button', { name: 'Consent to the merger' }).click();
  await expect(asked.getByText('Cork consented.')).toBeVisible();
  await expect(asked.getByRole('button', { name: 'Consent to the merger' })).toHaveCount(0);

  const last = await opensAgreement(sorocaba, '4.4');
  await last.getByRole('button', { name: 'Consent to the merger' }).click();
  await expect(last).toContainText('This action point is part of Action point 4.6. Its text is kept, read-only.');
  await expect(region(thabo.page, '4.4')).toContainText('Merged');
  const merged = region(thabo.page, '4.4').locator('.text p').first();
  const words = await merged.textContent();
  await merged.click();
  await thabo.page.keyboard.type('x');
  await expect(thabo.page.getByText('This text is locked: it is agreed, merged or withdrawn.').first()).toBeVisible();
  expect(await merged.textContent()).toBe(words);
});

test('a head of delegation declines a merger, and an action point is withdrawn and taken up again', async ({ enter }) => {
  const [lubna, nadia] = [await enter(CHAIR), await enter('Nadia Fouad Mansour')];
  await reads(lubna, MEETING);
  await reads(nadia, MEETING);
  const overview = await opensAgreement(lubna, '4.7');
  await overview.getByRole('button', { name: 'Make it part of another action point…' }).click();
  const dialog = lubna.page.getByRole('dialog', { name: 'Make Action point 4.7 part of another?' });
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('They say the same.');
  await dialog.getByRole('button', { name: 'Merge' }).click();
  await region(nadia.page, '4.7').getByRole('button', { name: /Merger proposed/ }).click();
  const asked = nadia.page.getByRole('dialog', { name: 'How far it is agreed: Action point 4.7' });
  await asked.getByRole('button', { name: 'Decline the merger…' }).click();
  const why = nadia.page.getByRole('dialog', { name: 'Do not merge these action points?' });
  await why.getByRole('textbox', { name: 'Reason' }).fill('Ours says more.');
  await why.getByRole('button', { name: 'Do not merge' }).click();
  await expect(region(lubna.page, '4.7').getByRole('button', { name: /Merger proposed/ })).toHaveCount(0);

  const again = await opensAgreement(lubna, '4.7');
  await again.getByRole('button', { name: 'Withdraw the action point…' }).click();
  const withdrawal = lubna.page.getByRole('dialog', { name: 'Withdraw the action point?' });
  await withdrawal.getByRole('textbox', { name: 'Reason' }).fill('Not this year.');
  await withdrawal.getByRole('button', { name: 'Withdraw' }).click();
  await expect(region(nadia.page, '4.7')).toContainText('Withdrawn');
  const restoring = await opensAgreement(lubna, '4.7');
  await restoring.getByRole('button', { name: 'Take the action point up again' }).click();
  await expect(region(nadia.page, '4.7')).not.toContainText('Withdrawn');
});
