import { readFile } from 'node:fs/promises';
import { Clipboard } from './clipboard';
import { expect, test } from './fixtures';
import type { Person } from './people';

const TITLE = "Mayors' Forum: measuring progress and acting together";

const saved = (name: string) =>
  readFile(new URL(`../src/lib/editor/paste/fixtures/${name}.html`, import.meta.url), 'utf8');

/** Somebody opens a draft and stands in the first paragraph of a new action point. */
async function begins(person: Person): Promise<string> {
  await person.opens(TITLE);
  await person.page.getByRole('button', { name: 'Add an action point' }).click();
  await expect(person.page.getByRole('textbox').last()).toBeFocused();
  const label = (await person.page.getByRole('textbox').last().getAttribute('aria-label')) ?? '';
  await person.page.keyboard.type('Pasted');
  await person.page.keyboard.press('ArrowDown');
  return label.replace('Action point ', '');
}

async function markersOf(person: Person, number: string): Promise<string[]> {
  const paragraphs = await person.editor(number).locator('p').all();
  return Promise.all(
    paragraphs.map(async (paragraph) => `${await paragraph.getAttribute('data-marker')} ${await paragraph.textContent()}`),
  );
}

test('a list from Word arrives with its levels, for everybody', async ({ enter }) => {
  const kim = await enter('Kim Seo-yun');
  const xu = await enter('Xu Peilin');
  const clipboard = await Clipboard.of(kim);
  const number = await begins(kim);
  await xu.opens(TITLE);
  await clipboard.holds({ html: await saved('word-mac'), text: 'not read' });
  await kim.page.keyboard.press('Control+v');

  await expect(kim.editor(number).locator('p')).toHaveCount(8);
  await kim.isSaved();
  for (const person of [kim, xu]) {
    await expect(person.editor(number).locator('p')).toHaveCount(8);
    expect(await markersOf(person, number)).toEqual([
      '1. First',
      '(a) the eighth letter',
      '(b) the ninth letter',
      '(i) roman one',
      '(ii) roman two',
      '• a bullet',
      '• a bullet within',
      ' 城市应当每年公布数据。',
    ]);
  }

  await kim.page.keyboard.press('Control+z');
  await expect(xu.editor(number).locator('p')).toHaveText(['']);
});

test('a paragraph goes into the words while somebody else types in them', async ({ enter }) => {
  const kim = await enter('Kim Seo-yun');
  const xu = await enter('Xu Peilin');
  const clipboard = await Clipboard.of(kim);
  const number = await begins(kim);
  await kim.page.keyboard.type('Cities meet.');
  await xu.opens(TITLE);
  await expect(xu.paragraph(number, 1)).toHaveText('Cities meet.');
  await clipboard.holds({ html: '<p>, <b>all</b> of them,</p>', text: '' });
  for (let step = 0; step < ' meet.'.length; step += 1) await kim.page.keyboard.press('ArrowLeft');
  await Promise.all([
    kim.page.keyboard.press('Control+v'),
    xu.typesAtTheEndOf(xu.paragraph(number, 1), ' Every year.'),
  ]);
  for (const person of [kim, xu]) {
    await expect(person.paragraph(number, 1)).toHaveText('Cities, all of them, meet. Every year.');
    await expect(person.paragraph(number, 1).locator('strong')).toHaveText('all');
    await person.isSaved();
  }
});

test('Ctrl+Shift+V takes the words and leaves their look', async ({ enter }) => {
  const kim = await enter('Kim Seo-yun');
  const clipboard = await Clipboard.of(kim);
  const number = await begins(kim);
  await clipboard.holds({ html: '<h1>One <b>word</b></h1>', text: 'One word' });
  await kim.page.keyboard.press('Control+Shift+v');
  await expect(kim.paragraph(number, 1)).toHaveText('One word');
  await expect(kim.paragraph(number, 1).locator('strong')).toHaveCount(0);
});

test('a text too long to be taken is refused with a sentence, and nothing is lost', async ({ enter }) => {
  const kim = await enter('Kim Seo-yun');
  const clipboard = await Clipboard.of(kim);
  const number = await begins(kim);
  await kim.page.keyboard.type('Here.');
  await clipboard.holds({ text: 'All cities learn. '.repeat(70_000) });
  await kim.page.keyboard.press('Control+v');
  await expect(kim.page.locator('p[role=status]')).toContainText('too long to be taken at once');
  await expect(kim.paragraph(number, 1)).toHaveText('Here.');
  await kim.isSaved();

  await clipboard.holds({ html: '<img src="x.png">', text: '' });
  await kim.page.keyboard.press('Control+v');
  await expect(kim.page.locator('p[role=status]')).toContainText('no words in what you pasted');
});

test('a long text that can be taken arrives whole', async ({ enter }) => {
  const kim = await enter('Kim Seo-yun');
  const clipboard = await Clipboard.of(kim);
  const number = await begins(kim);
  await clipboard.holds({ text: 'All cities learn, day by day.\n'.repeat(1_500) });
  await kim.page.keyboard.press('Control+v');
  await expect(kim.editor(number).locator('p')).toHaveCount(1_500);
  await kim.isSaved();
});

test('text that is dropped is cleaned like text that is pasted', async ({ enter }) => {
  const kim = await enter('Kim Seo-yun');
  const number = await begins(kim);
  await kim.page.keyboard.type('Cities ');
  const place = await kim.paragraph(number, 1).evaluate((element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    const { right, top, height } = range.getBoundingClientRect();
    return { clientX: right, clientY: top + height / 2 };
  });
  const dropped = await kim.page.evaluateHandle(() => {
    const data = new DataTransfer();
    data.setData('text/html', '<p class=MsoNormal>learn<del>ed</del><script>1</script><o:p></o:p></p>');
    data.setData('text/plain', 'learned');
    return data;
  });
  await kim.editor(number).dispatchEvent('drop', { dataTransfer: dropped, ...place });
  await expect(kim.paragraph(number, 1)).toHaveText('Cities learn');
});
