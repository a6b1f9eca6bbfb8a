/** A text as a search sees it: without case, accents, vowel signs and kinds of space, and where each unit came from. */
export interface Folded {
  text: string;
  /** For each UTF-16 unit of `text` the offset in the original where it began; one more entry says where that ends. */
  starts: number[];
}

/** Where the words of a search stand in a text, in UTF-16 units, end exclusive. */
export interface Occurrence {
  from: number;
  to: number;
}

/**
 * Folds a text for searching: "Éducation" and "education" are one word, so are "مُدُن" and "مدن", "Ⅻ" and "xii".
 *
 * Compatibility forms are decomposed (NFKD); marks, invisible characters and the Arabic tatweel fall away; digits become
 * Western ones, spaces one plain space, and typographic apostrophes and hyphens their plain forms.
 */
export function fold(original: string): Folded {
  let text = '';
  const starts: number[] = [];
  let offset = 0;
  for (const character of original) {
    for (const unit of foldedCharacter(character)) {
      if (unit === ' ' && text.endsWith(' ')) continue;
      text += unit;
      for (let index = 0; index < unit.length; index += 1) starts.push(offset);
    }
    offset += character.length;
  }
  starts.push(offset);
  return { text, starts };
}

/** What to look for: folded and without spaces around. Empty: nothing. */
export function needleOf(query: string): string {
  return fold(query).text.trim();
}

/** Every place where a needle stands in a folded text; they do not overlap. */
export function occurrences({ text, starts }: Folded, needle: string): Occurrence[] {
  const found: Occurrence[] = [];
  if (needle === '') return found;
  for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + needle.length)) {
    const last = at + needle.length - 1;
    const from = starts[at] ?? 0;
    // A character that became several, such as "ﬁ", is found whole; marks after the last one belong to it.
    const to = starts.slice(last + 1).find((start) => start > (starts[last] ?? 0)) ?? from;
    found.push({ from, to });
  }
  return found;
}

const PLAIN: Record<string, string> = { '’': "'", '‘': "'", 'ʼ': "'", '“': '"', '”': '"', '‐': '-', '‑': '-', '–': '-' };
const NOTHING = /[\p{M}\p{Cf}\u0640]/gu;
const ARABIC_DIGITS = /[\u0660-\u0669\u06f0-\u06f9]/g;

// ASCII is by far the most, and needs none of the work.
function foldedCharacter(character: string): string {
  if (character >= '!' && character <= '~') return character.toLowerCase();
  const plain = PLAIN[character];
  if (plain !== undefined) return plain;
  return character
    .normalize('NFKD')
    .toLowerCase()
    .replace(NOTHING, '')
    .replace(ARABIC_DIGITS, (digit) => String((digit.codePointAt(0) ?? 0) & 0xf))
    .replace(/\s/g, ' ');
}
