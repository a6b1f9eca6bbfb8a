import type { Node } from 'prosemirror-model';
import type { EditorState } from 'prosemirror-state';
import type { Stretch } from './brackets';
import { noteOf } from './marks/footnote';

/** A footnote in a paragraph. It has more than one stretch only after concurrent changes. */
export interface Footnote {
  id: string;
  /** Positions in the document; in {@link notesIn}, offsets in the paragraph's text. */
  stretches: Stretch[];
}

/** The footnotes of a title or paragraph, in reading order. */
export function notesIn(block: Node): Footnote[] {
  const notes: Footnote[] = [];
  block.forEach((text, from) => {
    const id = noteOf(text.marks);
    if (id === null) return;
    const to = from + text.nodeSize;
    const note = notes.find((known) => known.id === id);
    const last = note?.stretches.at(-1);
    if (last?.to === from) last.to = to;
    else if (note) note.stretches.push({ from, to });
    else notes.push({ id, stretches: [{ from, to }] });
  });
  return notes;
}

/** Where the footnotes of a title or paragraph are in its text, as `brackets.ts` wants to know it. */
export function noteStretches(block: Node): Stretch[][] {
  return notesIn(block).map(({ stretches }) => stretches);
}

/** The footnotes of a text, in reading order. */
export function allNotes(doc: Node): Footnote[] {
  const notes: Footnote[] = [];
  doc.forEach((block, position) => {
    const place = ({ from, to }: Stretch) => ({ from: position + 1 + from, to: position + 1 + to });
    for (const { id, stretches } of notesIn(block)) notes.push({ id, stretches: stretches.map(place) });
  });
  return notes;
}

/** The footnote with this id; where a copy has the same id, the first. */
export function findNote(doc: Node, id: string): Footnote | null {
  return allNotes(doc).find((note) => note.id === id) ?? null;
}

/** The words of a footnote. */
export function wordsOfNote(doc: Node, { stretches }: Footnote): string {
  return stretches.map(({ from, to }) => doc.textBetween(from, to)).join('');
}

/**
 * The footnote that one is in: the selection lies in it, with words of it on both sides of a mere caret. At its end one is in
 * it only as long as one goes on typing there.
 */
export function noteAround({ selection, storedMarks }: EditorState): string | null {
  const { $from, $to, empty } = selection;
  if (empty && storedMarks) return noteOf(storedMarks);
  const before = empty ? $from.nodeBefore : $to.nodeBefore;
  const first = noteOf($from.nodeAfter?.marks ?? []);
  return first !== null && $from.sameParent($to) && noteOf(before?.marks ?? []) === first ? first : null;
}
