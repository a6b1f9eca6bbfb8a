import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page, WebSocketRoute } from '@playwright/test';
import { expect, test } from './fixtures';
import type { Person } from './people';

const TITLE = 'Building blocks of a learning city';

/** The section of a point by the number it has now. */
const point = ({ page }: Person, number: string): Locator =>
  page.getByRole('region', { name: `Action point ${number}`, exact: true });
const grip = (person: Person, number: string): Locator =>
  point(person, number).getByRole('button', { name: `Move: Action point ${number}` });
const titleOf = (person: Person, number: string): Locator => person.editor(number).locator('.title');

async function choose(person: Person, number: string, act: string): Promise<void> {
  await point(person, number).getByRole('button', { name: `What to do with: Action point ${number}` }).click();
  await person.page.getByRole('menuitem', { name: act }).click();
}

/** Adds an action point at the end, and says its number. The tests share a server: each works on points of its own. */
async function adds({ page }: Person, title: string, ...paragraphs: string[]): Promise<string> {
  const before = await page.getByRole('region', { name: /^Action point/ }).count();
  await page.getByRole('button', { name: 'Add an action point', exact: true }).click();
  await page.keyboard.type(title);
  for (const [at, words] of paragraphs.entries()) {
    if (at === 0) await page.keyboard.press('ArrowDown');
    else await page.keyboard.press('Enter');
    await page.keyboard.type(words);
  }
  return `2.${before + 1}`;
}

/** The number that comes so many after this one. */
const later = (number: string, by = 1): string => `2.${Number(number.slice(2)) + by}`;

/** All action points as the page shows them: each title and its paragraphs. */
function shown(page: Page): Promise<string[][]> {
  return page
    .locator('.entries .text')
    .evaluateAll((texts) => texts.map((text) => [...text.querySelectorAll('.title, p')].map((block) => block.textContent ?? '')));
}

/** A network that can be taken away from a page and given back, while the page stays open. Before a draft is opened. */
async function networkOf({ page }: Person): Promise<{ goes: () => Promise<void>; comesBack: () => Promise<void> }> {
  let isThere = true;
  const open = new Set<WebSocketRoute>();
  await page.routeWebSocket('**/live', (socket) => {
    if (!isThere) return void socket.close({ code: 1012 });
    open.add(socket);
    socket.connectToServer();
  });
  return {
    goes: async () => {
      isThere = false;
      await Promise.all([...open].map((socket) => socket.close({ code: 1012 })));
      open.clear();
    },
    comesBack: async () => {
      isThere = true;
      await page.evaluate(() => window.dispatchEvent(new Event('online')));
    },
  };
}

async function bothIn(enter: (name: string) => Promise<Person>): Promise<[Person, Person]> {
  const kim = await enter('Kim Seo-yun');
  const xu = await enter('Xu Peilin');
  await Promise.all([kim.opens(TITLE), xu.opens(TITLE)]);
  return [kim, xu];
}

test('a point is moved by keyboard while somebody composes Chinese in it', async ({ enter }) => {
  const [kim, xu] = await bothIn(enter);
  const title = ((await titleOf(xu, '2.6').textContent()) ?? '').trim();
  await xu.typesAtTheEndOf(xu.paragraph('2.6', 2), ' ');
  const editor = xu.page.locator('.text:focus');
  const input = await xu.context.newCDPSession(xu.page);
  const compose = (text: string) =>
    input.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
  await compose('ni');
  const top = () => editor.evaluate((text) => Math.round(text.getBoundingClientRect().top));
  const before = await top();

  await grip(kim, '2.6').focus();
  await kim.page.keyboard.press('ArrowUp');
  await expect(grip(kim, '2.5')).toBeFocused();
  await expect(kim.page.getByText(`“${title}” is now 2.5.`)).toBeAttached();
  await kim.page.keyboard.press('ArrowUp');
  await expect(grip(kim, '2.4')).toBeFocused();
  await expect(titleOf(xu, '2.4')).toHaveText(title);
  await compose('nihao');
  await kim.page.keyboard.press('ArrowDown');
  await kim.page.keyboard.press('ArrowDown');
  await kim.page.keyboard.press('ArrowDown');
  await expect(titleOf(xu, '2.7')).toHaveText(title);
  await input.send('Input.insertText', { text: '你好' });
  await xu.page.keyboard.type(' 世界');

  expect(Math.abs((await top()) - before)).toBeLessThanOrEqual(2);
  await expect(xu.editor('2.7')).toBeFocused();
  for (const person of [kim, xu]) {
    await expect(person.paragraph('2.7', 2)).toHaveText(/ 你好 世界$/);
    await person.isSaved();
  }
  await kim.page.keyboard.press('ArrowUp');
  await expect(titleOf(xu, '2.6')).toHaveText(title);
});

