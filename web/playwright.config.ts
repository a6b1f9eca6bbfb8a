import { defineConfig } from '@playwright/test';

export default defineConfig({
  // `npm run pictures` takes the screenshots of docs/pictures instead.
  testDir: process.env['PLENARY_STORIES'] ?? 'e2e',
  // Each worker starts a server with a database; one is enough for a laptop.
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  outputDir: '../target/e2e',
  use: {
    launchOptions: {
      executablePath: process.env['PLENARY_CHROMIUM'] ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
