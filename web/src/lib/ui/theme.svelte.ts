import { recall, remember } from './memory';

export const THEMES = ['system', 'light', 'dark'] as const;
/** How the page looks: as the device wants it, or always light or dark. */
export type Theme = (typeof THEMES)[number];

export const SIZES = ['small', 'normal', 'large', 'larger'] as const;
/** How large everything is written; each is a step of the page's root size (`tokens.css`). */
export type Size = (typeof SIZES)[number];

const REMEMBERED = 'theme';
const REMEMBERED_SIZE = 'size';

class Appearance {
  theme: Theme = $state('system');
  size: Size = $state('normal');

  /** Looks as asked for in the address (`?theme=dark`) or chosen before. */
  start(): void {
    const asked = new URLSearchParams(window.location.search).get('theme');
    const wish = asked ?? recall<string>(REMEMBERED);
    this.choose(THEMES.find((theme) => theme === wish) ?? 'system');
    const size = recall<string>(REMEMBERED_SIZE);
    this.resize(SIZES.find((known) => known === size) ?? 'normal');
  }

  choose(theme: Theme): void {
    this.theme = theme;
    remember(REMEMBERED, theme);
    const { dataset } = document.documentElement;
    if (theme === 'system') delete dataset['theme'];
    else dataset['theme'] = theme;
  }

  resize(size: Size): void {
    this.size = size;
    remember(REMEMBERED_SIZE, size === 'normal' ? null : size);
    const { dataset } = document.documentElement;
    if (size === 'normal') delete dataset['size'];
    else dataset['size'] = size;
  }
}

export const appearance = new Appearance();