test('a point is dragged by its grip, and Escape lets go of it', async ({ enter }) => {
  const [kim, xu] = await bothIn(enter);
  const title = (await titleOf(kim, '2.2').textContent()) ?? '';
  await point(kim, '2.2').scrollIntoViewIfNeeded();
  await grip(kim, '2.2').hover();
  await kim.page.mouse.down();
  const { y, height } = (await point(kim, '2.3').boundingBox()) ?? { y: 0, height: 0 };
  await kim.page.mouse.move(600, y + height * 0.8, { steps: 5 });
  await expect(kim.page.locator('.drop-line')).toBeVisible();
  await kim.page.keyboard.press('Escape');
  await expect(kim.page.locator('.drop-line')).toHaveCount(0);
  await kim.page.mouse.up();
  await expect(titleOf(kim, '2.2')).toHaveText(title);

  await xu.typesAtTheEndOf(xu.paragraph('2.2', 1), ' Typed before.');
  await point(kim, '2.2').scrollIntoViewIfNeeded();
  await grip(kim, '2.2').hover();
  await kim.page.mouse.down();
  const below = (await point(kim, '2.3').boundingBox()) ?? { y: 0, height: 0 };
  await kim.page.mouse.move(600, below.y + below.height * 0.8, { steps: 5 });
  await kim.page.mouse.up();
  await expect(titleOf(xu, '2.3')).toHaveText(title);
  await xu.page.keyboard.type(' And after.');
  await expect(kim.paragraph('2.3', 1)).toHaveText(/Typed before. And after.$/);

  // Dragging to the edge scrolls.
  await grip(kim, '2.3').hover();
  await kim.page.mouse.down();
  const desk = (await kim.page.getByRole('main').boundingBox()) ?? { y: 0, height: 0 };
  await kim.page.mouse.move(600, desk.y + desk.height - 6, { steps: 5 });
  await expect.poll(() => kim.page.getByRole('main').evaluate(({ scrollHeight, scrollTop, clientHeight }) =>
    scrollHeight - scrollTop - clientHeight)).toBeLessThan(2);
  await kim.page.mouse.up();
  await expect(kim.page.locator('.entries > :last-child .title')).toHaveText(title);
  await kim.isSaved();
  await kim.page.keyboard.press('Tab');
  await kim.page.getByRole('button', { name: /^Undo/ }).click();
  await expect(titleOf(xu, '2.3')).toHaveText(title);
  await kim.page.getByRole('button', { name: /^Undo/ }).click();
  await expect(titleOf(xu, '2.2')).toHaveText(title);
});

