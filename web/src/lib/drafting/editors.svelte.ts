import type { EditorView } from 'prosemirror-view';
import { noteAround } from '$lib/editor/footnotes';
import { hasMark, linkAt } from '$lib/editor/commands';
import { schema } from '$lib/editor/schema';

/** Where a footnote is to be written or changed. */
export interface AskedForNote {
  view: EditorView;
  /** The note to change; null for a new one at the selection. */
  note: string | null;
}

/** The editors of a draft: which one is in use, and what its toolbar shows. */
export class Editors {
  /** The editor that was used last; null before the first. */
  active: EditorView | null = $state.raw(null);
  /** The point it belongs to. */
  point: string | null = $state(null);
  strong = $state(false);
  em = $state(false);
  /** The address of the link at the caret. */
  link: string | null = $state(null);
  /** Whether the caret is in a footnote. */
  note = $state(false);
  /** The editor that waits for the address of a link. */
  askedForLink: EditorView | null = $state.raw(null);
  /** The editor that waits for the words of a footnote. It may be gone by then; the words typed so far are not. */
  askedForNote: AskedForNote | null = $state.raw(null);

  /** An editor is in use, or its text or selection changed while it was. */
  look(view: EditorView, point: string): void {
    this.active = view;
    this.point = point;
    this.strong = hasMark(view.state, schema.marks.strong);
    this.em = hasMark(view.state, schema.marks.em);
    this.link = linkAt(view.state);
    this.note = noteAround(view.state) !== null;
  }

  /** An editor is gone. */
  gone(view: EditorView): void {
    if (this.active !== view) return;
    this.active = null;
    this.askedForLink = null;
  }

  /** A dialog for this footnote, else for the one the selection is in, else for a new one. */
  askForNote(view: EditorView, note = noteAround(view.state)): void {
    this.askedForNote = { view, note };
  }

  askForLink(view: EditorView): void {
    this.askedForLink = view;
  }
}
