import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { draftPage } from './build/draft-page.ts';
import { oneUpdateFormat } from './build/one-update-format.ts';
import { precompressed } from './build/precompressed.ts';
import { serviceWorker } from './build/service-worker.ts';
import { withoutHydration } from './build/without-hydration.ts';

/** The server that answers /api while one works on the front end. */
const server = process.env['PLENARY_DEV_SERVER'] ?? 'http://127.0.0.1:8080';

/** What every text needs; other libraries stay with whoever asks for them. */
const LIBRARIES_OF_THE_TEXT =
  /node_modules\/(yjs|lib0|y-(protocols|prosemirror)|orderedmap|w3c-keyname|prosemirror-(model|state|transform|view|keymap|commands))\//;
/** What every page is made of. */
const SHELL = /\/src\/(main|lib\/(api|i18n|people|ui|shell\/mishaps|drafting\/device-copies)\b)|node_modules\/(svelte|clsx|esm-env)\//;
/** Of that, what no page needs to be shown. */
const NOT_AT_ONCE = /\/(AskDialog|Avatar|Dialog|FailureNotice|Icon|TopMenus|LookChoices|LookMenu|MeMenu|Menu|Notice|PassingWords|Toolbar|WhoIsHere|ChooseParticipant)\.svelte|ui\/(awake|clipboard|narrow|rest)|people\/person|i18n\/(en-)?more|reactivity\/(media-query|create-subscriber)\.js/;

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  plugins: [svelte(), withoutHydration(), oneUpdateFormat(), draftPage(), serviceWorker(), precompressed()],
  resolve: {
    alias: {
      $lib: at('./src/lib'),
      // Parts of a library that cost more than what is used of them: together 4 kB that everybody would load.
      'lib0/dom': at('./src/stand-ins/lib0-dom.ts'),
      'lib0/hash/sha256': at('./src/stand-ins/lib0-sha256.ts'),
      'lib0/logging': at('./src/stand-ins/lib0-logging.ts'),
    },
  },
  server: {
    // The server compares Origin with the address it was called by, so both are the target's.
    proxy: { '/api': { target: server, ws: true, changeOrigin: true, headers: { origin: server } } },
  },
  build: {
    // These know light-dark() and the popover attribute, so that nothing is compiled away.
    target: ['chrome123', 'firefox125', 'safari17.5'],
    // They know module preloading as well.
    modulePreload: { polyfill: false },
    // A font or an icon is a file with a hash in its name, never a data: address in the style sheet.
    assetsInlineLimit: 0,
    rolldownOptions: {
      optimization: { inlineConst: { mode: 'all', pass: 3 } },
      output: {
        // What several pages share is one file, not eight: each file is a request, and compresses for itself. What only
        // changes with a library is another, which browsers keep over our releases.
        codeSplitting: {
          groups: [
            { name: 'libraries', test: LIBRARIES_OF_THE_TEXT },
            { name: 'shell', test: (id) => SHELL.test(id) && !NOT_AT_ONCE.test(id), minShareCount: 2 },
            // Some parts are on other pages as well, which must not wait for the second wave of a draft.
            { name: 'menus', test: /\/(TopMenus|Dialog|FailureNotice|conference\/DraftCard|drafting\/Track)\.svelte$|negotiation\/venue/ },
            // Pages that are opened one after the other.
            { name: 'conduct', test: /\/src\/routes\/(Session|Record)\.svelte$/ },
            // With all that it imports: what is shown first in a draft, and what follows at once.
            { name: 'draft', test: /\/src\/routes\/Draft\.svelte$/ },
            { name: 'second-wave', test: /\/src\/lib\/drafting\/second-wave\.ts$/ },
          ],
        },
      },
      onLog(level, log, tell) {
        // A library wants more of a stand-in than there is.
        if (log.code === 'IMPORT_IS_UNDEFINED' || log.code === 'MISSING_EXPORT') throw new Error(log.message);
        tell(level, log);
      },
    },
  },
  test: {
    include: ['{src,build}/**/*.test.ts'],
  },
});