test('who types in a point that somebody removes is told, and brings it back with all words', async ({ enter }) => {
  const [kim, xu] = await bothIn(enter);
  const title = `To be removed ${Date.now()}`;
  const number = await adds(kim, title, 'Cities publish.');
  const other = await adds(kim, 'After it', 'They do.');
  await xu.typesAtTheEndOf(xu.paragraph(number, 1), ' Typed by Xu');
  await expect(kim.paragraph(number, 1)).toHaveText('Cities publish. Typed by Xu');
  const removed = kim.page.getByRole('button', { name: /^\d+ removed action points?$/ });
  await expect(removed).toHaveCount(0);
  await choose(kim, number, 'Remove');
  await expect(kim.page.getByText(`Action point ${number} was removed. Its words are kept.`)).toBeVisible();

  const told = xu.page.getByRole('group', { name: 'Notices about the outline' });
  await expect(told).toContainText(`Action point ${number} was removed while you were in it. Its words are kept.`);
  await expect(told).toBeFocused();
  // What one goes on typing goes nowhere, and presses nothing.
  await xu.page.keyboard.type(' a b');
  await expect(told).toBeVisible();
  await expect(xu.editor(number).locator('p')).toHaveText(['They do.']);
  await kim.page.getByRole('button', { name: 'Leave it removed' }).click();

  await removed.click();
  const dialog = kim.page.getByRole('dialog', { name: 'Removed action points' });
  await expect(dialog.getByRole('listitem')).toContainText([title]);
  await expect(dialog.getByRole('listitem')).toContainText(['Cities publish. Typed by Xu']);
  const { violations } = await new AxeBuilder({ page: kim.page }).analyze();
  expect(violations).toEqual([]);
  await kim.page.keyboard.press('Escape');
  await expect(removed).toBeFocused();

  await told.getByRole('button', { name: 'Bring it back' }).click();
  for (const person of [kim, xu]) {
    await expect(titleOf(person, number)).toHaveText(title);
    await expect(titleOf(person, other)).toHaveText('After it');
    await expect(person.paragraph(number, 1)).toHaveText('Cities publish. Typed by Xu');
  }
  await expect(xu.editor(number)).toBeFocused();
  await expect(removed).toHaveCount(0);

  // After a reload nobody knows the old place: then it comes at the end.
  await choose(kim, number, 'Remove');
  await expect(removed).toBeVisible();
  await kim.isSaved();
  await kim.page.reload();
  await removed.click();
  await dialog.getByRole('button', { name: `Bring back: ${title}` }).click();
  await expect(dialog).toContainText('All of them are back in the text.');
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect(titleOf(kim, other)).toHaveText(title);
  await kim.isSaved();
});

test('a point is split while two others type in what moves, and merged again, and undone', async ({ enter }) => {
  const [kim, xu] = await bothIn(enter);
  const giulia = await enter('Giulia Ferraris');
  await giulia.opens(TITLE);
  const number = await adds(kim, 'To be split', 'First.', 'Third: seen.');
  const [start, next, count] = [await shown(kim.page), later(number), 1];
  await expect(xu.paragraph(number, count + 1)).toHaveText('Third: seen.');
  await expect(giulia.paragraph(number, count + 1)).toHaveText('Third: seen.');

  await xu.typesAtTheEndOf(xu.paragraph(number, count + 1), ' Xu was here');
  await giulia.typesAtTheStartOf(giulia.paragraph(number, count + 1), 'Giulia too. ');
  await Promise.all([
    choose(kim, number, 'Split here'),
    xu.page.keyboard.type(' and types on all the time while it moves.'),
    giulia.page.keyboard.type('Over and over. '),
  ]);
  await expect(kim.editor(next)).toBeFocused();
  await kim.page.keyboard.type('A point of its own');
  for (const person of [kim, xu, giulia]) {
    await expect(titleOf(person, next)).toHaveText('A point of its own');
    await expect(person.paragraph(next, 1)).toHaveText(
      'Giulia too. Over and over. Third: seen. Xu was here and types on all the time while it moves.',
    );
    await expect(person.editor(number).locator('p')).toHaveCount(count);
    await person.isSaved();
  }
  // The carets went along.
  await expect(xu.editor(next)).toBeFocused();
  await xu.page.keyboard.type(' Still here.');
  await expect(kim.paragraph(next, 1)).toHaveText(/moves. Still here.$/);

  await choose(kim, next, 'Merge with the one before');
  for (const person of [kim, xu, giulia]) {
    await expect(person.paragraph(number, count + 1)).toHaveText('A point of its own');
    await expect(person.paragraph(number, count + 1)).toHaveAttribute('data-marker', '');
    await expect(person.paragraph(number, count + 2)).toHaveText(/^Giulia too.*Still here.$/);
  }
  await expect(xu.page.getByRole('group', { name: 'Notices about the outline' })).toHaveText(
    `Action point ${next} was merged with action point ${number} while you were in it.`,
  );
  await expect(xu.editor(number)).toBeFocused();
  await xu.page.keyboard.type(' Merged.');
  await expect(kim.paragraph(number, count + 2)).toHaveText(/Still here. Merged.$/);

  // Kim takes back: the merge, the title, the split. The others' words stay.
  await kim.page.keyboard.press('Control+z');
  await expect(titleOf(kim, next)).toHaveText('A point of its own');
  await kim.page.keyboard.press('Control+z');
  await expect(titleOf(kim, next)).toHaveText('');
  await kim.page.keyboard.press('Control+z');
  await expect(kim.paragraph(number, count + 1)).toHaveText(/^Giulia too.*seen. Xu was here.*Merged.$/);
  await expect.poll(() => shown(xu.page)).toEqual(await shown(kim.page));
  expect((await shown(kim.page)).map(([title]) => title)).toEqual(start.map(([title]) => title));
  await kim.page.keyboard.press('Control+y');
  await expect(xu.paragraph(next, 1)).toHaveText(/^Giulia too.*Merged.$/);
  await kim.page.keyboard.press('Control+z');
  await expect(xu.paragraph(number, count + 1)).toHaveText(/^Giulia too.*Merged.$/);
  for (const person of [kim, xu, giulia]) {
    await person.isSaved();
    await expect(person.page.getByText('Words that were not taken')).toHaveCount(0);
  }
  expect((await shown(kim.page)).length).toBe(start.length);
});

