import { Slice } from 'prosemirror-model';
import { Plugin, TextSelection } from 'prosemirror-state';
import type { EditorView } from 'prosemirror-view';
import type { Remark } from '../remarks';
import type { Clipped } from './clipboard';

/** What pasting needs of the page. */
export interface PastingAround {
  /** The draft's language. */
  language: string;
  /** The longest change the server takes, in bytes. */
  longestUpdate: () => number;
  /** What is pasted is a step of its own for undo. */
  stopCapturing: () => void;
  say: (remark: Remark) => void;
}

// The cleaning is loaded when the first editor is used, or when somebody pastes before that.
const cleaning = () => Promise.all([import('./clipboard'), import('./place')]);

/** Pastes and drops text through the cleaning; Ctrl+Shift+V pastes without any formatting. */
export function pasting(around: PastingAround): Plugin {
  let asPlainText = false;
  return new Plugin({
    props: {
      // The HTML is read by us, once; the editor need not read it as well.
      transformPastedHTML: () => '',
      // The only place where the editor tells that plain text was asked for. It is called before `handlePaste`.
      clipboardTextParser: (_text, _at, plain) => ((asPlainText = plain), Slice.empty),
      handlePaste: (view, event) => {
        const clipped = clippedOf(event.clipboardData, asPlainText);
        asPlainText = false;
        void insert(view, clipped, around);
        return true;
      },
      handleDrop: (view, event, _slice, moved) => {
        if (moved) return false;
        const at = view.posAtCoords({ left: event.clientX, top: event.clientY });
        if (!at || !view.editable) return false;
        event.preventDefault();
        view.dispatch(view.state.tr.setSelection(TextSelection.near(view.state.doc.resolve(at.pos))));
        view.focus();
        void insert(view, clippedOf(event.dataTransfer, false), around);
        return true;
      },
      handleDOMEvents: { focus: () => (void cleaning().catch(() => {}), false) },
    },
  });
}

function clippedOf(data: DataTransfer | null, asPlainText: boolean): Clipped {
  const text = data?.getData('text/plain') ?? '';
  return { text, html: asPlainText && text !== '' ? '' : (data?.getData('text/html') ?? '') };
}

async function insert(view: EditorView, clipped: Clipped, around: PastingAround): Promise<void> {
  const loaded = await cleaning().catch(() => null);
  if (view.isDestroyed || !view.editable) return;
  if (loaded === null) return insertWords(view, clipped.text, around);
  const [{ readClipboard }, { place, updateSize }] = loaded;
  const pasted = readClipboard(clipped);
  if (pasted.blocks.length === 0) return around.say({ kind: 'nothing_to_paste' });
  if (updateSize(pasted) > around.longestUpdate()) return around.say({ kind: 'paste_too_long' });
  around.stopCapturing();
  const tr = place(view.state, pasted, around.language);
  view.dispatch(tr.setMeta('paste', true).setMeta('uiEvent', 'paste').scrollIntoView());
  around.stopCapturing();
}

// The cleaning could not be loaded (there is no network): the words are worth more than their paragraphs.
function insertWords(view: EditorView, text: string, { say, longestUpdate }: PastingAround): void {
  const words = text.replace(/\s+/g, ' ').trim();
  if (words === '') return say({ kind: 'nothing_to_paste' });
  if (new TextEncoder().encode(words).length > longestUpdate()) return say({ kind: 'paste_too_long' });
  view.dispatch(view.state.tr.insertText(words).scrollIntoView());
  say({ kind: 'pasted_as_words' });
}
