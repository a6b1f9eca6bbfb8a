import { plainBlock, type PastedBlock } from './pasted';
import { tidy } from './spaces';
import { recognizeTypedMarkers, typedMarkerAt } from './typed-markers';

/** Lines of mail and of text files end about here; a shorter one ends because its paragraph does. */
const WRAPPED_AT = 50;

/**
 * The paragraphs of plain text: its lines, or, where blank lines stand between paragraphs whose lines were wrapped,
 * what stands between them. Typed markers become markers where they form a list.
 */
export function readPlain(text: string): PastedBlock[] {
  const chunks = text.replace(/\r\n?|\u2028|\u2029|\u0085/g, '\n').split(/\n[^\S\n]*\n/);
  const wrapped = chunks.length > 1;
  const lines = chunks.flatMap((chunk) => (wrapped ? unwrapped(chunk.split('\n')) : chunk.split('\n')));
  const written = lines.filter((line) => line.trim() !== '');
  const blocks = written.map((line) => ({ ...plainBlock(line), runs: tidy(plainBlock(line).runs) }));
  return recognizeTypedMarkers(blocks, written.map(indentOf)).filter(({ runs }) => runs.length > 0);
}

function unwrapped(lines: string[]): string[] {
  const joined: string[] = [];
  let last = '';
  for (const line of lines) {
    const goesOn = last.trim().length >= WRAPPED_AT && typedMarkerAt(line.trimStart()) === null;
    if (goesOn) joined.push(`${joined.pop() ?? ''}\n${line}`);
    else joined.push(line);
    last = line;
  }
  return joined;
}

function indentOf(line: string): number {
  const spaces = /^\s*/.exec(line)?.[0] ?? '';
  return spaces.replaceAll('\t', '    ').length;
}