test('a merge made offline arrives late, and words typed meanwhile are in the right place', async ({ enter, server }) => {
  const kim = await enter('Kim Seo-yun');
  const network = await networkOf(kim);
  const xu = await enter('Xu Peilin');
  await Promise.all([kim.opens(TITLE), xu.opens(TITLE)]);
  const into = await adds(kim, 'Stays', 'Stays too.');
  const number = await adds(kim, 'Goes', 'Cities publish.');
  await expect(xu.paragraph(number, 1)).toHaveText('Cities publish.');
  await kim.isSaved();
  await network.goes();
  await kim.isTold(/^Offline/);
  await kim.typesAtTheEndOf(kim.paragraph(number, 1), ' Kim adds this.');
  await choose(kim, number, 'Merge with the one before');
  await kim.isTold(/^Offline. \d+ changes? kept on this device$/);
  await xu.typesAtTheEndOf(xu.paragraph(number, 1), ' Typed while Kim was away.');
  await xu.isSaved();

  await network.comesBack();
  const words = /^Cities publish.( Kim adds this.| Typed while Kim was away.){2}$/;
  for (const person of [kim, xu]) {
    await expect(person.editor(into).locator('p')).toHaveText(['Stays too.', 'Goes', words]);
    await expect(person.editor(into).locator('p').last()).toContainText('Kim adds this.');
    await expect(person.editor(into).locator('p').last()).toContainText('Typed while Kim was away.');
    await person.isSaved();
  }
  const all = await kim.editor(into).locator('p').allTextContents();
  await server.kill();
  await server.comeBack();
  const giulia = await enter('Giulia Ferraris');
  await giulia.opens(TITLE);
  await expect(giulia.editor(into).locator('p')).toHaveText(all);
});

