import { readFile } from 'node:fs/promises';
import { expect, test } from './fixtures';
import { administers, list, part, row, SECRETARY } from './register';

test.use({ given: 'the demonstration' });

test('a list with problems is not imported; corrected it is, and again it doubles nobody', async ({ enter }) => {
  const ingrid = await enter(SECRETARY);
  const { page } = ingrid;
  await administers(ingrid);
  await expect(page.getByText('59 people')).toBeVisible();
  await part(page, 'Import');
  const header = 'Name;Delegation;Country;E-mail;Role;Sessions;Shoe size\n';
  await list(page, 'cork.csv', `${header}Áine Ní Bhriain;Harbour Town;Ireland;aine@harbour.example;delegate;S1;38\n;Harbour Town;IE;;;;\nCy Berg;Fjord;Norwegia;cy@fjord;king;S9;\n`);
  await expect(page.getByRole('heading', { name: '5 problems in this list' })).toBeVisible();
  const problems = page.getByRole('table', { name: 'What to correct' }).getByRole('row');
  await expect(problems.nth(1)).toHaveText(/3\s*Name\s*Everybody needs a name\./);
  await expect(problems.filter({ hasText: 'Norwegia' })).toHaveText(/4\s*Country\s*Norwegia\s*This is no country/);
  await expect(problems.filter({ hasText: 'S9' })).toContainText('There is no session S9; there are S1, S2, S3, S4.');
  await expect(page.getByText('Shoe size → passed over')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Import', exact: true })).toHaveCount(0);

  const corrected = `${header}Áine Ní Bhriain;Harbour Town;Ireland;aine@harbour.example;delegate;S1;38\nCy Berg;Fjord;Norway;cy@fjord.example;chair;S1: rapporteur;\n`;
  await list(page, 'cork.csv', corrected);
  await expect(page.getByRole('heading', { name: 'What cork.csv would do' })).toBeVisible();
  await expect(page.getByText('2 people added')).toBeVisible();
  await expect(page.getByText('Harbour Town and Fjord')).toBeVisible();
  await part(page, 'Everybody');
  await expect(page.getByText('59 people'), 'nothing is done by looking').toBeVisible();
  await part(page, 'Import');
  await list(page, 'cork.csv', corrected);
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'cork.csv is imported' })).toBeVisible();
  await page.getByRole('link', { name: 'To everybody' }).click();
  await expect(page.getByText('61 people')).toBeVisible();
  await page.getByRole('searchbox').fill('cy@fjord');
  await expect(row(page, 'Cy Berg')).toContainText('Rapporteur, S1');

  await part(page, 'Import');
  await list(page, 'again.csv', corrected);
  await expect(page.getByText('2 people left as they are')).toBeVisible();
  await expect(page.getByText('there is nothing to import')).toBeVisible();
  await list(page, 'changed.csv', corrected.replace(';chair;', ';observer;'));
  await expect(page.getByText('1 person changed')).toBeVisible();
  await expect(page.getByText('before: chair')).toBeVisible();
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await page.getByRole('link', { name: 'To everybody' }).click();
  await page.getByRole('searchbox').fill('cy berg');
  await expect(page.getByText('1 of 61 people')).toBeVisible();
  await expect(row(page, 'Cy Berg')).toContainText('Observer');
});

test('a file may be dropped, and what is no list is refused in words', async ({ enter }) => {
  const ingrid = await enter(SECRETARY);
  await ingrid.page.goto('/people/import');
  await list(ingrid.page, 'letter.xlsx', 'PK\u{3}\u{4}nonsense');
  await expect(ingrid.page.getByRole('alert')).toContainText('This file is no list that can be read.');
  const dropped = await ingrid.page.evaluateHandle(() => {
    const data = new DataTransfer();
    data.items.add(new File(['name,delegation,country\nDa Li,Beijing,CN\n'], 'drop.csv', { type: 'text/csv' }));
    return data;
  });
  await ingrid.page.getByRole('group', { name: 'Import a list of people' }).dispatchEvent('drop', { dataTransfer: dropped });
  await expect(ingrid.page.getByRole('heading', { name: 'What drop.csv would do' })).toBeVisible();
  // The empty list can be filled in and comes back as one.
  const saved = ingrid.page.waitForEvent('download');
  await ingrid.page.getByRole('link', { name: 'Empty list to fill in' }).click();
  const template = await readFile(await (await saved).path(), 'utf8');
  await list(ingrid.page, 'filled.csv', template + 'Da Li'.padStart(6, ',') + ',,,,Beijing,,,CN,,,,,S1\r\n');
  await expect(ingrid.page.getByText('1 person added')).toBeVisible();
});
