import { Plugin, PluginKey, TextSelection, type Command, type EditorState, type Transaction } from 'prosemirror-state';
import { Decoration, DecorationSet, type EditorView } from 'prosemirror-view';
import { allNotes, findNote, noteAround, type Footnote } from './footnotes';
import { noteOf } from './marks/footnote';
import { isFromElsewhere } from './paragraph-ids';
import { schema } from './schema';

/** What the page knows about the footnotes of a text. */
export interface NoteNumbers {
  /** How many notes stand in the draft before this text. */
  before: number;
  /** What a note is called, such as "Footnote 3". */
  name: (number: number) => string;
}

interface Shown {
  numbers: NoteNumbers;
  notes: Footnote[];
  /** The note at whose end the caret stands so that what is typed belongs to the note. */
  within: string | null;
  drawn: DecorationSet;
}

/** What a transaction tells the plug-in. */
interface Told {
  numbers?: NoteNumbers;
  /** Go on typing in this note at whose end the caret is; null: leave it. */
  within?: string | null;
}

// A character beyond the first plane has two units.
const LONGEST_STEP = 2;

const key = new PluginKey<Shown>('footnotes');

/**
 * Shows footnotes: at rest only their numbers, and in place their words while the caret or the selection touches them, so
 * that one sees what one changes. `chosen` hears which number was pressed where one may not write.
 */