test('two people split the same point at once: one of them is told, and no word is lost', async ({ enter }) => {
  const [kim, xu] = [await enter('Kim Seo-yun'), await enter('Xu Peilin')];
  const networks = await Promise.all([kim, xu].map(networkOf));
  await Promise.all([kim.opens(TITLE), xu.opens(TITLE)]);
  const number = await adds(kim, 'To be split twice', 'First.', 'To be split off.');
  const next = later(number);
  const last = (person: Person) => person.editor(number).locator('p').last();
  await expect(last(xu)).toHaveText('To be split off.');
  const words = async (person: Person) => (await shown(person.page)).flat().filter((each) => each !== '').sort();
  const start = await words(kim);
  await kim.isSaved();

  for (const [at, person] of [kim, xu].entries()) {
    await networks[at]?.goes();
    await person.isTold(/^Offline/);
    await last(person).click();
    await choose(person, number, 'Split here');
    await expect(person.editor(next)).toBeFocused();
  }
  await xu.page.keyboard.type('Title by Xu');
  await networks[0]?.comesBack();
  await kim.isSaved();
  await networks[1]?.comesBack();
  const panel = xu.page.getByRole('complementary', { name: 'Words that were not taken' });
  await expect(panel).toContainText('Title by Xu');
  await expect(panel).not.toContainText('To be split off.');
  for (const person of [kim, xu]) {
    await expect(person.paragraph(next, 1)).toHaveText('To be split off.');
    await expect(titleOf(person, next)).toHaveText('');
    expect(await words(person)).toEqual(start);
  }

  // The same with nothing typed: then there is nothing to keep, but one is still told.
  for (const [at, person] of [kim, xu].entries()) {
    await networks[at]?.goes();
    await expect(person.saving).toHaveAttribute('data-state', at === 0 ? 'offline' : /offline|not_taken/);
    await choose(person, next, 'Merge with the one before');
    await expect(person.editor(number)).toBeFocused();
  }
  await networks[0]?.comesBack();
  await kim.isSaved();
  await networks[1]?.comesBack();
  await expect(xu.page.getByText('Somebody else moved the same paragraphs at the same moment.')).toBeVisible();
  for (const person of [kim, xu]) {
    await expect(last(person)).toHaveText('To be split off.');
    expect(await words(person)).toEqual(start);
  }
});

test('points and headings are added anywhere, numbers follow, and undo takes them away', async ({ enter }) => {
  const [kim, xu] = await bothIn(enter);
  const third = (await titleOf(kim, '2.3').textContent()) ?? '';
  await choose(kim, '2.2', 'Add an action point after');
  await kim.page.keyboard.type('Quite new');
  await expect(titleOf(xu, '2.3')).toHaveText('Quite new');
  await expect(titleOf(xu, '2.4')).toHaveText(third);
  await choose(kim, '2.3', 'Add a heading before');
  await kim.page.keyboard.type('Part two');
  await expect(xu.page.getByRole('region', { name: 'Heading' })).toContainText('Part two');
  await expect(xu.page.getByRole('link', { name: 'Part two' })).toBeVisible();
  await expect(titleOf(xu, '2.3')).toHaveText('Quite new');
  for (let step = 0; step < 4; step += 1) await kim.page.keyboard.press('Control+z');
  await expect(titleOf(xu, '2.3')).toHaveText(third);
  await expect(xu.page.getByRole('region', { name: 'Heading' })).toHaveCount(0);
  await kim.isSaved();
});

test.describe('on a phone', () => {
  test('points are reordered in the list with a finger', async ({ enter }) => {
    const kim = await enter('Kim Seo-yun');
    await kim.opens(TITLE);
    const xu = await enter('Xu Peilin');
    await xu.page.setViewportSize({ width: 390, height: 844 });
    await xu.opens(TITLE);
    await xu.page.getByRole('button', { name: 'Points', exact: true }).click();
    const title = (await titleOf(kim, '2.2').textContent()) ?? '';
    const input = await xu.context.newCDPSession(xu.page);
    const list = xu.page.getByRole('navigation', { name: 'Action points' });
    const from = await list.getByRole('button', { name: 'Move: Action point 2.2' }).boundingBox();
    const to = await list.getByRole('link', { name: /^2\.4/ }).boundingBox();
    if (!from || !to) throw new Error('the list is not shown');
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', y: number) =>
      input.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: type === 'touchEnd' ? [] : [{ x: from.x + from.width / 2, y }],
      });
    await touch('touchStart', from.y + from.height / 2);
    for (let step = 1; step <= 5; step += 1) {
      await touch('touchMove', from.y + from.height / 2 + ((to.y + to.height * 0.8 - from.y - from.height / 2) * step) / 5);
    }
    await expect(xu.page.locator('.drop-line')).toBeVisible();
    await touch('touchEnd', 0);
    await expect(titleOf(kim, '2.4')).toHaveText(title);
    await expect(list.getByRole('link', { name: /^2\.4/ })).toContainText(title);
    await kim.page.reload();
    await expect(titleOf(kim, '2.4')).toHaveText(title);
  });
});
