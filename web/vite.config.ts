import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { serviceWorker } from './vite-service-worker.ts';

/** The server that answers /api while one works on the front end. */
const server = process.env['PLENARY_DEV_SERVER'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [svelte(), serviceWorker()],
  resolve: { alias: { $lib: fileURLToPath(new URL('./src/lib', import.meta.url)) } },
  server: {
    // The server compares Origin with the address it was called by, so both are the target's.
    proxy: { '/api': { target: server, ws: true, changeOrigin: true, headers: { origin: server } } },
  },
  build: {
    // These know light-dark() and the popover attribute, so that nothing is compiled away.
    target: ['chrome123', 'firefox125', 'safari17.5'],
    // A font or an icon is a file with a hash in its name, never a data: address in the style sheet.
    assetsInlineLimit: 0,
  },
  test: {
    include: ['src/**/*.test.ts'],
  },
});
