import { MediaQuery } from 'svelte/reactivity';

/** Whether the page is as narrow as a phone: the width at which style sheets turn to one column. */
export const narrow = new MediaQuery('max-width: 40rem');
