import { expect, test } from './fixtures';

const TITLE = 'Building blocks of a learning city';

test('two people type in one paragraph at once, and both see both', async ({ enter }) => {
  const kim = await enter('Kim Seo-yun');
  const xu = await enter('Xu Peilin');
  await Promise.all([kim.opens(TITLE), xu.opens(TITLE)]);

  await Promise.all([
    kim.typesAtTheStartOf(kim.paragraph('2.6', 2), 'In every city, '),
    xu.typesAtTheEndOf(xu.paragraph('2.6', 2), ' This begins now.'),
  ]);

  for (const person of [kim, xu]) {
    await expect(person.paragraph('2.6', 2)).toContainText('In every city, Data that learners leave');
    await expect(person.paragraph('2.6', 2)).toContainText('This begins now.');
    await person.isSaved();
  }
  const [hers, his] = [kim, xu].map((person) => person.editor('2.6').locator('p').allTextContents());
  expect(await hers).toEqual(await his);
});

test('each sees where the other is', async ({ enter }) => {
  const kim = await enter('Kim Seo-yun');
  const xu = await enter('Xu Peilin');
  await Promise.all([kim.opens(TITLE), xu.opens(TITLE)]);
  await expect(kim.page.getByRole('group', { name: 'People in this draft' })).toContainText('Shanghai');

  await xu.paragraph('2.7', 1).click();
  await expect(kim.page.getByRole('img', { name: 'Here: Xu Peilin, Shanghai' })).toBeVisible();
  await kim.paragraph('2.7', 3).click();
  await expect(kim.paragraph('2.7', 1).locator('.caret')).toHaveAttribute('data-name', 'Shanghai');
  await expect(kim.editor('2.7').locator('.caret')).toHaveCount(1);

  await xu.page.close();
  await expect(kim.editor('2.7').locator('.caret')).toHaveCount(0);
});

test('the list counts brackets as they are typed, and undo takes back only one’s own', async ({ enter }) => {
  const kim = await enter('Kim Seo-yun');
  await kim.opens(TITLE);
  const entry = kim.page.getByRole('link', { name: /2\.9/ });
  const before = Number(/(\d+) open bracket/.exec(await entry.innerText())?.[1]);

  const paragraph = kim.paragraph('2.9', 1);
  const words = (await paragraph.textContent()) ?? '';
  await kim.typesAtTheStartOf(paragraph, '[first]');
  await expect(entry).toContainText(`${before + 1} open bracket`);
  await expect(paragraph.locator('.bracket').first()).toHaveText('[');
  await kim.page.keyboard.press('Control+z');
  await expect(paragraph).toHaveText(words);
  await expect(entry).toContainText(`${before} open bracket`);
});

test('a paragraph that is split keeps its marker in order, and a new point its number', async ({ enter }) => {
  const kim = await enter('Kim Seo-yun');
  await kim.opens('Mayors\' Forum: measuring progress and acting together');
  await kim.page.getByRole('button', { name: 'Add an action point' }).click();
  await kim.page.keyboard.type('Meet again');
  await kim.page.keyboard.press('Enter');
  await kim.page.keyboard.type('Cities meet every year.');
  await kim.page.keyboard.press('Enter');
  await kim.page.keyboard.type('Mayors come in person.');

  const editor = kim.editor('4.8');
  await expect(editor.getByRole('heading')).toHaveText('Meet again');
  await expect(editor.locator('p')).toHaveText(['Cities meet every year.', 'Mayors come in person.', '']);
  await expect(editor.locator('p').nth(1)).toHaveAttribute('data-marker', '2.');
  await expect(kim.page.getByRole('link', { name: '4.8 Meet again Drafting' })).toBeVisible();
  await kim.isSaved();
});

test('bold, italic and links by key', async ({ enter }) => {
  const kim = await enter('Kim Seo-yun');
  await kim.opens(TITLE);
  const paragraph = kim.paragraph('2.2', 2);
  await kim.typesAtTheEndOf(paragraph, ' ');
  await kim.page.keyboard.press('Control+b');
  await kim.page.keyboard.type('strongly');
  await kim.page.keyboard.press('Control+b');
  await kim.page.keyboard.press('Control+i');
  await kim.page.keyboard.type('softly');
  await expect(paragraph.locator('strong')).toHaveText('strongly');
  await expect(paragraph.locator('em')).toHaveText('softly');

  await paragraph.locator('strong').dblclick();
  await expect(kim.page.getByRole('button', { name: 'Bold' })).toHaveAttribute('aria-pressed', 'true');
  await kim.page.keyboard.press('Control+k');
  await kim.page.getByRole('textbox', { name: 'Address' }).fill('example.org/cities');
  await kim.page.getByRole('button', { name: 'Set the link' }).click();
  await expect(paragraph.locator('a')).toHaveAttribute('href', 'https://example.org/cities');
  await kim.isSaved();
});
