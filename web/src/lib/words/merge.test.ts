import { expect, test } from 'vitest';
import { merge, type Merged } from './merge';
import { madeOf, randomly } from './random-texts';
import { tokens } from './tokens';

const applied = (now: string, { hunks }: Merged) =>
  hunks.reduceRight((text, { at, deleted, inserted }) => {
    expect(now.slice(at, at + deleted.length)).toBe(deleted);
    return text.slice(0, at) + inserted + text.slice(at + deleted.length);
  }, now);

test('who is alone is taken', () => {
  randomly((base, now) => {
    expect(merge(base, base, now)).toMatchObject({ kind: 'merged', words: now });
    expect(merge(base, now, base)).toEqual({ kind: 'merged', words: now, hunks: [] });
    expect(merge(base, now, now)).toEqual({ kind: 'merged', words: now, hunks: [] });
  });
});

test('a merge does not ask who was first, and its hunks make it', () => {
  const seen = { merged: 0, conflict: 0 };
  randomly((base, now, suggested) => {
    const [one, other] = [merge(base, now, suggested), merge(base, suggested, now)];
    seen[one.kind] += 1;
    expect(other.kind).toBe(one.kind);
    if (one.kind === 'conflict' || other.kind === 'conflict') return;
    expect(other.words).toBe(one.words);
    expect(applied(now, one)).toBe(one.words);
    expect(applied(suggested, other)).toBe(one.words);
  });
  expect(Math.min(seen.merged, seen.conflict)).toBeGreaterThan(50);
});

test('no word that came is lost', () => {
  randomly((base, now, suggested) => {
    const merged = merge(base, now, suggested);
    if (merged.kind === 'conflict') return;
    const has = new Set(tokens(merged.words));
    for (const side of [now, suggested]) for (const token of madeOf(base, side)) expect(has).toContain(token);
  });
});

test('half a character is left as it is', () => {
  expect(merge('a \ud83d b', 'c \ud83d b', 'a \ud83d d')).toMatchObject({ words: 'c \ud83d d' });
});

test('the longest paragraph takes no time', () => {
  const [before, now] = ['[a] '.repeat(5_000), '[b] '.repeat(5_000)];
  expect(merge(before, before, now)).toMatchObject({ words: now });
  expect(merge('a'.repeat(20_000), 'a'.repeat(20_000), 'b'.repeat(20_000))).toMatchObject({ words: 'b'.repeat(20_000) });
});
