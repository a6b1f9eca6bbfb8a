import { EditorState } from 'prosemirror-state';
import { EditorView } from 'prosemirror-view';
import { initProseMirrorDoc, ySyncPlugin } from 'y-prosemirror';
import type * as Y from 'yjs';
import { annotate, type Annotations } from './annotations';
import { carets } from './carets';
import { showNotes, type NoteNumbers } from './footnote-view';
import { schema } from './schema';
import { spotlight } from './spotlight';

/** What a view for reading needs of the page around it. */
export interface Reading {
  fragment: Y.XmlFragment;
  annotations: Annotations;
  notes: NoteNumbers;
  label: () => string;
  /** The draft's language. */
  language: string;
  /** The number of a footnote was pressed. */
  noteChosen: (note: string) => void;
}

/** The live text of one point where nobody writes: it looks as in an editor, and takes no key. */
export function createReader(place: HTMLElement, reading: Reading): EditorView {
  const { fragment, annotations, notes, label, language, noteChosen } = reading;
  const { doc, mapping } = initProseMirrorDoc(fragment, schema);
  const plugins = [
    ySyncPlugin(fragment, { mapping }),
    annotate(annotations),
    showNotes(notes, noteChosen),
    carets(() => {}),
    spotlight(),
  ];
  return new EditorView(place, {
    state: EditorState.create({ doc, plugins }),
    editable: () => false,
    attributes: () => ({ 'aria-label': label(), lang: language, class: 'text', role: 'group' }),
  });
}
