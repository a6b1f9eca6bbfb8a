import { expect, test } from './fixtures';

const TITLE = 'Building blocks of a learning city';

test('words typed offline survive a reload of the page and merge', async ({ enter }) => {
  const kim = await enter('Kim Seo-yun');
  const xu = await enter('Xu Peilin');
  await Promise.all([kim.opens(TITLE), xu.opens(TITLE)]);

  // The page can be loaded, but nothing else reaches the server, as behind a bad access point.
  await kim.context.route('**/api/**', (route) => route.abort());
  await kim.page.routeWebSocket('**/live', (socket) => socket.close());
  await kim.page.reload();
  await kim.isTold(/^Offline/);
  await kim.typesAtTheEndOf(kim.paragraph('2.7', 1), ' Typed offline.');
  await kim.isTold(/^Offline. \d+ changes kept on this device$/);
  await xu.typesAtTheStartOf(xu.paragraph('2.7', 1), 'Typed online. ');
  await xu.isSaved();

  await kim.page.reload();
  await expect(kim.paragraph('2.7', 1)).toContainText('Typed offline.');
  await kim.isTold(/^Offline. \d+ changes kept on this device$/);

  await kim.context.unroute('**/api/**');
  await kim.page.unrouteAll();
  const again = await kim.context.newPage();
  await again.goto(kim.page.url());
  await kim.page.close();
  await expect(again.locator('output[data-state=saved]')).toBeVisible();
  await expect(xu.paragraph('2.7', 1)).toContainText('Typed offline.');
  await expect(again.getByRole('textbox', { name: 'Action point 2.7', exact: true })).toContainText('Typed online.');
});

test('the line about saving tells the truth when the server dies and comes back', async ({ enter, server }) => {
  const kim = await enter('Kim Seo-yun');
  await kim.opens(TITLE);
  await kim.typesAtTheEndOf(kim.paragraph('2.9', 1), ' Before.');
  await kim.isSaved();

  await server.kill();
  await kim.isTold('Offline. Nothing is waiting to be saved');
  await kim.typesAtTheEndOf(kim.paragraph('2.9', 1), ' Meanwhile.');
  await kim.isTold(/^Offline. \d+ changes kept on this device$/);

  await server.comeBack();
  await kim.isSaved();
  await kim.isTold('All changes saved');

  // Saved is saved: another death does not matter, and somebody else reads it.
  await server.kill();
  await server.comeBack();
  const xu = await enter('Xu Peilin');
  await xu.opens(TITLE);
  await expect(xu.paragraph('2.9', 1)).toContainText('Before. Meanwhile.');
});

test('while the database is away people go on writing and nobody is told saved', async ({ enter, server }) => {
  const kim = await enter('Kim Seo-yun');
  const xu = await enter('Xu Peilin');
  await Promise.all([kim.opens(TITLE), xu.opens(TITLE)]);

  await server.freezeDatabase();
  await kim.typesAtTheEndOf(kim.paragraph('2.10', 1), ' While it was away.');
  // The server gives a commit ten seconds before it calls the database away.
  await expect(kim.saving).toHaveText(/^Not saved yet: the database is away/, { timeout: 30_000 });
  await expect(xu.saving).toHaveText(/^The database is away/);
  await kim.typesAtTheEndOf(kim.paragraph('2.10', 1), ' Still writing.');
  await expect(kim.paragraph('2.10', 1)).toContainText('While it was away. Still writing.');
  await expect(xu.paragraph('2.10', 1)).not.toContainText('While it was away.');

  await server.thawDatabase();
  await expect(kim.saving).toHaveAttribute('data-state', 'saved', { timeout: 30_000 });
  await expect(xu.paragraph('2.10', 1)).toContainText('While it was away. Still writing.');
  await xu.isTold('All changes saved');
});

test('without a socket the text can still be read', async ({ enter }) => {
  const kim = await enter('Kim Seo-yun');
  await kim.page.routeWebSocket('**/live', (socket) => socket.close());
  await kim.page.getByRole('link', { name: `Open the draft “${TITLE}”` }).click();
  await expect(kim.page.getByText('No live connection can be had.')).toBeVisible();
  await expect(kim.page.getByRole('heading', { name: 'Use technology that widens the circle' })).toBeVisible();
  await expect(kim.page.getByRole('textbox')).toHaveCount(0);
});

test('words that are not taken stay on the screen until they are dismissed', async ({ enter }) => {
  const kim = await enter('Kim Seo-yun');
  await kim.page.routeWebSocket('**/live', (socket) => {
    const onward = socket.connectToServer();
    let refused = false;
    socket.onMessage((frame) => {
      const isUpdate = typeof frame !== 'string' && frame[0] === 0 && frame[1] === 2;
      if (!isUpdate || refused) return onward.send(frame);
      refused = true;
      socket.send(refusal('not_allowed'));
    });
  });
  await kim.opens(TITLE);
  await kim.paragraph('2.6', 1).click();
  await kim.page.keyboard.press('Control+Home');
  await kim.page.keyboard.type('X');

  const panel = kim.page.getByRole('complementary', { name: 'Words that were not taken' });
  await expect(panel).toContainText('XUse technology that widens the circle');
  await expect(panel).toContainText('You may not change this text now.');
  await expect(kim.editor('2.6').getByRole('heading')).toHaveText('Use technology that widens the circle');
  await kim.isTold(/^Not taken/);

  await kim.page.reload();
  await expect(panel).toContainText('XUse technology');
  kim.page.on('dialog', (dialog) => void dialog.accept());
  await panel.getByRole('button', { name: 'I no longer need them' }).click();
  await expect(panel).toHaveCount(0);
});

for (const [code, words] of [
  [4401, 'Your sign-in has ended'],
  [4403, 'You may not open this draft'],
  [4426, 'This page is older than the text'],
  [4429, 'Too many screens are open'],
  [4400, 'The server does not understand this page'],
] as const) {
  test(`closing code ${code} becomes a sentence that says what to do`, async ({ enter }) => {
    const kim = await enter('Kim Seo-yun');
    let close = (): void => {};
    await kim.page.routeWebSocket('**/live', (socket) => {
      socket.connectToServer();
      close = () => void socket.close({ code });
    });
    await kim.opens(TITLE);
    close();
    await expect(kim.page.getByRole('alert')).toContainText(words);
    await expect(kim.page.getByRole('heading', { name: 'Use technology that widens the circle' })).toBeVisible();
    await expect(kim.page.getByRole('textbox')).toHaveCount(0);
  });
}

/** A frame by which the server refuses an update. */
function refusal(code: string): Buffer {
  const body = Buffer.from(JSON.stringify({ code, message: 'for a test' }));
  return Buffer.concat([Buffer.from([103, body.length]), body]);
}
