import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'vite';

const WORKER = fileURLToPath(new URL('../src/service-worker/worker.ts', import.meta.url));
const NAME = 'service-worker.js';
/** The pages, which the worker keeps as one, and packed files, which only the server hands out. */
const NOT_KEPT = /\.(html|br|gz)$/;

/** Builds the service worker after the front end, with the list of all that the front end may ask for. */
export function serviceWorker(): Plugin {
  return {
    name: 'plenary-service-worker',
    apply: 'build',
    async writeBundle({ dir = 'dist' }) {
      const shell = await shellIn(dir);
      await build({
        configFile: false,
        publicDir: false,
        logLevel: 'warn',
        define: { SHELL: JSON.stringify(shell) },
        build: {
          outDir: dir,
          emptyOutDir: false,
          rollupOptions: { input: WORKER, output: { format: 'es', entryFileNames: NAME } },
        },
      });
    },
  };
}

async function shellIn(dir: string) {
  const found = await readdir(dir, { recursive: true, withFileTypes: true });
  const paths = found
    .filter((entry) => entry.isFile() && entry.name !== NAME)
    .map((entry) => join(entry.parentPath, entry.name).slice(dir.length).replaceAll('\\', '/'))
    .filter((path) => !NOT_KEPT.test(path))
    .sort();
  const page = await readFile(join(dir, 'index.html'), 'utf8');
  const digest = createHash('sha256').update(page);
  for (const path of paths) digest.update(path).update(await readFile(join(dir, path)));
  const isFont = (path: string) => path.endsWith('.woff2');
  return {
    build: digest.digest('hex').slice(0, 16),
    page,
    files: paths.filter((path) => !isFont(path)),
    fonts: paths.filter(isFont),
  };
}
