import type { Node } from 'prosemirror-model';
import type * as Y from 'yjs';
import { insertNote, placeForNote } from './footnote-commands';
import { footnoteIds } from './footnote-ids';
import { showNotes } from './footnote-view';
import { noteOf } from './marks/footnote';
import { Workbench } from './workbench';

const numbers = { before: 0, name: (number: number) => `Footnote ${number}` };

/** A workbench with footnotes; notes that it has to name are called `name-note1` and so on. */
export function bench(doc: Y.Doc, name = 'new'): Workbench {
  let made = 0;
  return new Workbench(doc, name, () => [footnoteIds(() => `${name}-note${(made += 1)}`), showNotes(numbers, () => {})]);
}

/** Puts a footnote after so many characters of the paragraph. */
export function annotated(at: Workbench, offset: number, id: string, words: string): Workbench {
  at.caret(1, offset);
  at.dispatch(insertNote(at.state, placeForNote(at.state), id, words));
  return at;
}

/** A block with its notes in braces: "Cities{a: see there} publish". */
export function shown(doc: Node, block = 1): string {
  const { text: words, open } = doc.child(block).children.reduce(
    ({ text: before, open: last }, run) => {
      const note = noteOf(run.marks);
      const turn = note === last ? '' : `${last === null ? '' : '}'}${note === null ? '' : `{${note}: `}`;
      return { text: before + turn + (run.text ?? ''), open: note };
    },
    { text: '', open: null as string | null },
  );
  return open === null ? words : `${words}}`;
}
