const HUES = 8;

/** The colour a participant has everywhere, as a CSS value. */
export function colourOf(participant: string): string {
  let sum = 0;
  for (const character of participant) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 65_521;
  return `var(--p${(sum % HUES) + 1})`;
}

/** The first letters of the first and the last word of a name. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : words;
  return letters.map((word) => [...(word ?? '')][0]?.toUpperCase() ?? '').join('');
}
