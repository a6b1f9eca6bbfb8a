import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import config from '../playwright.config';
import { expect, test } from './fixtures';
import { Person } from './people';

const TITLE = 'Building blocks of a learning city';

test('a browser that keeps nothing is told so, and leaving asks', async ({ browser, network }) => {
  const context = await browser.newContext({ baseURL: network.address, locale: 'en-GB' });
  await context.addInitScript(() => {
    const refuse = () => {
      throw new DOMException('no', 'SecurityError');
    };
    Object.defineProperty(window, 'indexedDB', { value: undefined });
    Object.defineProperty(window, 'localStorage', { get: refuse });
  });
  const kim = new Person(await context.newPage());
  await kim.comesIn('Kim Seo-yun');
  await kim.page.getByRole('link', { name: `Open the draft “${TITLE}”` }).click();
  await kim.isTold('All changes saved · No copy on this device');

  network.cut();
  await kim.isTold(/^Offline. Nothing is waiting to be saved/);
  await kim.typesAtTheEndOf(kim.paragraph('2.3', 1), ' Only here.');
  await kim.isTold(/^Offline. \d+ changes not kept on this device: leave this page open/);
  const asked = kim.page.waitForEvent('dialog');
  void kim.page.getByRole('link', { name: 'To the conference' }).click();
  const dialog = await asked;
  expect(dialog.message()).toContain('This browser keeps no copy');
  await dialog.dismiss();
  await expect(kim.paragraph('2.3', 1)).toContainText('Only here.');

  network.mend();
  await kim.isSaved();
  await context.close();
});

test('a disk that fills up is told at once, and what was typed meanwhile is kept when there is room', async ({
  enter,
  network,
}) => {
  const kim = await enter('Kim Seo-yun', network);
  await kim.hasShell();
  const devtools = await kim.context.newCDPSession(kim.page);
  const used = await kim.page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0);
  await devtools.send('Storage.overrideQuotaForOrigin', { origin: network.address, quotaSize: used + 2_000_000 });
  await kim.opens(TITLE);

  await fillDisk(kim.page);
  await kim.typesAtTheEndOf(kim.paragraph('2.4', 1), ' While full.');
  await kim.isTold('All changes saved · No copy on this device');
  network.cut();
  await kim.isTold(/^Offline/);
  await kim.typesAtTheEndOf(kim.paragraph('2.4', 1), ' Still full.');
  await kim.isTold(/not kept on this device: leave this page open/);

  await kim.page.evaluate(() => new Promise((freed) => (indexedDB.deleteDatabase('holiday films').onsuccess = freed)));
  await devtools.send('Storage.overrideQuotaForOrigin', { origin: network.address });
  await kim.isTold(/^Offline. \d+ changes kept on this device$/);
  const told = await kim.saving.innerText();
  await kim.page.reload();
  await expect(kim.paragraph('2.4', 1)).toContainText('While full. Still full.');
  await kim.isTold(told);
  network.mend();
  await kim.isSaved();
});

test('a browser that falls over loses nothing that was on the screen for a second', async ({ enter, server, network }) => {
  const profile = await mkdtemp(join(tmpdir(), 'plenary-profile-'));
  const { executablePath, args } = config.use?.launchOptions ?? {};
  const options = { baseURL: network.address, locale: 'en-GB', ...(executablePath && { executablePath }), ...(args && { args }) };
  let context = await chromium.launchPersistentContext(profile, options);
  const kim = new Person(context.pages()[0] ?? (await context.newPage()));
  await kim.comesIn('Kim Seo-yun');
  await kim.opens(TITLE);
  await kim.hasShell();
  const address = kim.page.url();

  network.cut();
  await kim.isTold(/^Offline/);
  await kim.typesAtTheEndOf(kim.paragraph('2.5', 1), ' Before the crash.');
  const told = await kim.saving.innerText();
  // The second is the promise, counted from the last word on the screen.
  await kim.page.evaluate(() => new Promise((second) => setTimeout(second, 1_000)));
  const gone = new Promise((resolve) => context.once('close', resolve));
  for (const pid of await processesOf(profile)) process.kill(pid, 'SIGKILL');
  await gone;

  context = await chromium.launchPersistentContext(profile, options);
  const again = new Person(await context.newPage());
  await again.page.goto(address);
  await expect(again.paragraph('2.5', 1)).toContainText('Before the crash.');
  await again.isTold(told);
  network.mend();
  // The sign-in may have gone with the browser, which stores cookies every half minute; the words did not.
  const signedOut = again.page.getByRole('alert').getByRole('link', { name: 'Enter again' });
  await expect(signedOut.or(again.page.locator('output[data-state=saved]'))).toBeVisible();
  if (await signedOut.isVisible()) {
    await signedOut.click();
    await again.page.getByRole('button', { name: 'Enter as Kim Seo-yun' }).click();
  }
  await again.isSaved();
  const xu = await enter('Xu Peilin', server);
  await xu.opens(TITLE);
  await expect(xu.paragraph('2.5', 1)).toContainText('Before the crash.');
  await context.close();
  await rm(profile, { recursive: true, force: true });
});

/** Fills what the browser grants with something else, to the last byte it takes. */
async function fillDisk(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const request = indexedDB.open('holiday films');
    request.onupgradeneeded = () => request.result.createObjectStore('films', { autoIncrement: true });
    const db = await new Promise<IDBDatabase>((opened) => (request.onsuccess = () => opened(request.result)));
    const isTaken = (bytes: number) =>
      new Promise<boolean>((taken) => {
        const transaction = db.transaction('films', 'readwrite');
        transaction.oncomplete = () => taken(true);
        transaction.onabort = () => taken(false);
        transaction.objectStore('films').add(crypto.getRandomValues(new Uint8Array(bytes)));
      });
    for (let bytes = 65_536; bytes >= 1; bytes /= 2) while (await isTaken(bytes));
    db.close();
  });
}

/** All processes of the browser that uses this profile. */
async function processesOf(profile: string): Promise<number[]> {
  const parents = new Map<number, number>();
  const found = new Set<number>();
  for (const entry of await readdir('/proc')) {
    const pid = Number(entry);
    if (!Number.isInteger(pid)) continue;
    const [command, stat] = await Promise.all(
      ['cmdline', 'stat'].map((file) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '')),
    );
    if (command?.includes(profile)) found.add(pid);
    parents.set(pid, Number(stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
  }
  for (let size = -1; size !== found.size; ) {
    size = found.size;
    for (const [pid, parent] of parents) if (found.has(parent)) found.add(pid);
  }
  return [...found];
}
