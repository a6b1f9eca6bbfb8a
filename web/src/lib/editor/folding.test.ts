import { expect, test } from 'vitest';
import { fold, needleOf, occurrences } from './folding';

/** The words of the text that a search finds. */
function found(text: string, query: string): string[] {
  return occurrences(fold(text), needleOf(query)).map(({ from, to }) => text.slice(from, to));
}

test('case and accents make no difference, in the text or in the search', () => {
  expect(found('Éducation, education, E\u0301DUCATION', 'éducatión')).toEqual([
    'Éducation',
    'education',
    'E\u0301DUCATION',
  ]);
  expect(found('ПРОЁМ', 'проем')).toEqual(['ПРОЁМ']);
});

test('Arabic is found without its vowel signs, hamza and tatweel', () => {
  expect(found('تنشر المُدُنُ بيانات', 'المدن')).toEqual(['المُدُنُ']);
  expect(found('المدن أو المـــدن', 'المُدن')).toEqual(['المدن', 'المـــدن']);
  expect(found('أهداف', 'اهداف')).toEqual(['أهداف']);
});

test('Chinese is found without spaces around, in full width too', () => {
  expect(found('城市应当公布开放的教育数据。城市学习', '城市')).toEqual(['城市', '城市']);
  expect(found('第２．６点', '2.6')).toEqual(['２．６']);
});

test('what became several characters is found whole', () => {
  expect(found('the ﬁrst', 'fi')).toEqual(['ﬁ']);
  expect(found('the ﬁrst', 'f')).toEqual(['ﬁ']);
});

test('spaces, hyphens and apostrophes of every kind are one', () => {
  expect(found('the city’s\u00a0 non‑formal', "city's non-formal")).toEqual(['city’s\u00a0 non‑formal']);
  expect(needleOf('  two \n words ')).toBe('two words');
  expect(needleOf('٢٫٦ ٦')).toContain('6');
});

test('nothing is found in nothing, and nothing finds nothing', () => {
  expect(found('', 'a')).toEqual([]);
  expect(found('abc', '  ')).toEqual([]);
  expect(found('abc', '\u0301')).toEqual([]);
  expect(found('aaaa', 'aa')).toEqual(['aa', 'aa']);
});

test('whatever is cut out of a text is found at its place', () => {
  const text = 'Cities [shall] Éduquer ﬁrst 城市 المُدُنُ 𝒜𝒷 e\u0301e\u0301 ß İstanbul ½ "x"';
  const characters = [...text];
  for (let start = 0; start < characters.length; start += 1) {
    for (let end = start + 1; end <= characters.length; end += 1) {
      const piece = characters.slice(start, end).join('');
      const needle = needleOf(piece);
      if (needle === '') continue;
      const ranges = occurrences(fold(text), needle);
      expect(ranges.length, piece).toBeGreaterThan(0);
      for (const { from, to } of ranges) {
        expect(fold(text.slice(from, to)).text, piece).toContain(needle);
        expect(to).toBeGreaterThan(from);
      }
    }
  }
});
