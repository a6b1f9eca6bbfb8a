import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from './fixtures';
import type { Person } from './people';
import { administers, isAccessible, opens, row, SECRETARY } from './register';

test.use({ given: 'the demonstration' });

const MEETING = "Mayors' Forum: measuring progress and acting together";
/** A head of delegation who has nothing to do with session 4. */
const OUTSIDER = 'Fujimura Haruka';

test('a person is edited, and what is wrong is said at the field', async ({ enter }) => {
  const ingrid = await enter(SECRETARY);
  const { page } = ingrid;
  await administers(ingrid);
  const panel = await opens(ingrid, 'Giulia Ferraris');
  const [email, title] = [panel.getByRole('textbox', { name: 'E-mail' }), panel.getByRole('textbox', { name: 'Office at home' })];
  await title.fill('Vice-Mayor');
  await email.fill('nowhere');
  await panel.getByRole('button', { name: 'Save' }).click();
  await expect(email).toBeFocused();
  await expect(email).toHaveAccessibleDescription('This is no e-mail address. Compare it.');
  await isAccessible(page);
  await email.fill('giulia@turin.example');
  await panel.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved.').first()).toBeVisible();
  await expect(row(page, 'Giulia Ferraris')).toContainText('Vice-Mayor');
  await page.reload();
  await expect(title).toHaveValue('Vice-Mayor');
  await expect(email).toHaveValue('giulia@turin.example');

  // What is typed and not saved is not lost by a click beside it.
  await title.fill('Mayor');
  page.once('dialog', (dialog) => void dialog.dismiss());
  await panel.getByRole('link', { name: 'Close' }).click();
  await expect(title).toHaveValue('Mayor');
  await panel.getByRole('button', { name: 'Undo the changes' }).click();
  await panel.press('Escape');
  await expect(page.getByRole('link', { name: 'Giulia Ferraris' })).toBeFocused();
  await expect(page).toHaveURL(/\/people(\?|$)/);
});

/** Notes when a text becomes one that can be typed in, by the clock of the machine. */
async function watchesForEditors({ page }: Person): Promise<() => Promise<number | null>> {
  await page.evaluate(() => {
    const noted = window as unknown as { editable: number | null };
    noted.editable = null;
    new MutationObserver(() => {
      if (noted.editable === null && document.querySelector('[contenteditable=true]')) noted.editable = Date.now();
    }).observe(document.body, { subtree: true, childList: true, attributes: true });
  });
  return () => page.evaluate(() => (window as unknown as { editable: number | null }).editable);
}

test('a role that is given lets one type within a second, and taken back no more', async ({ enter }) => {
  const [ingrid, haruka] = [await enter(SECRETARY), await enter(OUTSIDER)];
  await haruka.page.getByRole('link', { name: `Open the draft “${MEETING}”` }).click();
  await haruka.isTold('Read-only for you: your role in this session does not type here');
  await expect(haruka.page.getByRole('textbox')).toHaveCount(0);
  const typesSince = await watchesForEditors(haruka);

  await administers(ingrid);
  const panel = await opens(ingrid, OUTSIDER);
  await panel.getByRole('combobox', { name: 'Session' }).selectOption({ index: 3 });
  await panel.getByRole('combobox', { name: 'Role', exact: true }).selectOption({ label: 'Delegate' });
  const givenAt = await panel.getByRole('button', { name: 'Give', exact: true }).evaluate((button: HTMLElement) => {
    button.click();
    return Date.now();
  });
  await haruka.isTold('All changes saved');
  expect((await typesSince()) ?? Infinity).toBeLessThan(givenAt + 1_000);
  await haruka.typesAtTheEndOf(haruka.paragraph('4.2', 1), ' From Okayama.');
  await haruka.isSaved();
  await expect(row(ingrid.page, OUTSIDER)).toContainText('Delegate, S4');

  await panel.getByRole('button', { name: 'Take back: Delegate, S4' }).click();
  await haruka.isTold('Read-only for you: your role in this session does not type here');
  await expect(haruka.page.getByRole('textbox')).toHaveCount(0);
  await expect(haruka.page.getByText('From Okayama.')).toBeVisible();
});

