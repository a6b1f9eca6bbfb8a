import { enFirst } from './en-first';
import { enMore } from './en-more';

/** Everything the page says, in English. Its shape is the contract for the other languages. */
export const en = { ...enFirst, ...enMore };

/** What a catalogue must say. */
export type Catalogue = typeof en;
