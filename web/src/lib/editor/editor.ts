import { keymap } from 'prosemirror-keymap';
import { EditorState, Plugin, type Command } from 'prosemirror-state';
import { EditorView } from 'prosemirror-view';
import { initProseMirrorDoc, ySyncPlugin } from 'y-prosemirror';
import type * as Y from 'yjs';
import type { PointKind } from '$lib/api/types';
import { newUuid } from '$lib/drafting/identifier';
import { annotate, type Annotations } from './annotations';
import { textKeys } from './commands';
import { dispatchOrStop } from './dispatch';
import type { DraftAround } from './draft-around';
import { exactEdits } from './exact-edits';
import { footnoteIds } from './footnote-ids';
import { leaveNote, showNotes, type NoteNumbers } from './footnote-view';
import { freshSelection } from './fresh-selection';
import type { DraftHistory } from './history';
import type { LaterPlugins } from './later-plugins';
import { keepLocked, type Locks } from './locks';
import { neverEmpty } from './never-empty';
import { permanentIds } from './paragraph-ids';
import { pasting } from './paste/paste';
import { placeBracket } from './place-brackets';
import { schema } from './schema';

/** What an editor needs of the page around it. */
export interface Surroundings {
  fragment: Y.XmlFragment;
  kind: PointKind;
  history: DraftHistory;
  annotations: Annotations;
  notes: NoteNumbers;
  /** The draft this text belongs to. */
  draft: DraftAround;
  /** Asked at each update; call `view.setProps({})` when the answers change. */
  editable: () => boolean;
  /** What of it nobody may change here. */
  locks: () => Locks;
  label: () => string;
  /** The draft's language. */
  language: string;
  /** One's caret moved: `ownCaret` says where to. */
  moved: (view: EditorView) => void;
  /** The selection or the text changed, so a toolbar may look different. */
  changed: (view: EditorView) => void;
  /** Ctrl+K. */
  askForLink: (view: EditorView) => void;
  /** Ctrl+Alt+F. */
  askForNote: (view: EditorView) => void;
  /** The number of a footnote was pressed where one may not write. */
  noteChosen: (note: string) => void;
}

/** The toolbar lies over the top of the text. */
const SCROLL_MARGIN = { top: 76, bottom: 24, left: 5, right: 5 };

/** An editor for the text of one point. It can be typed in; {@link complete} gives it the rest. */
export function createEditor(place: HTMLElement, surroundings: Surroundings): EditorView {
  const { fragment, history, editable, label, language } = surroundings;
  const { doc, mapping } = initProseMirrorDoc(fragment, schema);
  const tie = [exactEdits(), ySyncPlugin(fragment, { mapping })];
  return new EditorView(place, {
    state: EditorState.create({ doc, plugins: [...tie, ...plugins(surroundings)] }),
    dispatchTransaction: dispatchOrStop,
    editable,
    attributes: () => ({
      'aria-label': label(),
      lang: language,
      class: 'text',
      ...(editable()
        ? { role: 'textbox', 'aria-multiline': 'true', spellcheck: 'true' }
        : { role: 'group' }),
    }),
    handleTextInput: (view, from, to, text) =>
      text === '[' && from < to && history.asOneStep(() => placeBracket(view.state, view.dispatch.bind(view))),
    scrollMargin: SCROLL_MARGIN,
    handleClickOn: (_view, _position, _node, _at, event) => openLink(event),
  });
}

/**
 * Gives an editor the plug-ins of the second wave. Those it has stay as they are, with what they know. The tie to Yjs is
 * let go and taken up again in one go, so that it misses nothing. A word that is being composed is waited for.
 */
export function complete(view: EditorView, { first, last }: LaterPlugins): void {
  if (view.isDestroyed) return;
  if (view.composing) {
    const again = () => setTimeout(() => complete(view, { first, last }));
    return view.dom.addEventListener('compositionend', again, { once: true });
  }
  const { plugins: standing } = view.state;
  view.updateState(view.state.reconfigure({ plugins: [...first, ...standing.slice(0, -1), ...last, ...standing.slice(-1)] }));
}

function plugins(surroundings: Surroundings): Plugin[] {
  const { fragment, kind, history, annotations, draft, language, changed } = surroundings;
  const undo: Command = () => (history.undo(), true);
  const redo: Command = () => (history.redo(), true);
  const link: Command = (_state, _dispatch, view) => (view && surroundings.askForLink(view), true);
  const note: Command = (_state, _dispatch, view) => (view && surroundings.askForNote(view), true);
  const stopCapturing = () => history.stopCapturing();
  return [
    freshSelection(),
    history.plugin(fragment),
    footnoteIds(newUuid),
    keepLocked(surroundings.locks, () => draft.say({ kind: 'locked' })),
    permanentIds(newUuid),
    neverEmpty(kind),
    annotate(annotations),
    showNotes(surroundings.notes, surroundings.noteChosen),
    pasting({ ...draft, language, stopCapturing }),
    new Plugin({ view: () => ({ update: (view) => view.hasFocus() && changed(view) }) }),
    keymap({ 'Mod-z': undo, 'Mod-y': redo, 'Shift-Mod-z': redo, 'Mod-k': link, 'Mod-Alt-f': note }),
    keymap({ Enter: leaveNote, 'Shift-Enter': leaveNote, 'Mod-Enter': leaveNote }),
    // The last one: `complete` puts what comes later before it.
    keymap(textKeys),
  ];
}

// In an editor a click sets the caret; with Ctrl or Cmd it follows the link, as in other word processors.
function openLink(event: MouseEvent): boolean {
  const anchor = event.target instanceof Element ? event.target.closest('a') : null;
  if (!anchor || !(event.ctrlKey || event.metaKey)) return false;
  window.open(anchor.href, '_blank', 'noopener');
  return true;
}
