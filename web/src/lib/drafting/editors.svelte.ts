import type { EditorView } from 'prosemirror-view';
import type { AcrossPoints } from '$lib/editor/across-points.svelte';
import { noteAround } from '$lib/editor/footnotes';
import type { Language, MarkerKind } from '$lib/editor/nodes/paragraph';
import type { Remark } from '$lib/editor/remarks';
import { later } from './later.svelte';

/** Where a footnote is to be written or changed. */
export interface AskedForNote {
  view: EditorView;
  /** The note to change; null for a new one at the selection. */
  note: string | null;
}

/** The text of an outline entry in its editor. */
export interface PointText {
  view: EditorView;
  point: string;
  /** The number people call its action point by. */
  number: string | null;
  /** What it is called, such as “Action point 2.6”. */
  label: string;
}

/** What a toolbar shows of a selection. */
export interface SelectionFacts {
  strong: boolean;
  em: boolean;
  /** The address of the link at the caret. */
  link: string | null;
  /** Whether the caret is in a footnote. */
  note: boolean;
  /** The marker of the selected paragraphs; null if they differ or a title is selected. */
  marker: MarkerKind | null;
  /** The paragraph or title at the caret, and its language: null for the draft's, undefined for a title. */
  block: string | null;
  language: Language | null | undefined;
}

/** The editors of a draft: which one is in use, and what its toolbar shows. */
export class Editors implements SelectionFacts {
  /** The editor that was used last; null before the first. */
  active: EditorView | null = $state.raw(null);
  /** The point it belongs to. */
  point: string | null = $state(null);
  strong = $state(false);
  em = $state(false);
  link: string | null = $state(null);
  note = $state(false);
  marker: MarkerKind | null = $state(null);
  block: string | null = $state(null);
  language: Language | null | undefined = $state();
  /** What was said last about an act of mine. */
  remark: Remark | null = $state.raw(null);
  /** The selection over several texts; null until the second wave is there. */
  across: AcrossPoints | null = $state.raw(null);
  readonly #open = new Map<EditorView, () => Omit<PointText, 'view'>>();
  /** The editor that waits for the address of a link. */
  askedForLink: EditorView | null = $state.raw(null);
  /** The editor that waits for the words of a footnote. It may be gone by then; the words typed so far are not. */
  askedForNote: AskedForNote | null = $state.raw(null);

  /** An editor is in use, or its text or selection changed while it was. */
  look(view: EditorView, point: string): void {
    this.active = view;
    this.point = point;
    Object.assign(this, later.wave?.selectionFacts(view.state));
  }

  /** An editor is there; `text` says what it holds. */
  add(view: EditorView, text: () => Omit<PointText, 'view'>): void {
    this.#open.set(view, text);
  }

  /** The editor of a point. */
  viewOf(point: string): EditorView | null {
    return [...this.#open].find(([, text]) => text().point === point)?.[0] ?? null;
  }

  /** The texts of the draft in the order in which they stand on the page. */
  get texts(): PointText[] {
    const before = (a: PointText, b: PointText) =>
      a.view.dom.compareDocumentPosition(b.view.dom) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1;
    return [...this.#open].map(([view, text]) => ({ view, ...text() })).sort(before);
  }

  /** The editor of the text before (-1) or after (1). */
  readonly neighbour = (view: EditorView, direction: 1 | -1): EditorView | null => {
    const views = this.texts.map((text) => text.view);
    return views[views.indexOf(view) + direction] ?? null;
  };

  readonly say = (remark: Remark | null): void => {
    this.remark = remark;
  };

  /** An editor is gone. */
  gone(view: EditorView): void {
    this.#open.delete(view);
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
