import { tokens } from './tokens';

const WORDS = ['cities', 'shall', 'l’État', 'ge\u0301ne\u0301ral', '2.5', 'المدن', 'تَنْشُرُ', '城', '市', '𠮷', 'план', '[', ']', '.', ',', ' ', '👩\u200d👧', '\u0301'];

/** For tests: calls with a text and two that somebody made of it, the same ones each time. */
export function randomly(check: (base: string, now: string, suggested: string) => void) {
  let seed = 7;
  const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
  const words = (most: number) => Array.from({ length: random(most) }, () => WORDS[random(WORDS.length)] ?? '');
  for (let round = 0; round < 1_000; round += 1) {
    const base = words(14);
    const edited = () => {
      const now = [...base];
      for (let edits = random(3); edits >= 0; edits -= 1) now.splice(random(now.length + 1), random(3), ...words(3));
      return now.join('');
    };
    check(base.join(''), edited(), edited());
  }
}

/** For tests: the tokens that only the second text has, as often as it has more of them. */
export function madeOf(base: string, now: string): string[] {
  const old = tokens(base);
  return tokens(now).filter((token) => {
    const at = old.indexOf(token);
    if (at >= 0) old.splice(at, 1);
    return at < 0;
  });
}
