import * as Y from 'yjs';
import type { Block } from '$lib/api/types';
import { countBrackets, type Stretch } from '$lib/editor/brackets';
import { webAddress } from '$lib/editor/marks/link';

/** Words that look alike and belong together. */
export interface Run {
  text: string;
  strong: boolean;
  em: boolean;
  /** A web address to link to. */
  href: string | null;
  /** The id of the footnote they belong to. */
  note: string | null;
}

/** A footnote as it is read: under its paragraph, with a number that counts through the draft. */
export interface ReadNote {
  id: string;
  runs: Run[];
}

/** The runs of a title or paragraph in the live document. */
export function runsOf(element: Y.XmlElement): Run[] {
  return element.toArray().flatMap((child) => {
    if (!(child instanceof Y.XmlText)) return [];
    const delta = child.toDelta() as { insert: unknown; attributes?: Record<string, unknown> }[];
    return delta.flatMap(({ insert, attributes = {} }) => {
      if (typeof insert !== 'string') return [];
      return [run(insert, 'strong' in attributes, 'em' in attributes, attributes['link'], attributes['footnote'])];
    });
  });
}

/** The runs of a block as the server sends them. */
export function runsOverHttp({ runs }: Block): Run[] {
  return runs.map(({ text, marks }) => {
    const found = (type: string) => marks.find((mark) => mark.type === type);
    return run(text, found('strong') !== undefined, found('em') !== undefined, found('link'), found('footnote'));
  });
}

/** The runs with each footnote that is among them, where it begins. */
export function withNotes(runs: Run[]): { run: Run | null; note: ReadNote | null }[] {
  const notes = notesAmong(runs);
  const begun = new Set<string>();
  return runs.map((run) => {
    if (run.note === null) return { run, note: null };
    const isFirst = !begun.has(run.note);
    begun.add(run.note);
    return { run: null, note: isFirst ? (notes.find(({ id }) => id === run.note) ?? null) : null };
  });
}

/** The footnotes among the runs of one block, in reading order. */
export function notesAmong(runs: Run[]): ReadNote[] {
  const notes = new Map<string, ReadNote>();
  for (const run of runs) {
    if (run.note === null) continue;
    const note = notes.get(run.note) ?? { id: run.note, runs: [] };
    note.runs.push({ ...run, note: null });
    notes.set(run.note, note);
  }
  return [...notes.values()];
}

/** The words of a block without its footnotes. */
export function wordsBesideNotes(runs: Run[]): string {
  return runs.map(({ text, note }) => (note === null ? text : '')).join('');
}

/** The open brackets of a block and its footnotes. */
export function openBrackets(runs: Run[]): number {
  const notes = new Map<string, Stretch[]>();
  let from = 0;
  for (const { text, note } of runs) {
    const to = from + text.length;
    if (note !== null) notes.set(note, [...(notes.get(note) ?? []), { from, to }]);
    from = to;
  }
  return countBrackets(runs.map(({ text }) => text).join(''), [...notes.values()]);
}

/** How many footnotes stand before each text, by its id, given how many each has. */
export function notesBefore(texts: { id: string; notes: readonly unknown[] }[]): Map<string, number> {
  let before = 0;
  return new Map(
    texts.map(({ id, notes }) => {
      const here = before;
      before += notes.length;
      return [id, here];
    }),
  );
}

function run(text: string, strong: boolean, em: boolean, link: unknown, footnote: unknown): Run {
  const href = field(link, 'href');
  return { text, strong, em, href: href === null ? null : webAddress(href), note: field(footnote, 'id') };
}

function field(mark: unknown, name: string): string | null {
  const value: unknown = typeof mark === 'object' && mark !== null ? Object.entries(mark).find(([key]) => key === name)?.[1] : null;
  return typeof value === 'string' ? value : null;
}
