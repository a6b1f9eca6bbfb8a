/** What lets somebody in. */
export type Secret = { kind: 'code'; code: string } | { kind: 'link'; token: string };

/** Why something typed cannot be the code of a badge. */
export type NoCode = { kind: 'no_code'; why: 'empty' | 'not_in_codes' | 'too_short' | 'too_long' };

const CHARACTERS = 10;
/** Crockford's base32, with what the server takes for one of it: O is 0, I and L are 1. There is no U. */
const IN_CODES = /^[0-9A-TV-Z]*$/;
/** Letters of a keyboard in Cyrillic that look like ours. */
const LOOK_ALIKE: Record<string, string> = {
  А: 'A', В: 'B', Е: 'E', К: 'K', М: 'M', Н: 'H', О: '0', Р: 'P', С: 'C', Т: 'T', Х: 'X',
};
/** The zeros of Arabic and Persian digits. */
const ZEROS = [0x0660, 0x06f0];
/** 43 characters of base64url hold 32 bytes. */
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/**
 * The secret in what was typed or pasted, or stood in the address: the code of a badge however it is typed, or a whole
 * address with one behind its hash sign.
 */
export function secretIn(typed: string): Secret | NoCode {
  const shown = typed.slice(typed.lastIndexOf('#') + 1).trim();
  if (TOKEN.test(shown)) return { kind: 'link', token: shown };
  const code = normalized(shown);
  if (code === '') return { kind: 'no_code', why: 'empty' };
  if (!IN_CODES.test(code)) return { kind: 'no_code', why: 'not_in_codes' };
  if (code.length < CHARACTERS) return { kind: 'no_code', why: 'too_short' };
  if (code.length > CHARACTERS) return { kind: 'no_code', why: 'too_long' };
  return { kind: 'code', code };
}

/**
 * Takes the secret out of the address, so that it is neither seen nor kept in the history. Nothing where there is none:
 * a place on the page stands behind the hash sign as well.
 */
export function takeSecret(): string {
  const { hash, pathname, search } = window.location;
  if (secretIn(hash).kind === 'no_code') return '';
  window.history.replaceState(window.history.state, '', pathname + search);
  return hash.slice(1);
}

/** In capitals, without gaps, in the letters and digits of a badge: keyboards differ. */
function normalized(typed: string): string {
  const plain = typed.normalize('NFKC').toUpperCase().replace(/[\s\p{Pd}\p{Cf}_.]/gu, '');
  return [...plain].map((typedOne) => LOOK_ALIKE[typedOne] ?? latinDigit(typedOne)).join('');
}

function latinDigit(typedOne: string): string {
  const point = typedOne.codePointAt(0) ?? 0;
  const zero = ZEROS.find((first) => point >= first && point <= first + 9);
  return zero === undefined ? typedOne : String(point - zero);
}