test('a new badge code signs its person in, until it is taken back', async ({ enter, playwright, server }) => {
  const ingrid = await enter(SECRETARY);
  await administers(ingrid);
  const panel = await opens(ingrid, 'Liis Tamm');
  const stranger = await playwright.request.newContext({ baseURL: server.address });
  const tries = (code: string) => stranger.post('/api/sign-in/badge', { data: { code } });
  const newCode = async () => {
    await panel.getByRole('button', { name: 'New badge code', exact: true }).click();
    return panel.getByRole('group', { name: 'New badge code' }).locator('[translate=no]');
  };
  const shown = await newCode();
  await expect(shown).toHaveText(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/);
  const first = (await shown.textContent()) ?? '';
  const entered = await tries(first);
  expect(entered.status()).toBe(200);
  expect(((await entered.json()) as { participant: { name: string } }).participant.name).toBe('Liis Tamm');
  await isAccessible(ingrid.page);

  await newCode();
  await expect(shown).not.toHaveText(first);
  const second = (await shown.textContent()) ?? '';
  expect((await tries(first)).status()).toBe(403);
  expect((await tries(second)).status()).toBe(200);
  await panel.getByRole('button', { name: 'Take all codes back…' }).click();
  await ingrid.page.getByRole('dialog').getByRole('button', { name: 'Take them back' }).click();
  await expect(panel).toContainText('No code signs this person in.');
  expect((await tries(second)).status()).toBe(403);
  await stranger.dispose();
});

test('a personal link is copied, signs in once, and can be taken back', async ({ enter, playwright, server }) => {
  const ingrid = await enter(SECRETARY);
  await administers(ingrid);
  const panel = await opens(ingrid, 'Njeri Wambui');
  await expect(panel).toContainText('This server sends no mail. Copy a link and send it yourself.');
  const stranger = await playwright.request.newContext({ baseURL: server.address });
  const follows = async (link: string) => (await stranger.post('/api/sign-in/link', { data: { token: link.split('#')[1] } })).status();
  const link = panel.getByRole('group', { name: 'New personal link' }).locator('[translate=no]');
  const make = () => panel.getByRole('button', { name: 'Make a link to copy' }).click();
  await make();
  const first = (await link.textContent()) ?? '';
  await ingrid.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await panel.getByRole('group', { name: 'New personal link' }).getByRole('button', { name: 'Copy' }).click();
  await expect(panel.getByRole('status').filter({ hasText: 'Copied' })).toBeVisible();
  expect(await ingrid.page.evaluate(() => navigator.clipboard.readText())).toBe(first);
  expect(await follows(first)).toBe(200);
  expect(await follows(first)).toBe(403);
  await panel.getByRole('radio', { name: /as often as wanted/ }).check();
  await panel.getByLabel('Until (time of the venue)').fill('2001-01-01T10:00');
  await make();
  await expect(panel.getByRole('alert')).toContainText('within 90 days');
  await panel.getByRole('radio', { name: /once/ }).check();
  await make();
  await expect(link).not.toHaveText(first);
  const second = (await link.textContent()) ?? '';
  await panel.getByRole('button', { name: 'Take all links back…' }).click();
  await ingrid.page.getByRole('dialog').getByRole('button', { name: 'Take them back' }).click();
  await expect(panel).toContainText('No link signs this person in.');
  expect(await follows(second)).toBe(403);
  await stranger.dispose();
});

test('a device is signed out from afar', async ({ enter }) => {
  const [ingrid, kim] = [await enter(SECRETARY), await enter('Denise Campbell-Reid')];
  await administers(ingrid);
  await expect(row(ingrid.page, 'Denise Campbell-Reid')).toContainText('now');
  const panel = await opens(ingrid, 'Denise Campbell-Reid');
  const device = panel.getByRole('button', { name: 'Sign out: Chrome on Linux' });
  await expect(device).toHaveCount(1);
  await device.click();
  await expect(panel).toContainText('No device is signed in.');
  expect((await kim.page.request.get('/api/sign-in')).status()).toBe(401);
  await kim.page.reload();
  await expect(kim.page.getByRole('heading', { name: 'Who are you?' })).toBeVisible();
});

