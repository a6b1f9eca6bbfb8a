import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import type { Server } from './server';

test.use({ given: 'the demonstration' });

const MEETING = "Mayors' Forum: measuring progress and acting together";

/** The chair gavels the only open paragraph of a point through the server, as a page elsewhere does it. */
async function gavels({ request }: Page, server: Server, words: string): Promise<void> {
  const drafts = await (await request.get(`${server.address}/api/drafts`)).json();
  const draft = drafts.find(({ session_number }: { session_number: number }) => session_number === 4).id;
  const text = await (await request.get(`${server.address}/api/drafts/${draft}/text`)).json();
  const blocks = text.points.flatMap(({ blocks }: { blocks: unknown[] }) => blocks);
  const block = blocks.find(({ runs }: { runs: { text: string }[] }) => runs.map((run) => run.text).join('').startsWith(words));
  const all = block.runs.map(({ text }: { text: string }) => text).join('');
  const gavel = `${server.address}/api/drafts/${draft}/paragraphs/${block.id}/gavel`;
  const answer = await request.post(gavel, { data: { outcome: 'agreed', words: all }, headers: { origin: server.address } });
  expect(answer.ok(), await answer.text()).toBe(true);
}

for (const [how, spoil] of [
  ['offline', 'cut'],
  ['while nothing arrives', 'freeze'],
] as const) {
  const number = spoil === 'cut' ? '4.2' : '4.4';

  test(`words typed ${how} into text that was agreed meanwhile stay with their author`, async ({ enter, server, network }) => {
    const [lubna, graham] = [await enter('Lubna Haddadin'), await enter('Graham McAllister', network)];
    await graham.opens(MEETING);
    const agreed = (await graham.paragraph(number, 1).textContent()) ?? '';
    network[spoil]();
    if (spoil === 'cut') await graham.isTold(/^Offline/);
    await graham.typesAtTheEndOf(graham.paragraph(number, 1), ' Typed on the train.');
    await expect(graham.paragraph(number, 1)).toContainText('Typed on the train.');
    await gavels(lubna.page, server, agreed);

    network.mend();
    await graham.page.evaluate(() => window.dispatchEvent(new Event('online')));
    const kept = graham.page.getByRole('complementary', { name: 'Words that were not taken' });
    await expect(kept).toContainText('Typed on the train.');
    await expect(kept).toContainText(/agreed/);
    await expect(graham.paragraph(number, 1)).not.toContainText('train');
    await expect(graham.paragraph(number, 1).getByRole('img', { name: 'Agreed' })).toBeVisible();
    // They are offered also after the page was loaded anew, and what is typed elsewhere is saved.
    await graham.page.reload();
    await expect(kept).toContainText('Typed on the train.');
    await graham.typesAtTheEndOf(graham.paragraph('4.7', 1), ` Elsewhere, ${how}.`);
    await lubna.page.getByRole('link', { name: `Open the draft “${MEETING}”` }).click();
    await expect(lubna.page.getByRole('region', { name: 'Action point 4.7', exact: true })).toContainText(`Elsewhere, ${how}.`);
  });
}
