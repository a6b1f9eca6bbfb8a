import type { Plugin } from 'vite';

const SECOND = /(?<!class |extends )\b(DS|Update)(En|De)coderV2\b/g;
const EXPORTS = '\nexport {';

/**
 * Leaves out Yjs's second format of updates, which nobody here sends or keeps (2 kB). Yjs itself writes it only for what
 * waits in memory for changes that have not arrived, and reads nothing else of it; that is written in the first format
 * instead, which has the same interface.
 */
export function oneUpdateFormat(): Plugin {
  return {
    name: 'one-update-format',
    apply: 'build',
    transform: {
      filter: { id: /\/yjs\/dist\/yjs\.mjs$/ },
      handler(code) {
        const end = code.lastIndexOf(EXPORTS);
        if (end < 0 || !SECOND.test(code)) this.error('Yjs is written in another way now: look again.');
        return code.slice(0, end).replace(SECOND, '$1$2coderV1') + code.slice(end);
      },
    },
  };
}
