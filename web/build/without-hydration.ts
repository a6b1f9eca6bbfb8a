import type { Plugin } from 'vite';

const SWITCH = 'export let hydrating = false;';

/**
 * Leaves out what Svelte needs only for pages drawn by a server, which ours are not. Svelte guards all of it by one
 * variable, for bundlers to see that nobody sets it; Rolldown does not see it without being told (4 kB).
 */
export function withoutHydration(): Plugin {
  return {
    name: 'without-hydration',
    apply: 'build',
    transform: {
      filter: { id: /\/svelte\/src\/internal\/client\/dom\/hydration\.js$/ },
      handler(code) {
        if (!code.includes(SWITCH)) this.error('Svelte guards hydration in another way now: look again.');
        return code.replace(SWITCH, 'export const hydrating = false;').replace('hydrating = value;', '');
      },
    },
  };
}