test('who is not of the secretariat is told so, and is not led there', async ({ enter }) => {
  const { page } = await enter('Graham McAllister');
  await expect(page.getByRole('link', { name: /^People/ })).toHaveCount(0);
  await page.getByRole('button', { name: /^You: / }).click();
  await expect(page.getByRole('link', { name: 'Record' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'People' })).toHaveCount(0);
  for (const address of ['/people', '/people/sessions', '/people/import']) {
    await page.goto(address);
    await expect(page.getByRole('alert')).toContainText('This is done by the secretariat of the conference.');
  }
  await isAccessible(page);
});

test('an office is given and taken; the last of the secretariat keeps it', async ({ enter, server }) => {
  await server.sql("delete from office where office = 'secretariat' and participant_id <> (select id from participant where name = 'Ingrid Vossberg')");
  const [ingrid, katrin] = [await enter(SECRETARY), await enter('Katrin Behrens')];
  await administers(ingrid);
  const own = await opens(ingrid, SECRETARY);
  await own.getByRole('checkbox', { name: /^Secretariat/ }).click();
  await ingrid.page.getByRole('dialog').getByRole('button', { name: 'Give it up' }).click();
  await expect(own.getByRole('alert')).toContainText('Somebody must serve the conference.');
  await expect(own.getByRole('checkbox', { name: /^Secretariat/ })).toBeChecked();
  const hers = await opens(ingrid, 'Katrin Behrens');
  await hers.getByRole('checkbox', { name: /^Secretariat/ }).click();
  await expect(hers.getByRole('checkbox', { name: /^Secretariat/ })).toBeChecked();
  await katrin.page.goto('/people');
  await expect(katrin.page.getByText(/^\d+ people$/)).toBeVisible();
  await hers.getByRole('checkbox', { name: /^Secretariat/ }).click();
  await expect(hers.getByRole('checkbox', { name: /^Secretariat/ })).not.toBeChecked();
  await katrin.page.reload();
  await expect(katrin.page.getByRole('alert')).toContainText('This is done by the secretariat');
});

test('badges are printed with new codes after a warning; a failure is told', async ({ enter, server }) => {
  const ingrid = await enter(SECRETARY);
  const { page } = ingrid;
  await administers(ingrid);
  await page.getByRole('searchbox').fill('Pavel Gavrilov');
  await page.getByRole('checkbox', { name: 'Choose Pavel Gavrilov' }).check();
  await page.getByRole('button', { name: 'Print 1 badge…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Print a badge for 1 person?' });
  await expect(dialog).toContainText('Earlier codes of this person stop working at once');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: 'Make new codes and print' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('badges.pdf');
  await expect(page.getByText('Your browser saves them as badges.pdf')).toBeVisible();
  const sheet = await promisify(execFile)('pdftotext', ['-raw', await download.path(), '-']);
  expect(sheet.stdout).toContain('Pavel Gavrilov');
  const code = /^[0-9A-Z]{5}-[0-9A-Z]{5}$/m.exec(sheet.stdout)?.[0] ?? '';
  const headers = { origin: server.address };
  const entered = await page.request.post(`${server.address}/api/sign-in/badge`, { data: { code }, headers });
  expect(entered.ok(), await entered.text()).toBe(true);

  const again = await enter(SECRETARY);
  await administers(again);
  await again.page.getByRole('searchbox').fill('Pavel Gavrilov');
  await again.page.getByRole('checkbox', { name: 'Choose Pavel Gavrilov' }).check();
  await again.page.getByRole('button', { name: 'Print 1 badge…' }).click();
  await again.context.setOffline(true);
  await again.page.getByRole('dialog').getByRole('button', { name: 'Make new codes and print' }).click();
  await expect(again.page.getByRole('alert')).toContainText('The badges did not come.');
});
