import { expect, test } from './fixtures';

const TITLE = 'Building blocks of a learning city';

test('without a network two tabs show each other what is typed, and all of it arrives once', async ({ enter, network }) => {
  const kim = await enter('Kim Seo-yun', network);
  await kim.opens(TITLE);
  const other = await kim.anotherTab();
  await other.isSaved();
  network.cut();
  await kim.isTold(/^Offline/);
  await other.isTold(/^Offline/);

  await kim.typesAtTheEndOf(kim.paragraph('2.8', 1), ' From the one.');
  await expect(other.paragraph('2.8', 1)).toContainText('From the one.');
  await other.typesAtTheEndOf(other.paragraph('2.8', 1), ' From the other.');
  await expect(kim.paragraph('2.8', 1)).toContainText('From the one. From the other.');
  await kim.isTold(/^Offline. \d+ changes kept on this device$/);
  await expect(other.saving).toHaveText(await kim.saving.innerText());

  // What another tab typed is not for this one to take back.
  await other.page.keyboard.press('Control+z');
  await expect(kim.paragraph('2.8', 1)).not.toContainText('From the other.');
  await expect(kim.paragraph('2.8', 1)).toContainText('From the one.');
  await other.page.keyboard.press('Control+y');
  await expect(kim.paragraph('2.8', 1)).toContainText('From the one. From the other.');

  network.mend();
  await Promise.all([kim.isSaved(), other.isSaved()]);
  const xu = await enter('Xu Peilin');
  await xu.opens(TITLE);
  await expect(xu.paragraph('2.8', 1)).toContainText('From the one. From the other.');
  expect(((await xu.paragraph('2.8', 1).textContent()) ?? '').match(/From the/g)).toHaveLength(2);
});

test('a tab that is closed without a network leaves its words and their count to the other', async ({ enter, network }) => {
  const kim = await enter('Kim Seo-yun', network);
  await kim.opens(TITLE);
  const other = await kim.anotherTab();
  await other.isSaved();
  network.cut();
  await other.isTold(/^Offline/);
  await kim.isTold(/^Offline/);
  await kim.typesAtTheEndOf(kim.paragraph('2.1', 1), ' Left behind.');
  await expect(other.paragraph('2.1', 1)).toContainText('Left behind.');
  const told = await kim.saving.innerText();
  await kim.page.close();
  await other.isTold(told);

  await other.page.getByRole('button', { name: 'You: Kim Seo-yun' }).click();
  const asked = other.page.waitForEvent('dialog');
  void other.page.getByRole('button', { name: 'Leave' }).click();
  const dialog = await asked;
  expect(dialog.message()).toContain(/\d+ changes?/.exec(told)?.[0].replace(/s$/, ''));
  await dialog.dismiss();

  network.mend();
  await other.isSaved();
  const xu = await enter('Xu Peilin');
  await xu.opens(TITLE);
  await expect(xu.paragraph('2.1', 1)).toContainText('Left behind.');
});

test('a tab that opens beside one with unsaved words shows them, and counts them once', async ({ enter, network }) => {
  const kim = await enter('Kim Seo-yun', network);
  await kim.opens(TITLE);
  await kim.hasShell();
  network.cut();
  await kim.isTold(/^Offline/);
  await kim.typesAtTheEndOf(kim.paragraph('2.2', 1), ' Seen in both.');
  const told = await kim.saving.innerText();
  const other = await kim.anotherTab();
  await expect(other.paragraph('2.2', 1)).toContainText('Seen in both.');
  await other.isTold(told);
  await kim.isTold(told);
  network.mend();
  await Promise.all([kim.isSaved(), other.isSaved()]);
});
