import type { Pasted } from './pasted';

/** Pasted paragraphs for tests, a line each: level, marker, language, and the words with *bold*, _italics_ and links. */
export function shown({ blocks }: Pasted): string[] {
  return blocks.map(({ level, marker, language, heading, runs }) => {
    const words = runs.map(({ words, strong, em, href, note }) => {
      let look = strong ? `*${words}*` : words;
      if (em) look = `_${look}_`;
      if (href !== null) look = `${look}<${href}>`;
      return note !== null ? `^${look}^` : look;
    });
    return [level, heading ? 'heading' : (marker ?? '-'), language, words.join('')].filter((part) => part !== null).join(' ');
  });
}
