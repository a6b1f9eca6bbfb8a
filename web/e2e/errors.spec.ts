import { expect, test } from './fixtures';
import { Network } from './network';
import { Person } from './people';
import { Server } from './server';

const TITLE = 'Building blocks of a learning city';
const OTHER = 'Strategies for building a learning city';

test('a draft that cannot be loaded whole is shown, takes nothing, and keeps what was typed', async ({ enter, server }) => {
  const kim = await enter('Kim Seo-yun');
  await kim.opens(OTHER);
  await kim.typesAtTheEndOf(kim.paragraph('3.1', 1), ' Before.');
  await kim.isSaved();
  const draft = new URL(kim.page.url()).pathname.split('/').at(-1);

  await server.kill();
  await kim.isTold(/^Offline/);
  await kim.typesAtTheEndOf(kim.paragraph('3.1', 1), ' Meanwhile.');
  await server.comeBack();
  await kim.isSaved();
  await server.kill();
  await kim.isTold(/^Offline/);
  await kim.typesAtTheEndOf(kim.paragraph('3.1', 1), ' Too late.');
  await server.sql(`
    insert into journal_entry select draft_id, generation, seq + 1, null, now(), '\\x0101ffff' from draft_head where draft_id = '${draft}';
    update draft_head set seq = seq + 1 where draft_id = '${draft}'`);
  await server.comeBack();

  await kim.isTold(/^Read-only: this draft could not be loaded whole · \d+ changes kept on this device$/);
  await expect(kim.page.getByRole('note').filter({ hasText: 'the technician has been told' })).toBeVisible();
  await expect(kim.page.getByRole('textbox')).toHaveCount(0);
  await expect(kim.page.getByText('Before. Meanwhile. Too late.')).toBeVisible();

  // The other drafts are none the worse for it.
  await kim.page.goto('/conference');
  await kim.opens(TITLE);
});

test('words too long to be taken are kept beside the text, by the server’s own word', async ({ enter }) => {
  const kim = await enter('Kim Seo-yun');
  await kim.opens(TITLE);
  await kim.paragraph('2.6', 1).click();
  await kim.page.keyboard.insertText('Many words. '.repeat(100_000));
  const panel = kim.page.getByRole('complementary', { name: 'Words that were not taken' });
  await expect(panel).toContainText('too large', { timeout: 30_000 });
  await expect(panel).toContainText('Many words. Many words.');
  await expect(kim.editor('2.6')).not.toContainText('Many words.');
  await kim.isTold(/^Not taken/);
  await kim.typesAtTheEndOf(kim.paragraph('2.6', 1), ' Few words.');
  await expect(kim.paragraph('2.6', 1)).toContainText('Few words.');
});

test('a paragraph that two bring back is taken once, and the other’s words are kept', async ({ enter, server, network }) => {
  const hers = await Network.before(server);
  const kim = await enter('Kim Seo-yun', network);
  const xu = await enter('Xu Peilin', hers);
  await Promise.all([kim.opens(TITLE), xu.opens(TITLE)]);
  const words = await kim.paragraph('2.3', 2).innerText();
  network.cut();
  hers.cut();
  for (const person of [kim, xu]) {
    await person.isTold(/^Offline/);
    await person.paragraph('2.3', 2).click({ clickCount: 3 });
    await person.page.keyboard.press('Backspace');
    await person.page.keyboard.press('Backspace');
    await expect(person.editor('2.3')).not.toContainText(words.slice(0, 30));
  }
  network.mend();
  hers.mend();
  await Promise.all([kim.isSaved(), xu.isSaved()]);
  network.cut();
  hers.cut();
  for (const person of [kim, xu]) {
    await person.isTold(/^Offline/);
    await person.page.keyboard.press('Control+z');
    await expect(person.editor('2.3')).toContainText(words.slice(0, 30));
  }
  await xu.typesAtTheEndOf(xu.paragraph('2.3', 2), ' With more of hers.');
  network.mend();
  await kim.isSaved();
  hers.mend();
  const panel = xu.page.getByRole('complementary', { name: 'Words that were not taken' });
  await expect(panel).toContainText('The change repeats a paragraph that is already there.');
  await expect(panel).toContainText('With more of hers.');
  await expect(xu.editor('2.3').getByText(words.slice(0, 30))).toHaveCount(1);
  await expect(kim.editor('2.3').getByText(words.slice(0, 30))).toHaveCount(1);
  await hers.stop();
});

test('too many screens are told, though a browser hides why', async ({ browser }) => {
  const server = await Server.start({ PLENARY_MAX_PARTICIPANT_CONNECTIONS: '1' });
  const kim = await Person.enter(browser, server, 'Kim Seo-yun');
  await kim.opens(TITLE);
  const second = await kim.anotherTab();
  await expect(second.page.getByRole('alert')).toContainText('Too many screens are open', { timeout: 30_000 });
  await expect(second.page.getByText('Use technology that widens the circle').first()).toBeVisible();
  await kim.page.close();
  await second.page.getByRole('button', { name: 'Try again' }).click();
  await second.isSaved();
  await second.context.close();
  await server.stop();
});

