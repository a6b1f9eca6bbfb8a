import type { Node } from 'prosemirror-model';
import { TextSelection, type EditorState, type Transaction } from 'prosemirror-state';
import { mergeWords, replacement } from './footnote-words';
import { findNote, wordsOfNote, type Footnote } from './footnotes';
import { noteOf } from './marks/footnote';
import { schema } from './schema';

const { footnote } = schema.marks;

/** Where a new footnote goes when it is asked for here: after the selection, and after a note that ends around there. */
export function placeForNote(state: EditorState): number {
  const { $to } = state.selection;
  const within = noteOf($to.nodeAfter?.marks ?? []);
  if (within === null || noteOf($to.nodeBefore?.marks ?? []) !== within) return $to.pos;
  return findNote(state.doc, within)?.stretches.find(({ from, to }) => from < $to.pos && $to.pos <= to)?.to ?? $to.pos;
}

/** Puts a footnote with these words at a place in a paragraph, and the caret after it. */
export function insertNote(state: EditorState, place: number, id: string, words: string): Transaction {
  const tr = state.tr.insert(place, schema.text(words, [footnote.create({ id })]));
  return tr.setSelection(TextSelection.create(tr.doc, place + words.length)).scrollIntoView();
}

/**
 * Makes the words of a footnote what somebody turned `before` into. What others changed in it meanwhile stays, and only
 * what differs is touched. Null if the note is gone.
 */
export function rewordNote(state: EditorState, id: string, before: string, words: string): Transaction | null {
  const note = findNote(state.doc, id);
  if (note === null) return null;
  const now = wordsOfNote(state.doc, note);
  const change = replacement(now, mergeWords(before, words, now));
  const tr = state.tr;
  // Backwards, because what is deleted moves what comes after it.
  for (const { from, to } of placesOf(note, change.from, change.to).reverse()) tr.delete(from, to);
  if (change.words !== '') {
    const place = placeIn(note, change.from);
    tr.insert(place, schema.text(change.words, marksAround(state.doc, place, id)));
  }
  return tr;
}

/** Takes a footnote out of the text. Null if it is gone already. */
export function removeNote(state: EditorState, id: string): Transaction | null {
  const note = findNote(state.doc, id);
  if (note === null) return null;
  const tr = state.tr;
  for (const { from, to } of [...note.stretches].reverse()) tr.delete(from, to);
  return tr;
}

/** The document's positions of the words from one offset of a note to another. */
function placesOf({ stretches }: Footnote, start: number, end: number): { from: number; to: number }[] {
  let passed = 0;
  return stretches.flatMap(({ from, to }) => {
    const offset = passed;
    passed += to - from;
    const place = { from: from + Math.max(0, start - offset), to: Math.min(to, from + end - offset) };
    return place.from < place.to ? [place] : [];
  });
}

function placeIn({ stretches }: Footnote, offset: number): number {
  let rest = offset;
  for (const { from, to } of stretches) {
    if (rest <= to - from) return from + rest;
    rest -= to - from;
  }
  return stretches.at(-1)?.to ?? 0;
}

// New words look as the words of the note before them do, or else as those after them.
function marksAround(doc: Node, place: number, id: string) {
  const $place = doc.resolve(place);
  const neighbours = [$place.nodeBefore, $place.nodeAfter].filter((node) => noteOf(node?.marks ?? []) === id);
  const marks = neighbours[0]?.marks ?? [];
  return footnote.create({ id }).addToSet(marks.filter(({ type }) => type.spec.inclusive !== false));
}