export function showNotes(first: NoteNumbers, chosen: (note: string) => void): Plugin {
  return new Plugin<Shown>({
    key,
    state: {
      init: (_config, state) => look(state, { numbers: first, within: null }),
      apply: (tr, shown, before, state) => {
        const told = tr.getMeta(key) as Told | undefined;
        if (!told && !tr.docChanged && !tr.selectionSet) return shown;
        const numbers = told?.numbers ?? shown.numbers;
        const within = told?.within !== undefined ? told.within : withinAfter(tr, shown, before, state);
        // A word half written by an input method must not have its surroundings redrawn: that ends the composition.
        const composing = tr.getMeta('composition') !== undefined && !isFromElsewhere(tr);
        const now = look(state, { numbers, within });
        return composing ? { ...now, drawn: shown.drawn.map(tr.mapping, tr.doc) } : now;
      },
    },
    appendTransaction: (_transactions, _before, state) => {
      const within = key.getState(state)?.within ?? null;
      const { $from, empty } = state.selection;
      const marks = state.storedMarks ?? $from.marks();
      if (within === null || !empty || noteOf(marks) === within) return null;
      return state.tr.setStoredMarks(schema.marks.footnote.create({ id: within }).addToSet(marks));
    },
    props: {
      decorations: (state) => key.getState(state)?.drawn,
      handleClick: (view, _position, event) => {
        const number = event.target instanceof Element ? event.target.closest<HTMLElement>('.note-number') : null;
        const note = number?.dataset['note'];
        if (note === undefined) return false;
        if (view.editable) enterNote(view, note);
        else chosen(note);
        return true;
      },
      handleKeyDown: (view, event) => {
        if (event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return false;
        return event.key === forwardKey(view) && stepOn(view.state, view.dispatch.bind(view));
      },
    },
  });
}

/** Tells an editor how to number its notes. */
export function renumber(view: EditorView, numbers: NoteNumbers): void {
  const before = key.getState(view.state)?.numbers;
  if (before?.before === numbers.before && before.name === numbers.name) return;
  view.dispatch(view.state.tr.setMeta(key, { numbers } satisfies Told).setMeta('addToHistory', false));
}

/** The number of a note of this editor, or null if it is gone. */
export function numberOf(state: EditorState, id: string): number | null {
  const shown = key.getState(state);
  const index = shown?.notes.findIndex((note) => note.id === id) ?? -1;
  return shown && index >= 0 ? shown.numbers.before + index + 1 : null;
}

/** Puts the caret at the end of a note, to go on typing in it. */
export function enterNote(view: EditorView, id: string): void {
  const end = findNote(view.state.doc, id)?.stretches.at(-1)?.to;
  if (end === undefined) return;
  const tr = view.state.tr.setSelection(TextSelection.create(view.state.doc, end));
  view.dispatch(tr.setMeta(key, { within: id } satisfies Told).scrollIntoView());
  view.focus();
}

/** Enter in a note: on with the paragraph after it. It does not cut the note in two. */
export const leaveNote: Command = (state, dispatch) => {
  const { $from, $to } = state.selection;
  const note = key.getState(state)?.within ?? noteAcross(state);
  const stretches = note === null ? [] : (findNote(state.doc, note)?.stretches ?? []);
  const end = stretches.find(({ from, to }) => from <= $from.pos && $to.pos <= to)?.to;
  if (end === undefined) return false;
  const tr = state.tr.setSelection(TextSelection.create(state.doc, end));
  dispatch?.(tr.setMeta(key, { within: null } satisfies Told).scrollIntoView());
  return true;
};

// Behind the last character of a note one is still in it; one step more leaves it without moving, as the place after it is
// the same.
const stepOn: Command = (state, dispatch) => {
  const { $head, empty } = state.selection;
  const within = key.getState(state)?.within ?? null;
  if (within !== null) {
    dispatch?.(state.tr.setStoredMarks(null).setMeta(key, { within: null } satisfies Told));
    return true;
  }
  const note = empty ? noteAround(state) : null;
  const rest = $head.nodeAfter?.text ?? '';
  const end = $head.pos + rest.length;
  const isLast = /^[\p{L}\p{N}\p{P}\p{Z}]$/u.test(rest) && noteOf(state.doc.resolve(end).nodeAfter?.marks ?? []) !== note;
  if (note === null || !isLast) return false;
  const tr = state.tr.setSelection(TextSelection.create(state.doc, end));
  dispatch?.(tr.setMeta(key, { within: note } satisfies Told).scrollIntoView());
  return true;
};

/** The note whose words the selection lies in, or has on both sides. */
function noteAcross({ selection: { $from, $to } }: EditorState): string | null {
  const note = noteOf($from.nodeAfter?.marks ?? []);
  return note !== null && note === noteOf($to.nodeBefore?.marks ?? []) ? note : null;
}

// Whoever goes to the end of a note from within it, or types or deletes there, is still in it; who comes from outside is not.
function withinAfter(tr: Transaction, shown: Shown, before: EditorState, state: EditorState): string | null {
  const { $from, empty, head } = state.selection;
  const note = noteOf($from.nodeBefore?.marks ?? []);
  if (!empty || note === null || noteOf($from.nodeAfter?.marks ?? []) === note) return null;
  if (shown.within === note) return isFromElsewhere(tr) || tr.docChanged || before.selection.head === head ? note : null;
  if (isFromElsewhere(tr)) return null;
  const { selection } = before;
  const wasInside = selection.empty ? noteAcross(before) === note : noteAcross(before) === note && tr.docChanged;
  const stepped = tr.docChanged || (head > selection.head && head - selection.head <= LONGEST_STEP);
  return wasInside && stepped ? note : null;
}

function look(state: EditorState, { numbers, within }: Pick<Shown, 'numbers' | 'within'>): Shown {
  const notes = allNotes(state.doc);
  return { numbers, within, notes, drawn: draw(state, notes, numbers, within) };
}

function draw(state: EditorState, notes: Footnote[], numbers: NoteNumbers, atEndOf: string | null): DecorationSet {
  const within = atEndOf ?? noteAround(state);
  const { from, to } = state.selection;
  const decorations = notes.flatMap(({ id, stretches }, index) => {
    const number = numbers.before + index + 1;
    const name = numbers.name(number);
    const touched = stretches.some((stretch) => stretch.from <= to && from <= stretch.to);
    const look = { class: `note-words open${within === id ? ' within' : ''}` };
    const place = stretches[0]?.from ?? 0;
    // Before the words, outside their mark: what is typed there is typed before the note.
    const options = { side: 1, marks: [], key: `${id} ${number} ${name}`, ignoreSelection: true };
    return [
      Decoration.widget(place, () => numberElement(id, number, name), options),
      ...(touched ? stretches.map((stretch) => Decoration.inline(stretch.from, stretch.to, look)) : []),
    ];
  });
  return decorations.length === 0 ? DecorationSet.empty : DecorationSet.create(state.doc, decorations);
}

function numberElement(id: string, number: number, name: string): HTMLElement {
  const element = document.createElement('sup');
  element.className = 'note-number';
  element.dataset['note'] = id;
  element.role = 'img';
  element.ariaLabel = name;
  element.title = name;
  element.textContent = String(number);
  return element;
}

// The key that goes on along the line the caret is in.
function forwardKey(view: EditorView): 'ArrowRight' | 'ArrowLeft' {
  const { node } = view.domAtPos(view.state.selection.head);
  const element = node instanceof Element ? node : node.parentElement;
  return element !== null && getComputedStyle(element).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
}
