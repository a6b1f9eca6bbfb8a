import { enMore } from './en-more';
import { i18n } from './i18n.svelte';

/**
 * The words that are not needed to show the text of a draft and to type in it. In English they are a file of their own,
 * loaded with the parts that import this one; in the other languages they come with the rest.
 */
export const more = {
  get t(): typeof enMore {
    return i18n.translated ?? enMore;
  },
};
