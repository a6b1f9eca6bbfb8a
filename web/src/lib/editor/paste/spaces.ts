import type { PastedRun } from './pasted';

/** What is on clipboards and is no text: control characters, soft hyphens, zero-width spaces, places of objects. */
const UNSEEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u200b\u2060\ufeff\ufffc]/g;

/** A space that must not break stands beside a figure or a sign of French; elsewhere it is layout. */
const HOLDS = /[\d«»‹›;:!?%§№€$°]/;
const IDEOGRAPH = /[\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]/;

/** Runs with spaces as people type them: one at a time, none at the ends; runs of one look are joined. */
export function tidy(runs: PastedRun[]): PastedRun[] {
  const looks = runs.map((run) => ({ ...run, words: run.words.toWellFormed().replace(UNSEEN, '') }));
  const text = looks.map(({ words }) => words).join('');
  let at = 0;
  for (const run of looks) {
    const end = at + run.words.length;
    run.words = collapse(text, at, end);
    at = end;
  }
  return joined(looks.filter(({ words }) => words !== ''));
}

// Each stretch of spaces becomes one character, which belongs to the run in which the stretch begins.
function collapse(text: string, from: number, to: number): string {
  let words = '';
  for (let at = from; at < to; at += 1) {
    if (!isSpace(text.charAt(at))) words += text.charAt(at);
    else if (at === 0 || !isSpace(text.charAt(at - 1))) words += spaceFor(text, at);
  }
  return words;
}

function spaceFor(text: string, start: number): string {
  let end = start;
  while (end < text.length && isSpace(text.charAt(end))) end += 1;
  if (start === 0 || end === text.length) return '';
  const [before, after] = [text.charAt(start - 1), text.charAt(end)];
  const spaces = text.slice(start, end);
  // Sources break their lines anywhere in Chinese; there a line break is no space.
  if (spaces.includes('\n') && IDEOGRAPH.test(before) && IDEOGRAPH.test(after)) return '';
  const holds = HOLDS.test(before) || HOLDS.test(after);
  if (spaces === '\u00a0' || spaces === '\u202f') return holds ? spaces : ' ';
  return spaces === '\u3000' ? spaces : ' ';
}

function isSpace(character: string): boolean {
  return character !== '' && /\s/.test(character);
}

function joined(runs: PastedRun[]): PastedRun[] {
  const result: PastedRun[] = [];
  for (const run of runs) {
    const last = result.at(-1);
    if (last && sameLook(last, run)) last.words += run.words;
    else result.push({ ...run });
  }
  return result;
}

function sameLook(a: PastedRun, b: PastedRun): boolean {
  return a.strong === b.strong && a.em === b.em && a.href === b.href && a.note === null && b.note === null;
}