test('whose sign-in has ended is told so at the next connection, and the text stays', async ({ enter, network }) => {
  const kim = await enter('Kim Seo-yun', network);
  await kim.opens(TITLE);
  network.cut();
  await kim.isTold(/^Offline/);
  await kim.typesAtTheEndOf(kim.paragraph('2.8', 2), ' Kept for later.');
  await kim.context.clearCookies();
  network.mend();
  await expect(kim.page.getByRole('alert')).toContainText('Your sign-in has ended');
  await expect(kim.page.getByText('Kept for later.')).toBeVisible();
  await kim.page.getByRole('link', { name: 'Enter again' }).click();
  await kim.page.getByRole('button', { name: 'Enter as Kim Seo-yun' }).click();
  await expect(kim.paragraph('2.8', 2)).toContainText('Kept for later.');
  await kim.isSaved();
});

test('where sockets are forbidden one goes on with one’s copy, and may look at what the others have', async ({ enter }) => {
  const kim = await enter('Kim Seo-yun');
  const xu = await enter('Xu Peilin');
  await Promise.all([kim.opens(TITLE), xu.opens(TITLE)]);
  await kim.page.routeWebSocket('**/live', (socket) => socket.close());
  await kim.page.reload();
  await kim.typesAtTheEndOf(kim.paragraph('2.10', 1), ' Mine.');
  await xu.typesAtTheEndOf(xu.paragraph('2.6', 2), ' Theirs.');
  await xu.isSaved();
  await kim.page.getByRole('button', { name: 'Show the newest text' }).click();
  await expect(kim.page.getByText('This is the text as the others have it')).toBeVisible();
  await expect(kim.page.getByText('Theirs.')).toBeVisible();
  await expect(kim.page.getByRole('textbox')).toHaveCount(0);
  await kim.page.getByRole('button', { name: 'Back to your copy' }).click();
  await expect(kim.paragraph('2.10', 1)).toContainText('Mine.');
  await kim.isTold(/^Offline. \d+ changes kept on this device$/);
});

test('an editor that fails stops taking words, and says so with those that were not saved', async ({ enter, network }) => {
  const kim = await enter('Kim Seo-yun', network);
  await kim.opens(TITLE);
  network.cut();
  await kim.isTold(/^Offline/);
  await kim.typesAtTheEndOf(kim.paragraph('2.9', 1), ' Worth keeping.');
  await kim.page.evaluate(() => {
    crypto.getRandomValues = () => {
      throw new Error('no more randomness');
    };
  });
  await kim.page.keyboard.press('Enter');
  const alert = kim.page.getByRole('alert').filter({ hasText: 'Something went wrong in this page' });
  await expect(alert).toBeVisible();
  await alert.getByText('1 paragraph with words that are not saved yet').click();
  await expect(alert).toContainText('Worth keeping.');
  await expect(kim.editor('2.9')).toHaveAttribute('contenteditable', 'false');

  network.mend();
  await alert.getByRole('button', { name: 'Reload the page' }).click();
  await expect(kim.paragraph('2.9', 1)).toContainText('Worth keeping.');
  await kim.isSaved();
});

test('a page that cannot be drawn any more says so and hands out the words', async ({ enter, network }) => {
  const kim = await enter('Kim Seo-yun', network);
  await kim.opens(TITLE);
  network.cut();
  await kim.isTold(/^Offline/);
  await kim.typesAtTheEndOf(kim.paragraph('2.4', 2), ' Not lost.');
  await kim.page.evaluate(() => {
    Intl.ListFormat.prototype.format = () => {
      throw new Error('no more lists');
    };
  });
  const xu = await enter('Xu Peilin');
  await xu.opens(TITLE);
  await xu.paragraph('2.5', 1).click();
  // Once more connected, the page hears of Xu, whom it fails to name; by then the words may be saved.
  network.mend();
  await expect(kim.page.getByRole('alert')).toContainText('Something went wrong in this page');
  await kim.page.getByRole('button', { name: 'Reload the page' }).click();
  await expect(kim.paragraph('2.4', 2)).toContainText('Not lost.');
  await kim.isSaved();
});

test('an old tab whose parts are gone says that it must be reloaded', async ({ browser, server }) => {
  const context = await browser.newContext({ baseURL: server.address, locale: 'en-GB', serviceWorkers: 'block' });
  const kim = new Person(await context.newPage());
  await context.route('**/assets/Draft-*.js', (route) => route.fulfill({ status: 404, json: { code: 'not_found' } }));
  await kim.comesIn('Kim Seo-yun');
  await kim.page.getByRole('link', { name: `Open the draft “${TITLE}”` }).click();
  await expect(kim.page.getByRole('alert')).toContainText('A part of this page could not be loaded');
  await context.unroute('**/assets/Draft-*.js');
  await kim.page.getByRole('alert').getByRole('button', { name: 'Reload the page' }).click();
  await kim.isSaved();
  await context.close();
});
