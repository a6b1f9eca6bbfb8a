import type { EditorView } from 'prosemirror-view';
import { hasMark, linkAt } from '$lib/editor/commands';
import { schema } from '$lib/editor/schema';

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
  /** The editor that waits for the address of a link. */
  askedForLink: EditorView | null = $state.raw(null);

  /** An editor is in use, or its text or selection changed while it was. */
  look(view: EditorView, point: string): void {
    this.active = view;
    this.point = point;
    this.strong = hasMark(view.state, schema.marks.strong);
    this.em = hasMark(view.state, schema.marks.em);
    this.link = linkAt(view.state);
  }

  /** An editor is gone. */
  gone(view: EditorView): void {
    if (this.active !== view) return;
    this.active = null;
    this.askedForLink = null;
  }

  askForLink(view: EditorView): void {
    this.askedForLink = view;
  }
}
