import { recall, remember } from './memory';

export const THEMES = ['system', 'light', 'dark'] as const;
/** How the page looks: as the device wants it, or always light or dark. */
export type Theme = (typeof THEMES)[number];

const REMEMBERED = 'theme';

class Appearance {
  theme: Theme = $state('system');

  /** Looks as asked for in the address (`?theme=dark`) or chosen before. */
  start(): void {
    const asked = new URLSearchParams(window.location.search).get('theme');
    const wish = asked ?? recall<string>(REMEMBERED);
    this.choose(THEMES.find((theme) => theme === wish) ?? 'system');
  }

  choose(theme: Theme): void {
    this.theme = theme;
    remember(REMEMBERED, theme);
    const { dataset } = document.documentElement;
    if (theme === 'system') delete dataset['theme'];
    else dataset['theme'] = theme;
  }
}

export const appearance = new Appearance();
