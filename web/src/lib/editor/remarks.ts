/** What the editors have to tell people about an act of theirs; the page puts it in words. */
export type Remark =
  | { kind: 'nothing_to_paste' | 'paste_too_long' | 'pasted_as_words' }
  | { kind: 'selected' | 'copied'; points: number; onlyActionPoints: boolean }
  | { kind: 'not_across' }
  | { kind: 'locked' }
  | { kind: 'bracket'; ordinal: number; total: number; point: string }
  | { kind: 'stray_bracket'; character: string; point: string }
  | { kind: 'no_brackets' };
