/** Letters and numbers of scripts that are written without spaces; the two length marks of Katakana belong to no script. */
const UNSPACED = String.raw`[[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}\u30fc\uff70]&&[\p{L}\p{Nl}\p{No}]]`;
/** A number, or one other character of a word. */
const PART = String.raw`(?:\p{Nd}(?:[.,\u066b\u066c]?\p{Nd})*|[[\p{L}\p{M}\p{Nl}\p{No}]--${UNSPACED}])`;
/** Marks, skin tones, and the tags that make a flag that of a region. */
const MARKS = String.raw`[\p{M}\u{1f3fb}-\u{1f3ff}\u{e0020}-\u{e007f}]*`;
const JOINED = String.raw`['\u2019\-\u2010\u2011\u00ad\u200c\u200d]?`;
const SYMBOL = String.raw`(?:[\u{1f1e6}-\u{1f1ff}]{2}|\p{Any})${MARKS}(?:\u200d\p{Extended_Pictographic}${MARKS})*`;

/** The regular expression of a token, with the flag v; why it is so, and the same for the server, is in words/src/lib.rs. */
export const RULE = String.raw`[\[\]]|\p{White_Space}+|${UNSPACED}\p{M}*|${PART}(?:${JOINED}${PART})*|${SYMBOL}`;

const TOKEN = new RegExp(RULE, 'gv');

/** The tokens of a text, in order; joined they give it back. */
export const tokens = (text: string): string[] => text.match(TOKEN) ?? [];

/** Whether a token is a word, not white space, punctuation or a symbol. */
export const isWord = (token: string): boolean => /^[\p{L}\p{M}\p{N}]/u.test(token);
