import { expect, test } from './fixtures';

const TITLE = 'Strategies for building a learning city';

test('Chinese composed with an input method stays whole while somebody else types beside it', async ({ enter }) => {
  const xu = await enter('Xu Peilin');
  const kim = await enter('Kim Seo-yun');
  await Promise.all([xu.opens(TITLE), kim.opens(TITLE)]);
  const paragraph = xu.paragraph('3.3', 1);
  const input = await xu.context.newCDPSession(xu.page);
  const compose = (text: string) =>
    input.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });

  await xu.typesAtTheEndOf(paragraph, ' [');
  await compose('n');
  await compose('ni');
  await kim.typesAtTheStartOf(kim.paragraph('3.3', 1), 'Then ');
  await expect(paragraph).toContainText('Then ');
  await compose('nihao');
  await input.send('Input.insertText', { text: '你好' });
  await xu.page.keyboard.type(']');

  for (const person of [xu, kim]) {
    await expect(person.paragraph('3.3', 1)).toHaveText(/^Then .* \[你好\]$/);
    await person.isSaved();
  }
  await expect(paragraph.locator('.bracket').last()).toHaveText(']');
});

test('a paragraph typed in Arabic runs from the right, its neighbours from the left', async ({ enter }) => {
  const { page } = await enter('Kim Seo-yun');
  await page.goto('/conference?lang=ar');
  await page.getByRole('link', { name: /استراتيجيات/ }).click();
  await page.getByRole('button', { name: 'أضف نقطة عمل' }).click();
  await page.keyboard.type('مدن تتعلّم');
  await page.keyboard.press('Enter');
  await page.keyboard.type('ينبغي [يجب] أن تنشر المدن بياناتها');

  const point = page.getByRole('textbox', { name: 'نقطة العمل 3.11', exact: true });
  const written = point.locator('p').first();
  await expect(written).toHaveText('ينبغي [يجب] أن تنشر المدن بياناتها');
  await expect(written).toHaveCSS('direction', 'rtl');
  await expect(written.locator('.bracket')).toHaveCount(2);
  await expect(page.getByRole('textbox').first().locator('p').first()).toHaveCSS('direction', 'ltr');
});
