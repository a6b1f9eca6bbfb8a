import type { Plugin, Rolldown } from 'vite';

const DRAFT = /\/routes\/Draft\.svelte$/;
const SHELL_PAGE = 'index.html';
/** The letters of nearly every draft. */
const FONTS = /noto-(serif|sans)-latin-wght-normal.*\.woff2$/;

/**
 * Writes `draft.html`: the one page again, which asks for the editor while it is still reading the rest. The server
 * gives it out under the addresses of drafts.
 */
export function draftPage(): Plugin {
  return {
    name: 'draft-page',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const files = Object.values(bundle);
        const chunks = files.filter((file) => file.type === 'chunk');
        const page = files.find((file) => file.type === 'asset' && file.fileName === SHELL_PAGE);
        const draft = chunks.find(({ facadeModuleId }) => DRAFT.test(facadeModuleId ?? ''));
        if (page?.type !== 'asset' || !draft) this.error('the page or the draft’s chunk is missing');
        const shell = String(page.source);
        const hints = [
          ...withImports(draft, chunks).map((file) => `<link rel="modulepreload" crossorigin href="/${file}">`),
          ...files
            .filter(({ fileName }) => FONTS.test(fileName))
            .map(({ fileName }) => `<link rel="preload" as="font" type="font/woff2" crossorigin href="/${fileName}">`),
        ].filter((hint) => !shell.includes(hint));
        const source = shell.replace('</head>', `  ${hints.join('\n    ')}\n  </head>`);
        this.emitFile({ type: 'asset', fileName: 'draft.html', source });
      },
    },
  };
}

type Chunk = Pick<Rolldown.OutputChunk, 'fileName' | 'imports'>;

/** A file and all that it imports, directly or through others. */
function withImports(file: Chunk, chunks: Chunk[]): string[] {
  const found = new Set([file.fileName]);
  for (const name of found) chunks.find(({ fileName }) => fileName === name)?.imports.forEach((each) => found.add(each));
  return [...found];
}
