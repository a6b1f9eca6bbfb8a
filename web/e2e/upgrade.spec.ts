import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { expect, test } from './fixtures';
import { Front } from './front';
import { Person } from './people';

const WEB = fileURLToPath(new URL('..', import.meta.url));
const TITLE = 'Building blocks of a learning city';

test('after an upgrade an old tab goes on, and the next load is the new page, with and without a network', async ({
  browser,
  server,
}) => {
  const next = await mkdtemp(join(tmpdir(), 'plenary-next-build-'));
  await build({
    root: WEB,
    configFile: join(WEB, 'vite.config.ts'),
    logLevel: 'warn',
    plugins: [{ name: 'mark', transformIndexHtml: (page) => page.replace('<html', '<html data-build="next"') }],
    build: {
      outDir: next,
      emptyOutDir: true,
      rollupOptions: { output: { entryFileNames: 'assets/next-[hash].js', chunkFileNames: 'assets/next-[hash].js' } },
    },
  });
  const front = await Front.before(server, join(WEB, 'dist'));
  const kim = await Person.enter(browser, front, 'Kim Seo-yun');
  const page = kim.page;
  await kim.hasShell();

  front.build = next;
  // The part for drafts was not on this page yet, and the server has it no more.
  await kim.opens(TITLE);
  await expect(page.locator('html')).not.toHaveAttribute('data-build');

  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-build', 'next');
  await kim.isSaved();
  const waits = () => page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.waiting?.state);
  await expect.poll(waits).toBe('installed');

  front.reachable = false;
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-build', 'next');
  await expect(kim.paragraph('2.1', 1)).toBeVisible();
  front.reachable = true;

  // When no tab is left of the old build, its files go.
  await page.close();
  const again = new Person(await kim.context.newPage());
  await again.page.goto('/conference');
  await expect
    .poll(() => again.page.evaluate(async () => (await caches.keys()).filter((name) => name.startsWith('plenary-shell-')).length))
    .toBe(1);
  await again.opens(TITLE);
  await kim.context.close();
  await front.stop();
  await rm(next, { recursive: true, force: true });
});
