import { expect, test } from './fixtures';

const TITLE = 'Building blocks of a learning city';
const LOGIN_PAGE = '<!doctype html><title>Hotel</title><p>Pay for the Wi-Fi';
const PORTALS = {
  'a login page': `HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: ${LOGIN_PAGE.length}\r\n\r\n${LOGIN_PAGE}`,
  'a forbidding page': `HTTP/1.1 403 Forbidden\r\nContent-Type: text/html\r\nContent-Length: ${LOGIN_PAGE.length}\r\n\r\n${LOGIN_PAGE}`,
  'a demand to sign in': `HTTP/1.1 401 Unauthorized\r\nContent-Type: text/html\r\nContent-Length: ${LOGIN_PAGE.length}\r\n\r\n${LOGIN_PAGE}`,
  'a redirection': 'HTTP/1.1 302 Found\r\nLocation: /login\r\nContent-Length: 0\r\n\r\n',
  'an answer of another program': 'HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\nContent-Length: 14\r\n\r\n{"error":"no"}',
};

for (const [name, answer] of Object.entries(PORTALS)) {
  test(`who gets ${name} instead of the server is offline, not signed out`, async ({ enter, network }) => {
    const kim = await enter('Kim Seo-yun', network);
    await kim.opens(TITLE);
    network.capture(answer);
    await kim.isTold(/^Offline/);
    await kim.typesAtTheEndOf(kim.paragraph('2.6', 1), ' Behind it.');
    // Wait until the page has asked in vain, by its own account of having asked.
    await kim.page.waitForResponse((response) => /\/api\/drafts\/[^/]+$|\/login$/.test(response.url()));
    await kim.isTold(/^Offline. \d+ changes kept on this device$/);
    await expect(kim.editor('2.6')).toBeEditable();

    network.mend();
    await kim.page.evaluate(() => window.dispatchEvent(new Event('online')));
    await kim.isSaved();
    await expect(kim.paragraph('2.6', 1)).toContainText('Behind it.');
  });
}

test('behind a captive portal the conference stays on the screen and nobody is sent away', async ({ enter, network }) => {
  const kim = await enter('Kim Seo-yun', network);
  await kim.hasShell();
  network.capture(PORTALS['a demand to sign in']);
  await kim.page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await expect(kim.page.getByText('The server cannot be reached. This is what this device saw last.')).toBeVisible();
  await expect(kim.page).toHaveURL('/conference');
  network.mend();
  await kim.page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await expect(kim.page.getByText('The server cannot be reached.')).toHaveCount(0);
});

test('on a slow network one types as fast as ever, and is told the truth', async ({ enter }) => {
  const kim = await enter('Kim Seo-yun');
  const xu = await enter('Xu Peilin');
  await Promise.all([kim.opens(TITLE), xu.opens(TITLE)]);
  const devtools = await kim.context.newCDPSession(kim.page);
  await devtools.send('Network.enable');
  await devtools.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 400,
    downloadThroughput: 50_000 / 8,
    uploadThroughput: 50_000 / 8,
  });
  await kim.typesAtTheEndOf(kim.paragraph('2.7', 1), ' Slowly but surely.');
  await expect(kim.paragraph('2.7', 1)).toContainText('Slowly but surely.');
  await kim.isSaved();
  await expect(xu.paragraph('2.7', 1)).toContainText('Slowly but surely.');
});

test('a connection that breaks again and again loses nothing and never claims to have saved', async ({ enter, network }) => {
  const kim = await enter('Kim Seo-yun', network);
  const xu = await enter('Xu Peilin');
  await Promise.all([kim.opens(TITLE), xu.opens(TITLE)]);
  await kim.typesAtTheEndOf(kim.paragraph('2.9', 1), ' Count:');
  for (let word = 1; word <= 8; word += 1) {
    network.cut();
    await kim.isTold(/^Offline/);
    await kim.page.keyboard.type(` ${word}`);
    await kim.isTold(/^Offline. \d+ changes? kept on this device$/);
    network.mend();
    await kim.page.evaluate(() => window.dispatchEvent(new Event('online')));
    if (word % 2 === 0) await kim.isSaved();
  }
  await kim.isSaved();
  await expect(xu.paragraph('2.9', 1)).toContainText('Count: 1 2 3 4 5 6 7 8');
});

test('a connection that is silent without being closed is found out and replaced', async ({ enter, network }) => {
  test.setTimeout(120_000);
  const kim = await enter('Kim Seo-yun', network);
  await kim.opens(TITLE);
  network.freeze();
  await kim.typesAtTheEndOf(kim.paragraph('2.10', 1), ' Into the silence.');
  await kim.isTold('Saving…');
  await expect(kim.saving).toHaveText('Still not saved', { timeout: 30_000 });
  await kim.page.keyboard.type(' And on.');
  await expect(kim.saving).toHaveText(/^Offline. \d+ changes kept on this device$/, { timeout: 60_000 });
  network.cut();
  network.mend();
  await kim.isSaved();
  await expect(kim.paragraph('2.10', 1)).toContainText('Into the silence. And on.');
});

test('a page opens from what is kept when the network swallows every request', async ({ enter, network }) => {
  const kim = await enter('Kim Seo-yun', network);
  await kim.opens(TITLE);
  await kim.hasShell();
  network.freeze();
  await kim.page.reload();
  await expect(kim.paragraph('2.1', 1)).toBeVisible();
  await kim.typesAtTheEndOf(kim.paragraph('2.1', 1), ' Unheard.');
  await expect(kim.paragraph('2.1', 1)).toContainText('Unheard.');
  await expect(kim.saving).not.toHaveAttribute('data-state', 'saved');
  network.cut();
  network.mend();
  await kim.isSaved();
});

test('a clock that is set back does not turn unsaved into saved', async ({ enter, network }) => {
  const kim = await enter('Kim Seo-yun', network);
  await kim.opens(TITLE);
  await kim.page.evaluate(() => {
    const now = Date.now;
    Date.now = () => now() - 3_600_000;
  });
  network.freeze();
  await kim.typesAtTheEndOf(kim.paragraph('2.2', 1), ' An hour ago.');
  await kim.isTold('Saving…');
  network.mend();
  await kim.isSaved();
});
