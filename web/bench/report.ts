import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const HEADING = '## The front end, one run';

/** A table: its rows by name, and in each row the values of all rounds by column. */
export class Table {
  readonly #rows = new Map<string, Map<string, number[]>>();

  constructor(
    readonly title: string,
    readonly columns: readonly string[],
    /** The columns whose ratio (second to first) is a column of its own. */
    readonly ratio: readonly [string, string] | null = null,
  ) {}

  add(row: string, column: string, value: number): void {
    const values = this.#rows.get(row) ?? new Map<string, number[]>();
    this.#rows.set(row, values);
    values.set(column, [...(values.get(column) ?? []), value]);
  }

  toString(): string {
    const heads = ['', ...this.columns, ...(this.ratio ? ['ratio'] : [])];
    const rows = [...this.#rows].map(([name, values]) => [
      name,
      ...this.columns.map((column) => cell(values.get(column) ?? [])),
      ...(this.ratio ? [ratioOf(values, this.ratio)] : []),
    ]);
    return `### ${this.title}\n\n${aligned([heads, ...rows])}`;
  }
}

/**
 * Prints the tables, and writes them into the file that PLENARY_BENCH_WEB_OUT names, if it does: in place of those
 * that stand there already.
 */
export function publish(preface: string, tables: Table[]): void {
  const section = [HEADING, `${machine()}. ${preface}`, ...tables.map(String)].join('\n\n');
  console.log(`\n${section}\n`);
  const out = process.env['PLENARY_BENCH_WEB_OUT'];
  if (!out) return;
  const file = resolve(ROOT, out);
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const start = before.indexOf(HEADING);
  const end = start < 0 ? -1 : before.indexOf('\n## ', start);
  const [above, below] = start < 0 ? [before, ''] : [before.slice(0, start), end < 0 ? '' : before.slice(end)];
  writeFileSync(file, `${above.trimEnd()}\n\n${section}\n${below}`.trimStart());
}

function machine(): string {
  const [first] = cpus();
  return `Measured on ${first?.model.trim() ?? 'an unknown processor'}, ${cpus().length} processors`;
}

function cell(values: number[]): string {
  if (values.length === 0) return '';
  const sorted = values.toSorted((a, b) => a - b);
  const [lowest = 0, highest = 0] = [sorted[0], sorted.at(-1)];
  const middle = number(median(sorted));
  return sorted.length === 1 || number(lowest) === number(highest) ? middle : `${middle} (${number(lowest)} to ${number(highest)})`;
}

function ratioOf(values: Map<string, number[]>, [of, to]: readonly [string, string]): string {
  const [first, second] = [of, to].map((column) => median((values.get(column) ?? []).toSorted((a, b) => a - b)));
  return first && second ? (second / first).toFixed(2) : '';
}

function median(sorted: number[]): number {
  const middle = sorted.length >> 1;
  const [low = 0, high = 0] = [sorted[(sorted.length - 1) >> 1], sorted[middle]];
  return (low + high) / 2;
}

function number(value: number): string {
  return value >= 100 || Number.isInteger(value) ? String(Math.round(value)) : value.toPrecision(3);
}

function aligned(rows: string[][]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(3, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: string[], fill: string) => `| ${widths.map((width, at) => (row[at] ?? '').padEnd(width, fill)).join(' | ')} |`;
  const [head = [], ...body] = rows;
  return [line(head, ' '), line([], '-'), ...body.map((row) => line(row, ' '))].join('\n');
}
